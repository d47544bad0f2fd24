//! One look at one session.

use crate::erasure;
use jiff::{SignedDuration, Timestamp};
use std::time::Duration;
use veriff_verify::lifecycle::{Fact, FactKind, Status};
use verification::App;
use verification::ask::{Told, ask};
use verification::record::{SessionRecord, later};
use verification::settings::{Integration, IntegrationKind};
use verification::store::{Recorded, StoreError, Stored};
use verification::telemetry::Metric;

/// All questions about one session together.
const ASK_WITHIN: Duration = Duration::from_secs(10);

/// An item that cannot be read is tried again after this.
const AFTER_A_BROKEN_ITEM: SignedDuration = SignedDuration::from_hours(6);

/// What came of a look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Looked {
    /// Veriff told of a decision that no webhook had brought.
    Repaired,
    /// Closed: never opened.
    Expired,
    /// Closed: opened, and never finished.
    Abandoned,
    /// Nothing new; the next look was set.
    Waiting,
    /// An erasure was finished, here and at Veriff.
    Erased,
    /// An erased session is yet to be deleted at Veriff; the next try was set.
    ErasurePending,
    /// Not due after all.
    NotDue,
    /// Veriff failed; the next look was set.
    PutOff,
    /// The store failed; the session stays where it is.
    Failed,
}

/// Looks at a session. Only a consistent read decides whether it is due.
pub(crate) async fn look(app: &App, session_id: &str) -> Looked {
    match try_look(app, session_id).await {
        Ok(looked) => looked,
        Err(error) => {
            tracing::error!(session = session_id, %error, "the session could not be looked at");
            let now = app.clock.now();
            let until = later(now, AFTER_A_BROKEN_ITEM);
            match error {
                // It will not mend itself, and must not keep others from their turn.
                StoreError::Corrupt { .. } => {
                    match app.store.put_off(session_id, now, until).await {
                        Ok(()) => Looked::PutOff,
                        Err(_) => Looked::Failed,
                    }
                }
                _ => Looked::Failed,
            }
        }
    }
}

async fn try_look(app: &App, session_id: &str) -> Result<Looked, StoreError> {
    let (record, version) = match app.store.read_session(session_id).await? {
        Some(Stored::Session(record, version)) => (record, version),
        Some(Stored::Tombstone(tombstone)) => {
            return erasure::look(app, session_id, tombstone).await;
        }
        None => return Ok(Looked::NotDue),
    };
    let now = app.clock.now();
    if record.due.is_none_or(|due| due > now) {
        return Ok(Looked::NotDue);
    }
    let settings = app.settings.current();
    let Some(integration) = settings.integration(&record.integration_id) else {
        tracing::error!(
            session = session_id,
            integration = record.integration_id,
            "the session's integration is not in the settings"
        );
        move_on(app, &record, version, true, true).await?;
        return Ok(Looked::PutOff);
    };
    let decides = integration.kind == IntegrationKind::Live;
    let told = match tokio::time::timeout(ASK_WITHIN, ask(app, integration, &record)).await {
        Ok(Ok(told)) => told,
        Ok(Err(error)) => {
            let integration = &integration.id;
            tracing::error!(session = session_id, integration, %error, "veriff could not be asked");
            move_on(app, &record, version, true, decides).await?;
            return Ok(Looked::PutOff);
        }
        Err(_) => {
            let integration = &integration.id;
            tracing::error!(session = session_id, integration, "veriff took too long");
            move_on(app, &record, version, true, decides).await?;
            return Ok(Looked::PutOff);
        }
    };
    if let Recorded::Changed { record: after, .. } = told.record(app, &record, version).await?
        && after.status() != record.status()
    {
        let status = after.status().as_str();
        Metric::SessionRepaired.count(&integration.id, status);
        tracing::warn!(
            session = session_id,
            integration = integration.id,
            status,
            "repaired"
        );
        return Ok(Looked::Repaired);
    }
    conclude(app, integration, session_id, &told, now).await
}

/// Veriff had nothing that changes the status: the session is closed if its time is over, and
/// otherwise looked at again later.
async fn conclude(
    app: &App,
    integration: &Integration,
    session_id: &str,
    told: &Told,
    now: Timestamp,
) -> Result<Looked, StoreError> {
    let Some(Stored::Session(record, version)) = app.store.read_session(session_id).await? else {
        return Ok(Looked::NotDue);
    };
    let open = matches!(
        record.status(),
        Status::Created | Status::Started | Status::ResubmissionRequested
    );
    if !open || now < record.deadline() {
        let decides = integration.kind == IntegrationKind::Live;
        let waits = matches!(record.status(), Status::Submitted | Status::Review);
        if told.gone && waits {
            // By an answer that need not be signed: it is asked again, ever more seldom, as if it were there.
            Metric::SessionGone.count(&integration.id, "");
            let integration = &integration.id;
            tracing::error!(
                session = session_id,
                integration,
                "veriff does not have it any more"
            );
        } else if decides && waits {
            Metric::SessionUndecided.count(&integration.id, "");
        }
        move_on(app, &record, version, false, decides).await?;
        // A test integration decides nothing by itself: there it is as it must be.
        if decides && record.is_given_up(now) {
            Metric::SessionGivenUp.count(&integration.id, "");
            let integration = &integration.id;
            tracing::error!(session = session_id, integration, "given up undecided");
        }
        return Ok(Looked::Waiting);
    }
    let lapsed = Fact {
        attempt: None,
        kind: FactKind::Lapsed {
            at: now.as_millisecond(),
            resubmissions: record.state.resubmissions(),
        },
    };
    let mut facts = veriff_verify::lifecycle::State::default();
    facts.apply(&lapsed);
    let shards = app.settings.current().index_shards;
    let current = Stored::Session(record.clone(), version);
    let recorded = app
        .store
        .record_facts(Some(current), &record, &facts, shards, now)
        .await?;
    let record = match recorded {
        Recorded::Changed { record, .. } | Recorded::Unchanged(record) => record,
        Recorded::Foreign | Recorded::Erased => return Ok(Looked::NotDue),
    };
    let looked = match record.status() {
        Status::Expired => Looked::Expired,
        Status::Abandoned => Looked::Abandoned,
        // A webhook was faster, and the closing yields to it.
        _ => return Ok(Looked::Waiting),
    };
    let status = record.status().as_str();
    Metric::SweepClosed.count(&integration.id, status);
    tracing::info!(
        session = session_id,
        integration = integration.id,
        status,
        "closed"
    );
    Ok(looked)
}

/// Sets the next look, unless somebody else has changed the session meanwhile: then it is theirs.
async fn move_on(
    app: &App,
    record: &SessionRecord,
    version: u64,
    failed: bool,
    decides: bool,
) -> Result<(), StoreError> {
    change(app, record, version, |record, now| {
        record.looked(now, failed, decides)
    })
    .await
}

async fn change(
    app: &App,
    record: &SessionRecord,
    version: u64,
    change: impl Fn(&mut SessionRecord, Timestamp),
) -> Result<(), StoreError> {
    let now = app.clock.now();
    let shards = app.settings.current().index_shards;
    let due = record.due;
    let current = Stored::Session(Box::new(record.clone()), version);
    app.store
        .change_session(Some(current), record, shards, |record| {
            let unmoved = record.due == due;
            if unmoved {
                change(record, now);
            }
            unmoved
        })
        .await
        .map(drop)
}
