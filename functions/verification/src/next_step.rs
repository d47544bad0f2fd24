//! What the person does next.

use crate::record::SessionRecord;
use jiff::Timestamp;
use serde::Serialize;
use veriff_verify::catalogue::{self, Class};
use veriff_verify::lifecycle::Status;

/// What the person does next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum NextStep {
    /// Open the session URL.
    Start,
    /// Open the same session URL again.
    Continue,
    /// Open the same session URL and try again.
    Retry,
    /// Nothing: Veriff is deciding.
    Wait,
    /// Ask for a new session.
    NewSession,
    /// Talk to the platform's people.
    ContactSupport,
    /// Nothing: it is done.
    None,
}

impl NextStep {
    /// The step for a session at an instant.
    pub fn of(record: &SessionRecord, now: Timestamp) -> Self {
        let open = |step| {
            if record.is_resumable(now) {
                step
            } else {
                Self::NewSession
            }
        };
        match record.status() {
            Status::Created => open(Self::Start),
            Status::Started => open(Self::Continue),
            Status::ResubmissionRequested => open(Self::Retry),
            Status::Submitted | Status::Review => Self::Wait,
            Status::Approved => Self::None,
            Status::Expired | Status::Abandoned => Self::NewSession,
            Status::Declined => match reason(record).map(|reason| reason.class) {
                Some(Class::NewSession) => Self::NewSession,
                _ => Self::ContactSupport,
            },
        }
    }

    /// Whether the step needs the session URL.
    pub fn needs_url(self) -> bool {
        matches!(self, Self::Start | Self::Continue | Self::Retry)
    }
}

/// A sentence for the person, neutral whatever the reason was.
pub fn sentence(record: &SessionRecord) -> &'static str {
    match record.status() {
        Status::Declined | Status::ResubmissionRequested => reason(record).map_or_else(
            || catalogue::fallback(record.status()),
            |reason| reason.sentence,
        ),
        status => catalogue::fallback(status),
    }
}

fn reason(record: &SessionRecord) -> Option<&'static catalogue::Reason> {
    record
        .state
        .outcome()
        .and_then(|outcome| outcome.verdict.reason_code)
        .and_then(catalogue::reason)
}
