//! The state as it is stored: JSON with one-letter keys, absent where there is nothing to say.
//!
//! | where | keys |
//! |---|---|
//! | state | `a` attempts, `g` generated at, `l` lapse, `w` watchlist, `u` user status, `r` registries, `z` schema (absent: 1) |
//! | attempt | `i` id, `c` created at, `p` progress (1 started, 2 submitted, 3 both), `d` verdicts, `f` full auto's verdicts |
//! | verdict | `s` status (`a`pproved, `d`eclined, `r`esubmission, re`v`iew, `e`xpired, a`b`andoned), `t` decided at, `b` submitted at, `r` reason code, `x` reason, `c` code |
//! | lapse | `t` at, `n` resubmissions seen |
//! | watchlist | `m` match status, `h` total hits, `c` check type, `t` at |
//! | user status | `c` code, `t` at |
//! | registry | `k` kind (`i`ne, `c`urp, `b`oth), `s` status, `t` at |
//!
//! Times are milliseconds since the Unix epoch. What is read back is joined fact by fact, so that no text
//! whatever yields a state that facts could not have made.

mod layout;
mod read;
mod write;

use core::fmt;

use crate::json::JsonError;

/// The schema that this crate writes. A later one that only adds keys need not raise it.
const SCHEMA: u64 = 1;

/// Why a stored state cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum StateError {
    /// It is not JSON.
    Json(JsonError),
    /// The member of that key is missing, of another type, or of a value unknown to this crate. The key
    /// of the whole is `state`.
    Malformed {
        /// The key, as in the table of the stored form.
        key: &'static str,
    },
    /// A later release wrote it, in a form that this one would misread.
    NewerSchema,
}

impl fmt::Display for StateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Json(_) => f.write_str("the stored state is not JSON"),
            Self::Malformed { key } => {
                f.write_str("the stored state has no readable member ")?;
                f.write_str(key)
            }
            Self::NewerSchema => f.write_str("the stored state was written by a later release"),
        }
    }
}

impl core::error::Error for StateError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::Json(error) => Some(error),
            _ => None,
        }
    }
}

impl From<JsonError> for StateError {
    fn from(error: JsonError) -> Self {
        Self::Json(error)
    }
}
