//! Takes over sessions that exist at Veriff and were made by something else: each becomes a session as if
//! it had been created here, with what Veriff says of it.
//!
//! The order names the person, from the company's own records. Veriff's word is no proof of that, since
//! whoever knows the public API key can create a session in anybody's name; where it differs, nothing is
//! taken over. Veriff does not tell a session's URL again, so an open one is not offered: a person who
//! asks gets a new session.

mod entry;
mod person;

use crate::{MOST_BYTES, OperateError, is_over, size};
use entry::{Entry, Imported, Refused};
use jiff::Timestamp;
use person::list;
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;
use std::time::{Duration, Instant};
use tokio::task::JoinSet;
use verification::App;
use verification::ask::{Told, ask_for_all};
use verification::record::{SessionRecord, in_milliseconds};
use verification::settings::Integration;
use verification::store::{Recorded, Stored};

/// Entries at the same time: Veriff's limits are not published, so few.
const AT_ONCE: usize = 4;
/// All questions about one session together.
const ASK_WITHIN: Duration = Duration::from_secs(15);

/// The order: whose sessions, and which.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Import {
    integration: String,
    sessions: VecDeque<Entry>,
}

/// Imports one entry after the other, a few at a time; also returns the order that is left.
pub(crate) async fn import(
    app: &App,
    mut order: Import,
    ends: Instant,
) -> Result<(Vec<Imported>, Option<Import>), OperateError> {
    let settings = app.settings.current();
    let integration = settings
        .integration(&order.integration)
        .ok_or(OperateError::UnknownIntegration)?;
    if size(&order) > MOST_BYTES {
        return Err(OperateError::TooLarge);
    }
    let (mut imported, mut bytes) = (Vec::new(), 0);
    let mut running = JoinSet::new();
    while !order.sessions.is_empty() || !running.is_empty() {
        while running.len() < AT_ONCE
            && !is_over(ends, bytes)
            && let Some(mut entry) = order.sessions.pop_front()
        {
            if let Err(problem) = entry.read() {
                let refused = Imported::refused(&entry, "invalid", Some(problem.into()));
                bytes += size(&refused);
                imported.push(refused);
                continue;
            }
            let (app, integration) = (app.clone(), integration.clone());
            running.spawn(async move { one(&app, &integration, &entry).await });
        }
        match running.join_next().await {
            Some(done) => {
                let done = done.ok();
                bytes += done.as_ref().map_or(0, size);
                imported.extend(done);
            }
            None => break,
        }
    }
    let rest = (!order.sessions.is_empty()).then_some(order);
    Ok((imported, rest))
}

async fn one(app: &App, integration: &Integration, entry: &Entry) -> Imported {
    let imported = match take_over(app, integration, entry).await {
        Ok(imported) => imported,
        Err(Refused::Because(result, problem)) => Imported::refused(entry, result, problem),
        Err(Refused::Store(error)) => Imported::refused(entry, "failed", Some(error.to_string())),
    };
    tracing::info!(
        session = entry.session_id,
        integration = integration.id,
        result = imported.result,
        problem = imported.problem,
        "import"
    );
    imported
}

async fn take_over(
    app: &App,
    integration: &Integration,
    entry: &Entry,
) -> Result<Imported, Refused> {
    let current = app.store.read_session(&entry.session_id).await?;
    match &current {
        Some(Stored::Tombstone(_)) => return Err(Refused::because("erased")),
        Some(Stored::Session(record, _)) => {
            if !record.is_of(integration) {
                return Err(Refused::because("another-integration"));
            }
            entry.must_agree(record.end_user_id.as_deref(), record.vendor_data.as_deref())?;
            if record.claimed {
                // A try before this one may have ended between the two writes.
                list(app, record).await?;
                return Ok(Imported::of(entry, "known", record, &Told::default()));
            }
        }
        None => {}
    }
    let told = ask(app, integration, entry).await?;
    told.keep(app, &entry.session_id).await?;
    let now = in_milliseconds(app.clock.now());
    let fresh = SessionRecord::new(
        &entry.session_id,
        &integration.id,
        integration.kind,
        created_at(&told).unwrap_or(now),
    );
    let shards = app.settings.current().index_shards;
    let recorded = app
        .store
        .change_session(current, &fresh, shards, |record| {
            record.claimed = true;
            record.created_at = record.created_at.min(fresh.created_at);
            record.end_user_id.clone_from(&entry.end_user_id);
            record.vendor_data.clone_from(&entry.vendor_data);
            record.fold(&told.facts, now);
            true
        })
        .await?;
    match recorded {
        Recorded::Changed { record, .. } | Recorded::Unchanged(record) => {
            list(app, &record).await?;
            Ok(Imported::of(entry, "imported", &record, &told))
        }
        Recorded::Foreign => Err(Refused::because("another-integration")),
        Recorded::Erased => Err(Refused::because("erased")),
    }
}

/// What Veriff tells of the session, which must be the person's.
async fn ask(app: &App, integration: &Integration, entry: &Entry) -> Result<Told, Refused> {
    let asked = ask_for_all(app, integration, &entry.session_id);
    let told = match tokio::time::timeout(ASK_WITHIN, asked).await {
        Ok(Ok(told)) => told,
        Ok(Err(error)) => return Err(Refused::Because("veriff-failed", Some(error.to_string()))),
        Err(_) => {
            let problem = "veriff took too long".to_owned();
            return Err(Refused::Because("veriff-failed", Some(problem)));
        }
    };
    if told.gone {
        return Err(Refused::because("not-at-veriff"));
    }
    entry.must_agree(told.end_user_id.as_deref(), told.vendor_data.as_deref())?;
    Ok(told)
}

/// When the session was made, by Veriff's word, or else when its first attempt was.
fn created_at(told: &Told) -> Option<Timestamp> {
    let attempts = told
        .facts
        .attempts()
        .filter_map(|attempt| attempt.created_at());
    let at = told.facts.accepted_at().or(attempts.min())?;
    Timestamp::from_millisecond(at).ok()
}
