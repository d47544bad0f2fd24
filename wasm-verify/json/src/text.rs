//! Strings: kept as they were written, read when asked.

use alloc::borrow::Cow;
use alloc::string::String;
use core::fmt;

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
        match self.0.bytes().any(|byte| byte == b'\\') {
            true => Cow::Owned(unescape(self.0)),
            false => Cow::Borrowed(self.0),
        }
    }

    /// Whether the string says `other`.
    pub fn is(&self, other: &str) -> bool {
        match self.0 == other {
            true => !other.as_bytes().contains(&b'\\'),
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

/// Whether `written`, a validated string with escapes in it, says `other`.
#[cold]
pub(crate) fn says(written: &str, other: &str) -> bool {
    written.bytes().any(|byte| byte == b'\\') && unescape(written) == other
}

#[cold]
fn unescape(written: &str) -> String {
    let mut out = String::with_capacity(written.len());
    let mut rest = written;
    while let Some(place) = rest.bytes().position(|byte| byte == b'\\') {
        out.push_str(rest.get(..place).unwrap_or_default());
        let (read, size) = escape(rest.get(place + 1..).unwrap_or_default());
        out.push(read);
        rest = rest.get(place + 1 + size..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

/// What stands behind a backslash, and how many bytes that is.
fn escape(written: &str) -> (char, usize) {
    let read = match written.as_bytes().first() {
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{c}',
        Some(b'n') => '\n',
        Some(b'r') => '\r',
        Some(b't') => '\t',
        Some(b'u') => {
            let high = four_hex(written, 1);
            // A high surrogate, the backslash and the u of the low one, and that.
            let (code, size) = match high {
                0xD800..=0xDBFF => {
                    let low = four_hex(written, 7);
                    (0x1_0000 + ((high & 0x3FF) << 10 | low & 0x3FF), 11)
                }
                _ => (high, 5),
            };
            let read = char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER);
            return (read, size);
        }
        Some(itself) => char::from(*itself),
        None => char::REPLACEMENT_CHARACTER,
    };
    (read, 1)
}

fn four_hex(written: &str, from: usize) -> u32 {
    let mut unit = 0;
    for byte in written.bytes().skip(from).take(4) {
        unit = unit << 4 | char::from(byte).to_digit(16).unwrap_or(0);
    }
    unit
}
