//! [`PutEvents`](https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html) over AWS's
//! JSON 1.1 protocol: refuses what EventBridge refuses, in its words.

use super::bus::{Behaviour, EventBus};
use axum::body::Bytes;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode, header};
use jiff::Timestamp;
use serde_json::{Value, json};

/// A request has at most so many entries,
const MOST_ENTRIES: usize = 10;
/// and they count at most so many bytes together.
const MOST_BYTES: usize = 256 * 1024;
/// What an entry's time counts.
const TIME_BYTES: usize = 14;

/// An entry that EventBridge takes.
#[derive(Clone, Debug, Default)]
pub(super) struct Entry {
    pub(super) event_bus: String,
    pub(super) source: String,
    pub(super) detail_type: String,
    pub(super) time: Option<Timestamp>,
    pub(super) resources: Vec<Value>,
    pub(super) detail: Value,
}

/// Why an entry, or a request, is refused: EventBridge's code and message.
type Refusal = (&'static str, String);

/// The operation.
pub(super) async fn put_events(
    State(bus): State<EventBus>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let entries = match entries(&headers, &body) {
        Ok(entries) => entries,
        Err(refusal) => return refused(StatusCode::BAD_REQUEST, &refusal),
    };
    let behaviour = bus.requested(entries.len());
    match behaviour {
        Behaviour::Hangs => std::future::pending().await,
        Behaviour::Refuses => {
            let refusal = (
                "InternalException",
                "out of order, as it was told".to_owned(),
            );
            return refused(StatusCode::INTERNAL_SERVER_ERROR, &refusal);
        }
        _ => {}
    }
    let mut failed = 0;
    let mut answers = Vec::with_capacity(entries.len());
    for entry in &entries {
        let read = match &behaviour {
            Behaviour::RefusesWith(text) if text_of(entry, "Detail").contains(text) => {
                Err(("ThrottlingException", "refused, as it was told".to_owned()))
            }
            _ => Entry::read(entry),
        };
        answers.push(match read {
            Ok(entry) => {
                let id = uuid::Uuid::new_v4().to_string();
                bus.take(&id, &entry);
                json!({ "EventId": id })
            }
            Err((code, message)) => {
                failed += 1;
                json!({ "ErrorCode": code, "ErrorMessage": message })
            }
        });
    }
    if matches!(behaviour, Behaviour::ForgetsOne) {
        answers.pop();
    }
    answer(
        StatusCode::OK,
        &json!({ "FailedEntryCount": failed, "Entries": answers }),
    )
}

fn entries(headers: &HeaderMap, body: &[u8]) -> Result<Vec<Value>, Refusal> {
    let target = headers.get("x-amz-target").map(|value| value.as_bytes());
    if target != Some(b"AWSEvents.PutEvents") {
        let message = "this bus knows AWSEvents.PutEvents alone".to_owned();
        return Err(("UnknownOperationException", message));
    }
    let request: Value = serde_json::from_slice(body)
        .map_err(|_| ("SerializationException", "the body is not JSON".to_owned()))?;
    let entries = request["Entries"].as_array().cloned().unwrap_or_default();
    if entries.is_empty() || entries.len() > MOST_ENTRIES {
        let message = format!(
            "1 to {MOST_ENTRIES} entries are taken, not {}",
            entries.len()
        );
        return Err(("ValidationException", message));
    }
    if entries.iter().map(size).sum::<usize>() > MOST_BYTES {
        let message = "Total size of the entries in the request is over the limit.".to_owned();
        return Err(("ValidationException", message));
    }
    Ok(entries)
}

impl Entry {
    fn read(entry: &Value) -> Result<Self, Refusal> {
        let required = |name: &'static str| match text_of(entry, name) {
            "" => Err((
                "InvalidArgument",
                format!("Parameter {name} is not valid. Reason: {name} is a required argument."),
            )),
            text => Ok(text.to_owned()),
        };
        let source = required("Source")?;
        let detail_type = required("DetailType")?;
        let detail: Value = serde_json::from_str(&required("Detail")?).unwrap_or_default();
        if !detail.is_object() {
            return Err(("MalformedDetail", "Detail is malformed.".to_owned()));
        }
        if source.starts_with("aws.") {
            let message = "Not authorized for the source.".to_owned();
            return Err(("NotAuthorizedForSourceException", message));
        }
        #[expect(clippy::cast_possible_truncation, reason = "milliseconds fit")]
        let time = entry["Time"]
            .as_f64()
            .and_then(|seconds| Timestamp::from_millisecond((seconds * 1000.0) as i64).ok());
        Ok(Self {
            event_bus: match text_of(entry, "EventBusName") {
                "" => "default".to_owned(),
                name => name.to_owned(),
            },
            source,
            detail_type,
            time,
            resources: entry["Resources"].as_array().cloned().unwrap_or_default(),
            detail,
        })
    }
}

/// As [AWS counts](https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html).
fn size(entry: &Value) -> usize {
    let texts = ["Source", "DetailType", "Detail"];
    let resources = entry["Resources"].as_array().into_iter().flatten();
    texts
        .iter()
        .map(|name| text_of(entry, name).len())
        .sum::<usize>()
        + resources
            .filter_map(Value::as_str)
            .map(str::len)
            .sum::<usize>()
        + entry.get("Time").map_or(0, |_| TIME_BYTES)
}

fn text_of<'a>(entry: &'a Value, name: &str) -> &'a str {
    entry[name].as_str().unwrap_or_default()
}

fn refused(status: StatusCode, (code, message): &Refusal) -> Response {
    answer(status, &json!({ "__type": code, "message": message }))
}

fn answer(status: StatusCode, body: &Value) -> Response {
    let kind = [(header::CONTENT_TYPE, "application/x-amz-json-1.1")];
    (status, kind, body.to_string()).into_response()
}
