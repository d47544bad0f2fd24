//! The event bus: [`PutEvents`](https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html)
//! in batches, and what became of each event.

use crate::Outcome;
use aws_sdk_eventbridge::Client;
use aws_sdk_eventbridge::config::Builder;
use aws_sdk_eventbridge::config::timeout::TimeoutConfig;
use aws_sdk_eventbridge::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_eventbridge::primitives::DateTime;
use aws_sdk_eventbridge::types::PutEventsRequestEntry;
use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;
use verification::https::Https;
use verification::telemetry::Metric;

/// `PutEvents` takes at most so many entries.
const MOST_ENTRIES: usize = 10;
/// And so many bytes of them, as [AWS counts](https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html)
/// them: 256 kB, in the smaller reading.
const MOST_BYTES: usize = 256_000;
/// What an entry's time counts.
const TIME_BYTES: usize = 14;

/// One try of a request.
const TRY_WITHIN: Duration = Duration::from_secs(2);
/// All tries of a request.
const SEND_WITHIN: Duration = Duration::from_secs(5);

/// An event bus.
#[derive(Clone, Debug)]
pub struct Bus {
    client: Client,
    name: Arc<str>,
}

/// Why EventBridge does not have an event.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("eventbridge did not take the event: {code}")]
pub struct SendError {
    /// EventBridge's error code, or what became of the request.
    pub code: String,
}

impl Bus {
    /// A bus by name or ARN. Requests are given up after five seconds.
    pub fn new(config: Builder, name: &str) -> Self {
        let timeouts = TimeoutConfig::builder()
            .operation_attempt_timeout(TRY_WITHIN)
            .operation_timeout(SEND_WITHIN)
            .build();
        Self {
            client: Client::from_conf(config.timeout_config(timeouts).build()),
            name: name.into(),
        }
    }

    pub(crate) async fn from_environment() -> Self {
        let name = std::env::var("VERIFICATION_EVENT_BUS");
        let config = verification::sdk_config(Https::default()).await;
        Self::new(Builder::from(&config), name.as_deref().unwrap_or("default"))
    }

    /// Sends events in their order; returns what became of each.
    pub(crate) async fn send(&self, outcomes: &[Outcome]) -> Vec<Result<(), SendError>> {
        let mut results = Vec::with_capacity(outcomes.len());
        let mut entries = Vec::with_capacity(outcomes.len());
        for outcome in outcomes {
            match self.entry(outcome) {
                Some(entry) => {
                    results.push(Ok(()));
                    entries.push((results.len() - 1, entry));
                }
                None => results.push(Err(SendError::new("too large"))),
            }
        }
        let sizes: Vec<_> = entries.iter().map(|(_, entry)| size(entry)).collect();
        let mut unreachable = None;
        for batch in batches(&sizes) {
            let batch = &entries[batch];
            let sent = match &unreachable {
                // The rest is not tried: each try would take as long, and the function has not the time.
                Some(error) => vec![Err(SendError::clone(error)); batch.len()],
                None => {
                    let request = batch.iter().map(|(_, entry)| entry.clone()).collect();
                    self.put(request).await.unwrap_or_else(|error| {
                        unreachable = Some(error.clone());
                        vec![Err(error); batch.len()]
                    })
                }
            };
            for ((place, _), result) in batch.iter().zip(sent) {
                results[*place] = result;
            }
        }
        for (outcome, result) in outcomes.iter().zip(&results) {
            tell(outcome, result);
        }
        results
    }

    /// The entry of an event; none if EventBridge would not take it whatever its company.
    fn entry(&self, outcome: &Outcome) -> Option<PutEventsRequestEntry> {
        let entry = PutEventsRequestEntry::builder()
            .event_bus_name(&*self.name)
            .source(outcome.source())
            .detail_type(outcome.subject().detail_type())
            .time(DateTime::from_millis(outcome.at().as_millisecond()))
            .detail(serde_json::to_string(outcome).ok()?)
            .build();
        (size(&entry) <= MOST_BYTES).then_some(entry)
    }

    async fn put(
        &self,
        entries: Vec<PutEventsRequestEntry>,
    ) -> Result<Vec<Result<(), SendError>>, SendError> {
        let count = entries.len();
        let answer = self
            .client
            .put_events()
            .set_entries(Some(entries))
            .send()
            .await
            .map_err(|error| SendError::of(&error))?;
        // Answers come in the entries' order; `FailedEntryCount` only sums them up.
        let answers = answer.entries();
        Ok((0..count)
            .map(|place| match answers.get(place) {
                Some(it) if it.event_id().is_some() && it.error_code().is_none() => Ok(()),
                Some(it) => Err(SendError::new(it.error_code().unwrap_or("no event id"))),
                None => Err(SendError::new("not answered")),
            })
            .collect())
    }
}

impl SendError {
    fn new(code: &str) -> Self {
        Self { code: code.into() }
    }

    fn of<E: ProvideErrorMetadata, R>(error: &SdkError<E, R>) -> Self {
        Self::new(match error {
            SdkError::TimeoutError(_) => "timed out",
            SdkError::DispatchFailure(_) => "not reachable",
            SdkError::ResponseError(_) => "answer not understood",
            SdkError::ServiceError(_) => error.code().unwrap_or("unknown error"),
            _ => "request not built",
        })
    }
}

/// Cuts entries of these sizes into requests that EventBridge takes.
fn batches(sizes: &[usize]) -> Vec<Range<usize>> {
    let mut batches = Vec::new();
    let (mut start, mut bytes) = (0, 0);
    for (place, size) in sizes.iter().enumerate() {
        if place - start == MOST_ENTRIES || bytes + size > MOST_BYTES {
            batches.push(start..place);
            (start, bytes) = (place, 0);
        }
        bytes += size;
    }
    if start < sizes.len() {
        batches.push(start..sizes.len());
    }
    batches
}

fn size(entry: &PutEventsRequestEntry) -> usize {
    [entry.source(), entry.detail_type(), entry.detail()]
        .into_iter()
        .flatten()
        .map(str::len)
        .sum::<usize>()
        + TIME_BYTES
}

fn tell(outcome: &Outcome, result: &Result<(), SendError>) {
    let (session, integration) = (outcome.session_id(), outcome.integration());
    match result {
        Ok(()) => {
            Metric::OutcomePublished.count(integration, outcome.name());
            tracing::info!(
                session,
                integration,
                event = outcome.id(),
                outcome = outcome.name(),
                "published"
            );
        }
        Err(error) => {
            Metric::OutcomeNotPublished.count(integration, "");
            tracing::error!(session, integration, event = outcome.id(), %error, "not published");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{MOST_BYTES, Range, batches};

    #[test]
    fn a_request_holds_what_eventbridge_takes() {
        let lengths = |sizes: &[usize]| batches(sizes).iter().map(Range::len).collect::<Vec<_>>();
        assert!(lengths(&[]).is_empty());
        assert_eq!(lengths(&[1; 10]), [10]);
        assert_eq!(lengths(&[1; 21]), [10, 10, 1]);
        assert_eq!(lengths(&[MOST_BYTES; 2]), [1, 1]);
        assert_eq!(lengths(&[MOST_BYTES - 1, 1, 1]), [2, 1]);
    }
}
