//! The full auto webhook, on Essential live integrations the only one there is
//! ([full auto webhook](https://devdocs.veriff.com/docs/full-auto-webhook)).

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::decision::accepted;
use super::details::{ExtractedDocument, ExtractedPerson, Insight};
use super::envelope::Envelope;
use super::layout::Slot;
use super::{Drift, PayloadError};
use crate::json::{Array, Field, Number, Value};
use crate::lifecycle::{DecisionStatus, Fact, FactKind, Millis, Verdict};

/// What Veriff's automation found, and decided. It has neither code nor reason.
#[derive(Clone)]
#[non_exhaustive]
pub struct FullAuto<'a> {
    /// `sessionId`. A webhook always has it; an answer to our asking may leave it out.
    pub session_id: Option<Cow<'a, str>>,
    /// `attemptId`.
    pub attempt_id: Option<Cow<'a, str>>,
    /// `vendorData`, as it was given when the session was created.
    pub vendor_data: Option<Cow<'a, str>>,
    /// `endUserId`, likewise.
    pub end_user_id: Option<Cow<'a, str>>,
    /// `status`: `success` or `fail`, of the automation and not of the person.
    pub status: Option<Cow<'a, str>>,
    /// `data.verification.decision`: Veriff's word, which may be a new one. None only when the status
    /// is not `success`.
    pub decision: Option<Cow<'a, str>>,
    /// `acceptanceTime`: when the session was generated.
    pub accepted_at: Option<Millis>,
    /// `time`: when it was decided.
    pub decided_at: Option<Millis>,
    decision_score: Option<Value<'a>>,
    person: Option<Value<'a>>,
    document: Option<Value<'a>>,
    insights: Option<Value<'a>>,
    drift: Drift,
}

impl<'a> FullAuto<'a> {
    pub(super) fn read(mut from: Envelope<'a>) -> Result<Self, PayloadError> {
        from.required_id(Slot::SessionId)?;
        Self::read_answer(&mut from)
    }

    /// The same, where the session may go unnamed.
    pub(super) fn read_answer(from: &mut Envelope<'a>) -> Result<Self, PayloadError> {
        let session_id = from.optional_id(Slot::SessionId)?;
        let failed = from.has_value(Slot::Status) && !from.is(Slot::Status, "success");
        let decision = match failed && !from.has_value(Slot::DVDecision) {
            true => None,
            false => Some(from.required_text(Slot::DVDecision)?),
        };
        if decision
            .as_deref()
            .is_some_and(|text| DecisionStatus::from_text(text).is_none())
        {
            from.drift.unknown_status(Slot::DVDecision.path());
        }
        Ok(Self {
            session_id,
            attempt_id: from.id(Slot::AttemptId),
            vendor_data: from.text(Slot::VendorData),
            end_user_id: from.text(Slot::EndUserId),
            status: from.text(Slot::Status),
            decision,
            accepted_at: from.time(Slot::AcceptanceTime),
            decided_at: from.time(Slot::Time),
            decision_score: from.get(Slot::DVDecisionScore),
            person: from.get(Slot::DVPerson),
            document: from.get(Slot::DVDocument),
            insights: from.get(Slot::DVInsights),
            drift: core::mem::take(&mut from.drift),
        })
    }

    /// The decision as a status, unless there is none or it is one that this crate does not know.
    pub fn decision_status(&self) -> Option<DecisionStatus> {
        DecisionStatus::from_text(self.decision.as_deref()?)
    }

    /// What it says about the session: the verdict, if the decision is known, and when the session was
    /// generated.
    pub fn facts(&self) -> Vec<Fact> {
        let attempt = self.attempt_id.as_deref().map(String::from);
        let verdict = self.decision_status().map(|status| Fact {
            attempt,
            kind: FactKind::FullAuto(Verdict {
                status,
                code: None,
                reason_code: None,
                reason: None,
                decided_at: self.decided_at,
                submitted_at: None,
            }),
        });
        verdict
            .into_iter()
            .chain(accepted(self.accepted_at))
            .collect()
    }

    /// `decisionScore`, 0 to 1; null is usual.
    pub fn decision_score(&self) -> Field<'a, Number<'a>> {
        Field::read(self.decision_score)
    }

    /// The person, as read from the document.
    pub fn person(&self) -> Field<'a, ExtractedPerson<'a>> {
        Field::read(self.person)
    }

    /// The document.
    pub fn document(&self) -> Field<'a, ExtractedDocument<'a>> {
        Field::read(self.document)
    }

    /// The single checks and their results, each an [`Insight`].
    pub fn insights(&self) -> impl Iterator<Item = Field<'a, Insight<'a>>> + use<'a> {
        let insights: Field<'a, Array<'a>> = Field::read(self.insights);
        insights
            .value()
            .into_iter()
            .flat_map(|insights| insights.read())
    }

    /// What was unexpected in it.
    pub fn drift(&self) -> &Drift {
        &self.drift
    }
}

impl fmt::Debug for FullAuto<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FullAuto")
            .field("session_id", &self.session_id)
            .field("attempt_id", &self.attempt_id)
            .field("decision", &self.decision)
            .finish_non_exhaustive()
    }
}
