//! The webhooks of the Mexican registries, electoral (INE), population (CURP) and both at once, for
//! integrations that still have them (`ine-webhook`, `curp-webhook` and `inecurp-webhook` under
//! <https://devdocs.veriff.com/docs>). Today their results come inside the decision.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::envelope::Envelope;
use super::layout::Slot;
use super::{Drift, PayloadError};
use crate::json::{Field, Object, Value};
use crate::lifecycle::{Fact, FactKind, Millis, RegistryKind};

/// What a registry answered.
#[derive(Clone)]
#[non_exhaustive]
pub struct Registry<'a> {
    /// Which registry.
    pub kind: RegistryKind,
    /// `sessionId`; in a CURP webhook `id`.
    pub session_id: Cow<'a, str>,
    /// `attemptId`; in a CURP webhook `data.attemptId`.
    pub attempt_id: Option<Cow<'a, str>>,
    /// `vendorData`, as it was given when the session was created.
    pub vendor_data: Option<Cow<'a, str>>,
    /// `endUserId`, likewise.
    pub end_user_id: Option<Cow<'a, str>>,
    /// `data.status`: the registry's own word. Where both were asked at once there may be none; then
    /// it is `data.details.curp.statusCurp`.
    pub status: Option<Cow<'a, str>>,
    /// `data.code`: 200 when the registry answered.
    pub code: Option<u32>,
    /// `time`, which a CURP webhook lacks.
    pub at: Option<Millis>,
    details: Option<Value<'a>>,
    drift: Drift,
}

impl<'a> Registry<'a> {
    pub(super) fn read(mut from: Envelope<'a>, kind: RegistryKind) -> Result<Self, PayloadError> {
        // CURP has its own places; either is taken from all, the usual one first.
        let (usual, other) = match kind {
            RegistryKind::Curp => (Slot::Id, Slot::SessionId),
            _ => (Slot::SessionId, Slot::Id),
        };
        let session = if from.has(other) && !from.has(usual) {
            other
        } else {
            usual
        };
        let session_id = from.required_id(session)?;
        let attempt_id = match from.has_value(Slot::DAttemptId) {
            true => from.id(Slot::DAttemptId),
            false => from.id(Slot::AttemptId),
        };
        let details = from.get(Slot::DDetails);
        let status = from.text(Slot::DStatus).or_else(|| {
            let curp = details?.as_object()?.get("curp")?.as_object()?;
            Some(curp.get("statusCurp")?.as_text()?.to_str())
        });
        if status.is_none() {
            from.drift.unexpected_type(Slot::DStatus.path());
        }
        Ok(Self {
            kind,
            session_id,
            attempt_id,
            vendor_data: from.text(Slot::VendorData),
            end_user_id: from.text(Slot::EndUserId),
            status,
            code: from.code(Slot::DCode),
            at: from.time(Slot::Time),
            details,
            drift: from.drift,
        })
    }

    /// What it says about the session: nothing, if there is no status.
    pub fn facts(&self) -> Vec<Fact> {
        let attempt = self.attempt_id.as_deref().map(String::from);
        let fact = self.status.as_deref().map(|status| Fact {
            attempt,
            kind: FactKind::Registry {
                kind: self.kind,
                status: String::from(status),
                at: self.at,
            },
        });
        fact.into_iter().collect()
    }

    /// `data.details`: what the registry holds, in its own words.
    pub fn details(&self) -> Field<'a, Object<'a>> {
        Field::read(self.details)
    }

    /// What was unexpected in it.
    pub fn drift(&self) -> &Drift {
        &self.drift
    }
}

impl fmt::Debug for Registry<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Registry")
            .field("kind", &self.kind)
            .field("session_id", &self.session_id)
            .field("attempt_id", &self.attempt_id)
            .finish_non_exhaustive()
    }
}
