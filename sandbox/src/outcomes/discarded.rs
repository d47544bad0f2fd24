//! Records that the event source gave up, kept as an S3 destination keeps them.

use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::watch;

/// Older ones are forgotten.
const KEPT: usize = 200;

/// The destination on failure. Clones are handles to the same one.
#[derive(Clone)]
pub struct DiscardedRecords {
    kept: Arc<Mutex<VecDeque<Discarded>>>,
    count: watch::Sender<u64>,
}

/// A record that `publish-outcome` refused until the retries were used up. Once what was wrong is
/// mended, its session is published again by hand.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Discarded {
    /// Counts up.
    pub number: u64,
    /// When, on the sandbox's clock.
    pub at: Timestamp,
    /// The session whose item it shows, as far as that can be told.
    pub session_id: Option<String>,
    /// How often the function was called with it alone.
    pub invocations: u32,
    /// The record itself.
    pub record: Value,
}

impl Default for DiscardedRecords {
    fn default() -> Self {
        Self {
            kept: Arc::default(),
            count: watch::channel(0).0,
        }
    }
}

impl DiscardedRecords {
    /// All of them that are kept, or those of one session; the oldest first.
    pub fn list(&self, session: Option<&str>) -> Vec<Discarded> {
        let wanted = |one: &&Discarded| session.is_none() || one.session_id.as_deref() == session;
        self.lock().iter().filter(wanted).cloned().collect()
    }

    /// Tells of every new one.
    pub fn news(&self) -> watch::Receiver<u64> {
        self.count.subscribe()
    }

    pub(super) fn keep(&self, at: Timestamp, invocations: u32, record: Value) {
        let key = record
            .pointer("/dynamodb/Keys/pk/S")
            .and_then(Value::as_str);
        let session_id = key
            .and_then(|key| key.strip_prefix("SESSION#"))
            .map(str::to_owned);
        let mut kept = self.lock();
        let number = kept.back().map_or(1, |last| last.number + 1);
        kept.push_back(Discarded {
            number,
            at,
            session_id,
            invocations,
            record,
        });
        if kept.len() > KEPT {
            kept.pop_front();
        }
        drop(kept);
        self.count.send_replace(number);
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<Discarded>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
