//! The webhook of statuses that a company defines itself and its people give in Veriff's portal
//! ([user defined statuses](https://devdocs.veriff.com/docs/user-defined-statuses-webhook)).

use alloc::borrow::Cow;
use alloc::vec::Vec;
use core::fmt;

use super::{Drift, Summary, TextField, TimeField};
use crate::lifecycle::{Fact, Millis};

/// Somebody gave an attempt a status of the company's own. The decision stands.
#[derive(Clone)]
#[non_exhaustive]
pub struct UserStatus<'a> {
    /// `sessionId`.
    pub session_id: Cow<'a, str>,
    /// `attemptId`.
    pub attempt_id: Option<Cow<'a, str>>,
    /// `vendorData`, as it was given when the session was created.
    pub vendor_data: Option<Cow<'a, str>>,
    /// `endUserId`, likewise.
    pub end_user_id: Option<Cow<'a, str>>,
    /// `data.verification.userDefinedData.statusCode`, made by Veriff from the status.
    pub status_code: Cow<'a, str>,
    /// `….status`, as the company named it.
    pub status: Option<Cow<'a, str>>,
    /// `….reason`, which may be free text.
    pub reason: Option<Cow<'a, str>>,
    /// `….reasonCode`, a text as well; none when the reason is free text.
    pub reason_code: Option<Cow<'a, str>>,
    /// `….createdAt`, or else the message's `time`.
    pub at: Option<Millis>,
    pub(super) summary: Summary<'a>,
}

impl<'a> UserStatus<'a> {
    pub(super) fn of(summary: Summary<'a>) -> Self {
        Self {
            session_id: summary.required(TextField::SessionId),
            attempt_id: summary.text(TextField::AttemptId),
            vendor_data: summary.text(TextField::VendorData),
            end_user_id: summary.text(TextField::EndUserId),
            status_code: summary.required(TextField::Action),
            status: summary.text(TextField::Status),
            reason: summary.text(TextField::Reason),
            reason_code: summary.text(TextField::Detail),
            at: summary.time(TimeField::At),
            summary,
        }
    }

    /// What it says about the session.
    pub fn facts(&self) -> Vec<Fact> {
        self.summary.facts()
    }

    /// What was unexpected in it.
    pub fn drift(&self) -> &Drift {
        self.summary.drift()
    }
}

impl fmt::Debug for UserStatus<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UserStatus")
            .field("session_id", &self.session_id)
            .field("attempt_id", &self.attempt_id)
            .field("status_code", &self.status_code)
            .finish_non_exhaustive()
    }
}
