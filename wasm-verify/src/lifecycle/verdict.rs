//! Veriff's judgement of an attempt, and the one order in which judgements outrank each other.

use alloc::borrow::ToOwned;
use alloc::string::String;
use core::cmp::Ordering;

use super::fact::{Millis, bounded};

/// Veriff's judgement of an attempt.
///
/// The order of verdicts of the same kind is the order of the fields: the later decision time wins (none is
/// the oldest), then the later submission time, then declined over approved and abandoned over expired,
/// then reason code, reason and code, so that no two different verdicts are ever equal. When a verdict
/// *arrived* plays no part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// `decisionTime`, or a full auto webhook's `time`.
    pub decided_at: Option<Millis>,
    /// `submissionTime`, which older messages lack.
    pub submitted_at: Option<Millis>,
    /// The status text, which decides.
    pub status: DecisionStatus,
    /// The reason's code. An open set: see [`crate::catalogue`].
    pub reason_code: Option<u32>,
    /// The reason's text, in Veriff's words.
    pub reason: Option<String>,
    /// The code beside the status, which decides nothing: 9104 is both expired and abandoned.
    pub code: Option<u32>,
}

impl Ord for Verdict {
    fn cmp(&self, other: &Self) -> Ordering {
        let status = |it: &Self| (it.status, it.reason_code);
        (self.decided_at.cmp(&other.decided_at))
            .then_with(|| self.submitted_at.cmp(&other.submitted_at))
            .then_with(|| status(self).cmp(&status(other)))
            .then_with(|| self.reason.cmp(&other.reason))
            .then_with(|| self.code.cmp(&other.code))
    }
}

impl PartialOrd for Verdict {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Verdict {
    /// A verdict of which only the status is known.
    pub const fn new(status: DecisionStatus) -> Self {
        Self {
            decided_at: None,
            submitted_at: None,
            status,
            reason_code: None,
            reason: None,
            code: None,
        }
    }

    /// Whether `other` says something else: another status or another reason. Times and codes alone do not
    /// make a revision.
    pub fn differs(&self, other: &Self) -> bool {
        self.status != other.status
            || self.reason_code != other.reason_code
            || self.reason != other.reason
    }
}

/// The statuses a decision can have. An unknown status never becomes a verdict.
///
/// Their order says which kind of verdict speaks for an attempt that has several: a conclusive one before
/// Veriff's closing, that before a request to resubmit, and that before a review. Inside a kind it is the
/// order of last resort of [`Verdict`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DecisionStatus {
    /// 9121: a person at Veriff is looking at it.
    Review,
    /// 9103: the attempt failed for a reason that the person can mend, on the same URL.
    ResubmissionRequested,
    /// 9104: never opened.
    Expired,
    /// 9104: opened and not finished.
    Abandoned,
    /// 9001.
    Approved,
    /// 9102.
    Declined,
}

impl DecisionStatus {
    /// Veriff's own word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Review => "review",
            Self::ResubmissionRequested => "resubmission_requested",
            Self::Expired => "expired",
            Self::Abandoned => "abandoned",
            Self::Approved => "approved",
            Self::Declined => "declined",
        }
    }

    /// Reads Veriff's word, exactly as Veriff writes it. Anything else is `None`, and no fact.
    pub fn from_text(text: &str) -> Option<Self> {
        Some(match text {
            "review" => Self::Review,
            "resubmission_requested" => Self::ResubmissionRequested,
            "expired" => Self::Expired,
            "abandoned" => Self::Abandoned,
            "approved" => Self::Approved,
            "declined" => Self::Declined,
            _ => return None,
        })
    }

    /// Approved or declined: only a later one of these undoes it.
    pub const fn is_conclusive(self) -> bool {
        matches!(self, Self::Approved | Self::Declined)
    }
}

/// Which of Veriff's two products judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// The full auto webhook.
    FullAuto,
    /// The decision webhook, which outranks it.
    Decision,
}

impl Source {
    /// `decision` or `fullauto`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Decision => "decision",
            Self::FullAuto => "fullauto",
        }
    }
}

/// The verdicts of one source on one attempt that the state keeps: of each kind the greatest.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Verdicts {
    pub(super) conclusive: Option<Verdict>,
    /// The greatest conclusive verdict that [differs](Verdict::differs) from the greatest: what was
    /// revised. Its presence is the mark of a revision.
    pub(super) revised: Option<Verdict>,
    pub(super) closing: Option<Verdict>,
    pub(super) resubmission: Option<Verdict>,
    pub(super) review: Option<Verdict>,
}

impl Verdicts {
    /// Joins one verdict. Returns whether anything changed.
    pub(super) fn add(&mut self, verdict: &Verdict) -> bool {
        let mut verdict = verdict.clone();
        verdict.reason = verdict.reason.as_deref().map(|it| bounded(it).to_owned());
        match verdict.status {
            DecisionStatus::Approved | DecisionStatus::Declined => self.add_conclusive(verdict),
            DecisionStatus::Expired | DecisionStatus::Abandoned => {
                raise(&mut self.closing, verdict)
            }
            DecisionStatus::ResubmissionRequested => raise(&mut self.resubmission, verdict),
            DecisionStatus::Review => raise(&mut self.review, verdict),
        }
    }

    /// The verdict that speaks for the attempt.
    pub(super) fn top(&self) -> Option<&Verdict> {
        self.conclusive
            .as_ref()
            .or(self.closing.as_ref())
            .or(self.resubmission.as_ref())
            .or(self.review.as_ref())
    }

    /// All of them, the most telling first.
    pub(super) fn each(&self) -> [Option<&Verdict>; 5] {
        [
            &self.conclusive,
            &self.revised,
            &self.closing,
            &self.resubmission,
            &self.review,
        ]
        .map(Option::as_ref)
    }

    /// Whether any of them presumes that someone was there: all do but expired.
    pub(super) fn presume_presence(&self) -> bool {
        let abandoned = self
            .closing
            .as_ref()
            .is_some_and(|it| it.status != DecisionStatus::Expired);
        abandoned
            || self.conclusive.is_some()
            || self.resubmission.is_some()
            || self.review.is_some()
    }

    /// Keeps the greatest, and the greatest that differs from it: both are functions of the set.
    fn add_conclusive(&mut self, verdict: Verdict) -> bool {
        let Some(top) = &mut self.conclusive else {
            self.conclusive = Some(verdict);
            return true;
        };
        if verdict <= *top {
            return top.differs(&verdict) && raise(&mut self.revised, verdict);
        }
        let before = core::mem::replace(top, verdict);
        if top.differs(&before) {
            // All that differs from the new one but not from the old one is smaller than the old one.
            self.revised = Some(before);
        }
        true
    }
}

/// Raises a slot to a greater value. Returns whether it did.
pub(super) fn raise<T: Ord>(slot: &mut Option<T>, value: T) -> bool {
    let greater = slot.as_ref().is_none_or(|kept| *kept < value);
    if greater {
        *slot = Some(value);
    }
    greater
}
