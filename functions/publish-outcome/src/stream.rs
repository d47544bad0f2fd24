//! A batch of the table's stream: which of its records matter, and which of them failed.

use crate::outcome::{self, Now, Outcome};
use crate::{PublishError, Publisher};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json};
use verification::store::image;
use verification::telemetry::Metric;

/// Who removes items when their time to live is over.
const TTL: &str = "dynamodb.amazonaws.com";

/// Publishes what a batch tells of; answers with the sequence numbers of the records that failed.
pub(crate) async fn publish(publisher: &Publisher, records: &[Value]) -> Value {
    let mut outcomes = Vec::new();
    let mut origins = Vec::new();
    let mut failed = vec![false; records.len()];
    for (origin, record) in records.iter().enumerate() {
        let mut found = changes(publisher, record);
        if let Err(PublishError::UnknownIntegration { .. }) = found {
            // It may just have been added.
            publisher.app.settings.refresh().await;
            found = changes(publisher, record);
        }
        match found {
            Ok(found) => {
                origins.extend(found.iter().map(|_| origin));
                outcomes.extend(found);
            }
            Err(error) => {
                failed[origin] = true;
                tracing::error!(
                    sequence = sequence_number(record),
                    session = session_in(record),
                    %error,
                    "the record cannot be read"
                );
                Metric::OutcomeUnreadable.count("", "");
            }
        }
    }
    let results = publisher.bus.send(&outcomes).await;
    for (origin, result) in origins.into_iter().zip(results) {
        failed[origin] |= result.is_err();
    }
    let failures: Vec<_> = records
        .iter()
        .zip(failed)
        .filter(|(_, failed)| *failed)
        // A record without a number: an empty one means the whole batch.
        .map(|(record, _)| json!({ "itemIdentifier": sequence_number(record) }))
        .collect();
    json!({ "batchItemFailures": failures })
}

/// One record, as Lambda hands it on.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Record {
    event_name: EventName,
    user_identity: Option<Identity>,
    dynamodb: Change,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
enum EventName {
    Insert,
    Modify,
    Remove,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Identity {
    principal_id: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Change {
    /// Seconds since the Unix epoch, as the service gives it; Lambda passes on whole ones.
    approximate_creation_date_time: Option<f64>,
    keys: Value,
    new_image: Option<Value>,
    old_image: Option<Value>,
}

fn changes(publisher: &Publisher, record: &Value) -> Result<Vec<Outcome>, PublishError> {
    let record = Record::deserialize(record).map_err(|_| PublishError::NotUnderstood)?;
    let Some(session_id) = image::session_of(&record.dynamodb.keys)? else {
        return Ok(Vec::new());
    };
    let by_ttl = record
        .user_identity
        .and_then(|it| it.principal_id)
        .is_some_and(|principal| principal == TTL);
    // A session's item is never deleted: erased, it becomes a tombstone.
    if by_ttl || record.event_name == EventName::Remove {
        return Ok(Vec::new());
    }
    let new = record.dynamodb.new_image.ok_or(PublishError::NoImage)?;
    if let Some(old) = &record.dynamodb.old_image
        && is_put_off(old, &new)
    {
        // The sweep puts off what it cannot read, again and again; read or not, it tells nothing.
        return Ok(Vec::new());
    }
    let new = image::read(&session_id, &new)?;
    // What cannot be read tells nothing: then all that stands now is published, once more perhaps.
    let old = record
        .dynamodb
        .old_image
        .and_then(|old| image::read(&session_id, &old).ok());
    let app = &publisher.app;
    #[expect(clippy::cast_possible_truncation, reason = "milliseconds fit")]
    let at = record
        .dynamodb
        .approximate_creation_date_time
        .and_then(|seconds| Timestamp::from_millisecond((seconds * 1000.0) as i64).ok())
        .unwrap_or_else(|| app.clock.now());
    outcome::changes(&session_id, old.as_ref(), &new, &Now::new(app, at))
}

/// Whether nothing is new but when the next look is due.
fn is_put_off(old: &Value, new: &Value) -> bool {
    let (Some(old), Some(new)) = (old.as_object(), new.as_object()) else {
        return false;
    };
    old.len() == new.len()
        && new
            .iter()
            .all(|(name, value)| name == "due" || old.get(name) == Some(value))
}

fn sequence_number(record: &Value) -> &str {
    record
        .pointer("/dynamodb/SequenceNumber")
        .and_then(Value::as_str)
        .unwrap_or_default()
}

fn session_in(record: &Value) -> Option<String> {
    image::session_of(record.pointer("/dynamodb/Keys")?).ok()?
}
