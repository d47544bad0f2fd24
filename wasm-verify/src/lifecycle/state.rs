//! The join itself: how a fact enters the state, and what the state keeps.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use super::attempt::{Attempt, AttemptFacts};
use super::fact::{Fact, FactKind, Millis, RegistryKind, bounded};
use super::verdict::raise;

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
    /// Sorted by id; the anonymous attempt, whose id is empty, comes first.
    pub(super) attempts: Vec<AttemptFacts>,
    /// The earliest generation time told.
    pub(super) accepted_at: Option<Millis>,
    pub(super) lapse: Option<Lapse>,
    pub(super) watchlist: Option<Watchlist>,
    pub(super) user_status: Option<UserStatus>,
    /// One of each kind, in their order.
    pub(super) registries: [Option<Registry>; 3],
}

/// Our own closing of the session. The one that had seen the most wins, then the latest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Lapse {
    pub(super) resubmissions: u32,
    pub(super) at: Millis,
}

/// The latest watchlist screening.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Watchlist {
    /// When it was made; one without a time is the oldest.
    pub at: Option<Millis>,
    /// `possible_match`, `no_match`, or newer. Of two at the same time a possible match wins.
    pub match_status: String,
    /// How many entries matched.
    pub total_hits: Option<u64>,
    /// `initial_result`, `updated_result`, or newer.
    pub check_type: String,
}

/// The latest status that a portal user gave.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct UserStatus {
    /// When it was given; one without a time is the oldest.
    pub at: Option<Millis>,
    /// Its `statusCode`.
    pub code: String,
}

/// The latest answer of one Mexican registry.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Registry {
    /// Which registry.
    pub kind: RegistryKind,
    /// When it was told; one without a time is the oldest.
    pub at: Option<Millis>,
    /// Its status text.
    pub status: String,
}

impl State {
    /// Joins one fact. Returns whether it said anything that the state did not already hold or outrank.
    pub fn apply(&mut self, fact: &Fact) -> bool {
        match &fact.kind {
            FactKind::AttemptCreated { .. }
            | FactKind::Started
            | FactKind::Submitted
            | FactKind::Decision(_)
            | FactKind::FullAuto(_) => {
                let Some(it) = self.attempt_mut(fact.attempt.as_deref().unwrap_or_default()) else {
                    return false;
                };
                match &fact.kind {
                    FactKind::AttemptCreated { at } => raise(&mut it.created_at, *at),
                    FactKind::Started => !core::mem::replace(&mut it.started, true),
                    FactKind::Submitted => !core::mem::replace(&mut it.submitted, true),
                    FactKind::Decision(verdict) => it.decision.add(verdict),
                    FactKind::FullAuto(verdict) => it.full_auto.add(verdict),
                    _ => false,
                }
            }
            FactKind::Accepted { at } => {
                let earlier = self.accepted_at.is_none_or(|kept| *at < kept);
                if earlier {
                    self.accepted_at = Some(*at);
                }
                earlier
            }
            FactKind::Lapsed { at, resubmissions } => raise(
                &mut self.lapse,
                Lapse {
                    resubmissions: *resubmissions,
                    at: *at,
                },
            ),
            FactKind::Watchlist {
                match_status,
                total_hits,
                check_type,
                at,
            } => {
                let match_status = bounded(match_status).to_owned();
                let check_type = bounded(check_type).to_owned();
                raise(
                    &mut self.watchlist,
                    Watchlist {
                        at: *at,
                        match_status,
                        total_hits: *total_hits,
                        check_type,
                    },
                )
            }
            FactKind::UserStatus { code, at } => raise(
                &mut self.user_status,
                UserStatus {
                    at: *at,
                    code: bounded(code).to_owned(),
                },
            ),
            FactKind::Registry { kind, status, at } => {
                let [ine, curp, both] = &mut self.registries;
                let kept = match kind {
                    RegistryKind::Ine => ine,
                    RegistryKind::Curp => curp,
                    RegistryKind::IneCurp => both,
                };
                raise(
                    kept,
                    Registry {
                        kind: *kind,
                        at: *at,
                        status: bounded(status).to_owned(),
                    },
                )
            }
        }
    }

    /// Joins all that another state of the same session knows. Returns whether it knew anything new.
    pub fn merge(&mut self, other: &Self) -> bool {
        let mut changed = false;
        for fact in other.facts() {
            changed |= self.apply(&fact);
        }
        changed
    }

    /// The facts that the state keeps; applied to a default state, in any order, they give this state.
    pub fn facts(&self) -> Vec<Fact> {
        let mut facts = Vec::new();
        let mut say = |attempt: Option<&str>, kind| {
            facts.push(Fact {
                attempt: attempt.map(str::to_owned),
                kind,
            })
        };
        if let Some(at) = self.accepted_at {
            say(None, FactKind::Accepted { at });
        }
        for attempt in self.attempts() {
            let id = attempt.id();
            if let Some(at) = attempt.created_at() {
                say(id, FactKind::AttemptCreated { at });
            }
            if attempt.started() {
                say(id, FactKind::Started);
            }
            if attempt.submitted() {
                say(id, FactKind::Submitted);
            }
            for verdict in attempt.0.decision.each().into_iter().flatten() {
                say(id, FactKind::Decision(verdict.clone()));
            }
            for verdict in attempt.0.full_auto.each().into_iter().flatten() {
                say(id, FactKind::FullAuto(verdict.clone()));
            }
        }
        if let Some(Lapse { at, resubmissions }) = self.lapse {
            say(None, FactKind::Lapsed { at, resubmissions });
        }
        if let Some(Watchlist {
            at,
            match_status,
            total_hits,
            check_type,
        }) = self.watchlist.clone()
        {
            say(
                None,
                FactKind::Watchlist {
                    match_status,
                    total_hits,
                    check_type,
                    at,
                },
            );
        }
        if let Some(UserStatus { at, code }) = self.user_status.clone() {
            say(None, FactKind::UserStatus { code, at });
        }
        for Registry { kind, at, status } in self.registries.clone().into_iter().flatten() {
            say(None, FactKind::Registry { kind, status, at });
        }
        facts
    }

    /// The attempts, sorted by id (Veriff's ids say nothing of their order in time); first, without an id,
    /// what was said without naming one.
    pub fn attempts(&self) -> impl Iterator<Item = Attempt<'_>> {
        self.attempts.iter().map(Attempt)
    }

    /// When the session was generated: the earliest `acceptanceTime` told.
    pub fn accepted_at(&self) -> Option<Millis> {
        self.accepted_at
    }

    /// When our own sweep closed the session, whether or not that still stands: see [`State::status`].
    pub fn lapsed_at(&self) -> Option<Millis> {
        self.lapse.map(|lapse| lapse.at)
    }

    /// The latest watchlist screening.
    pub fn watchlist(&self) -> Option<&Watchlist> {
        self.watchlist.as_ref()
    }

    /// The latest status that a portal user gave.
    pub fn user_status(&self) -> Option<&UserStatus> {
        self.user_status.as_ref()
    }

    /// The latest answer of each Mexican registry that answered.
    pub fn registries(&self) -> impl Iterator<Item = &Registry> {
        self.registries.iter().flatten()
    }

    /// The attempt of that id, made if need be; `None` if there is no room for it: of too many named
    /// attempts the one with the smallest id goes.
    fn attempt_mut(&mut self, id: &str) -> Option<&mut AttemptFacts> {
        let id = bounded(id);
        let place = match self.attempts.binary_search_by(|it| it.id.as_str().cmp(id)) {
            Ok(found) => return self.attempts.get_mut(found),
            Err(place) => place,
        };
        let first = self.attempts.first();
        let first_named = usize::from(first.is_some_and(AttemptFacts::is_anonymous));
        let is_full = self.attempts.len() >= MOST_ATTEMPTS + first_named && !id.is_empty();
        if is_full && place == first_named {
            return None;
        }
        // Built anew, which is rare: `Vec::insert` brings in the formatting of its panic's message.
        let mut attempts = Vec::with_capacity(self.attempts.len() + 1);
        let mut fresh = Some(AttemptFacts {
            id: id.to_owned(),
            ..AttemptFacts::default()
        });
        for (index, attempt) in core::mem::take(&mut self.attempts).into_iter().enumerate() {
            if index == place {
                attempts.extend(fresh.take());
            }
            if !(is_full && index == first_named) {
                attempts.push(attempt);
            }
        }
        attempts.extend(fresh);
        self.attempts = attempts;
        let place = place - usize::from(is_full);
        self.attempts.get_mut(place)
    }
}
