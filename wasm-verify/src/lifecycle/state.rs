//! The join itself: how a fact enters the state, and what the state keeps.

use alloc::borrow::ToOwned;
use alloc::vec::Vec;

use super::attempt::Attempt;
use super::fact::{Fact, Millis, RegistryKind};
use super::kept::{Kept, Place, Said, slot};
use crate::webhook::Summary;

/// How many named attempts a state keeps. Veriff ends a session at its tenth attempt unless a company has
/// a limit of its own.
const MOST_ATTEMPTS: usize = 64;

/// What is known of a session. The default is a session that was created and of which nothing else is
/// known.
///
/// It is bounded: of more than 64 named attempts it keeps those with the greatest ids (a rule that depends
/// on nothing but the set of facts), and of each text the first 200 bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// Of each attempt and place the fact that counts, [in order](Kept::order).
    pub(super) kept: Vec<Kept>,
}

/// The latest watchlist screening.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Watchlist<'a> {
    /// When it was made; one without a time is the oldest.
    pub at: Option<Millis>,
    /// `possible_match`, `no_match`, or newer. Of two at the same time a possible match wins.
    pub match_status: &'a str,
    /// How many entries matched.
    pub total_hits: Option<u64>,
    /// `initial_result`, `updated_result`, or newer.
    pub check_type: &'a str,
}

/// The latest status that a portal user gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct UserStatus<'a> {
    /// When it was given; one without a time is the oldest.
    pub at: Option<Millis>,
    /// Its `statusCode`.
    pub code: &'a str,
}

/// The latest answer of one Mexican registry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Registry<'a> {
    /// Which registry.
    pub kind: RegistryKind,
    /// When it was told; one without a time is the oldest.
    pub at: Option<Millis>,
    /// Its status text.
    pub status: &'a str,
}

/// Our own closing of the session.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lapse {
    pub(super) at: Millis,
    pub(super) resubmissions: u32,
}

impl State {
    /// Joins one fact. Returns whether it said anything that the state did not already hold or outrank.
    pub fn apply(&mut self, fact: &Fact) -> bool {
        self.keep(Kept::of(fact.clone()))
    }

    /// Joins all the facts of a webhook. Returns whether it said anything new.
    pub fn apply_webhook(&mut self, webhook: &Summary<'_>) -> bool {
        let mut changed = false;
        for fact in webhook.kept().into_iter().flatten() {
            changed |= self.keep(fact);
        }
        changed
    }

    /// Joins all that another state of the same session knows. Returns whether it knew anything new.
    pub fn merge(&mut self, other: &Self) -> bool {
        let mut changed = false;
        for fact in &other.kept {
            changed |= self.keep(fact.clone());
        }
        changed
    }

    /// The facts that the state keeps; applied to a default state, in any order, they give this state.
    pub fn facts(&self) -> Vec<Fact> {
        self.kept.iter().map(|it| it.fact()).collect()
    }

    /// The attempts, sorted by id (Veriff's ids say nothing of their order in time); first, without an id,
    /// what was said without naming one.
    pub fn attempts(&self) -> impl Iterator<Item = Attempt<'_>> {
        let kept = self.kept.iter();
        let start = kept.clone().filter(|it| it.place < Place::CREATED).count();
        let count = kept.filter(|it| it.place.is_of_attempt()).count();
        let kept = self.kept.iter().as_slice().get(start..start + count);
        let attempts = kept
            .unwrap_or_default()
            .chunk_by(|a, b| a.attempt == b.attempt);
        attempts.map(Attempt)
    }

    /// When the session was generated: the earliest `acceptanceTime` told.
    pub fn accepted_at(&self) -> Option<Millis> {
        self.at(Place::ACCEPTED)?.time(slot::AT)
    }

    /// When our own sweep closed the session, whether or not that still stands: see [`State::status`].
    pub fn lapsed_at(&self) -> Option<Millis> {
        self.lapse().map(|lapse| lapse.at)
    }

    /// The latest watchlist screening.
    pub fn watchlist(&self) -> Option<Watchlist<'_>> {
        self.at(Place::WATCHLIST).map(|it| Watchlist {
            at: it.time(slot::AT),
            match_status: it.text(slot::WORD).unwrap_or_default(),
            total_hits: it.number(slot::NUMBER),
            check_type: it.text(slot::SECOND).unwrap_or_default(),
        })
    }

    /// The latest status that a portal user gave.
    pub fn user_status(&self) -> Option<UserStatus<'_>> {
        self.at(Place::USER_STATUS).map(|it| UserStatus {
            at: it.time(slot::AT),
            code: it.text(slot::WORD).unwrap_or_default(),
        })
    }

    /// The latest answer of each Mexican registry that answered.
    pub fn registries(&self) -> impl Iterator<Item = Registry<'_>> {
        let answers = self.kept.iter().filter(|it| it.place >= Place::REGISTRY);
        answers.map(|it| Registry {
            kind: it.said.registry(),
            at: it.said.time(slot::AT),
            status: it.said.text(slot::WORD).unwrap_or_default(),
        })
    }

    pub(super) fn lapse(&self) -> Option<Lapse> {
        let lapse = self.at(Place::LAPSED)?;
        Some(Lapse {
            at: lapse.time(slot::BEFORE)?,
            resubmissions: lapse.small(slot::AT).unwrap_or_default(),
        })
    }

    /// What is kept at a place of the whole session.
    fn at(&self, place: Place) -> Option<&Said> {
        let found = self.kept.iter().find(|it| it.place == place);
        found.map(|it| &it.said)
    }

    /// Puts a fact in its place, if it outranks the one that is there.
    pub(super) fn keep(&mut self, mut told: Kept) -> bool {
        told.cut();
        if !self.has_room(&told.attempt) {
            return false;
        }
        let after = self.kept.iter().position(|it| it.order() >= told.order());
        let index = after.unwrap_or(self.kept.len());
        if let Some(kept) = self.kept.get_mut(index)
            && kept.order() == told.order()
        {
            let changed = told.outranks(kept);
            if changed {
                core::mem::swap(kept, &mut told);
            }
            return told.is_revised_by(kept) && self.keep(told) || changed;
        }
        // Moved by hand: `Vec::insert` brings in the formatting of its panic's message.
        self.kept.push(told);
        let mut later = self.kept.get_mut(index..).unwrap_or_default();
        while let [rest @ .., last] = later
            && let Some(before) = rest.last_mut()
        {
            core::mem::swap(before, last);
            later = rest;
        }
        true
    }

    /// Whether there is room for the attempt of that id; if need be the one with the smallest id is
    /// forgotten.
    fn has_room(&mut self, id: &str) -> bool {
        let (mut count, mut smallest) = (0, "");
        for known in self.attempts().filter_map(Attempt::id) {
            if known == id {
                return true;
            }
            count += 1;
            if count == 1 {
                smallest = known;
            }
        }
        if id.is_empty() || count < MOST_ATTEMPTS {
            return true;
        }
        if id < smallest {
            return false;
        }
        let smallest = smallest.to_owned();
        for it in core::mem::take(&mut self.kept) {
            if it.attempt != smallest {
                self.kept.push(it);
            }
        }
        true
    }
}
