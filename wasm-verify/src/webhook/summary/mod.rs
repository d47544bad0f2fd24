//! What a handler needs at once of a webhook, whatever its type, and what the webhook means.
//!
//! The eight types differ in where a field lies and in what must be there; [`steps`] is a table of that,
//! and the reading is one loop over it. The typed [`Webhook`](super::Webhook) is made from a summary.

mod checks;
mod facts;
mod steps;

use alloc::borrow::Cow;
use alloc::vec::Vec;
use core::fmt;

use super::envelope::{Envelope, as_integer};
use super::layout::Slot;
use super::{Drift, Kind, PayloadError};
use crate::json::Text;
use crate::lifecycle::{Fact, FactKind, Kept, Millis};
use steps::{How, Step, steps_of};

/// The texts of a summary, in the order of [`Summary::texts`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextField {
    /// The session's id.
    SessionId,
    /// The attempt's id.
    AttemptId,
    /// `vendorData`
    VendorData,
    /// `endUserId`
    EndUserId,
    /// `status` of a decision, full auto's `decision`, or a registry's or portal user's own word.
    Status,
    /// `action` of an event; `checkType` of a watchlist; `statusCode` of a user status.
    Action,
    /// `reason` of a decision or user status; `matchStatus` of a watchlist; `feature` of an event.
    Reason,
    /// `reasonCode` of a user status, which is a text; `eventType` of an unknown type; full auto's
    /// `status`.
    Detail,
}

/// The times of a summary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeField {
    /// `decisionTime`, or full auto's `time`.
    Decided,
    /// `submissionTime`
    Submitted,
    /// `acceptanceTime`: when the session was generated.
    Accepted,
    /// The time of a watchlist, registry or user status webhook.
    At,
}

/// What a handler needs at once of a webhook: ids, status, codes and times. Nothing is copied from the
/// body until it is asked for.
#[derive(Clone)]
pub struct Summary<'a> {
    kind: Kind,
    texts: [Option<Text<'a>>; 8],
    times: [Option<Millis>; 4],
    code: Option<u32>,
    reason_code: Option<u32>,
    total_hits: Option<u64>,
    pub(super) envelope: Envelope<'a>,
}

impl<'a> Summary<'a> {
    /// Reads the body of a webhook whose signature is genuine: [`parse`](super::parse) without the
    /// details.
    ///
    /// # Errors
    ///
    /// [`PayloadError`] if the body is not a JSON object, or if it lacks what the session's state depends
    /// on.
    pub fn of(body: &'a [u8]) -> Result<Self, PayloadError> {
        let mut envelope = Envelope::scan(body)?;
        let kind = super::kind_of(&envelope);
        if kind == Kind::FullAuto {
            envelope.required_id(Slot::SessionId);
        }
        Self::read(envelope, kind)
    }

    /// Reads a body as that type, whichever it says it is.
    pub(super) fn read(envelope: Envelope<'a>, kind: Kind) -> Result<Self, PayloadError> {
        let mut summary = Self {
            kind,
            texts: [None; 8],
            times: [None; 4],
            code: None,
            reason_code: None,
            total_hits: None,
            envelope,
        };
        summary.require();
        for step in steps_of(kind) {
            summary.take(step);
        }
        summary.check();
        match summary.envelope.error.take() {
            Some(error) => Err(error),
            None => Ok(summary),
        }
    }

    /// Which type of webhook it is.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// A text, if it is there.
    pub fn text(&self, field: TextField) -> Option<Cow<'a, str>> {
        let text = self.texts.get(field as usize).copied().flatten();
        text.map(|text| text.to_str())
    }

    /// All the texts, in the order of [`TextField`].
    pub fn texts(&self) -> impl Iterator<Item = Option<Text<'a>>> + use<'a> {
        self.texts.into_iter()
    }

    /// A time, if it is there.
    pub fn time(&self, field: TimeField) -> Option<Millis> {
        self.times.get(field as usize).copied().flatten()
    }

    /// `code`
    pub fn code(&self) -> Option<u32> {
        self.code
    }

    /// `reasonCode`
    pub fn reason_code(&self) -> Option<u32> {
        self.reason_code
    }

    /// `totalHits` of a watchlist
    pub fn total_hits(&self) -> Option<u64> {
        self.total_hits
    }

    /// What was unexpected in it.
    pub fn drift(&self) -> &Drift {
        &self.envelope.drift
    }

    /// What it says about the session. Empty when that is nothing we know of: an unknown type, status
    /// or action.
    pub fn facts(&self) -> Vec<Fact> {
        let attempt = self.text(TextField::AttemptId);
        let attempt = attempt.map(|id| id.into_owned());
        let mut facts: Vec<_> = self.kept().iter().flatten().map(Kept::fact).collect();
        // A state has no use for it in every fact; whoever reads the facts may have.
        for fact in &mut facts {
            if !matches!(fact.kind, FactKind::Accepted { .. }) {
                fact.attempt.clone_from(&attempt);
            }
        }
        facts
    }

    /// The facts, as a state keeps them.
    pub(crate) fn kept(&self) -> [Option<Kept>; 2] {
        facts::kept(self)
    }

    /// A text that [`read`](Self::read) has made sure of.
    pub(super) fn required(&self, field: TextField) -> Cow<'a, str> {
        self.text(field).unwrap_or_default()
    }

    fn take(&mut self, step: &Step) {
        let from = &mut self.envelope;
        let is_elsewhere =
            step.or != step.slot && !from.has_value(step.slot) && from.has_value(step.or);
        let slot = match is_elsewhere {
            true => step.or,
            false => step.slot,
        };
        let (field, text) = match step.how {
            How::RequiredId(field) => (field, from.required_id(slot)),
            How::OptionalId(field) => (field, from.optional_id(slot)),
            How::Id(field) => (field, from.id(slot)),
            How::RequiredText(field) => (field, from.required_text(slot)),
            How::Text(field) => (field, from.text(slot)),
            How::Time(field) => {
                let at = from.time(slot).or_else(|| match step.or == slot {
                    true => None,
                    false => from.time(step.or),
                });
                if let Some(place) = self.times.get_mut(field as usize) {
                    *place = at;
                }
                return;
            }
            How::Code => return self.code = from.code(slot),
            How::ReasonCode => return self.reason_code = from.code(slot),
            How::TotalHits => return self.total_hits = from.get(slot).and_then(as_integer),
        };
        self.set(field, text);
    }

    fn set(&mut self, field: TextField, text: Option<Text<'a>>) {
        if let Some(place) = self.texts.get_mut(field as usize) {
            *place = text;
        }
    }
}

impl fmt::Debug for Summary<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Summary")
            .field("kind", &self.kind)
            .field("session_id", &self.text(TextField::SessionId))
            .field("attempt_id", &self.text(TextField::AttemptId))
            .finish_non_exhaustive()
    }
}
