//! Veriff's judgement of an attempt, and the one order in which judgements outrank each other.

use alloc::string::String;

use super::fact::Millis;

/// Veriff's judgement of an attempt.
///
/// The order of verdicts of the same kind is the order of the fields: the later decision time wins (none is
/// the oldest), then the later submission time, then declined over approved and abandoned over expired,
/// then reason code, reason and code, so that no two different verdicts are ever equal. When a verdict
/// *arrived* plays no part.
///
/// In a [`Fact`](super::Fact) it owns its text; a state lends it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Verdict<Text = String> {
    /// `decisionTime`, or a full auto webhook's `time`.
    pub decided_at: Option<Millis>,
    /// `submissionTime`, which older messages lack.
    pub submitted_at: Option<Millis>,
    /// The status text, which decides.
    pub status: DecisionStatus,
    /// The reason's code. An open set: see [`crate::catalogue`].
    pub reason_code: Option<u32>,
    /// The reason's text, in Veriff's words.
    pub reason: Option<Text>,
    /// The code beside the status, which decides nothing: 9104 is both expired and abandoned.
    pub code: Option<u32>,
}

impl<Text: PartialEq> Verdict<Text> {
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

impl Verdict<&str> {
    /// The verdict with a text of its own.
    pub fn to_owned(self) -> Verdict {
        Verdict {
            decided_at: self.decided_at,
            submitted_at: self.submitted_at,
            status: self.status,
            reason_code: self.reason_code,
            reason: self.reason.map(String::from),
            code: self.code,
        }
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
    /// All of them, in their order.
    pub const ALL: [Self; 6] = [
        Self::Review,
        Self::ResubmissionRequested,
        Self::Expired,
        Self::Abandoned,
        Self::Approved,
        Self::Declined,
    ];

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

/// The kinds of verdict of which the state keeps the greatest, for each attempt and source; the one that
/// speaks for the attempt stands before the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Conclusive,
    /// The greatest conclusive verdict that [differs](Verdict::differs) from the greatest: what was
    /// revised. Its presence is the mark of a revision.
    Revised,
    Closing,
    Resubmission,
    Review,
}

impl Kind {
    pub(super) const fn of(status: DecisionStatus) -> Self {
        match status {
            DecisionStatus::Approved | DecisionStatus::Declined => Self::Conclusive,
            DecisionStatus::Expired | DecisionStatus::Abandoned => Self::Closing,
            DecisionStatus::ResubmissionRequested => Self::Resubmission,
            DecisionStatus::Review => Self::Review,
        }
    }
}
