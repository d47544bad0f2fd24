//! JSON in one pass: validated as `serde_json::Value` would, kept as slices of the input.
//!
//! A webhook is looked at once and most of it is never needed, so nothing is built: the scanner walks
//! the bytes, checks every one of them, and notes where the few fields lie that a summary needs. The
//! rest stays text, to be walked again by whoever asks ([`Value`], [`Object`], [`Array`]).
//!
//! What is accepted is exactly what `serde_json` accepts from a slice (RFC 8259, valid UTF-8 throughout,
//! paired surrogates, at most 127 levels of nesting, no number beyond the range of a double), and of
//! two members with one name the last counts, as there and in JavaScript.

#![no_std]

extern crate alloc;

mod field;
mod number;
mod observer;
mod scan;
mod shape;
mod text;
mod value;
mod write;

pub use field::{Field, FromValue};
pub use number::{Number, digits};
pub use observer::{Observer, Span, Trail};
pub use shape::{Key, Mask, Shape, scan_object};
pub use text::Text;
pub use value::{Array, Elements, Kind, Members, Object, Value};
pub use write::Writer;

use core::fmt;

/// The deepest nesting that is read: `serde_json`'s limit of 128 counts the level that fails.
pub const MAX_DEPTH: u32 = 127;

/// Why a text is not JSON that we read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JsonError {
    /// Not JSON, from this byte on (counted from 0).
    Syntax {
        /// Where it stopped making sense.
        offset: usize,
    },
    /// Nested deeper than [`MAX_DEPTH`].
    TooDeep {
        /// Where the level too many begins.
        offset: usize,
    },
}

impl fmt::Display for JsonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Syntax { offset } => write!(f, "not JSON at byte {offset}"),
            Self::TooDeep { offset } => write!(f, "nested too deep at byte {offset}"),
        }
    }
}

impl core::error::Error for JsonError {}

/// Checks a whole document and gives it back as a [`Value`].
///
/// # Errors
///
/// [`JsonError`] wherever `serde_json::from_slice::<serde_json::Value>` fails.
///
/// ```
/// let value = veriff_json::validate(br#" {"id": 7} "#)?;
/// let id = value.as_object().and_then(|o| o.get("id"));
/// assert_eq!(id.and_then(|id| id.as_number()).and_then(|n| n.as_u64()), Some(7));
/// # Ok::<(), veriff_json::JsonError>(())
/// ```
pub fn validate(body: &[u8]) -> Result<Value<'_>, JsonError> {
    let mut scanner = scan::Scanner::new(body)?;
    scanner.whitespace();
    let start = scanner.position();
    let value = scanner.value().map(|()| scanner.slice(start));
    match value.and_then(|value| scanner.finish().map(|()| value)) {
        Ok(value) => Ok(Value::of_valid(value)),
        Err(scan::Stop) => Err(scanner.error()),
    }
}
