//! A genuine message of a type that this crate does not know: kept whole, read as far as it goes.

use alloc::borrow::Cow;
use core::fmt;

use super::{Drift, Summary, TextField};
use crate::json::Value;

/// A message of an unknown type. Its ids are taken from where Veriff's newer types have them.
#[derive(Clone)]
#[non_exhaustive]
pub struct Unknown<'a> {
    /// `eventType`, or else `type`.
    pub event_type: Option<Cow<'a, str>>,
    /// `sessionId`.
    pub session_id: Option<Cow<'a, str>>,
    /// `attemptId`.
    pub attempt_id: Option<Cow<'a, str>>,
    /// `vendorData`.
    pub vendor_data: Option<Cow<'a, str>>,
    /// `endUserId`.
    pub end_user_id: Option<Cow<'a, str>>,
    /// The whole message.
    pub body: Value<'a>,
    pub(super) summary: Summary<'a>,
}

impl<'a> Unknown<'a> {
    pub(super) fn of(summary: Summary<'a>) -> Self {
        Self {
            event_type: summary.text(TextField::Detail),
            session_id: summary.text(TextField::SessionId),
            attempt_id: summary.text(TextField::AttemptId),
            vendor_data: summary.text(TextField::VendorData),
            end_user_id: summary.text(TextField::EndUserId),
            body: summary.envelope.body(),
            summary,
        }
    }

    /// What was unexpected in it.
    pub fn drift(&self) -> &Drift {
        self.summary.drift()
    }
}

impl fmt::Debug for Unknown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Unknown")
            .field("session_id", &self.session_id)
            .field("attempt_id", &self.attempt_id)
            .finish_non_exhaustive()
    }
}
