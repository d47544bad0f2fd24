//! Strings: kept as they were written, read when asked.

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
    let mut chars = written.chars();
    while let Some(c) = chars.next() {
        let read = match c {
            '\\' => match chars.next() {
                Some('b') => '\u{8}',
                Some('f') => '\u{c}',
                Some('n') => '\n',
                Some('r') => '\r',
                Some('t') => '\t',
                Some('u') => unicode(&mut chars),
                Some(itself) => itself,
                None => break,
            },
            plain => plain,
        };
        out.push(read);
    }
    out
}

/// What stands behind `\u`, with the low surrogate of a pair.
fn unicode(chars: &mut Chars<'_>) -> char {
    let high = four_hex(chars);
    let code = match high {
        0xD800..=0xDBFF => {
            chars.next(); // the backslash and the u of the low surrogate
            chars.next();
            0x1_0000 + ((high & 0x3FF) << 10 | four_hex(chars) & 0x3FF)
        }
        _ => high,
    };
    char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)
}

fn four_hex(chars: &mut Chars<'_>) -> u32 {
    let mut unit = 0;
    for _ in 0..4 {
        let digit = chars.next().and_then(|c| c.to_digit(16));
        unit = unit << 4 | digit.unwrap_or(0);
    }
    unit
}
