//! What an erasure still has to do: deleting what is kept here, and the session at Veriff.
//!
//! The tombstone is written first and says what is open, so that whoever comes next (the same request,
//! another one, the sweep) goes on where this one stopped.

use crate::App;
use crate::record::later;
use crate::settings::Integration;
use crate::store::{AtVeriff, StoreError, Tombstone, Turn};
use crate::telemetry::Metric;
use crate::veriff::{VeriffError, VeriffErrorKind};
use jiff::{SignedDuration, Timestamp};

/// What was in flight while the session was erased has long come, or will never.
pub const LOOK_AGAIN_AFTER: SignedDuration = SignedDuration::from_hours(1);
/// After a refusal, doubled with each: submitted or in review, a session is decided some day. At the longest it
/// is seen waiting each day, and the alarm stays on; it takes one of the day's ten turns.
const FIRST_PAUSE: SignedDuration = SignedDuration::from_hours(1);
const LONGEST_PAUSE: SignedDuration = SignedDuration::from_hours(24);
/// Veriff is in trouble, or refuses everybody: nobody asks for so long.
const TROUBLE: SignedDuration = SignedDuration::from_hours(1);
/// Those who wait for the same turn come within so long of it, the oldest first.
const QUEUE: SignedDuration = SignedDuration::from_mins(10);
/// The settings say that Veriff deletes nothing, or do not know the integration.
const SWITCHED_OFF: SignedDuration = SignedDuration::from_hours(24);

/// Whoever tries has so long; then another one does.
pub const CLAIM: SignedDuration = SignedDuration::from_mins(2);

/// Does the first of an erasure whose tombstone was just written, with a claim on the first try where
/// Veriff is asked at once; returns the tombstone as it is then.
///
/// # Errors
/// As [`pursue`].
pub async fn begin(
    app: &App,
    session_id: &str,
    tombstone: Tombstone,
    ask_at_once: bool,
) -> Result<Tombstone, StoreError> {
    let now = app.clock.now();
    let tombstone = clean(app, session_id, tombstone, now).await?;
    match ask_at_once {
        true => at_veriff(app, session_id, tombstone, now).await,
        false => Ok(tombstone),
    }
}

/// Does what is due of an erasure; returns the tombstone as it is then.
///
/// # Errors
/// The store fails. Doing it again does the rest. Veriff's failures only move the next try on.
pub async fn pursue(
    app: &App,
    session_id: &str,
    mut tombstone: Tombstone,
) -> Result<Tombstone, StoreError> {
    let now = app.clock.now();
    if tombstone.clean_at.is_some() {
        tombstone = clean(app, session_id, tombstone, now).await?;
    }
    if tombstone.try_at.is_none_or(|at| at > now) {
        return Ok(tombstone);
    }
    // No claim while nobody can try: a long queue would pay for it.
    let integration_id = &tombstone.integration_id;
    if let Some(opens) = app.store.next_turn(integration_id, now).await? {
        return queue(app, session_id, tombstone, opens).await;
    }
    let (tombstone, ours) = claim(app, session_id, tombstone, now).await?;
    match ours {
        true => at_veriff(app, session_id, tombstone, now).await,
        false => Ok(tombstone),
    }
}

/// Of several that come at once, one tries: each try takes a turn, and there are few.
async fn claim(
    app: &App,
    session_id: &str,
    tombstone: Tombstone,
    now: Timestamp,
) -> Result<(Tombstone, bool), StoreError> {
    let mut ours = false;
    let tombstone = change(app, session_id, tombstone, |tombstone| {
        ours = tombstone.try_at.is_some_and(|at| at <= now);
        if ours {
            tombstone.try_at = Some(later(now, CLAIM));
        }
    })
    .await?;
    Ok((tombstone, ours))
}

/// Deletes what is kept of the session. Only after an hour is that known to be all.
async fn clean(
    app: &App,
    session_id: &str,
    tombstone: Tombstone,
    now: Timestamp,
) -> Result<Tombstone, StoreError> {
    app.store.delete_remains(session_id).await?;
    for key in &tombstone.pointers {
        app.store.forget(key, session_id, now).await?;
    }
    if tombstone.clean_at.is_none_or(|at| at > now) {
        return Ok(tombstone);
    }
    change(app, session_id, tombstone, |tombstone| {
        tombstone.clean_at = None;
        tombstone.pointers.clear();
    })
    .await
}

/// Asks Veriff to delete the session, if its turn has come.
async fn at_veriff(
    app: &App,
    session_id: &str,
    tombstone: Tombstone,
    now: Timestamp,
) -> Result<Tombstone, StoreError> {
    let settings = app.settings.current();
    let integration = settings.integration(&tombstone.integration_id);
    let Some(integration) = integration.filter(|one| one.deletion_enabled) else {
        tracing::error!(
            session = session_id,
            integration = tombstone.integration_id,
            "to be deleted at veriff, which the settings do not allow any more"
        );
        return put_off(app, session_id, tombstone, later(now, SWITCHED_OFF)).await;
    };
    if let Turn::At(opens) = app.store.take_turn(&integration.id, now).await? {
        return queue(app, session_id, tombstone, opens).await;
    }
    match app.veriff.delete_session(integration, session_id).await {
        Ok(()) => done(app, integration, session_id, tombstone).await,
        Err(error) if error.kind == VeriffErrorKind::NotFound => {
            done(app, integration, session_id, tombstone).await
        }
        Err(error) => refused(app, integration, session_id, tombstone, &error, now).await,
    }
}

async fn done(
    app: &App,
    integration: &Integration,
    session_id: &str,
    tombstone: Tombstone,
) -> Result<Tombstone, StoreError> {
    tracing::info!(
        session = session_id,
        integration = integration.id,
        "deleted at veriff"
    );
    Metric::ErasureDone.count(&integration.id, "");
    change(app, session_id, tombstone, |tombstone| {
        tombstone.at_veriff = AtVeriff::Done;
        tombstone.try_at = None;
    })
    .await
}

/// Tries again with growing pauses. What is not about this session closes the turns of all, or one
/// outage would use them up.
async fn refused(
    app: &App,
    integration: &Integration,
    session_id: &str,
    tombstone: Tombstone,
    error: &VeriffError,
    now: Timestamp,
) -> Result<Tombstone, StoreError> {
    tracing::warn!(session = session_id, integration = integration.id, %error, "not deleted");
    let code = match &error.kind {
        VeriffErrorKind::Refused {
            code: Some(code), ..
        } => code,
        kind => kind.name(),
    };
    Metric::ErasureRefused.count(&integration.id, code);
    if !matches!(error.kind, VeriffErrorKind::Refused { .. }) {
        app.store
            .close_turns(&integration.id, later(now, TROUBLE))
            .await?;
    }
    let doublings = tombstone.tries.min(12);
    let pause = FIRST_PAUSE
        .saturating_mul(1 << doublings)
        .min(LONGEST_PAUSE);
    change(app, session_id, tombstone, |tombstone| {
        // Another try, at the same time, may have been luckier.
        if tombstone.at_veriff == AtVeriff::Pending {
            tombstone.tries = tombstone.tries.saturating_add(1);
            tombstone.try_at = Some(later(now, pause));
        }
    })
    .await
}

/// Waits for the next turn. Who has waited longer comes a little earlier, so that nobody is overtaken
/// for ever.
async fn queue(
    app: &App,
    session_id: &str,
    tombstone: Tombstone,
    opens: Timestamp,
) -> Result<Tombstone, StoreError> {
    let waited = opens.duration_since(tombstone.erased_at).as_secs().max(0);
    let hour = 3600;
    let behind = SignedDuration::from_secs(QUEUE.as_secs() * hour / (hour + waited));
    put_off(app, session_id, tombstone, later(opens, behind)).await
}

async fn put_off(
    app: &App,
    session_id: &str,
    tombstone: Tombstone,
    until: Timestamp,
) -> Result<Tombstone, StoreError> {
    change(app, session_id, tombstone, |tombstone| {
        if tombstone.at_veriff == AtVeriff::Pending {
            tombstone.try_at = Some(until);
        }
    })
    .await
}

async fn change(
    app: &App,
    session_id: &str,
    tombstone: Tombstone,
    change: impl FnMut(&mut Tombstone),
) -> Result<Tombstone, StoreError> {
    let shards = app.settings.current().index_shards;
    app.store
        .change_tombstone(session_id, tombstone, shards, change)
        .await
}
