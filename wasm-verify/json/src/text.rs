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
    while let Some((plain, escaped)) = rest.split_once('\\') {
        out.push_str(plain);
        let mut chars = escaped.chars();
        out.push(match chars.next() {
            Some('b') => '\u{8}',
            Some('f') => '\u{c}',
            Some('n') => '\n',
            Some('r') => '\r',
            Some('t') => '\t',
            Some('u') => {
                let high = four_hex(&mut chars);
                let code = match high {
                    0xD800..=0xDBFF => {
                        chars.next(); // the backslash and the u of the low surrogate
                        chars.next();
                        0x1_0000 + ((high & 0x3FF) << 10 | four_hex(&mut chars) & 0x3FF)
                    }
                    _ => high,
                };
                char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)
            }
            Some(itself) => itself,
            None => break,
        });
        rest = chars.as_str();
    }
    out.push_str(rest);
    out
}

fn four_hex(chars: &mut core::str::Chars<'_>) -> u32 {
    (0..4).fold(0, |unit, _| {
        unit << 4 | chars.next().and_then(|c| c.to_digit(16)).unwrap_or(0)
    })
}
