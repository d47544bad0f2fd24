//! The store: one DynamoDB table.
//!
//! | item | key | holds | leaves |
//! |---|---|---|---|
//! | session | `SESSION#id` / `SESSION` | ids, state, times, version | never; erased, it is a tombstone |
//! | payload | `SESSION#id` / `PAYLOAD#digest` | the compressed bytes | by TTL, or erased |
//! | attempt | `ATTEMPT#integration#id` / `ATTEMPT` | its session's id | never |
//! | pointer | `PERSON#hash` / `CURRENT` | a person's current session, or a lease on making it | erased |
//! | quarantine | `QUARANTINE#xx` / `digest` | a genuine delivery that could not be used | by TTL, or erased |
//! | marker | `SESSION#id` / `QUARANTINE#digest` | that a delivery in quarantine names the session | by TTL, or erased |
//! | pace | `PACE#integration` / `DELETIONS` | when Veriff was last asked to delete sessions | never |

mod attempt;
mod due;
mod error;
mod forget;
pub mod image;
mod item;
mod pace;
mod payload;
mod pointer;
mod quarantine;
mod read;
mod remains;
pub mod schema;
mod session;
mod tombstone;
mod units;

pub use due::Due;
pub use error::StoreError;
pub use pace::Turn;
pub use payload::{KeptPayload, Source, digest};
pub use pointer::{Lease, Pointer};
pub use quarantine::{PARTITIONS, Quarantined, WhyQuarantined};
pub use session::{Recorded, Stored, Written};
pub use tombstone::{AtVeriff, Tombstone};
pub use units::{Units, UnitsSpent};

use aws_sdk_dynamodb::Client;
use std::sync::Arc;

/// The table, and what it has cost so far.
#[derive(Clone, Debug)]
pub struct Store {
    client: Client,
    table: Arc<str>,
    units: Arc<units::Meter>,
}

impl Store {
    /// A store over a table that exists (see [`schema`]).
    pub fn new(client: Client, table: &str) -> Self {
        Self {
            client,
            table: table.into(),
            units: Arc::default(),
        }
    }

    /// The request units that were consumed, by operation, since the store was made.
    pub fn units(&self) -> UnitsSpent {
        self.units.snapshot()
    }

    /// The request units by operation that were consumed since this was last asked: each is told once.
    pub(crate) fn units_to_tell(&self) -> Vec<(&'static str, f64)> {
        self.units.to_tell()
    }
}
