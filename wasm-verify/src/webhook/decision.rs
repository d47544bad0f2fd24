//! The decision webhook, and the answer of `GET /sessions/{id}/decision`, which has the same fields
//! ([decision webhook](https://devdocs.veriff.com/docs/decision-webhook)).

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::details::{
    AdditionalVerifiedData, BiometricAuthentication, Document, Person, RiskLabel, RiskScore,
};
use super::envelope::Envelope;
use super::layout::Slot;
use super::{Drift, PayloadError};
use crate::json::{Array, Field, Object, Text, Value};
use crate::lifecycle::{DecisionStatus, Fact, FactKind, Millis, Verdict};

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
    /// `verification.code`, which decides nothing: 9104 is both expired and abandoned.
    pub code: u32,
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
    person: Option<Value<'a>>,
    document: Option<Value<'a>>,
    additional_verified_data: Option<Value<'a>>,
    risk_score: Option<Value<'a>>,
    risk_labels: Option<Value<'a>>,
    biometric_authentication: Option<Value<'a>>,
    technical_data: Option<Value<'a>>,
    drift: Drift,
}

impl<'a> Decision<'a> {
    pub(super) fn read(mut from: Envelope<'a>) -> Result<Self, PayloadError> {
        if from
            .get(Slot::Verification)
            .is_none_or(|verification| verification.as_object().is_none())
        {
            return Err(PayloadError::WrongType {
                path: "verification",
                expected: "an object",
            });
        }
        let session_id = from.required_id(Slot::VId)?;
        let status = from.required_text(Slot::VStatus)?;
        let code = from.required_code(Slot::VCode)?;
        let decided_at = from.time(Slot::VDecisionTime);
        check_status(&mut from.drift, &status, code);
        let is_conclusive = DecisionStatus::from_text(&status).is_some_and(|s| s.is_conclusive());
        if is_conclusive && from.has(Slot::VDecisionTime) && !from.has_value(Slot::VDecisionTime) {
            from.drift.unexpected_type(Slot::VDecisionTime.path());
        }
        Ok(Self {
            session_id,
            attempt_id: from.id(Slot::VAttemptId),
            vendor_data: from.text(Slot::VVendorData),
            end_user_id: from.text(Slot::VEndUserId),
            status,
            code,
            reason: from.text(Slot::VReason),
            reason_code: from.code(Slot::VReasonCode),
            accepted_at: from.time(Slot::VAcceptanceTime),
            submitted_at: from.time(Slot::VSubmissionTime),
            decided_at,
            person: from.get(Slot::VPerson),
            document: from.get(Slot::VDocument),
            additional_verified_data: from.get(Slot::VAdditional),
            risk_score: from.get(Slot::VRiskScore),
            risk_labels: from.get(Slot::VRiskLabels),
            biometric_authentication: from.get(Slot::VBiometric),
            technical_data: from.get(Slot::TechnicalData),
            drift: from.drift,
        })
    }

    /// The status, unless it is one that this crate does not know.
    pub fn decision_status(&self) -> Option<DecisionStatus> {
        DecisionStatus::from_text(&self.status)
    }

    /// What it says about the session: the verdict, if the status is known, and when the session was
    /// generated.
    pub fn facts(&self) -> Vec<Fact> {
        let attempt = self.attempt_id.as_deref().map(String::from);
        let verdict = self.decision_status().map(|status| Fact {
            attempt,
            kind: FactKind::Decision(Verdict {
                status,
                code: Some(self.code),
                reason_code: self.reason_code,
                reason: self.reason.as_deref().map(String::from),
                decided_at: self.decided_at,
                submitted_at: self.submitted_at,
            }),
        });
        verdict
            .into_iter()
            .chain(accepted(self.accepted_at))
            .collect()
    }

    /// The verified person. Null where no person was verified: expired, abandoned, biometric.
    pub fn person(&self) -> Field<'a, Person<'a>> {
        Field::read(self.person)
    }

    /// The verified document.
    pub fn document(&self) -> Field<'a, Document<'a>> {
        Field::read(self.document)
    }

    /// What the integration's further products found: age, proof of address, registries.
    pub fn additional_verified_data(&self) -> Field<'a, AdditionalVerifiedData<'a>> {
        Field::read(self.additional_verified_data)
    }

    /// The risk score.
    pub fn risk_score(&self) -> Field<'a, RiskScore<'a>> {
        Field::read(self.risk_score)
    }

    /// The risk labels, each a [`RiskLabel`].
    pub fn risk_labels(&self) -> impl Iterator<Item = Field<'a, RiskLabel<'a>>> + use<'a> {
        let labels: Field<'a, Array<'a>> = Field::read(self.risk_labels);
        labels.value().into_iter().flat_map(|labels| labels.read())
    }

    /// Whom a biometric authentication matched.
    pub fn biometric_authentication(&self) -> Field<'a, BiometricAuthentication<'a>> {
        Field::read(self.biometric_authentication)
    }

    /// `technicalData.ip`: the person's address.
    pub fn ip(&self) -> Field<'a, Text<'a>> {
        match Field::read(self.technical_data) {
            Field::Value(data) => Field::read(Object::get(&data, "ip")),
            Field::Absent => Field::Absent,
            Field::Null => Field::Null,
            Field::Unexpected(found) => Field::Unexpected(found),
        }
    }

    /// What was unexpected in it.
    pub fn drift(&self) -> &Drift {
        &self.drift
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

/// The fact of when the session was generated.
pub(super) fn accepted(at: Option<Millis>) -> Option<Fact> {
    at.map(|at| Fact {
        attempt: None,
        kind: FactKind::Accepted { at },
    })
}

/// Counts a status or code that is not known, and a code that belongs to another status
/// ([status codes](https://devdocs.veriff.com/docs/verification-session-status-codes-table)).
fn check_status(drift: &mut Drift, status: &str, code: u32) {
    let is_known = matches!(code, 9001 | 9102 | 9103 | 9104 | 9121);
    let expected = DecisionStatus::from_text(status).map(|status| match status {
        DecisionStatus::Approved => 9001,
        DecisionStatus::Declined => 9102,
        DecisionStatus::ResubmissionRequested => 9103,
        DecisionStatus::Expired | DecisionStatus::Abandoned => 9104,
        DecisionStatus::Review => 9121,
    });
    match expected {
        None => drift.unknown_status(Slot::VStatus.path()),
        Some(expected) if expected != code => drift.odd_code(Slot::VCode.path(), is_known),
        Some(_) => {}
    }
    if expected.is_none() && !is_known {
        drift.odd_code(Slot::VCode.path(), false);
    }
}
