//! On a schedule: asks Veriff about sessions that should have been decided, closes dead ones, and
//! finishes erasures.
//!
//! A sparse index holds every session that still needs a look, by the time of it. Each look, a
//! failed one too, removes the session from the index or moves it on, so that nothing starves. The
//! sweep works in bounded pages, stops before its Lambda's time runs out, and goes on where it was
//! the next time.

mod erasure;
mod look;

use look::{Looked, look};
use serde::Serialize;
use std::time::{Duration, Instant};
use tokio::task::JoinSet;
use verification::App;
use verification::store::{Due, StoreError};
use verification::telemetry::{self, Metric};

/// Sessions of one query of the index.
const PAGE: i32 = 32;
/// Sessions looked at at the same time: Veriff's limits are not published, so few.
pub const AT_ONCE: usize = 8;
/// A look takes at most so long: ten seconds of questions, and the writes. A run begins none after that.
pub const RESERVE: Duration = Duration::from_secs(15);

/// What a sweep did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SweepReport {
    /// Sessions looked at.
    pub looked: u32,
    /// A decision was found that no webhook had brought.
    pub repaired: u32,
    /// Closed: never opened.
    pub expired: u32,
    /// Closed: opened, and never finished.
    pub abandoned: u32,
    /// Still waiting for Veriff; looked at again later.
    pub waiting: u32,
    /// Erasures that are finished, here and at Veriff.
    pub erased: u32,
    /// Erased sessions that Veriff is yet to delete; tried again later.
    pub erasures_pending: u32,
    /// No longer due when they were read: the index is seconds behind.
    pub not_due: u32,
    /// Could not be looked at; tried again later.
    pub failed: u32,
    /// For how many seconds the session that was due longest had been due.
    pub behind_seconds: i64,
    /// Whether due sessions were left for the next time.
    pub unfinished: bool,
}

/// Why a sweep ended early.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SweepError {
    /// The index cannot be read. What was done until then stands.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Sweeps until nothing is due or `ends` comes near.
///
/// # Errors
/// The index cannot be read; a single session's failure only counts in the report.
pub async fn handle(app: &App, ends: Instant) -> Result<SweepReport, SweepError> {
    let mut report = SweepReport::default();
    let shards = app.settings.fresh().await.index_shards;
    // Each sweep, one a minute, begins at another shard, so that none is always the one that time runs out on.
    let minutes = app.clock.now().as_second().div_euclid(60);
    let first = u32::try_from(minutes.rem_euclid(i64::from(shards)));
    let first = first.unwrap_or(0);
    for offset in 0..shards {
        let shard = (first + offset) % shards;
        // One that stays unfinished with time left keeps no other from its turn.
        report.unfinished |= !sweep_shard(app, shard, ends, &mut report).await?;
    }
    report.record();
    telemetry::record_units(&app.store);
    tracing::info!(
        looked = report.looked,
        repaired = report.repaired,
        expired = report.expired,
        abandoned = report.abandoned,
        waiting = report.waiting,
        erased = report.erased,
        erasures_pending = report.erasures_pending,
        failed = report.failed,
        behind_seconds = report.behind_seconds,
        unfinished = report.unfinished,
        "sweep"
    );
    Ok(report)
}

/// Returns whether the shard was finished.
async fn sweep_shard(
    app: &App,
    shard: u32,
    ends: Instant,
    report: &mut SweepReport,
) -> Result<bool, StoreError> {
    loop {
        if time_is_up(ends) {
            return Ok(false);
        }
        let due = app.store.due_sessions(shard, app.clock.now(), PAGE).await?;
        let full = i32::try_from(due.len()).is_ok_and(|found| found >= PAGE);
        let mut looks = JoinSet::new();
        let mut moved = false;
        if let Some(first) = due.first() {
            let overdue = app.clock.now().as_second() - first.since.as_second();
            report.behind_seconds = report.behind_seconds.max(overdue.max(0));
        }
        for Due { session_id, .. } in due {
            if looks.len() >= AT_ONCE
                && let Some(looked) = looks.join_next().await
            {
                moved |= report.note(looked.unwrap_or(Looked::Failed));
            }
            if time_is_up(ends) {
                while let Some(looked) = looks.join_next().await {
                    report.note(looked.unwrap_or(Looked::Failed));
                }
                return Ok(false);
            }
            let app = app.clone();
            looks.spawn(async move { look(&app, &session_id).await });
        }
        while let Some(looked) = looks.join_next().await {
            moved |= report.note(looked.unwrap_or(Looked::Failed));
        }
        // A page of which nothing moved would be read again and again.
        if !full || !moved {
            return Ok(!full);
        }
    }
}

fn time_is_up(ends: Instant) -> bool {
    ends.saturating_duration_since(Instant::now()) < RESERVE
}

impl SweepReport {
    /// Counts a look; returns whether it moved the session in the index.
    fn note(&mut self, looked: Looked) -> bool {
        self.looked += 1;
        let counter = match looked {
            Looked::Repaired => &mut self.repaired,
            Looked::Expired => &mut self.expired,
            Looked::Abandoned => &mut self.abandoned,
            Looked::Waiting => &mut self.waiting,
            Looked::Erased => &mut self.erased,
            Looked::ErasurePending => &mut self.erasures_pending,
            Looked::NotDue => &mut self.not_due,
            Looked::PutOff | Looked::Failed => &mut self.failed,
        };
        *counter += 1;
        !matches!(looked, Looked::NotDue | Looked::Failed)
    }

    fn record(&self) {
        #[expect(clippy::cast_precision_loss, reason = "an age in seconds")]
        Metric::SweepBehind.record(self.behind_seconds as f64, "", "");
        Metric::SweepLooked.record(self.looked.into(), "", "");
        Metric::SweepFailed.record(self.failed.into(), "", "");
        Metric::ErasurePending.record(self.erasures_pending.into(), "", "");
        Metric::SweepUnfinished.record(self.unfinished.into(), "", "");
    }
}
