//! A fact as the state keeps it, and what it takes to replace one.
//!
//! For each attempt, and for the session as a whole, there is a place for every thing that can be said; at
//! each place the state keeps what has the greatest rank. That makes it a function of the set of facts.

use alloc::string::String;

use super::fact::{Fact, FactKind, Millis, RegistryKind, bound};
use super::verdict::{DecisionStatus, Kind, Source, Verdict};

/// A fact whose place is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Kept {
    /// Empty for what is about the session, or about the attempt that nobody named.
    pub(super) attempt: String,
    pub(super) place: Place,
    pub(super) said: Said,
}

/// What a fact says, in one form for all of them: what is not said is `None`. Of two at one place the
/// [greater](Said::outranks) is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Said {
    /// In the order of [`slot`], the times as [`from_time`] makes them.
    pub(crate) numbers: [Option<u64>; 5],
    pub(crate) texts: [Option<String>; 2],
}

/// What the numbers and, behind them, the texts of [`Said`] are.
pub(super) mod slot {
    /// When; of a lapse, how many resubmissions it had seen.
    pub(crate) const AT: u8 = 0;
    /// When the attempt was submitted; of a lapse, when it was.
    pub(crate) const BEFORE: u8 = 1;
    /// The place in [`DecisionStatus::ALL`](super::DecisionStatus::ALL), or in
    /// [`RegistryKind::ALL`](super::RegistryKind::ALL).
    pub(crate) const STATUS: u8 = 2;
    /// `reasonCode`
    pub(crate) const REASON_CODE: u8 = 3;
    /// `code`, or the hits of a watchlist.
    pub(crate) const NUMBER: u8 = 4;
    /// The reason, or Veriff's word for the outcome of something else.
    pub(crate) const WORD: u8 = 5;
    /// `checkType`
    pub(crate) const SECOND: u8 = 6;
}

/// A time as a number that has no sign and the same order.
pub(crate) fn from_time(at: Millis) -> u64 {
    at as u64 ^ 1 << 63
}

/// The reverse.
pub(super) fn to_time(number: u64) -> Millis {
    (number ^ 1 << 63) as i64
}

/// Where a fact is kept. Their order is the order in which the state is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place(u8);

impl Place {
    pub(crate) const ACCEPTED: Self = Self(0);
    pub(crate) const CREATED: Self = Self(1);
    pub(crate) const STARTED: Self = Self(2);
    pub(crate) const SUBMITTED: Self = Self(3);
    /// The first of a source's verdicts, one for each kind.
    pub(crate) const DECISION: Self = Self(4);
    pub(crate) const FULL_AUTO: Self = Self(9);
    pub(crate) const LAPSED: Self = Self(14);
    pub(crate) const WATCHLIST: Self = Self(15);
    pub(crate) const USER_STATUS: Self = Self(16);
    /// The first of three.
    pub(crate) const REGISTRY: Self = Self(17);
    pub(crate) const LAST: Self = Self(19);

    /// The place of a source's verdicts of a kind.
    pub(super) const fn of_verdict(source: Source, kind: Kind) -> Self {
        match source {
            Source::Decision => Self(Self::DECISION.0 + kind as u8),
            Source::FullAuto => Self(Self::FULL_AUTO.0 + kind as u8),
        }
    }

    /// Whether what is kept here is about an attempt.
    pub(super) fn is_of_attempt(self) -> bool {
        self >= Self::CREATED && self < Self::LAPSED
    }

    /// Which source's verdict is kept here, if it is one.
    pub(super) fn source(self) -> Option<Source> {
        match self {
            _ if self < Self::DECISION || self >= Self::LAPSED => None,
            _ if self < Self::FULL_AUTO => Some(Source::Decision),
            _ => Some(Source::FullAuto),
        }
    }
}

impl Kept {
    /// What is said at a place; at the first of several, the status tells at which of them.
    pub(crate) fn new(attempt: Option<String>, first: Place, mut said: Said) -> Self {
        let place = match first {
            Place::DECISION | Place::FULL_AUTO => Place(first.0 + Kind::of(said.status()) as u8),
            Place::REGISTRY => Place(first.0 + said.registry() as u8),
            _ => first,
        };
        // A lapse that had seen none has one form, whoever wrote it.
        if place == Place::LAPSED && said.small(slot::AT) == Some(0) {
            let [seen, ..] = &mut said.numbers;
            *seen = None;
        }
        let attempt = attempt.filter(|_| place.is_of_attempt());
        Self {
            attempt: attempt.unwrap_or_default(),
            place,
            said,
        }
    }

    pub(super) fn of(fact: Fact) -> Self {
        let (place, said) = match fact.kind {
            FactKind::Accepted { at } => (Place::ACCEPTED, Said::at(Some(at), None)),
            FactKind::AttemptCreated { at } => (Place::CREATED, Said::at(Some(at), None)),
            FactKind::Started => (Place::STARTED, Said::default()),
            FactKind::Submitted => (Place::SUBMITTED, Said::default()),
            FactKind::Decision(verdict) => (Place::DECISION, Said::verdict(verdict)),
            FactKind::FullAuto(verdict) => (Place::FULL_AUTO, Said::verdict(verdict)),
            FactKind::Lapsed { at, resubmissions } => {
                let mut said = Said::default();
                let [seen, before, ..] = &mut said.numbers;
                *seen = Some(u64::from(resubmissions));
                *before = Some(from_time(at));
                (Place::LAPSED, said)
            }
            FactKind::Watchlist {
                match_status,
                total_hits,
                check_type,
                at,
            } => {
                let mut said = Said::at(at, Some(match_status));
                let ([.., hits], [_, second]) = (&mut said.numbers, &mut said.texts);
                *hits = total_hits;
                *second = Some(check_type);
                (Place::WATCHLIST, said)
            }
            FactKind::UserStatus { code, at } => (Place::USER_STATUS, Said::at(at, Some(code))),
            FactKind::Registry { kind, status, at } => {
                let mut said = Said::at(at, Some(status));
                let [_, _, registry, ..] = &mut said.numbers;
                *registry = Some(kind as u64);
                (Place::REGISTRY, said)
            }
        };
        Self::new(fact.attempt, place, said)
    }

    /// The fact again.
    pub(crate) fn fact(&self) -> Fact {
        let said = &self.said;
        let at = said.time(slot::AT);
        let owned = |slot| String::from(said.text(slot).unwrap_or_default());
        let kind = match (self.place, self.place.source()) {
            (_, Some(Source::Decision)) => FactKind::Decision(said.as_verdict().to_owned()),
            (_, Some(Source::FullAuto)) => FactKind::FullAuto(said.as_verdict().to_owned()),
            (Place::ACCEPTED, _) => FactKind::Accepted {
                at: at.unwrap_or_default(),
            },
            (Place::CREATED, _) => FactKind::AttemptCreated {
                at: at.unwrap_or_default(),
            },
            (Place::STARTED, _) => FactKind::Started,
            (Place::SUBMITTED, _) => FactKind::Submitted,
            (Place::LAPSED, _) => FactKind::Lapsed {
                at: said.time(slot::BEFORE).unwrap_or_default(),
                resubmissions: said.small(slot::AT).unwrap_or_default(),
            },
            (Place::WATCHLIST, _) => FactKind::Watchlist {
                match_status: owned(slot::WORD),
                total_hits: said.number(slot::NUMBER),
                check_type: owned(slot::SECOND),
                at,
            },
            (Place::USER_STATUS, _) => FactKind::UserStatus {
                code: owned(slot::WORD),
                at,
            },
            _ => FactKind::Registry {
                kind: said.registry(),
                status: owned(slot::WORD),
                at,
            },
        };
        Fact {
            attempt: Some(self.attempt.clone()).filter(|id| !id.is_empty()),
            kind,
        }
    }

    /// Cuts the texts to what a state keeps.
    pub(super) fn cut(&mut self) {
        bound(&mut self.attempt);
        self.said.texts.iter_mut().flatten().for_each(bound);
    }

    /// They stand in this order: those of the session around those of the attempts, which are sorted by
    /// their ids.
    pub(super) fn order(&self) -> (bool, &str, Place) {
        (self.place >= Place::LAPSED, &self.attempt, self.place)
    }

    /// Whether this replaces what is kept at its place.
    pub(super) fn outranks(&self, kept: &Self) -> bool {
        match self.place {
            // The earliest counts.
            Place::ACCEPTED => kept.said.outranks(&self.said),
            _ => self.said.outranks(&kept.said),
        }
    }

    /// Makes it what was revised, if it is a conclusive verdict that says something else than `greatest`.
    pub(super) fn is_revised_by(&mut self, greatest: &Self) -> bool {
        let is_conclusive = |source| self.place == Place::of_verdict(source, Kind::Conclusive);
        let is_revised = (is_conclusive(Source::Decision) || is_conclusive(Source::FullAuto))
            && self.said.differs(&greatest.said);
        self.place = Place(self.place.0 + u8::from(is_revised));
        is_revised
    }
}

impl Said {
    pub(crate) fn at(at: Option<Millis>, word: Option<String>) -> Self {
        Self {
            numbers: [at.map(from_time), None, None, None, None],
            texts: [word, None],
        }
    }

    fn verdict(it: Verdict) -> Self {
        Self {
            numbers: [
                it.decided_at.map(from_time),
                it.submitted_at.map(from_time),
                Some(it.status as u64),
                it.reason_code.map(u64::from),
                it.code.map(u64::from),
            ],
            texts: [it.reason, None],
        }
    }

    /// What was said, where that was a verdict.
    pub(super) fn as_verdict(&self) -> Verdict<&str> {
        Verdict {
            decided_at: self.time(slot::AT),
            submitted_at: self.time(slot::BEFORE),
            status: self.status(),
            reason_code: self.small(slot::REASON_CODE),
            reason: self.text(slot::WORD),
            code: self.small(slot::NUMBER),
        }
    }

    pub(super) fn number(&self, slot: u8) -> Option<u64> {
        self.numbers.get(usize::from(slot)).copied().flatten()
    }

    pub(super) fn time(&self, slot: u8) -> Option<Millis> {
        self.number(slot).map(to_time)
    }

    pub(super) fn small(&self, slot: u8) -> Option<u32> {
        self.number(slot).map(|number| number as u32)
    }

    pub(super) fn text(&self, slot: u8) -> Option<&str> {
        let text = self.texts.get(usize::from(slot - slot::WORD))?;
        text.as_deref()
    }

    pub(super) fn status(&self) -> DecisionStatus {
        let all = DecisionStatus::ALL;
        let place = self.small(slot::STATUS).unwrap_or_default();
        *all.get(place as usize).unwrap_or(&all[0])
    }

    pub(super) fn registry(&self) -> RegistryKind {
        let all = RegistryKind::ALL;
        let place = self.small(slot::STATUS).unwrap_or_default();
        *all.get(place as usize).unwrap_or(&all[0])
    }

    /// Whether another verdict says something else: see [`Verdict::differs`].
    pub(super) fn differs(&self, other: &Self) -> bool {
        self.number(slot::STATUS) != other.number(slot::STATUS)
            || self.number(slot::REASON_CODE) != other.number(slot::REASON_CODE)
            || self.text(slot::WORD) != other.text(slot::WORD)
    }

    /// Whether it replaces the other: the order is that of [`Verdict`], for everything that is said.
    #[inline(never)]
    pub(super) fn outranks(&self, other: &Self) -> bool {
        let ([first @ .., number], [word, second]) = (&self.numbers, &self.texts);
        let ([its_first @ .., its_number], [its_word, its_second]) = (&other.numbers, &other.texts);
        (first, word, number, second) > (its_first, its_word, its_number, its_second)
    }
}
