//! The webhook of statuses that a company defines itself and its people give in Veriff's portal
//! ([user defined statuses](https://devdocs.veriff.com/docs/user-defined-statuses-webhook)).

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use core::fmt;

use super::envelope::Envelope;
use super::layout::Slot;
use super::{Drift, PayloadError};
use crate::lifecycle::{Fact, FactKind, Millis};

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
    drift: Drift,
}

impl<'a> UserStatus<'a> {
    pub(super) fn read(mut from: Envelope<'a>) -> Result<Self, PayloadError> {
        let session_id = from.required_id(Slot::SessionId)?;
        let status = from.text(Slot::UStatus);
        // Without a code, the name it would have been made from identifies the status as well.
        let status_code = match &status {
            Some(status) if !from.has_value(Slot::UStatusCode) => status.clone(),
            _ => from.required_text(Slot::UStatusCode)?,
        };
        let created_at = from.time(Slot::UCreatedAt);
        Ok(Self {
            session_id,
            attempt_id: from.id(Slot::AttemptId),
            vendor_data: from.text(Slot::VendorData),
            end_user_id: from.text(Slot::EndUserId),
            status_code,
            status,
            reason: from.text(Slot::UReason),
            reason_code: from.text(Slot::UReasonCode),
            at: created_at.or_else(|| from.time(Slot::Time)),
            drift: from.drift,
        })
    }

    /// What it says about the session.
    pub fn facts(&self) -> Vec<Fact> {
        vec![Fact {
            attempt: self.attempt_id.as_deref().map(String::from),
            kind: FactKind::UserStatus {
                code: String::from(&*self.status_code),
                at: self.at,
            },
        }]
    }

    /// What was unexpected in it.
    pub fn drift(&self) -> &Drift {
        &self.drift
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
