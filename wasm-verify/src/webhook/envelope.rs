//! One pass over a body, and the two ways of reading a field: what the state depends on strictly, the
//! rest as it comes.

use super::layout::{BODY, Slot};
use super::{Drift, PayloadError};
use crate::ascii::is_printed;
use crate::json::{Kind, Span, Text, Value, digits, scan_object};
use crate::lifecycle::Millis;
use crate::time::parse_timestamp;

/// The longest id that is taken for one.
const MAX_ID: usize = 64;
const ID: &str = "a text of 1 to 64 visible ascii characters";
const TEXT: &str = "a text";

/// A validated body whose fields have been found.
#[derive(Clone)]
pub(super) struct Envelope<'a> {
    text: &'a str,
    spans: [Span; Slot::COUNT],
    /// What was unexpected so far.
    pub(super) drift: Drift,
    /// The first field that must be there, or be something, and is not.
    pub(super) error: Option<PayloadError>,
}

impl<'a> Envelope<'a> {
    /// Validates the body and finds the fields.
    pub(super) fn scan(body: &'a [u8]) -> Result<Self, PayloadError> {
        let mut spans = [Span::default(); Slot::COUNT];
        let mut drift = Drift::default();
        let text = scan_object(body, &BODY, &mut spans, &mut drift)?;
        let text = text.ok_or(PayloadError::NotObject)?;
        Ok(Self {
            text,
            spans,
            drift,
            error: None,
        })
    }

    /// The whole body.
    pub(super) fn body(&self) -> Value<'a> {
        Value::of_valid(self.text.trim_ascii())
    }

    /// The value, if the field is there.
    pub(super) fn get(&self, slot: Slot) -> Option<Value<'a>> {
        self.span(slot).of(self.text)
    }

    /// Whether the field is there, null included.
    pub(super) fn has(&self, slot: Slot) -> bool {
        self.get(slot).is_some()
    }

    /// Whether the field is there, and is not null.
    pub(super) fn has_value(&self, slot: Slot) -> bool {
        self.get(slot)
            .is_some_and(|value| value.kind() != Kind::Null)
    }

    /// Whether the field is that text.
    pub(super) fn is(&self, slot: Slot, text: &str) -> bool {
        self.text(slot).is_some_and(|found| found.is(text))
    }

    /// A text that must be there.
    pub(super) fn required_text(&mut self, slot: Slot) -> Option<Text<'a>> {
        let text = self.text(slot);
        self.must(slot, TEXT, text.is_some());
        text
    }

    /// An id that must be there.
    pub(super) fn required_id(&mut self, slot: Slot) -> Option<Text<'a>> {
        let id = self.as_id(slot);
        self.must(slot, ID, id.is_some());
        id
    }

    /// An id that may be absent or null, but nothing else.
    pub(super) fn optional_id(&mut self, slot: Slot) -> Option<Text<'a>> {
        let id = self.as_id(slot);
        self.must(slot, ID, id.is_some() || !self.has_value(slot));
        id
    }

    /// Notes what is wrong with a field, unless something was before.
    pub(super) fn must(&mut self, slot: Slot, expected: &'static str, holds: bool) {
        if holds || self.error.is_some() {
            return;
        }
        let path = slot.path();
        self.error = Some(match self.has(slot) {
            true => PayloadError::WrongType { path, expected },
            false => PayloadError::Missing { path },
        });
    }

    /// An id, if there is one; anything else is counted.
    pub(super) fn id(&mut self, slot: Slot) -> Option<Text<'a>> {
        let id = self.as_id(slot);
        if id.is_none() && self.text(slot).is_some() {
            self.drift.unexpected_type(slot.path());
        }
        id
    }

    /// A text, if there is one. The pass has counted anything else.
    pub(super) fn text(&self, slot: Slot) -> Option<Text<'a>> {
        self.span(slot).text_of(self.text)
    }

    fn span(&self, slot: Slot) -> Span {
        self.spans.get(slot as usize).copied().unwrap_or_default()
    }

    /// A code, an integer or the text of one, if there is one; another text or number is counted.
    pub(super) fn code(&mut self, slot: Slot) -> Option<u32> {
        let value = self.get(slot)?;
        let code = as_code(value);
        if code.is_none() && matches!(value.kind(), Kind::Text | Kind::Number) {
            self.drift.unexpected_type(slot.path());
        }
        code
    }

    /// A time, if there is one; a text that is none is counted.
    pub(super) fn time(&mut self, slot: Slot) -> Option<Millis> {
        let at = parse_timestamp(&self.text(slot)?.to_str());
        if at.is_none() {
            self.drift.unexpected_type(slot.path());
        }
        at
    }

    fn as_id(&self, slot: Slot) -> Option<Text<'a>> {
        self.text(slot).filter(|id| is_id(&id.to_str()))
    }
}

/// The integer that a number or a text writes.
pub(super) fn as_integer(value: Value<'_>) -> Option<u64> {
    match value.as_text() {
        Some(text) => digits(&text.to_str()),
        None => value.as_number()?.as_u64(),
    }
}

/// The same, of a code.
pub(super) fn as_code(value: Value<'_>) -> Option<u32> {
    u32::try_from(as_integer(value)?).ok()
}

/// Whether a text can be a session's or attempt's id: Veriff's are UUIDs, of which only the length and
/// the characters are taken for granted.
pub(super) fn is_id(id: &str) -> bool {
    (1..=MAX_ID).contains(&id.len()) && is_printed(id.as_bytes(), b'!')
}
