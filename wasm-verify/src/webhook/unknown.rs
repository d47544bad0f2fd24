//! A genuine message of a type that this crate does not know: kept whole, read as far as it goes.

use alloc::borrow::Cow;
use core::fmt;

use super::Drift;
use super::envelope::Envelope;
use super::layout::Slot;
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
    drift: Drift,
}

impl<'a> Unknown<'a> {
    pub(super) fn read(mut from: Envelope<'a>) -> Self {
        Self {
            event_type: from.text(Slot::EventType).or_else(|| from.text(Slot::Type)),
            session_id: from.id(Slot::SessionId),
            attempt_id: from.id(Slot::AttemptId),
            vendor_data: from.text(Slot::VendorData),
            end_user_id: from.text(Slot::EndUserId),
            body: from.body(),
            drift: from.drift,
        }
    }

    /// What was unexpected in it.
    pub fn drift(&self) -> &Drift {
        &self.drift
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
