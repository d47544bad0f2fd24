//! The event webhook: the person began, or finished
//! ([event webhook](https://devdocs.veriff.com/docs/event-webhook)).

use alloc::borrow::Cow;
use alloc::vec::Vec;
use core::fmt;

use super::layout::Slot;
use super::{Drift, Summary, TextField};
use crate::lifecycle::Fact;

/// Something happened to a session. It has no time.
#[derive(Clone)]
#[non_exhaustive]
pub struct Event<'a> {
    /// `id`: the session.
    pub session_id: Cow<'a, str>,
    /// `attemptId`, which legacy events lack.
    pub attempt_id: Option<Cow<'a, str>>,
    /// `addressId`, in place of the attempt in the legacy event 7005.
    pub address_id: Option<Cow<'a, str>>,
    /// `vendorData`, as it was given when the session was created.
    pub vendor_data: Option<Cow<'a, str>>,
    /// `endUserId`, likewise.
    pub end_user_id: Option<Cow<'a, str>>,
    /// `action`: Veriff's word, which may be a new one.
    pub action: Cow<'a, str>,
    /// `code`: 7001 for started, 7002 for submitted. The action decides.
    pub code: Option<u32>,
    /// `feature`: `selfid`.
    pub feature: Option<Cow<'a, str>>,
    pub(super) summary: Summary<'a>,
}

impl<'a> Event<'a> {
    pub(super) fn of(summary: Summary<'a>) -> Self {
        let address_id = summary.envelope.text(Slot::AddressId);
        Self {
            session_id: summary.required(TextField::SessionId),
            attempt_id: summary.text(TextField::AttemptId),
            address_id: address_id.map(|id| id.to_str()),
            vendor_data: summary.text(TextField::VendorData),
            end_user_id: summary.text(TextField::EndUserId),
            action: summary.required(TextField::Action),
            code: summary.code(),
            feature: summary.text(TextField::Reason),
            summary,
        }
    }

    /// What it says about the session: nothing, if the action is not known. The legacy
    /// `tier_1_approved` is a step of checking, so the person had finished.
    pub fn facts(&self) -> Vec<Fact> {
        self.summary.facts()
    }

    /// What was unexpected in it.
    pub fn drift(&self) -> &Drift {
        self.summary.drift()
    }
}

impl fmt::Debug for Event<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Event")
            .field("session_id", &self.session_id)
            .field("attempt_id", &self.attempt_id)
            .field("action", &self.action)
            .field("code", &self.code)
            .finish_non_exhaustive()
    }
}

/// Whether a code is one of an event.
pub(super) fn is_event_code(code: u32) -> bool {
    (7000..8000).contains(&code)
}
