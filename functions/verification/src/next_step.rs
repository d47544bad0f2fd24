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
        if !record.claimed {
            // It counts for nobody, whatever became of it.
            return Self::NewSession;
        }
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

/// A sentence for the person, neutral whatever the reason was, that fits the step.
pub fn sentence(record: &SessionRecord, step: NextStep) -> &'static str {
    match (record.status(), step) {
        _ if !record.claimed => "This verification was not started here. Please start a new one.",
        (Status::Declined, _) | (Status::ResubmissionRequested, NextStep::Retry) => reason(record)
            .map_or_else(
                || catalogue::fallback(record.status()),
                |reason| reason.sentence,
            ),
        // Still open, and too little time left to offer the link.
        (_, NextStep::NewSession) => catalogue::fallback(Status::Expired),
        (status, _) => catalogue::fallback(status),
    }
}

fn reason(record: &SessionRecord) -> Option<&'static catalogue::Reason> {
    record
        .state
        .outcome()
        .and_then(|outcome| outcome.verdict.reason_code)
        .and_then(catalogue::reason)
}
