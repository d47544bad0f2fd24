//! What becomes of a check, and what shows it.

use std::borrow::Cow;
use std::fmt;

use serde::Serialize;
use thiserror::Error;

use super::probe::Shown;
use crate::veriff::Status;

/// What was done, for a sentence such as "after the approval came twice".
pub type Step = Cow<'static, str>;

/// What became of a check.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Outcome {
    /// The backend does it right; the notes say what else was seen.
    Passed {
        /// Remarks.
        notes: Vec<String>,
    },
    /// It does not.
    Failed {
        /// What is wrong.
        finding: Finding,
        /// The requests and answers that show it, in their order.
        evidence: Vec<Exchange>,
    },
    /// Only a person can check it.
    ByHand {
        /// What the person does.
        steps: &'static [&'static str],
    },
    /// It could not be checked.
    NotChecked(Unchecked),
}

impl Outcome {
    /// The word for reports: `passed`, `failed`, `by-hand` or `not-checked`.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Passed { .. } => "passed",
            Self::Failed { .. } => "failed",
            Self::ByHand { .. } => "by-hand",
            Self::NotChecked(_) => "not-checked",
        }
    }
}

/// What a backend does wrong.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Finding {
    /// A request got another answer than the one wanted.
    #[error("{step}: answered {got}, wanted {wanted}")]
    Answer {
        /// What was sent.
        step: Step,
        /// What should have come.
        wanted: Wanted,
        /// What came.
        got: Got,
    },
    /// The signature is checked over something else than what was sent.
    #[error(
        "{step}: refused as it came, and accepted when written as {writer} would write it: the \
         signature is checked over JSON that was parsed and written out again"
    )]
    Rewritten {
        /// What was sent.
        step: Step,
        /// Whose hand it is.
        writer: &'static str,
    },
    /// The status is another one.
    #[error("after {step} the status should say {}, and your backend shows {shown}", wanted.as_str())]
    Status {
        /// What was done.
        step: Step,
        /// The status, in Veriff's words.
        wanted: Status,
        /// What is shown.
        shown: Shown,
    },
    /// Access without an approval.
    #[error("after {step} the person has access, and must not")]
    AccessGranted {
        /// What was done.
        step: Step,
    },
    /// No access although approved.
    #[error("after {step} the person has no access, and should")]
    AccessMissing {
        /// What was done.
        step: Step,
    },
    /// Something that must change nothing did.
    #[error("{step} changed what is shown from {before} to {now}")]
    Changed {
        /// What was done.
        step: Step,
        /// Before it.
        before: Shown,
        /// After it.
        now: Shown,
    },
    /// The reason code did not arrive.
    #[error("after {step} the reason code should be {wanted}, it is {}", shown.as_deref().unwrap_or("missing"))]
    ReasonCode {
        /// What was done.
        step: Step,
        /// The code.
        wanted: u32,
        /// What is shown.
        shown: Option<String>,
    },
    /// Creating a session reached no session at Veriff.
    #[error("{step}: no session came into being at Veriff")]
    NoSession {
        /// What was done.
        step: Step,
    },
    /// The answer does not name the session's id or URL as Veriff gave it.
    #[error("{step}: the answer's {what} is not the one that Veriff gave")]
    NotVeriffs {
        /// What was done.
        step: Step,
        /// `session id` or `session URL`.
        what: &'static str,
    },
    /// A new session where the earlier one should have been offered.
    #[error("{step}: a new session was created, and the person's own is still open")]
    NewSession {
        /// What was done.
        step: Step,
    },
    /// The earlier session's link, which leads nowhere any more.
    #[error("{step}: the person is offered the old session, whose link is dead")]
    DeadLink {
        /// What was done.
        step: Step,
    },
    /// A link other than the open session's.
    #[error("{step}: the person is not offered the open session's link")]
    OtherLink {
        /// What was done.
        step: Step,
    },
    /// Veriff got another value than the one sent.
    #[error("{step}: Veriff was told another {field}, or none")]
    Lost {
        /// What was done.
        step: Step,
        /// The field.
        field: &'static str,
    },
    /// A value that says who the person is.
    #[error("vendorData holds the person's {what}, and must mean nothing outside your systems")]
    Telling {
        /// What it gives away.
        what: &'static str,
    },
    /// Something was done more than once.
    #[error("{step}: what the approval sets off happened again ({before} became {now})")]
    Repeated {
        /// What was done.
        step: Step,
        /// The counter before.
        before: String,
        /// The counter after.
        now: String,
    },
    /// Answers came later than Veriff waits.
    #[error("{count} answer(s) took over five seconds, the slowest {slowest_ms} ms ({step})")]
    Slow {
        /// The slowest request.
        step: Step,
        /// How many.
        count: usize,
        /// In milliseconds.
        slowest_ms: u64,
    },
}

/// The answer that a request should have got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Wanted {
    /// 200 and nothing else.
    Exactly200,
    /// 200 to 299.
    Success,
    /// 400 to 499.
    Refusal,
    /// Anything but a 5xx or silence.
    NoCrash,
}

impl fmt::Display for Wanted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Exactly200 => "200, exactly",
            Self::Success => "a success (2xx)",
            Self::Refusal => "a refusal (4xx)",
            Self::NoCrash => "any answer but a 5xx",
        })
    }
}

impl Wanted {
    /// Whether an answer is as wanted.
    pub fn is_met(self, got: &Got) -> bool {
        let Got::Status(status) = *got else {
            return false;
        };
        match self {
            Self::Exactly200 => status == 200,
            Self::Success => (200..300).contains(&status),
            Self::Refusal => (400..500).contains(&status),
            Self::NoCrash => (100..500).contains(&status),
        }
    }
}

/// What came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Got {
    /// An HTTP status.
    Status(u16),
    /// No answer in the time given.
    Silence,
    /// The connection failed or broke.
    Broken(String),
}

impl fmt::Display for Got {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Status(status) => write!(f, "{status}"),
            Self::Silence => f.write_str("with silence"),
            Self::Broken(why) => write!(f, "with a broken connection ({why})"),
        }
    }
}

/// Why something was not checked.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Unchecked {
    /// There is no way to see the effect.
    #[error("there is no way to see a person's status: describe [createSession] and [readStatus]")]
    NoProbe,
    /// A check it builds on did not pass.
    #[error("it builds on {0}, which did not pass")]
    BuildsOn(&'static str),
    /// The description lacks something.
    #[error("the description of your backend has no {0}")]
    NotDescribed(&'static str),
    /// The backend shows two statuses alike.
    #[error("your backend shows {} and {} alike", .0.as_str(), .1.as_str())]
    ShownAlike(Status, Status),
    /// The answers to a genuine and to a forged message are the same, so they prove nothing.
    #[error("a genuine message gets {0} too, so that this answer proves nothing")]
    SameAnswer(u16),
    /// The plan has no such thing.
    #[error("full auto has no {0}")]
    FullAuto(&'static str),
    /// The callback leads to a host that is not yours to call.
    #[error(
        "the callback leads to a host that may not be called; name it with --this-host-is-mine"
    )]
    CallbackElsewhere,
    /// Nothing asked Veriff in the time given, and nothing says how to make the backend ask.
    #[error("your backend did not ask by itself: describe [askVeriff] or [moveClock]")]
    NeverAsked,
    /// An earlier check brought the backend down.
    #[error("your backend does not answer any more since a check above failed")]
    Down,
    /// The person at the terminal passed over it.
    #[error("passed over")]
    PassedOver,
    /// The local Veriff refused what the check needs: a defect of this program.
    #[error("the local Veriff: {0}")]
    Veriff(String),
}

/// One request and what came back, without secrets, signatures and session URLs.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Exchange {
    /// What it was for.
    pub step: String,
    /// The method.
    pub method: String,
    /// The URL.
    pub url: String,
    /// The request's headers.
    pub headers: Vec<(String, String)>,
    /// The beginning of the request's body.
    pub body: String,
    /// The HTTP status, if there was an answer.
    pub status: Option<u16>,
    /// Why there was none.
    pub error: Option<String>,
    /// The beginning of the answer's body.
    pub answer: String,
    /// Milliseconds until the answer or the failure.
    pub elapsed_ms: u64,
}

/// Why a check ended without passing.
#[derive(Clone, Debug)]
pub(crate) enum Ended {
    Failed(Box<Finding>),
    NotChecked(Unchecked),
}

impl From<Finding> for Ended {
    fn from(finding: Finding) -> Self {
        Self::Failed(Box::new(finding))
    }
}

impl From<Unchecked> for Ended {
    fn from(unchecked: Unchecked) -> Self {
        Self::NotChecked(unchecked)
    }
}
