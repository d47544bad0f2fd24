//! A local Veriff, an embedded DynamoDB and the functions, offline in one process.
//!
//! The binary is for people; this library is for tests, which start whole sandboxes beside each
//! other:
//!
//! ```no_run
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! use veriff_sandbox::{Options, Sandbox};
//!
//! let sandbox = Sandbox::start(Options::default()).await?;
//! let body = serde_json::json!({ "verification": { "vendorData": "customer-17" } });
//! let answer = sandbox.http.post(&format!("{}/sessions", sandbox.platform), &body).await?;
//! assert_eq!(answer.status, 201);
//! sandbox.stop().await;
//! # Ok(())
//! # }
//! ```

mod background;
pub mod check;
pub mod clock;
pub mod commands;
mod console;
mod dataset;
mod demo;
pub mod development;
pub mod dynamodb;
pub mod events;
pub mod gateway;
pub mod http_client;
mod listen;
pub mod local_only;
mod options;
pub mod outcomes;
mod pictures;
mod running;
mod shop;
pub mod sweeper;
mod uploads;
pub mod veriff;
mod web;

pub use listen::ListenError;
pub use options::Options;
pub use running::{Sandbox, StartError};
