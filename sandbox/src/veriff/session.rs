//! A session as the local Veriff keeps it. Facts only; the rules are in `lifecycle`.

use std::str::FromStr;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A session that is not concluded this long after its creation expires or is abandoned.
pub(crate) const LIFETIME: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Where a session or an attempt is, in Veriff's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "Veriff's own names")]
pub enum Status {
    Created,
    Started,
    Submitted,
    Review,
    Approved,
    Declined,
    ResubmissionRequested,
    Expired,
    Abandoned,
}

impl Status {
    /// Veriff's own word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Started => "started",
            Self::Submitted => "submitted",
            Self::Review => "review",
            Self::Approved => "approved",
            Self::Declined => "declined",
            Self::ResubmissionRequested => "resubmission_requested",
            Self::Expired => "expired",
            Self::Abandoned => "abandoned",
        }
    }

    /// The code of the 7000 and 9000 series; none for `created`.
    pub fn code(self) -> Option<u32> {
        Some(match self {
            Self::Created => return None,
            Self::Started => 7001,
            Self::Submitted => 7002,
            Self::Approved => 9001,
            Self::Declined => 9102,
            Self::ResubmissionRequested => 9103,
            Self::Expired | Self::Abandoned => 9104,
            Self::Review => 9121,
        })
    }

    /// Nothing follows, save a revision by hand.
    pub fn is_final(self) -> bool {
        matches!(
            self,
            Self::Approved | Self::Declined | Self::Expired | Self::Abandoned
        )
    }

    /// The person can still do something under the session's URL.
    pub(crate) fn is_open(self) -> bool {
        matches!(
            self,
            Self::Created | Self::Started | Self::ResubmissionRequested
        )
    }
}

/// What a decision can say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "Veriff's own names")]
pub enum DecisionStatus {
    Approved,
    Declined,
    ResubmissionRequested,
    Review,
    Expired,
    Abandoned,
}

impl From<DecisionStatus> for Status {
    fn from(status: DecisionStatus) -> Self {
        match status {
            DecisionStatus::Approved => Self::Approved,
            DecisionStatus::Declined => Self::Declined,
            DecisionStatus::ResubmissionRequested => Self::ResubmissionRequested,
            DecisionStatus::Review => Self::Review,
            DecisionStatus::Expired => Self::Expired,
            DecisionStatus::Abandoned => Self::Abandoned,
        }
    }
}

/// The text is no status that a decision can have.
#[derive(Debug, thiserror::Error)]
#[error(
    "not a decision status; it is one of approved, declined, resubmission_requested, review, \
     expired, abandoned"
)]
pub struct UnknownStatus;

impl FromStr for DecisionStatus {
    type Err = UnknownStatus;

    /// Takes Veriff's words, with hyphens too.
    fn from_str(text: &str) -> Result<Self, UnknownStatus> {
        Ok(match text.to_ascii_lowercase().replace('-', "_").as_str() {
            "approved" => Self::Approved,
            "declined" => Self::Declined,
            "resubmission_requested" | "resubmission" => Self::ResubmissionRequested,
            "review" => Self::Review,
            "expired" => Self::Expired,
            "abandoned" => Self::Abandoned,
            _ => return Err(UnknownStatus),
        })
    }
}

/// A session.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Session {
    pub(crate) id: String,
    pub(crate) integration: String,
    /// The last part of the session URL: who has it may do the verification.
    pub(crate) token: String,
    pub(crate) status: Status,
    pub(crate) created_at: Timestamp,
    pub(crate) vendor_data: Option<String>,
    pub(crate) end_user_id: Option<String>,
    pub(crate) callback: Option<String>,
    /// `verification.person` and `verification.document` as the create call sent them.
    pub(crate) person: Map<String, Value>,
    pub(crate) document: Map<String, Value>,
    /// In the order of their making; never empty, since the first comes with the session.
    pub(crate) attempts: Vec<Attempt>,
    /// Attempts closed by a resubmission request.
    pub(crate) resubmissions: u32,
    /// What `POST collected-data` brought last.
    pub(crate) collected_data: Option<Value>,
    /// The last watchlist webhook, without the fields that name the session.
    pub(crate) watchlist: Option<Value>,
}

/// One run of the person through the flow.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Attempt {
    pub(crate) id: String,
    pub(crate) status: Status,
    pub(crate) created_at: Timestamp,
    pub(crate) submitted_at: Option<Timestamp>,
    /// When the integration decides by itself.
    #[serde(default)]
    pub(crate) decide_at: Option<Timestamp>,
    /// Pictures came over the API rather than from an SDK or the hosted page.
    pub(crate) by_api: bool,
    pub(crate) media: Vec<Media>,
    pub(crate) verdict: Option<Verdict>,
    /// The statuses of the company's own that it was given, as webhooks tell them.
    #[serde(default)]
    pub(crate) user_defined: Vec<Value>,
}

/// What was decided about an attempt.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Verdict {
    pub(crate) status: Status,
    pub(crate) reason_code: Option<u32>,
    pub(crate) reason: Option<String>,
    pub(crate) at: Timestamp,
}

/// An uploaded file; the bytes are kept apart.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Media {
    pub(crate) id: String,
    pub(crate) context: String,
    pub(crate) mimetype: String,
    pub(crate) size: usize,
    /// The chip's data rather than a picture.
    pub(crate) nfc: bool,
}

impl Session {
    pub(crate) fn expires_at(&self) -> Timestamp {
        self.created_at
            .checked_add(LIFETIME)
            .unwrap_or(Timestamp::MAX)
    }

    pub(crate) fn attempt(&self) -> Option<&Attempt> {
        self.attempts.last()
    }

    /// The attempt decided last, with its verdict.
    pub(crate) fn decided(&self) -> Option<(&Attempt, &Verdict)> {
        self.attempts
            .iter()
            .rev()
            .find_map(|attempt| Some((attempt, attempt.verdict.as_ref()?)))
    }

    /// Whether it waits for a decision that falls by itself at that time.
    pub(crate) fn is_due(&self, at: Timestamp) -> bool {
        let planned = self.attempt().and_then(|attempt| attempt.decide_at);
        self.status == Status::Submitted && planned == Some(at)
    }

    pub(crate) fn uploads(&self) -> usize {
        self.attempts
            .iter()
            .map(|attempt| attempt.media.len())
            .sum()
    }
}

impl Attempt {
    pub(crate) fn new(now: Timestamp) -> Self {
        Self {
            id: uuid::Uuid::new_v4().to_string(),
            status: Status::Created,
            created_at: now,
            submitted_at: None,
            decide_at: None,
            by_api: false,
            media: Vec::new(),
            verdict: None,
            user_defined: Vec::new(),
        }
    }
}
