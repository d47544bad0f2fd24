//! The webhooks of the Mexican registries, electoral (INE), population (CURP) and both at once, for
//! integrations that still have them (`ine-webhook`, `curp-webhook` and `inecurp-webhook` under
//! <https://devdocs.veriff.com/docs>). Today their results come inside the decision.

use alloc::borrow::Cow;
use alloc::vec::Vec;
use core::fmt;

use super::layout::Slot;
use super::{Drift, Summary, TextField, TimeField};
use crate::json::{Field, Object};
use crate::lifecycle::{Fact, Millis, RegistryKind};

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
    pub(super) summary: Summary<'a>,
}

impl<'a> Registry<'a> {
    pub(super) fn of(summary: Summary<'a>, kind: RegistryKind) -> Self {
        Self {
            kind,
            session_id: summary.required(TextField::SessionId),
            attempt_id: summary.text(TextField::AttemptId),
            vendor_data: summary.text(TextField::VendorData),
            end_user_id: summary.text(TextField::EndUserId),
            status: summary.text(TextField::Status),
            code: summary.code(),
            at: summary.time(TimeField::At),
            summary,
        }
    }

    /// What it says about the session: nothing, if there is no status.
    pub fn facts(&self) -> Vec<Fact> {
        self.summary.facts()
    }

    /// `data.details`: what the registry holds, in its own words.
    pub fn details(&self) -> Field<'a, Object<'a>> {
        Field::read(self.summary.envelope.get(Slot::DDetails))
    }

    /// What was unexpected in it.
    pub fn drift(&self) -> &Drift {
        self.summary.drift()
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
