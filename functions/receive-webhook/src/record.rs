//! What a genuine delivery means for its session, made durable.

use crate::Taken;
use uuid::Uuid;
use veriff_verify::lifecycle::State;
use veriff_verify::webhook::{self, Webhook};
use verification::App;
use verification::person::PersonRef;
use verification::record::SessionRecord;
use verification::settings::Integration;
use verification::store::{Recorded, Source, StoreError, Stored, WhyQuarantined};
use verification::telemetry::Metric;

/// Larger payloads are counted: Veriff's are a few kilobytes.
const LARGE: usize = 256 * 1024;

/// Records a delivery; returns its type and what became of it.
pub(crate) async fn record(
    app: &App,
    integration: &Integration,
    body: &[u8],
) -> Result<(&'static str, Taken), StoreError> {
    let webhook = match webhook::parse(body) {
        Ok(webhook) => webhook,
        Err(error) if error.is_json() => {
            tracing::warn!(integration = integration.id, %error, "webhook not understood");
            return quarantine(app, integration, WhyQuarantined::Unreadable, body).await;
        }
        Err(_) => {
            let (kind, _) = quarantine(app, integration, WhyQuarantined::NotJson, body).await?;
            return Ok((kind, Taken::NotJson));
        }
    };
    count_drift(integration, &webhook);
    let Some(session_id) = session_of(app, integration, &webhook).await? else {
        let why = match webhook {
            Webhook::Unknown(_) => WhyQuarantined::UnknownType,
            _ => WhyQuarantined::NoSession,
        };
        return quarantine(app, integration, why, body).await;
    };
    let kind = webhook.kind().as_str();
    let current = app.store.read_session(&session_id).await?;
    let owner = match &current {
        None => None,
        Some(Stored::Session(record, _)) => Some(&record.integration_id),
        Some(Stored::Tombstone(tombstone)) => Some(&tombstone.integration_id),
    };
    if owner.is_some_and(|owner| *owner != integration.id) {
        Metric::WebhookForeign.count(&integration.id, "");
        return Ok((kind, Taken::Foreign));
    }
    if let Some(Stored::Tombstone(_)) = current {
        app.store.count_on_tombstone(&session_id).await?;
        return Ok((kind, Taken::Erased));
    }
    if let Webhook::Unknown(_) = webhook {
        return quarantine(app, integration, WhyQuarantined::UnknownType, body).await;
    }
    keep(app, integration, &session_id, kind, body).await?;
    let taken = fold(app, integration, &session_id, current, &webhook).await?;
    Ok((kind, taken))
}

async fn keep(
    app: &App,
    integration: &Integration,
    session_id: &str,
    kind: &str,
    body: &[u8],
) -> Result<(), StoreError> {
    let days = app.settings.current().payload_retention_days;
    if body.len() > LARGE {
        tracing::warn!(
            session = session_id,
            integration = integration.id,
            bytes = body.len(),
            "a large webhook"
        );
    }
    if days == 0 {
        return Ok(());
    }
    let now = app.clock.now();
    let kept = app
        .store
        .keep_payload(session_id, kind, Source::Webhook, body, now, days)
        .await?;
    if !kept {
        Metric::PayloadLeftOut.count(&integration.id, "");
    }
    Ok(())
}

async fn fold(
    app: &App,
    integration: &Integration,
    session_id: &str,
    current: Option<Stored>,
    webhook: &Webhook<'_>,
) -> Result<Taken, StoreError> {
    let now = app.clock.now();
    let mut facts = State::default();
    for fact in webhook.facts() {
        facts.apply(&fact);
    }
    // A session that we did not create is nobody's, unless sessions made in the browser are trusted.
    let mut fresh = SessionRecord::new(session_id, &integration.id, now);
    fresh.end_user_id = webhook.end_user_id().map(str::to_owned);
    fresh.vendor_data = webhook.vendor_data().map(str::to_owned);
    fresh.claimed = integration.trust_browser_sessions;
    let shards = app.settings.current().index_shards;
    let unclaimed = current.is_none() && !fresh.claimed;
    let recorded = app
        .store
        .record_facts(current, &fresh, &facts, shards, now)
        .await?;
    if unclaimed {
        Metric::SessionUnclaimed.count(&integration.id, "");
    }
    if let Recorded::Changed { record, .. } | Recorded::Unchanged(record) = &recorded {
        // Every time, since a crash may have come between the two writes; without a URL, it was not
        // made by us.
        if integration.trust_browser_sessions && record.url.is_none() {
            adopt(app, integration, record).await?;
        }
    }
    Ok(match recorded {
        Recorded::Changed { .. } => Taken::New,
        Recorded::Unchanged(_) => Taken::Duplicate,
        Recorded::Erased => {
            // Erased between our read and our write: what was kept goes with the second look that
            // an erasure takes.
            app.store.count_on_tombstone(session_id).await?;
            Taken::Erased
        }
        Recorded::Foreign => Taken::Foreign,
    })
}

/// Makes a trusted browser's session the person's current one, if they have none.
async fn adopt(
    app: &App,
    integration: &Integration,
    record: &SessionRecord,
) -> Result<(), StoreError> {
    let end_user_id = record
        .end_user_id
        .as_deref()
        .and_then(|id| Uuid::try_parse(id).ok());
    let person = match (end_user_id, &record.vendor_data) {
        (Some(id), _) => PersonRef::EndUserId(id),
        (None, Some(text)) => PersonRef::VendorData(text.clone()),
        (None, None) => return Ok(()),
    };
    let key = person.pointer_key(&integration.id);
    app.store.adopt(&key, &record.session_id).await.map(drop)
}

/// The session that a webhook is about: named, or found by its attempt.
async fn session_of(
    app: &App,
    integration: &Integration,
    webhook: &Webhook<'_>,
) -> Result<Option<String>, StoreError> {
    match (webhook.session_id(), webhook.attempt_id()) {
        (Some(id), _) => Ok(Some(id.to_owned())),
        (None, Some(attempt)) => app.store.session_of_attempt(&integration.id, attempt).await,
        (None, None) => Ok(None),
    }
}

async fn quarantine(
    app: &App,
    integration: &Integration,
    why: WhyQuarantined,
    body: &[u8],
) -> Result<(&'static str, Taken), StoreError> {
    let now = app.clock.now();
    if app
        .store
        .quarantine(&integration.id, why, body, now)
        .await?
    {
        Metric::WebhookQuarantined.count(&integration.id, why.as_str());
    }
    Ok((why.as_str(), Taken::Quarantined))
}

/// Veriff's drift: what came that the facts do not know. Paths and counts, never values.
fn count_drift(integration: &Integration, webhook: &Webhook<'_>) {
    let drift = webhook.drift();
    for (kind, seen) in [
        ("unknown-field", drift.unknown_fields),
        ("unknown-status", drift.unknown_status),
        ("unknown-code", drift.unknown_code),
        ("code-disagrees", drift.code_disagrees),
        ("unexpected-type", drift.unexpected_types),
    ] {
        if seen > 0 {
            Metric::Drift.record(f64::from(seen), &integration.id, kind);
        }
    }
    if !drift.is_empty() {
        tracing::info!(
            integration = integration.id,
            kind = webhook.kind().as_str(),
            ?drift,
            "webhook holds what is not known here"
        );
    }
}
