//! The answer of a call: numbers, and texts in one piece, so that the host reads them at once.

use alloc::string::String;

use crate::address;
use crate::layout::{FIRST_LENGTH, NUMBER_COUNT, TEXT_AT, TEXT_COUNT, TEXT_IS_ASCII, TEXT_SIZE};

/// Numbers and texts, written in order.
pub(crate) struct Answer {
    numbers: [f64; NUMBER_COUNT],
    text: String,
    texts: usize,
    is_ascii: bool,
}

impl Answer {
    /// An answer without anything in it.
    pub(crate) const fn new() -> Self {
        Self {
            numbers: [f64::NAN; NUMBER_COUNT],
            text: String::new(),
            texts: 0,
            is_ascii: true,
        }
    }

    /// Forgets the last answer; the memory stays.
    pub(crate) fn clear(&mut self) {
        self.numbers = [f64::NAN; NUMBER_COUNT];
        self.text.clear();
        self.texts = 0;
        self.is_ascii = true;
    }

    /// Sets a number; none is not a number.
    pub(crate) fn set(&mut self, place: usize, value: Option<f64>) {
        if let Some(slot) = self.numbers.get_mut(place) {
            *slot = value.unwrap_or(f64::NAN);
        }
    }

    /// Sets a whole number. Times and counts are far below 2^53, up to which a double is exact.
    #[inline(never)]
    pub(crate) fn set_whole(&mut self, place: usize, value: Option<i64>) {
        self.set(place, value.map(|value| value as f64));
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
        let is_ascii = f64::from(u8::from(self.is_ascii));
        self.set(TEXT_AT, Some(f64::from(address(self.text.as_ptr()))));
        self.set(TEXT_SIZE, Some(self.text.len() as f64));
        self.set(TEXT_IS_ASCII, Some(is_ascii));
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
            false => {
                self.is_ascii = false;
                text.chars().map(char::len_utf16).sum()
            }
        };
        if self.texts < TEXT_COUNT {
            self.set(FIRST_LENGTH + self.texts, Some(units as f64));
        }
        self.texts += 1;
    }
}
