//! The embedded DynamoDB's stream, record by record as Lambda hands them on.

use super::checkpoint::Checkpoint;
use crate::dynamodb::{REGION, TABLE};
use crate::gateway::event::ACCOUNT_ID;
use dynoxide::actions::describe_stream::DescribeStreamRequest;
use dynoxide::actions::get_records::{GetRecordsRequest, GetRecordsResponse};
use dynoxide::actions::get_shard_iterator::GetShardIteratorRequest;
use dynoxide::actions::list_streams::ListStreamsRequest;
use dynoxide::{Database, DynoxideError};
use serde_json::{Value, json};

/// A place in the stream. The emulator's has one shard.
pub(super) struct Reader {
    database: Database,
    checkpoint: Checkpoint,
    /// The stream's label, and the iterator of what comes next.
    place: Option<(String, String)>,
}

/// What comes next in the stream.
pub(super) struct Page {
    pub(super) records: Vec<Value>,
    /// Where to go on once they are dealt with.
    next: Option<String>,
}

impl Reader {
    /// Begins where the checkpoint says, else at the oldest record.
    pub(super) fn new(database: Database, checkpoint: Checkpoint) -> Self {
        Self {
            database,
            checkpoint,
            place: None,
        }
    }

    /// The records after the place, at most `limit`; the same again until it is moved on.
    pub(super) async fn peek(&mut self, limit: usize) -> Result<Page, DynoxideError> {
        let database = self.database.clone();
        let (label, iterator) = match &self.place {
            Some(place) => place.clone(),
            None => {
                let after = self.checkpoint.read();
                let begin = move || beginning(&database, after);
                let Some(place) = blocking(begin).await? else {
                    return Ok(Page::none());
                };
                self.place.insert(place).clone()
            }
        };
        let database = self.database.clone();
        let request = GetRecordsRequest {
            shard_iterator: iterator,
            limit: Some(limit),
        };
        let answer = blocking(move || database.get_records(request)).await?;
        Ok(Page::of(answer, &label))
    }

    /// Goes on after a page's records.
    pub(super) fn move_on(&mut self, page: Page) {
        if let (Some((_, iterator)), Some(next)) = (&mut self.place, page.next) {
            *iterator = next;
        }
        let number = page.records.last().map(sequence_number);
        if let Some(number) = number
            && let Err(error) = self.checkpoint.write(number)
        {
            tracing::error!(%error, "cannot keep how far the stream was read");
        }
    }
}

impl Page {
    fn none() -> Self {
        Self {
            records: Vec::new(),
            next: None,
        }
    }

    fn of(answer: GetRecordsResponse, label: &str) -> Self {
        let table = format!("arn:aws:dynamodb:{REGION}:{ACCOUNT_ID}:table/{TABLE}");
        let records = answer.records.iter().filter_map(|record| {
            let mut record = serde_json::to_value(record).ok()?;
            // The emulator has a region of its own; Lambda adds the stream.
            record["awsRegion"] = json!(REGION);
            record["eventSourceARN"] = json!(format!("{table}/stream/{label}"));
            Some(record)
        });
        Self {
            records: records.collect(),
            next: answer.next_shard_iterator,
        }
    }
}

/// A record's number in the stream.
pub(super) fn sequence_number(record: &Value) -> &str {
    let number = record.pointer("/dynamodb/SequenceNumber");
    number.and_then(Value::as_str).unwrap_or_default()
}

/// The stream's label and its first iterator; none while the table has no stream.
fn beginning(
    database: &Database,
    after: Option<String>,
) -> Result<Option<(String, String)>, DynoxideError> {
    let streams = database.list_streams(ListStreamsRequest {
        table_name: Some(TABLE.to_owned()),
        ..ListStreamsRequest::default()
    })?;
    let Some(stream) = streams.streams.into_iter().next() else {
        return Ok(None);
    };
    let described = database.describe_stream(DescribeStreamRequest {
        stream_arn: stream.stream_arn.clone(),
        ..DescribeStreamRequest::default()
    })?;
    let Some(shard) = described.stream_description.shards.into_iter().next() else {
        return Ok(None);
    };
    let kind = match after {
        Some(_) => "AFTER_SEQUENCE_NUMBER",
        None => "TRIM_HORIZON",
    };
    let iterator = database.get_shard_iterator(GetShardIteratorRequest {
        stream_arn: stream.stream_arn,
        shard_id: shard.shard_id,
        shard_iterator_type: kind.to_owned(),
        sequence_number: after,
    })?;
    Ok(iterator
        .shard_iterator
        .map(|iterator| (stream.stream_label, iterator)))
}

/// The emulator works on the calling thread.
async fn blocking<T: Send + Default + 'static>(
    work: impl FnOnce() -> Result<T, DynoxideError> + Send + 'static,
) -> Result<T, DynoxideError> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        // The runtime ends: nothing is read any more.
        Err(_) => Ok(T::default()),
    }
}
