//! The watchlist screening webhook: sanctions, politically exposed persons, adverse media
//! ([watchlist screening webhook](https://devdocs.veriff.com/docs/watchlist-screening-webhook)).

use alloc::borrow::Cow;
use alloc::vec::Vec;
use core::fmt;

use super::details::{SearchTerm, WatchlistHit};
use super::layout::Slot;
use super::{Drift, Summary, TextField, TimeField};
use crate::json::{Array, Field};
use crate::lifecycle::{Fact, Millis};

/// Whom the lists name. It comes after the decision, and again whenever the lists change.
#[derive(Clone)]
#[non_exhaustive]
pub struct Watchlist<'a> {
    /// `sessionId`. Older messages name only the attempt; at least one of the two is there.
    pub session_id: Option<Cow<'a, str>>,
    /// `attemptId`.
    pub attempt_id: Option<Cow<'a, str>>,
    /// `vendorData`, as it was given when the session was created.
    pub vendor_data: Option<Cow<'a, str>>,
    /// `endUserId`, likewise.
    pub end_user_id: Option<Cow<'a, str>>,
    /// `checkType`: `initial_result` or `updated_result`.
    pub check_type: Cow<'a, str>,
    /// `matchStatus`: `possible_match` or `no_match`.
    pub match_status: Cow<'a, str>,
    /// `totalHits`, sent as a number or as a text.
    pub total_hits: Option<u64>,
    /// `createdAt`.
    pub created_at: Option<Millis>,
    pub(super) summary: Summary<'a>,
}

impl<'a> Watchlist<'a> {
    pub(super) fn of(summary: Summary<'a>) -> Self {
        Self {
            session_id: summary.text(TextField::SessionId),
            attempt_id: summary.text(TextField::AttemptId),
            vendor_data: summary.text(TextField::VendorData),
            end_user_id: summary.text(TextField::EndUserId),
            check_type: summary.required(TextField::Action),
            match_status: summary.required(TextField::Reason),
            total_hits: summary.total_hits(),
            created_at: summary.time(TimeField::At),
            summary,
        }
    }

    /// What it says about the session.
    pub fn facts(&self) -> Vec<Fact> {
        self.summary.facts()
    }

    /// Whom Veriff looked for.
    pub fn search_term(&self) -> Field<'a, SearchTerm<'a>> {
        Field::read(self.summary.envelope.get(Slot::SearchTerm))
    }

    /// The entries found, each a [`WatchlistHit`].
    pub fn hits(&self) -> impl Iterator<Item = Field<'a, WatchlistHit<'a>>> + use<'a> {
        let hits: Field<'a, Array<'a>> = Field::read(self.summary.envelope.get(Slot::Hits));
        hits.value().into_iter().flat_map(|hits| hits.read())
    }

    /// What was unexpected in it.
    pub fn drift(&self) -> &Drift {
        self.summary.drift()
    }
}

impl fmt::Debug for Watchlist<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Watchlist")
            .field("session_id", &self.session_id)
            .field("attempt_id", &self.attempt_id)
            .field("check_type", &self.check_type)
            .field("match_status", &self.match_status)
            .finish_non_exhaustive()
    }
}
