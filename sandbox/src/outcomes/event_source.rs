//! Plays the [event source](https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html) between the table's
//! stream and `publish-outcome`: filters, batches, tries again from the first record that failed,
//! bisects, and gives up in the end.

use super::checkpoint::Checkpoint;
use super::discarded::DiscardedRecords;
use super::pattern::{Pattern, PatternError};
use super::stream::{Reader, sequence_number};
use crate::clock::SandboxClock;
use dynoxide::{Database, DynoxideError};
use publish_outcome::Publisher;
use serde_json::{Value, json};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use thiserror::Error;
use tokio::sync::Mutex;

/// What the function is called for, as `infra/template.yaml` has it: session items that were written.
/// Payloads, attempts and pointers are nobody's business, and what is removed has no new image.
pub const FILTER: &str = r#"{"dynamodb":{"NewImage":{"sk":{"S":["SESSION"]}}}}"#;

/// Records in a batch, at most, as in the template.
pub const BATCH_SIZE: usize = 50;

/// How often a record alone is tried again. On AWS this goes on for hours; nobody waits so long here.
pub const MAXIMUM_RETRIES: u32 = 10;

/// Between two looks at the stream.
const LOOK: Duration = Duration::from_millis(50);
/// Before the first retry; each further one waits twice as long. AWS waits longer.
const FIRST_PAUSE: Duration = Duration::from_millis(20);
/// No retry waits longer.
const LONGEST_PAUSE: Duration = Duration::from_millis(500);
/// How long whoever moved the clock waits for what came of it.
const PATIENCE: Duration = Duration::from_secs(5);

/// The event source. Clones share one place in the stream.
#[derive(Clone)]
pub struct EventSource {
    reader: Arc<Mutex<Reader>>,
    filter: Arc<Pattern>,
    publisher: Publisher,
    discarded: DiscardedRecords,
    clock: SandboxClock,
}

/// Why there is nothing to be read.
#[derive(Debug, Error)]
pub enum FeedError {
    /// The filter is no pattern.
    #[error(transparent)]
    Filter(#[from] PatternError),
    /// The emulator's own.
    #[error("the stream cannot be read: {0}")]
    Stream(#[from] DynoxideError),
}

/// Records that are handed on together.
struct Batch {
    records: Vec<Value>,
    tries: u32,
}

impl EventSource {
    /// An event source of the table's stream. In a data folder it goes on where it was.
    ///
    /// # Errors
    /// The filter is no pattern.
    pub fn new(
        database: Database,
        data: Option<&Path>,
        publisher: Publisher,
        clock: SandboxClock,
    ) -> Result<Self, FeedError> {
        let filter: Value = serde_json::from_str(FILTER).unwrap_or_default();
        let reader = Reader::new(database, Checkpoint::new(data));
        Ok(Self {
            reader: Arc::new(Mutex::new(reader)),
            filter: Arc::new(Pattern::parse(&filter)?),
            publisher,
            discarded: DiscardedRecords::default(),
            clock,
        })
    }

    /// The same place in the stream, handed on to another publisher.
    pub fn publishing_through(&self, publisher: Publisher) -> Self {
        Self {
            publisher,
            ..self.clone()
        }
    }

    /// The records that it gave up.
    pub fn discarded(&self) -> &DiscardedRecords {
        &self.discarded
    }

    /// Hands on what comes, for as long as it is polled.
    pub async fn run(&self) {
        loop {
            if let Err(error) = self.hand_on_all().await {
                tracing::error!(%error, "the stream is not handed on");
            }
            tokio::time::sleep(LOOK).await;
        }
    }

    /// Waits until what is in the stream by now is published or discarded, five seconds at most.
    pub async fn catch_up(&self) {
        let _ = tokio::time::timeout(PATIENCE, self.hand_on_all()).await;
    }

    async fn hand_on_all(&self) -> Result<(), FeedError> {
        let mut reader = self.reader.lock().await;
        loop {
            let page = reader.peek(BATCH_SIZE).await?;
            if page.records.is_empty() {
                return Ok(());
            }
            let wanted = page.records.iter().filter(|it| self.filter.matches(it));
            self.hand_on(wanted.cloned().collect()).await;
            // Only now: what was not dealt with comes again.
            reader.move_on(page);
        }
    }

    /// Hands records on until each is acknowledged or discarded, in their order.
    async fn hand_on(&self, records: Vec<Value>) {
        let mut batches = vec![Batch { records, tries: 0 }];
        while let Some(mut batch) = batches.pop() {
            let Some(failed) = self.invoke(&batch.records).await else {
                continue;
            };
            batch.tries += 1;
            let alone = batch.records.len() == 1;
            if alone && batch.tries > MAXIMUM_RETRIES {
                self.discard(batch);
                continue;
            }
            tokio::time::sleep(pause(batch.tries)).await;
            if alone {
                batches.push(batch);
                continue;
            }
            // What comes before the first failed record is done. If that is the first one, cut in
            // halves: so it is alone in the end, and keeps no other waiting.
            let rest = batch.records.split_off(failed);
            let (first, second) = match failed {
                0 => rest.split_at(rest.len().div_ceil(2)),
                _ => (&rest[..], &[][..]),
            };
            for part in [second, first] {
                if !part.is_empty() {
                    let records = part.to_vec();
                    batches.push(Batch { records, tries: 0 });
                }
            }
        }
    }

    /// Calls the function; returns the place of the first record that failed.
    async fn invoke(&self, records: &[Value]) -> Option<usize> {
        if records.is_empty() {
            return None;
        }
        let (publisher, event) = (self.publisher.clone(), json!({ "Records": records }));
        // A task of its own: a panic ends one invocation only.
        let call = tokio::spawn(async move { publish_outcome::handle(&publisher, &event).await });
        match call.await {
            Ok(Ok(answer)) => first_failed(records, &answer),
            Ok(Err(error)) => {
                tracing::error!(function = "publish-outcome", %error, "the function failed");
                Some(0)
            }
            Err(error) => {
                tracing::error!(function = "publish-outcome", %error, "the function panicked");
                Some(0)
            }
        }
    }

    fn discard(&self, batch: Batch) {
        for record in batch.records {
            self.discarded.keep(self.clock.now(), batch.tries, record);
        }
    }
}

/// The answer's first failed record; the first of all if the answer names one that is not there.
fn first_failed(records: &[Value], answer: &Value) -> Option<usize> {
    let failures = answer["batchItemFailures"].as_array()?;
    let place = |failure: &Value| {
        let number = failure["itemIdentifier"].as_str().unwrap_or_default();
        records.iter().position(|it| sequence_number(it) == number)
    };
    failures.iter().map(|it| place(it).unwrap_or(0)).min()
}

fn pause(tries: u32) -> Duration {
    let doubled = FIRST_PAUSE.saturating_mul(1 << tries.saturating_sub(1).min(16));
    doubled.min(LONGEST_PAUSE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_filter_is_a_pattern() {
        let filter: Value = serde_json::from_str(FILTER).expect("JSON");
        Pattern::parse(&filter).expect("a pattern");
    }

    #[test]
    fn the_first_failed_record_is_found_as_lambda_does() {
        let records: Vec<_> = ["7", "8", "9"]
            .iter()
            .map(|number| json!({ "dynamodb": { "SequenceNumber": number } }))
            .collect();
        for (failed, first) in [
            (json!([]), None),
            (
                json!([{ "itemIdentifier": "9" }, { "itemIdentifier": "8" }]),
                Some(1),
            ),
            (
                json!([{ "itemIdentifier": "9" }, { "itemIdentifier": "" }]),
                Some(0),
            ),
            (json!([{ "itemIdentifier": "5" }]), Some(0)),
        ] {
            let answer = json!({ "batchItemFailures": failed });
            assert_eq!(first_failed(&records, &answer), first, "{answer}");
        }
        assert_eq!(first_failed(&records, &json!(null)), None);
    }

    #[test]
    fn pauses_grow_and_stay_short() {
        assert_eq!(pause(1), FIRST_PAUSE);
        assert_eq!(pause(2), FIRST_PAUSE * 2);
        assert_eq!(pause(MAXIMUM_RETRIES), LONGEST_PAUSE);
        assert_eq!(pause(u32::MAX), LONGEST_PAUSE);
    }
}
