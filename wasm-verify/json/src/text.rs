//! Strings: kept as they were written, read when asked.

use crate::scan::has_special;
use alloc::borrow::Cow;
use alloc::string::String;
use core::fmt;
use core::str::Chars;

/// A JSON string.
///
/// Its `Debug` shows the length alone, since most strings of a webhook are about a person.
#[derive(Clone, Copy)]
pub struct Text<'a>(&'a str);

impl<'a> Text<'a> {
    /// From what stands between the quotes of a validated string.
    pub(crate) fn of_valid(inner: &'a str) -> Self {
        Self(inner)
    }

    /// The characters as they were written, escapes unread.
    pub fn as_written(&self) -> &'a str {
        self.0
    }

    /// What the string says. Allocates only if it holds an escape.
    pub fn to_str(&self) -> Cow<'a, str> {
        match has_escape(self.0) {
            true => Cow::Owned(unescape(self.0)),
            false => Cow::Borrowed(self.0),
        }
    }

    /// Whether the string says `other`.
    pub fn is(&self, other: &str) -> bool {
        match self.0 == other {
            true => !has_escape(other),
            false => self.0.len() > other.len() && says(self.0, other),
        }
    }
}

impl PartialEq for Text<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.to_str() == other.to_str()
    }
}

impl Eq for Text<'_> {}

impl fmt::Debug for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Text({} bytes)", self.0.len())
    }
}

/// Whether there is an escape in a validated string.
pub(crate) fn has_escape(written: &str) -> bool {
    has_special(written.as_bytes())
}

/// Whether `written`, a validated string with escapes in it, says `other`.
#[cold]
pub(crate) fn says(written: &str, other: &str) -> bool {
    has_escape(written) && unescape(written) == other
}

#[cold]
#[inline(never)]
fn unescape(written: &str) -> String {
    let mut out = String::with_capacity(written.len());
    let mut rest = written.chars();
    while let Some(next) = next(&mut rest) {
        out.push(match next {
            '\\' => escaped(&mut rest),
            itself => itself,
        });
    }
    out
}

/// What stands behind a backslash.
fn escaped(rest: &mut Chars<'_>) -> char {
    match next(rest) {
        Some('b') => '\u{8}',
        Some('f') => '\u{c}',
        Some('n') => '\n',
        Some('r') => '\r',
        Some('t') => '\t',
        Some('u') => {
            let mut code = four_hex(rest);
            if let 0xD800..=0xDBFF = code {
                // The backslash and the u of the low surrogate.
                let _ = (next(rest), next(rest));
                code = 0x1_0000 + ((code & 0x3FF) << 10 | four_hex(rest) & 0x3FF);
            }
            char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)
        }
        Some(itself) => itself,
        None => char::REPLACEMENT_CHARACTER,
    }
}

#[inline(never)]
fn four_hex(rest: &mut Chars<'_>) -> u32 {
    let mut unit = 0;
    for _ in 0..4 {
        let digit = next(rest).and_then(|digit| digit.to_digit(16));
        unit = unit << 4 | digit.unwrap_or(0);
    }
    unit
}

/// The next character. It is asked for in many places, and stands here once.
#[inline(never)]
fn next(rest: &mut Chars<'_>) -> Option<char> {
    rest.next()
}
