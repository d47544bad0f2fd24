//! The result of a whole run.

use std::time::Duration;

use jiff::Timestamp;

use super::catalogue::Check;
use super::outcome::Outcome;

/// What a run found.
#[derive(Clone, Debug)]
pub struct Report {
    /// What was checked, such as the webhook URL.
    pub backend: String,
    /// Whether it was checked for the full-auto plan.
    pub full_auto: bool,
    /// When the run began.
    pub started_at: Timestamp,
    /// How long it took.
    pub elapsed: Duration,
    /// One entry for each check of the selection, in the catalogue's order.
    pub entries: Vec<Entry>,
    /// The slowest answer to a webhook.
    pub slowest: Option<Duration>,
}

/// A check and what became of it.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The check.
    pub check: &'static Check,
    /// What became of it.
    pub outcome: Outcome,
    /// How long it took.
    pub elapsed: Duration,
}

/// How many checks ended in which way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Totals {
    pub passed: usize,
    pub failed: usize,
    pub by_hand: usize,
    pub not_checked: usize,
}

impl Report {
    /// The counts.
    pub fn totals(&self) -> Totals {
        let mut totals = Totals::default();
        for entry in &self.entries {
            match entry.outcome {
                Outcome::Passed { .. } => totals.passed += 1,
                Outcome::Failed { .. } => totals.failed += 1,
                Outcome::ByHand { .. } => totals.by_hand += 1,
                Outcome::NotChecked(_) => totals.not_checked += 1,
            }
        }
        totals
    }

    /// Whether nothing failed.
    pub fn is_green(&self) -> bool {
        self.totals().failed == 0
    }

    /// The entries that ended so; `outcome` is a word of [`Outcome::as_str`].
    pub fn ended<'a>(&'a self, outcome: &'a str) -> impl Iterator<Item = &'a Entry> {
        self.entries
            .iter()
            .filter(move |entry| entry.outcome.as_str() == outcome)
    }
}
