//! The embedded DynamoDB: an emulator on SQLite behind DynamoDB's own HTTP protocol.
//!
//! The functions talk to it with the AWS SDK, as they do to the real one.

mod stream_index;

use crate::clock::SandboxClock;
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::{BehaviorVersion, Credentials, Region};
use dynoxide::Database;
use std::path::Path;
use std::sync::Arc;
use thiserror::Error;
use verification::https::Https;

/// The table's name, unless VERIFICATION_TABLE says otherwise.
pub const TABLE: &str = "verification";

/// The region that requests name; the emulator answers to any.
pub const REGION: &str = "eu-west-1";

/// The access key and the secret of the requests' signatures, which the emulator does not check.
pub const CREDENTIAL: &str = "local";

/// Why the database does not open.
#[derive(Debug, Error)]
pub enum OpenError {
    /// The emulator refuses the file.
    #[error("{0}")]
    Database(#[from] dynoxide::DynoxideError),
    /// SQLite refuses the index of the stream.
    #[error("{0}")]
    Index(#[from] rusqlite::Error),
    /// The path has characters that SQLite's interface cannot take.
    #[error("the path is not UTF-8")]
    Path,
}

/// Opens the database: in `data/dynamodb.sqlite`, or in memory.
///
/// In memory the time to live of items follows `clock`; on disk, real time, since the emulator
/// takes a clock only there.
///
/// # Errors
/// See [`OpenError`].
pub fn open(data: Option<&Path>, clock: &SandboxClock) -> Result<Database, OpenError> {
    match data {
        None => {
            let clock = DatabaseClock(clock.clone());
            let database = Database::memory_with_clock(Arc::new(clock))?;
            stream_index::add_to_memory(&database)?;
            Ok(database)
        }
        Some(folder) => {
            let file = folder.join("dynamodb.sqlite");
            let file = file.to_str().ok_or(OpenError::Path)?;
            let database = Database::new(file)?;
            stream_index::add_to_file(file)?;
            Ok(database)
        }
    }
}

/// A DynamoDB client of `endpoint`, without TLS and with dummy credentials.
pub fn client(endpoint: &str) -> Client {
    let credential = Credentials::new(CREDENTIAL, CREDENTIAL, None, None, "sandbox");
    let config = aws_sdk_dynamodb::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::from_static(REGION))
        .credentials_provider(credential)
        .endpoint_url(endpoint)
        .http_client(Https::plain())
        .build();
    Client::from_conf(config)
}

/// Deletes the items whose time to live is over.
///
/// # Errors
/// The emulator's own.
pub async fn sweep_ttl(database: &Database) -> Result<usize, dynoxide::DynoxideError> {
    let database = database.clone();
    match tokio::task::spawn_blocking(move || database.sweep_ttl()).await {
        Ok(swept) => swept,
        // The runtime ends: nothing is swept any more.
        Err(_) => Ok(0),
    }
}

struct DatabaseClock(SandboxClock);

impl dynoxide::storage_backend::Clock for DatabaseClock {
    fn now_unix_secs(&self) -> u64 {
        u64::try_from(self.0.now().as_second()).unwrap_or_default()
    }

    fn now_unix_secs_f64(&self) -> f64 {
        self.0.now().as_duration().as_secs_f64()
    }
}
