//! What an operator does by hand, with `aws lambda invoke`.
//!
//! | order | does |
//! |---|---|
//! | `{"quarantine": "list"}` | says what is in quarantine, and why |
//! | `{"replay": "all"}`, `{"replay": "DIGEST"}` | takes in what is in quarantine, as if it came now |
//! | `{"import": {"integration": "ID", "sessions": […]}}` | takes over sessions that exist at Veriff |
//!
//! Each order is answered with a report that has a result for every entry and nothing of a person, and
//! does as much as its time allows. If something is left, the report's `remaining` is the order to give
//! next; doing what is done already changes nothing.

mod import;
mod quarantine;

use import::Import;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use verification::store::StoreError;
use verification::{App, telemetry};

/// A report says about so many bytes at most of what was done, and an order to import has no more: what is left
/// of it is in the report too, and Lambda's answers hold 6 MB.
const MOST_BYTES: usize = 2_800_000;
/// An entry takes at most so long: fifteen seconds of questions, and the writes.
const RESERVE: Duration = Duration::from_secs(20);

/// Why an order was not carried out. What was done until then stands.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OperateError {
    /// It is none of the orders.
    #[error(
        "the order is none of {{\"quarantine\": \"list\"}}, {{\"replay\": \"all\"}}, \
         {{\"replay\": \"DIGEST\"}} and {{\"import\": {{\"integration\": \"ID\", \"sessions\": \
         [{{\"sessionId\": \"…\", \"endUserId\": \"…\", \"vendorData\": \"…\"}}]}}}}"
    )]
    NotUnderstood,
    /// The settings have no such integration.
    #[error("that integration is not in the settings")]
    UnknownIntegration,
    /// The report, with what is left of the order, might not fit into Lambda's answer.
    #[error("the order is larger than 2.8 MB: give it in parts")]
    TooLarge,
    /// Nothing in quarantine has that digest.
    #[error("nothing in quarantine has that digest")]
    NotInQuarantine,
    /// The table cannot be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// An order, and the way to go on with one.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Order {
    #[serde(skip_serializing_if = "Option::is_none")]
    quarantine: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    replay: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    import: Option<Import>,
    /// The partition of the quarantine to go on with.
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<u8>,
}

/// Carries out an order until it is done or `ends` comes near; answers with the report.
///
/// # Errors
/// The order is not understood, or the store fails.
pub async fn handle(app: &App, order: Value, ends: Instant) -> Result<Value, OperateError> {
    // Whoever gives the order may just have mended the settings.
    app.settings.refresh().await;
    let report = carry_out(app, order, ends).await;
    telemetry::record_units(&app.store);
    report
}

async fn carry_out(app: &App, order: Value, ends: Instant) -> Result<Value, OperateError> {
    let order = Order::deserialize(order).map_err(|_| OperateError::NotUnderstood)?;
    match order {
        Order {
            quarantine: Some(what),
            replay: None,
            import: None,
            from,
        } if what == "list" => {
            let (listed, next) = quarantine::list(app, from.unwrap_or(0), ends).await?;
            let remaining = next.map(|next| json!({ "quarantine": "list", "from": next }));
            Ok(json!({ "quarantine": listed, "remaining": remaining }))
        }
        Order {
            quarantine: None,
            replay: Some(what),
            import: None,
            from,
        } => {
            let (replayed, next) = match &*what {
                "all" => quarantine::replay_all(app, from.unwrap_or(0), ends).await?,
                digest => (vec![quarantine::replay_one(app, digest).await?], None),
            };
            let remaining = next.map(|next| json!({ "replay": "all", "from": next }));
            Ok(json!({ "replayed": replayed, "remaining": remaining }))
        }
        Order {
            quarantine: None,
            replay: None,
            import: Some(order),
            from: None,
        } => {
            let (imported, rest) = import::import(app, order, ends).await?;
            let remaining = rest.map(|rest| json!({ "import": rest }));
            Ok(json!({ "imported": imported, "remaining": remaining }))
        }
        _ => Err(OperateError::NotUnderstood),
    }
}

/// Whether the report is to be closed, with so many bytes in it.
fn is_over(ends: Instant, bytes: usize) -> bool {
    bytes >= MOST_BYTES || ends.saturating_duration_since(Instant::now()) < RESERVE
}

/// How many bytes it takes in a report.
fn size(entry: &impl Serialize) -> usize {
    serde_json::to_vec(entry).map_or(0, |bytes| bytes.len())
}
