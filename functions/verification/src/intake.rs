//! What a genuine delivery means for its session, made durable: as it comes in, and when it is replayed
//! from quarantine.

use crate::App;
use crate::adopt::adopt;
use crate::record::{SessionRecord, later};
use crate::settings::Integration;
use crate::store::{Recorded, Source, StoreError, Stored, WhyQuarantined};
use crate::telemetry::Metric;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use uuid::Uuid;
use veriff_verify::lifecycle::State;
use veriff_verify::webhook::{self, Webhook};

/// Larger payloads are worth a word in the log: Veriff's are a few kilobytes.
const LARGE: usize = 256 * 1024;

/// What became of a genuine delivery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// Its type by Veriff's name; for one in quarantine, why it is there.
    pub kind: &'static str,
    /// The session it is about, where that is known.
    pub session_id: Option<String>,
    /// What became of it.
    pub taken: Taken,
}

/// What becomes of a genuine delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// The state changed, durably.
    New,
    /// All of it was known.
    Duplicate,
    /// For an erased session: counted, and nothing kept.
    Erased,
    /// Kept aside until somebody understands it.
    Quarantined,
    /// Kept aside, and not acknowledged: it is not JSON at all.
    NotJson,
    /// The session is another integration's; nothing changed.
    Foreign,
}

impl Taken {
    /// A short name, as it is counted.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Duplicate => "duplicate",
            Self::Erased => "erased",
            Self::Quarantined => "quarantined",
            Self::NotJson => "not-json",
            Self::Foreign => "foreign",
        }
    }
}

/// Takes in a delivery that this integration's secret has signed, and that came at `received_at`.
///
/// # Errors
/// The store fails; then it must not be acknowledged.
pub async fn take_in(
    app: &App,
    integration: &Integration,
    body: &[u8],
    received_at: Timestamp,
) -> Result<Delivery, StoreError> {
    let intake = Intake {
        app,
        integration,
        body,
        received_at,
    };
    let delivery = intake.take_in().await?;
    tracing::info!(
        session = delivery.session_id,
        integration = integration.id,
        kind = delivery.kind,
        result = delivery.taken.as_str(),
        "webhook"
    );
    Ok(delivery)
}

struct Intake<'a> {
    app: &'a App,
    integration: &'a Integration,
    body: &'a [u8],
    received_at: Timestamp,
}

impl Intake<'_> {
    async fn take_in(&self) -> Result<Delivery, StoreError> {
        let webhook = match webhook::parse(self.body) {
            Ok(webhook) => webhook,
            Err(error) if error.is_json() => {
                tracing::warn!(integration = self.integration.id, %error, "webhook not understood");
                return self.unreadable().await;
            }
            Err(_) => return self.quarantine(WhyQuarantined::NotJson, None).await,
        };
        let Some(session_id) = self.session_of(&webhook).await? else {
            self.count_drift(None, &webhook);
            let why = match webhook {
                Webhook::Unknown(_) => WhyQuarantined::UnknownType,
                _ => WhyQuarantined::NoSession,
            };
            return self.quarantine(why, None).await;
        };
        self.count_drift(Some(&session_id), &webhook);
        let kind = webhook.kind().as_str();
        let delivered = |taken| Delivery {
            kind,
            session_id: Some(session_id.clone()),
            taken,
        };
        let current = self.app.store.read_session(&session_id).await?;
        let ours = match &current {
            None => true,
            Some(Stored::Session(record, _)) => record.is_of(self.integration),
            Some(Stored::Tombstone(tombstone)) => tombstone.integration_id == self.integration.id,
        };
        if !ours {
            Metric::WebhookForeign.count(&self.integration.id, "");
            return Ok(delivered(Taken::Foreign));
        }
        if let Some(Stored::Tombstone(_)) = current {
            self.swallow(&session_id, webhook.attempt_id()).await?;
            return Ok(delivered(Taken::Erased));
        }
        if let Webhook::Unknown(_) = webhook {
            let why = WhyQuarantined::UnknownType;
            return self.quarantine(why, Some(session_id)).await;
        }
        let mut facts = State::default();
        for fact in webhook.facts() {
            facts.apply(&fact);
        }
        if !self.is_old_news(current.as_ref(), &facts) {
            self.keep(&session_id, kind).await?;
        }
        let taken = self.fold(&session_id, current, &webhook, &facts).await?;
        Ok(delivered(taken))
    }

    /// A known type that cannot be read may name its session all the same: erased, it is swallowed too,
    /// and otherwise its erasure takes the delivery along.
    async fn unreadable(&self) -> Result<Delivery, StoreError> {
        let named = session_named(self.body);
        if let Some(id) = &named
            && let Some(Stored::Tombstone(tombstone)) = self.app.store.read_session(id).await?
            && tombstone.integration_id == self.integration.id
        {
            self.swallow(id, None).await?;
            return Ok(Delivery {
                kind: WhyQuarantined::Unreadable.as_str(),
                session_id: named,
                taken: Taken::Erased,
            });
        }
        self.quarantine(WhyQuarantined::Unreadable, named).await
    }

    /// Counts a delivery for an erased session. Its attempt is noted, so that a later message that names
    /// only the attempt is swallowed as well.
    async fn swallow(&self, session_id: &str, attempt_id: Option<&str>) -> Result<(), StoreError> {
        let store = &self.app.store;
        if let Some(attempt_id) = attempt_id {
            store
                .name_attempt(attempt_id, session_id, &self.integration.id)
                .await?;
        }
        store.count_on_tombstone(session_id).await
    }

    /// Whether a delivery says nothing new so long after the session's end that its payload, if it was kept,
    /// has gone: kept once more, it would bring the person's data back.
    fn is_old_news(&self, current: Option<&Stored>, facts: &State) -> bool {
        let Some(Stored::Session(record, _)) = current else {
            return false;
        };
        let days = self.app.settings.current().payload_retention_days;
        let kept = SignedDuration::from_hours(24 * i64::from(days));
        later(record.deadline(), kept) < self.app.clock.now() && !record.state.clone().merge(facts)
    }

    async fn keep(&self, session_id: &str, kind: &str) -> Result<(), StoreError> {
        let days = self.app.settings.current().payload_retention_days;
        let integration = &self.integration.id;
        if self.body.len() > LARGE {
            let bytes = self.body.len();
            tracing::warn!(session = session_id, integration, bytes, "a large webhook");
        }
        if days == 0 {
            return Ok(());
        }
        let at = self.received_at;
        let store = &self.app.store;
        let kept = store
            .keep_payload(session_id, kind, Source::Webhook, self.body, at, days)
            .await?;
        if !kept {
            Metric::PayloadLeftOut.count(integration, "");
        }
        Ok(())
    }

    async fn fold(
        &self,
        session_id: &str,
        current: Option<Stored>,
        webhook: &Webhook<'_>,
        facts: &State,
    ) -> Result<Taken, StoreError> {
        let (app, integration) = (self.app, self.integration);
        let now = app.clock.now();
        // A session that we did not create is nobody's, unless sessions made in the browser are trusted.
        let mut fresh = SessionRecord::new(
            session_id,
            &integration.id,
            integration.kind,
            self.received_at,
        );
        fresh.end_user_id = webhook.end_user_id().map(str::to_owned);
        fresh.vendor_data = webhook.vendor_data().map(str::to_owned);
        fresh.claimed = integration.trust_browser_sessions;
        let shards = app.settings.current().index_shards;
        let unclaimed = current.is_none() && !fresh.claimed;
        let recorded = app
            .store
            .record_facts(current, &fresh, facts, shards, now)
            .await?;
        if unclaimed {
            Metric::SessionUnclaimed.count(&integration.id, "");
        }
        if let Recorded::Changed { record, .. } | Recorded::Unchanged(record) = &recorded {
            // Every time, since a crash may have come between the two writes; without a URL, it was not
            // made by us. One that came before the integration trusted such sessions stays nobody's.
            if integration.trust_browser_sessions && record.claimed && record.url.is_none() {
                adopt(app, record).await?;
            }
        }
        Ok(match recorded {
            Recorded::Changed { .. } => Taken::New,
            Recorded::Unchanged(_) => Taken::Duplicate,
            Recorded::Erased => {
                // Erased between our read and our write: what was kept goes with the second look that
                // an erasure takes.
                self.swallow(session_id, webhook.attempt_id()).await?;
                Taken::Erased
            }
            Recorded::Foreign => Taken::Foreign,
        })
    }

    /// The session that a webhook is about: named, or found by its attempt.
    async fn session_of(&self, webhook: &Webhook<'_>) -> Result<Option<String>, StoreError> {
        let store = &self.app.store;
        match (webhook.session_id(), webhook.attempt_id()) {
            (Some(id), _) => Ok(Some(id.to_owned())),
            (None, Some(attempt)) => {
                store
                    .session_of_attempt(&self.integration.id, attempt)
                    .await
            }
            (None, None) => Ok(None),
        }
    }

    async fn quarantine(
        &self,
        why: WhyQuarantined,
        session_id: Option<String>,
    ) -> Result<Delivery, StoreError> {
        let integration = &self.integration.id;
        let store = &self.app.store;
        if store
            .quarantine(
                integration,
                why,
                self.body,
                session_id.as_deref(),
                self.received_at,
            )
            .await?
        {
            Metric::WebhookQuarantined.count(integration, why.as_str());
        }
        Ok(Delivery {
            kind: why.as_str(),
            session_id,
            taken: match why {
                WhyQuarantined::NotJson => Taken::NotJson,
                _ => Taken::Quarantined,
            },
        })
    }

    /// Veriff's drift: what came that the facts do not know. Paths and counts, never values.
    fn count_drift(&self, session_id: Option<&str>, webhook: &Webhook<'_>) {
        let (drift, integration) = (webhook.drift(), &self.integration.id);
        for (kind, seen) in [
            ("unknown-field", drift.unknown_fields),
            ("unknown-status", drift.unknown_status),
            ("unknown-code", drift.unknown_code),
            ("code-disagrees", drift.code_disagrees),
            ("unexpected-type", drift.unexpected_types),
        ] {
            if seen > 0 {
                Metric::Drift.record(f64::from(seen), integration, kind);
            }
        }
        if !drift.is_empty() {
            tracing::warn!(
                session = session_id,
                integration,
                kind = webhook.kind().as_str(),
                unknown_fields = drift.unknown_fields,
                unknown_status = drift.unknown_status,
                unknown_code = drift.unknown_code,
                code_disagrees = drift.code_disagrees,
                unexpected_types = drift.unexpected_types,
                paths = drift.paths.join(" "),
                "webhook holds what is not known here"
            );
        }
    }
}

/// The session that a payload names although it cannot be read, so that it is erased with it.
fn session_named(body: &[u8]) -> Option<String> {
    let body: Value = serde_json::from_slice(body).ok()?;
    ["/verification/id", "/sessionId", "/id"]
        .iter()
        .filter_map(|path| body.pointer(path)?.as_str())
        .find(|id| Uuid::try_parse(id).is_ok())
        .map(str::to_owned)
}
