//! The quarantine: what is in it, and taking it in again.
//!
//! A delivery is worth another try once the code was mended, an unknown type became known, or the
//! attempt it names was heard of. It goes the way of every webhook, dated when it came first. What is
//! understood leaves the quarantine; what is not stays.

use crate::{OperateError, is_over, size};
use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Map, Value};
use std::time::Instant;
use veriff_verify::webhook;
use verification::App;
use verification::intake::{Taken, take_in};
use verification::store::{PARTITIONS, Quarantined, StoreError};
use verification::telemetry::Metric;

/// So many of a payload's fields are named, so long.
const MOST_FIELDS: usize = 32;
const LONGEST_FIELD: usize = 64;

/// A delivery in quarantine, without what it says.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Listed {
    digest: String,
    integration: String,
    why: String,
    received_at: Timestamp,
    /// None if the bytes were too large to keep.
    bytes: Option<usize>,
    /// What the present code has against it; none: it would be understood.
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<String>,
    /// The names of its fields.
    fields: Vec<String>,
}

/// What became of a delivery that was tried again.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Replayed {
    digest: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    integration: Option<String>,
    /// `new`, `duplicate`, `erased` or `foreign`: it has left the quarantine. `quarantined`, `not-json`,
    /// `unknown-integration`, `too-large` or `failed`: it is still there.
    result: &'static str,
    /// Its type; still there, why.
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    session_id: Option<String>,
}

/// Lists the partitions from this one on; also returns where to go on.
pub(crate) async fn list(
    app: &App,
    from: u8,
    ends: Instant,
) -> Result<(Vec<Listed>, Option<u8>), StoreError> {
    let (mut listed, mut bytes) = (Vec::new(), 0);
    for partition in from..=*PARTITIONS.end() {
        if is_over(ends, bytes) {
            return Ok((listed, Some(partition)));
        }
        for found in app.store.quarantined_in(partition).await? {
            match found {
                Ok(kept) => {
                    let entry = Listed::of(kept);
                    bytes += size(&entry);
                    listed.push(entry);
                }
                Err(error) => tracing::error!(%error, "an item of the quarantine cannot be read"),
            }
        }
    }
    Ok((listed, None))
}

/// Tries everything in the partitions from this one on; also returns where to go on.
pub(crate) async fn replay_all(
    app: &App,
    from: u8,
    ends: Instant,
) -> Result<(Vec<Replayed>, Option<u8>), StoreError> {
    let (mut replayed, mut bytes) = (Vec::new(), 0);
    for partition in from..=*PARTITIONS.end() {
        // A partition is finished once begun, or what stays in it would be tried for ever.
        for found in app.store.quarantined_in(partition).await? {
            let entry = replay(app, found).await?;
            bytes += size(&entry);
            replayed.push(entry);
        }
        if is_over(ends, bytes) && partition < *PARTITIONS.end() {
            return Ok((replayed, Some(partition + 1)));
        }
    }
    Ok((replayed, None))
}

/// Tries one delivery.
pub(crate) async fn replay_one(app: &App, digest: &str) -> Result<Replayed, OperateError> {
    let found = match app.store.quarantined(digest).await {
        Ok(None) => return Err(OperateError::NotInQuarantine),
        Ok(Some(kept)) => Ok(kept),
        Err(error @ StoreError::Corrupt { .. }) => Err(error),
        Err(error) => return Err(error.into()),
    };
    Ok(replay(app, found).await?)
}

/// One that fails for a reason of its own keeps no other from its turn.
async fn replay(app: &App, found: Result<Quarantined, StoreError>) -> Result<Replayed, StoreError> {
    let kept = match found {
        Ok(kept) => kept,
        Err(error) => {
            tracing::error!(%error, "an item of the quarantine cannot be read");
            return Ok(Replayed::stays(None, "failed"));
        }
    };
    let settings = app.settings.current();
    let Some(integration) = settings.integration(&kept.integration_id) else {
        return Ok(Replayed::stays(Some(kept), "unknown-integration"));
    };
    let Some(body) = &kept.body else {
        return Ok(Replayed::stays(Some(kept), "too-large"));
    };
    let delivery = match take_in(app, integration, body, kept.received_at).await {
        Ok(delivery) => delivery,
        Err(error @ StoreError::Corrupt { .. }) => {
            tracing::error!(digest = kept.digest, integration = integration.id, %error, "not replayed");
            return Ok(Replayed::stays(Some(kept), "failed"));
        }
        Err(error) => return Err(error),
    };
    if !matches!(delivery.taken, Taken::Quarantined | Taken::NotJson) {
        app.store.release(&kept.digest).await?;
        Metric::QuarantineReplayed.count(&integration.id, "");
        tracing::info!(
            session = delivery.session_id,
            integration = integration.id,
            digest = kept.digest,
            "left the quarantine"
        );
    }
    Ok(Replayed {
        kind: Some(delivery.kind.to_owned()),
        session_id: delivery.session_id,
        ..Replayed::stays(Some(kept), delivery.taken.as_str())
    })
}

impl Replayed {
    fn stays(kept: Option<Quarantined>, result: &'static str) -> Self {
        let (digest, integration) = kept.map(|it| (it.digest, it.integration_id)).unzip();
        Self {
            digest,
            integration,
            result,
            kind: None,
            session_id: None,
        }
    }
}

impl Listed {
    fn of(kept: Quarantined) -> Self {
        let body = kept.body.as_deref().unwrap_or_default();
        let problem = match webhook::parse(body) {
            // It names paths, never values.
            Err(error) => Some(error.to_string()),
            Ok(webhook::Webhook::Unknown(_)) => Some("its type is not known".to_owned()),
            Ok(_) => None,
        };
        Self {
            bytes: kept.body.as_ref().map(Vec::len),
            problem: problem.filter(|_| kept.body.is_some()),
            fields: fields(body),
            digest: kept.digest,
            integration: kept.integration_id,
            why: kept.why,
            received_at: kept.received_at,
        }
    }
}

/// The names of a payload's fields, and of those in `verification`.
fn fields(body: &[u8]) -> Vec<String> {
    let root: Map<String, Value> = serde_json::from_slice(body).unwrap_or_default();
    let inner = root.get("verification").and_then(Value::as_object);
    let inner = inner.into_iter().flat_map(Map::keys);
    let inner = inner.map(|name| format!("verification.{name}"));
    let mut fields: Vec<_> = root.keys().cloned().chain(inner).collect();
    fields.retain(|name| name.len() <= LONGEST_FIELD);
    fields.truncate(MOST_FIELDS);
    fields
}
