//! The answer of a call: numbers, and texts in one piece, so that the host reads them at once.

use alloc::string::String;

use crate::address;
use crate::layout::{NUMBER_COUNT, Number, TEXT_COUNT};

/// Numbers and texts, written in order.
pub(crate) struct Answer {
    numbers: [f64; NUMBER_COUNT],
    text: String,
    texts: usize,
}

impl Default for Answer {
    fn default() -> Self {
        Self {
            numbers: [f64::NAN; NUMBER_COUNT],
            text: String::new(),
            texts: 0,
        }
    }
}

impl Answer {
    /// Forgets the last answer; the memory stays.
    pub(crate) fn clear(&mut self) {
        self.numbers = [f64::NAN; NUMBER_COUNT];
        self.text.clear();
        self.texts = 0;
    }

    /// Sets a number; none is not a number.
    pub(crate) fn set(&mut self, number: Number, value: Option<f64>) {
        if let Some(slot) = self.numbers.get_mut(number as usize) {
            *slot = value.unwrap_or(f64::NAN);
        }
    }

    /// Appends the next text.
    pub(crate) fn push_text(&mut self, text: &str) {
        self.text.push_str(text);
        self.note_length(text);
    }

    /// Appends the next text, or notes that there is none.
    pub(crate) fn push(&mut self, text: Option<&str>) {
        match text {
            Some(text) => self.push_text(text),
            None => self.texts += 1,
        }
    }

    /// Says where the texts lie. The last thing to do.
    pub(crate) fn finish(&mut self) {
        let is_ascii = f64::from(u8::from(self.text.is_ascii()));
        self.set(Number::TextAt, Some(f64::from(address(self.text.as_ptr()))));
        self.set(Number::TextSize, Some(self.text.len() as f64));
        self.set(Number::TextIsAscii, Some(is_ascii));
    }

    pub(crate) fn numbers(&self) -> &[f64; NUMBER_COUNT] {
        &self.numbers
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    fn note_length(&mut self, text: &str) {
        let units = match text.is_ascii() {
            true => text.len(),
            false => text.chars().map(char::len_utf16).sum(),
        };
        if self.texts < TEXT_COUNT
            && let Some(slot) = self
                .numbers
                .get_mut(Number::FirstLength as usize + self.texts)
        {
            *slot = units as f64;
        }
        self.texts += 1;
    }
}
