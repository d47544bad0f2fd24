//! The decision webhook, and the answer of `GET /sessions/{id}/decision`, which has the same fields
//! ([decision webhook](https://devdocs.veriff.com/docs/decision-webhook)).

use alloc::borrow::Cow;
use alloc::vec::Vec;
use core::fmt;

use super::details::{
    AdditionalVerifiedData, BiometricAuthentication, Document, Person, RiskLabel, RiskScore,
};
use super::layout::Slot;
use super::{Drift, Summary, TextField, TimeField};
use crate::json::{Array, Field, FromValue, Object, Text};
use crate::lifecycle::{DecisionStatus, Fact, Millis};

/// What Veriff decided about an attempt.
#[derive(Clone)]
#[non_exhaustive]
pub struct Decision<'a> {
    /// `verification.id`: the session.
    pub session_id: Cow<'a, str>,
    /// `verification.attemptId`: the attempt that got the status. Older messages lack it.
    pub attempt_id: Option<Cow<'a, str>>,
    /// `verification.vendorData`, as it was given when the session was created.
    pub vendor_data: Option<Cow<'a, str>>,
    /// `verification.endUserId`, likewise.
    pub end_user_id: Option<Cow<'a, str>>,
    /// `verification.status`: Veriff's word, which may be a new one.
    pub status: Cow<'a, str>,
    /// `verification.code`, which decides nothing: 9104 is both expired and abandoned. Not all senders have it.
    pub code: Option<u32>,
    /// `verification.reason`: why not approved, in Veriff's words.
    pub reason: Option<Cow<'a, str>>,
    /// `verification.reasonCode`, sent as a number or as a text.
    pub reason_code: Option<u32>,
    /// `verification.acceptanceTime`: when the session was generated, despite the name.
    pub accepted_at: Option<Millis>,
    /// `verification.submissionTime`: when the person finished. Older messages lack it.
    pub submitted_at: Option<Millis>,
    /// `verification.decisionTime`.
    pub decided_at: Option<Millis>,
    pub(super) summary: Summary<'a>,
}

impl<'a> Decision<'a> {
    pub(super) fn of(summary: Summary<'a>) -> Self {
        Self {
            session_id: summary.required(TextField::SessionId),
            attempt_id: summary.text(TextField::AttemptId),
            vendor_data: summary.text(TextField::VendorData),
            end_user_id: summary.text(TextField::EndUserId),
            status: summary.required(TextField::Status),
            code: summary.code(),
            reason: summary.text(TextField::Reason),
            reason_code: summary.reason_code(),
            accepted_at: summary.time(TimeField::Accepted),
            submitted_at: summary.time(TimeField::Submitted),
            decided_at: summary.time(TimeField::Decided),
            summary,
        }
    }

    /// The status, unless it is one that this crate does not know.
    pub fn decision_status(&self) -> Option<DecisionStatus> {
        DecisionStatus::from_text(&self.status)
    }

    /// What it says about the session: the verdict, if the status is known, and when the session was
    /// generated.
    pub fn facts(&self) -> Vec<Fact> {
        self.summary.facts()
    }

    /// The verified person. Null where no person was verified: expired, abandoned, biometric.
    pub fn person(&self) -> Field<'a, Person<'a>> {
        self.field(Slot::VPerson)
    }

    /// The verified document.
    pub fn document(&self) -> Field<'a, Document<'a>> {
        self.field(Slot::VDocument)
    }

    /// What the integration's further products found: age, proof of address, registries.
    pub fn additional_verified_data(&self) -> Field<'a, AdditionalVerifiedData<'a>> {
        self.field(Slot::VAdditional)
    }

    /// The risk score.
    pub fn risk_score(&self) -> Field<'a, RiskScore<'a>> {
        self.field(Slot::VRiskScore)
    }

    /// The risk labels, each a [`RiskLabel`].
    pub fn risk_labels(&self) -> impl Iterator<Item = Field<'a, RiskLabel<'a>>> + use<'a> {
        let labels: Field<'a, Array<'a>> = self.field(Slot::VRiskLabels);
        labels.value().into_iter().flat_map(|labels| labels.read())
    }

    /// Whom a biometric authentication matched.
    pub fn biometric_authentication(&self) -> Field<'a, BiometricAuthentication<'a>> {
        self.field(Slot::VBiometric)
    }

    /// `technicalData.ip`: the person's address.
    pub fn ip(&self) -> Field<'a, Text<'a>> {
        match self.field(Slot::TechnicalData) {
            Field::Value(data) => Field::read(Object::get(&data, "ip")),
            Field::Absent => Field::Absent,
            Field::Null => Field::Null,
            Field::Unexpected(found) => Field::Unexpected(found),
        }
    }

    /// What was unexpected in it.
    pub fn drift(&self) -> &Drift {
        self.summary.drift()
    }

    fn field<T: FromValue<'a>>(&self, slot: Slot) -> Field<'a, T> {
        Field::read(self.summary.envelope.get(slot))
    }
}

impl fmt::Debug for Decision<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Decision")
            .field("session_id", &self.session_id)
            .field("attempt_id", &self.attempt_id)
            .field("status", &self.status)
            .field("code", &self.code)
            .field("reason_code", &self.reason_code)
            .finish_non_exhaustive()
    }
}
