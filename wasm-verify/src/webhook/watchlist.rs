//! The watchlist screening webhook: sanctions, politically exposed persons, adverse media
//! ([watchlist screening webhook](https://devdocs.veriff.com/docs/watchlist-screening-webhook)).

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use core::fmt;

use super::details::{SearchTerm, WatchlistHit};
use super::envelope::Envelope;
use super::layout::Slot;
use super::{Drift, PayloadError};
use crate::json::{Array, Field, Value, digits};
use crate::lifecycle::{Fact, FactKind, Millis};

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
    search_term: Option<Value<'a>>,
    hits: Option<Value<'a>>,
    drift: Drift,
}

impl<'a> Watchlist<'a> {
    pub(super) fn read(mut from: Envelope<'a>) -> Result<Self, PayloadError> {
        let session_id = from.optional_id(Slot::SessionId)?;
        let attempt_id = from.id(Slot::AttemptId);
        if session_id.is_none() && attempt_id.is_none() {
            return Err(PayloadError::Missing {
                path: Slot::SessionId.path(),
            });
        }
        let check_type = from.required_text(Slot::CheckType)?;
        let match_status = from.required_text(Slot::MatchStatus)?;
        if !matches!(&*match_status, "possible_match" | "no_match") {
            from.drift.unknown_status(Slot::MatchStatus.path());
        }
        Ok(Self {
            session_id,
            attempt_id,
            vendor_data: from.text(Slot::VendorData),
            end_user_id: from.text(Slot::EndUserId),
            check_type,
            match_status,
            total_hits: from
                .get(Slot::TotalHits)
                .and_then(|hits| match hits.as_text() {
                    Some(text) => digits(&text.to_str()),
                    None => hits.as_number()?.as_u64(),
                }),
            created_at: from.time(Slot::CreatedAt),
            search_term: from.get(Slot::SearchTerm),
            hits: from.get(Slot::Hits),
            drift: from.drift,
        })
    }

    /// What it says about the session.
    pub fn facts(&self) -> Vec<Fact> {
        vec![Fact {
            attempt: self.attempt_id.as_deref().map(String::from),
            kind: FactKind::Watchlist {
                match_status: String::from(&*self.match_status),
                total_hits: self.total_hits,
                check_type: String::from(&*self.check_type),
                at: self.created_at,
            },
        }]
    }

    /// Whom Veriff looked for.
    pub fn search_term(&self) -> Field<'a, SearchTerm<'a>> {
        Field::read(self.search_term)
    }

    /// The entries found, each a [`WatchlistHit`].
    pub fn hits(&self) -> impl Iterator<Item = Field<'a, WatchlistHit<'a>>> + use<'a> {
        let hits: Field<'a, Array<'a>> = Field::read(self.hits);
        hits.value().into_iter().flat_map(|hits| hits.read())
    }

    /// What was unexpected in it.
    pub fn drift(&self) -> &Drift {
        &self.drift
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
