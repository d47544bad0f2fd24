//! The event webhook: the person began, or finished
//! ([event webhook](https://devdocs.veriff.com/docs/event-webhook)).

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use core::fmt;

use super::envelope::Envelope;
use super::layout::Slot;
use super::{Drift, PayloadError};
use crate::lifecycle::{Fact, FactKind};

/// The actions, each with its codes. 7003 and 7005 are legacy.
const ACTIONS: [(&str, &[u32]); 3] = [
    ("started", &[7001]),
    ("submitted", &[7002, 7005]),
    ("tier_1_approved", &[7003]),
];

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
    /// `code`: 7001 for started, 7002 for submitted.
    pub code: u32,
    /// `feature`: `selfid`.
    pub feature: Option<Cow<'a, str>>,
    drift: Drift,
}

impl<'a> Event<'a> {
    pub(super) fn read(mut from: Envelope<'a>) -> Result<Self, PayloadError> {
        let session_id = from.required_id(Slot::Id)?;
        let action = from.required_text(Slot::Action)?;
        let code = from.required_code(Slot::Code)?;
        check_action(&mut from.drift, &action, code);
        Ok(Self {
            session_id,
            attempt_id: from.id(Slot::AttemptId),
            address_id: from.text(Slot::AddressId),
            vendor_data: from.text(Slot::VendorData),
            end_user_id: from.text(Slot::EndUserId),
            action,
            code,
            feature: from.text(Slot::Feature),
            drift: from.drift,
        })
    }

    /// What it says about the session: nothing, if the action is not known. The legacy
    /// `tier_1_approved` is a step of checking, so the person had finished.
    pub fn facts(&self) -> Vec<Fact> {
        let kind = match &*self.action {
            "started" => FactKind::Started,
            "submitted" | "tier_1_approved" => FactKind::Submitted,
            _ => return Vec::new(),
        };
        vec![Fact {
            attempt: self.attempt_id.as_deref().map(String::from),
            kind,
        }]
    }

    /// What was unexpected in it.
    pub fn drift(&self) -> &Drift {
        &self.drift
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

fn check_action(drift: &mut Drift, action: &str, code: u32) {
    let is_known = ACTIONS.iter().any(|(_, codes)| codes.contains(&code));
    match ACTIONS.iter().find(|(name, _)| *name == action) {
        Some((_, codes)) if codes.contains(&code) => {}
        Some(_) => drift.odd_code(Slot::Code.path(), is_known),
        None => {
            drift.unknown_status(Slot::Action.path());
            if !is_known {
                drift.odd_code(Slot::Code.path(), false);
            }
        }
    }
}
