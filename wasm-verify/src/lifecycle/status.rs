//! The status of a session.

use super::verdict::DecisionStatus;

/// The status of a session, in Veriff's words (verification session status codes table).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// Made, and nothing else is known.
    #[default]
    Created,
    /// The person is on it.
    Started,
    /// The person finished; Veriff has not decided.
    Submitted,
    /// A person at Veriff is looking at it.
    Review,
    /// Verified.
    Approved,
    /// Not verified; another try needs a new session.
    Declined,
    /// The person may try again, on the same URL.
    ResubmissionRequested,
    /// Seven days passed and nobody opened it.
    Expired,
    /// Seven days passed and nobody finished it.
    Abandoned,
}

impl Status {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Created,
        Self::Started,
        Self::Submitted,
        Self::Review,
        Self::Approved,
        Self::Declined,
        Self::ResubmissionRequested,
        Self::Expired,
        Self::Abandoned,
    ];

    /// Veriff's own word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Started => "started",
            Self::Submitted => "submitted",
            Self::Review => DecisionStatus::Review.as_str(),
            Self::Approved => DecisionStatus::Approved.as_str(),
            Self::Declined => DecisionStatus::Declined.as_str(),
            Self::ResubmissionRequested => DecisionStatus::ResubmissionRequested.as_str(),
            Self::Expired => DecisionStatus::Expired.as_str(),
            Self::Abandoned => DecisionStatus::Abandoned.as_str(),
        }
    }

    /// Reads the word back. Anything else is `None`.
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == text)
    }
}

impl From<DecisionStatus> for Status {
    fn from(status: DecisionStatus) -> Self {
        match status {
            DecisionStatus::Review => Self::Review,
            DecisionStatus::ResubmissionRequested => Self::ResubmissionRequested,
            DecisionStatus::Expired => Self::Expired,
            DecisionStatus::Abandoned => Self::Abandoned,
            DecisionStatus::Approved => Self::Approved,
            DecisionStatus::Declined => Self::Declined,
        }
    }
}
