//! Veriff's REST API, as far as the functions need it.
//!
//! Requests are signed over the body, or over the id in the path where there is none; answers are
//! verified against every configured secret.

mod client;
mod error;
mod transport;

pub use client::VeriffClient;
pub use error::{VeriffError, VeriffErrorKind};
