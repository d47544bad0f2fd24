//! The full auto webhook, on Essential live integrations the only one there is
//! ([full auto webhook](https://devdocs.veriff.com/docs/full-auto-webhook)).

use alloc::borrow::Cow;
use alloc::vec::Vec;
use core::fmt;

use super::details::{ExtractedDocument, ExtractedPerson, Insight};
use super::layout::Slot;
use super::{Drift, Summary, TextField, TimeField};
use crate::json::{Array, Field, FromValue, Number};
use crate::lifecycle::{DecisionStatus, Fact, Millis};

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
    pub(super) summary: Summary<'a>,
}

impl<'a> FullAuto<'a> {
    pub(super) fn of(summary: Summary<'a>) -> Self {
        Self {
            session_id: summary.text(TextField::SessionId),
            attempt_id: summary.text(TextField::AttemptId),
            vendor_data: summary.text(TextField::VendorData),
            end_user_id: summary.text(TextField::EndUserId),
            status: summary.text(TextField::Detail),
            decision: summary.text(TextField::Status),
            accepted_at: summary.time(TimeField::Accepted),
            decided_at: summary.time(TimeField::Decided),
            summary,
        }
    }

    /// The decision as a status, unless there is none or it is one that this crate does not know.
    pub fn decision_status(&self) -> Option<DecisionStatus> {
        DecisionStatus::from_text(self.decision.as_deref()?)
    }

    /// What it says about the session: the verdict, if the decision is known, and when the session was
    /// generated.
    pub fn facts(&self) -> Vec<Fact> {
        self.summary.facts()
    }

    /// `decisionScore`, 0 to 1; null is usual.
    pub fn decision_score(&self) -> Field<'a, Number<'a>> {
        self.field(Slot::DVDecisionScore)
    }

    /// The person, as read from the document.
    pub fn person(&self) -> Field<'a, ExtractedPerson<'a>> {
        self.field(Slot::DVPerson)
    }

    /// The document.
    pub fn document(&self) -> Field<'a, ExtractedDocument<'a>> {
        self.field(Slot::DVDocument)
    }

    /// The single checks and their results, each an [`Insight`].
    pub fn insights(&self) -> impl Iterator<Item = Field<'a, Insight<'a>>> + use<'a> {
        let insights: Field<'a, Array<'a>> = self.field(Slot::DVInsights);
        insights
            .value()
            .into_iter()
            .flat_map(|insights| insights.read())
    }

    /// What was unexpected in it.
    pub fn drift(&self) -> &Drift {
        self.summary.drift()
    }

    fn field<T: FromValue<'a>>(&self, slot: Slot) -> Field<'a, T> {
        Field::read(self.summary.envelope.get(slot))
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
