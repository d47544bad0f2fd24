//! A fact as the state keeps it, and what it takes to replace one.
//!
//! For each attempt, and for the session as a whole, there is a place for every thing that can be said; at
//! each place the state keeps the fact of the greatest rank. That makes it a function of the set of facts.

use alloc::string::String;

use super::fact::{Fact, FactKind, Millis, bound};
use super::verdict::{Kind, Source, Verdict};

/// A fact, its place known and its texts cut to what a state keeps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Kept {
    /// Empty for what is about the session, or about the attempt that nobody named.
    pub(super) attempt: String,
    pub(super) place: Place,
    pub(super) kind: FactKind,
}

/// Where a fact is kept. Their order is the order in which the state is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place(u8);

impl Place {
    pub(super) const ACCEPTED: Self = Self(0);
    pub(super) const CREATED: Self = Self(1);
    pub(super) const STARTED: Self = Self(2);
    pub(super) const SUBMITTED: Self = Self(3);
    pub(super) const LAPSED: Self = Self(14);
    pub(super) const WATCHLIST: Self = Self(15);
    pub(super) const USER_STATUS: Self = Self(16);
    /// The first of three.
    pub(super) const REGISTRY: Self = Self(17);

    /// The place of a source's verdicts of a kind.
    pub(super) const fn of_verdict(source: Source, kind: Kind) -> Self {
        let first = match source {
            Source::Decision => 4,
            Source::FullAuto => 9,
        };
        Self(first + kind as u8)
    }

    fn of(kind: &FactKind) -> Self {
        match kind {
            FactKind::Accepted { .. } => Self::ACCEPTED,
            FactKind::AttemptCreated { .. } => Self::CREATED,
            FactKind::Started => Self::STARTED,
            FactKind::Submitted => Self::SUBMITTED,
            FactKind::Decision(it) => Self::of_verdict(Source::Decision, Kind::of(it.status)),
            FactKind::FullAuto(it) => Self::of_verdict(Source::FullAuto, Kind::of(it.status)),
            FactKind::Lapsed { .. } => Self::LAPSED,
            FactKind::Watchlist { .. } => Self::WATCHLIST,
            FactKind::UserStatus { .. } => Self::USER_STATUS,
            FactKind::Registry { kind, .. } => Self(Self::REGISTRY.0 + *kind as u8),
        }
    }

    /// Whether what is kept here is about an attempt.
    pub(super) fn is_of_attempt(self) -> bool {
        self >= Self::CREATED && self < Self::LAPSED
    }
}

impl Kept {
    pub(super) fn of(fact: Fact) -> Self {
        let Fact { attempt, mut kind } = fact;
        let place = Place::of(&kind);
        let attempt = attempt.filter(|_| place.is_of_attempt());
        let mut attempt = attempt.unwrap_or_default();
        bound(&mut attempt);
        match &mut kind {
            FactKind::Decision(verdict) | FactKind::FullAuto(verdict) => {
                verdict.reason.as_mut().map(bound);
            }
            FactKind::Watchlist {
                match_status: word,
                check_type,
                ..
            } => {
                bound(word);
                bound(check_type);
            }
            FactKind::UserStatus { code: word, .. } | FactKind::Registry { status: word, .. } => {
                bound(word);
            }
            _ => {}
        }
        Self {
            attempt,
            place,
            kind,
        }
    }

    /// Facts stand in this order: those of the session around those of the attempts, which are sorted by
    /// their ids.
    pub(super) fn order(&self) -> (bool, &str, Place) {
        (self.place >= Place::LAPSED, &self.attempt, self.place)
    }

    pub(super) fn verdict(&self) -> Option<&Verdict> {
        match &self.kind {
            FactKind::Decision(verdict) | FactKind::FullAuto(verdict) => Some(verdict),
            _ => None,
        }
    }

    /// If this is a conclusive verdict that says something else than `greatest`, it is kept as what was
    /// revised.
    pub(super) fn revised_by(mut self, greatest: &Self) -> Option<Self> {
        let conclusive = |source| self.place == Place::of_verdict(source, Kind::Conclusive);
        let differs = |it: &Verdict| greatest.verdict().is_some_and(|other| other.differs(it));
        let is_revised = (conclusive(Source::Decision) || conclusive(Source::FullAuto))
            && self.verdict().is_some_and(differs);
        self.place = Place(self.place.0 + 1);
        is_revised.then_some(self)
    }

    /// Whether this replaces what is kept at its place.
    pub(super) fn outranks(&self, kept: &Self) -> bool {
        self.rank() > kept.rank()
    }

    fn rank(&self) -> Rank<'_> {
        let none = Rank::default();
        match &self.kind {
            FactKind::Started | FactKind::Submitted => none,
            FactKind::AttemptCreated { at } => Rank {
                at: Some(*at),
                ..none
            },
            // The earliest counts.
            FactKind::Accepted { at } => Rank {
                at: Some(!*at),
                ..none
            },
            // The one that had seen the most.
            FactKind::Lapsed { at, resubmissions } => Rank {
                at: Some(i64::from(*resubmissions)),
                before: Some(*at),
                ..none
            },
            FactKind::Decision(verdict) | FactKind::FullAuto(verdict) => verdict.rank(),
            FactKind::Watchlist {
                match_status,
                total_hits,
                check_type,
                at,
            } => Rank {
                at: *at,
                word: Some(match_status),
                number: *total_hits,
                second: check_type,
                ..none
            },
            FactKind::UserStatus { code: word, at }
            | FactKind::Registry {
                status: word, at, ..
            } => Rank {
                at: *at,
                word: Some(word),
                ..none
            },
        }
    }
}

/// What decides between two facts at one place, the first that differs: of each kind of fact some of it.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rank<'a> {
    pub(super) at: Option<Millis>,
    pub(super) before: Option<Millis>,
    pub(super) status: u64,
    pub(super) word: Option<&'a str>,
    pub(super) number: Option<u64>,
    pub(super) second: &'a str,
}
