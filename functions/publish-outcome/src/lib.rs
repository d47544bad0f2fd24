//! From the table's DynamoDB stream to EventBridge: what the platform hears of each session.
//!
//! One event for each change that matters: approved, declined, resubmission requested, review, expired,
//! abandoned, any of these revised, a new word of the watchlist, erased. What an event holds is in
//! [`Outcome`], and for consumers in `infra/schemas/outcome.json`.
//!
//! # At least once
//!
//! An outcome is published at least once, and EventBridge promises no order. Session and revision make an
//! event's [id](Outcome::id); the item holds the revision of its outcome and of its watchlist's word, so
//! the same change has the same id whenever and however often it is published. A consumer keeps, per
//! session and [subject](outcome::Subject), the greatest revision it has seen, and drops what is not
//! newer. An erasure has the greatest revision there is, and nothing follows it.
//!
//! # The event source
//!
//! The answer to a batch lists the records that failed (`ReportBatchItemFailures` must be on), so that
//! Lambda tries again from the first of them. The records after a failed one are published all the same: a
//! record that cannot be read keeps no other from the platform. Nor does it block its shard for ever,
//! provided that the event source bisects failed batches, bounds its retries, and has an on-failure
//! destination that keeps the records (S3; a queue would hold only their numbers). A record that ended
//! there is made good by [republishing](handle) its session, once what was wrong is mended.

mod bus;
pub mod outcome;
mod stream;

pub use bus::{Bus, SendError};
pub use outcome::Outcome;

use outcome::Now;
use serde_json::{Value, json};
use verification::App;
use verification::settings::SettingsError;
use verification::store::{StoreError, Stored};
use verification::telemetry;

/// What the function works with.
#[derive(Clone, Debug)]
pub struct Publisher {
    /// Settings, which say what is a test, and the table, for republishing.
    pub app: App,
    /// Where the events go.
    pub bus: Bus,
}

/// Why nothing, or not all, was published.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PublishError {
    /// The function was called with something else.
    #[error(
        "the event is neither a batch of a DynamoDB stream nor {{\"republish\": \"SESSION-ID\"}}"
    )]
    NotUnderstood,
    /// There is no such session.
    #[error("there is no such session to republish")]
    UnknownSession,
    /// The session's integration is not in the settings, so that nobody can say whether it is a test.
    #[error("integration `{id}` is not in the settings")]
    UnknownIntegration {
        /// The integration.
        id: String,
    },
    /// The record shows a change, but not what to.
    #[error("the record has no new image: the stream's view type must be NEW_AND_OLD_IMAGES")]
    NoImage,
    /// The item cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// EventBridge did not take an event.
    #[error(transparent)]
    Send(#[from] SendError),
}

/// Handles one event of either trigger.
///
/// A batch of the stream is answered with the records that failed, and is never an error itself. The
/// order `{"republish": "SESSION-ID"}`, given by hand, publishes the session's current events again under
/// their old ids, read from its item, and is answered with these.
///
/// # Errors
/// The event is neither; or a session cannot be republished.
pub async fn handle(publisher: &Publisher, event: &Value) -> Result<Value, PublishError> {
    let answer = answer(publisher, event).await;
    telemetry::record_units(&publisher.app.store);
    answer
}

async fn answer(publisher: &Publisher, event: &Value) -> Result<Value, PublishError> {
    if let Some(session_id) = event.get("republish").and_then(Value::as_str) {
        return republish(publisher, session_id).await;
    }
    publisher.app.settings.fresh().await;
    match event.get("Records").and_then(Value::as_array) {
        Some(records) => Ok(stream::publish(publisher, records).await),
        None => Err(PublishError::NotUnderstood),
    }
}

async fn republish(publisher: &Publisher, session_id: &str) -> Result<Value, PublishError> {
    let app = &publisher.app;
    // Whoever gives the order may just have mended them.
    app.settings.refresh().await;
    let stored = app
        .store
        .read_session(session_id)
        .await?
        .ok_or(PublishError::UnknownSession)?;
    let now = Now::new(app, app.clock.now());
    let outcomes = outcome::changes(session_id, None, &stored, &now)?;
    let results = publisher.bus.send(&outcomes).await;
    results.into_iter().collect::<Result<(), _>>()?;
    let ids: Vec<_> = outcomes.iter().map(Outcome::id).collect();
    let integration = match &stored {
        Stored::Session(record, _) => &record.integration_id,
        Stored::Tombstone(tombstone) => &tombstone.integration_id,
    };
    let events = ids.len();
    tracing::info!(session = session_id, integration, events, "republished");
    Ok(json!({ "republished": ids }))
}

impl Publisher {
    /// The publisher of a deployed function: besides what every function takes from the environment, the
    /// event bus's name or ARN in `VERIFICATION_EVENT_BUS` (else the account's default bus).
    ///
    /// # Errors
    /// The settings cannot be read or are broken.
    pub async fn from_environment() -> Result<Self, SettingsError> {
        let (app, bus) = tokio::join!(App::from_environment(), Bus::from_environment());
        Ok(Self { app: app?, bus })
    }
}
