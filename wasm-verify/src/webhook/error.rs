//! Why a genuine body cannot be used.

use core::fmt;

use crate::json::JsonError;

/// Why a body is not a webhook, or an answer, that can be acted on.
///
/// It names places in the document and never shows what stands there.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PayloadError {
    /// The body is not JSON.
    NotJson {
        /// From this byte on, counted from 0.
        offset: usize,
    },
    /// The body is JSON, but not an object.
    NotObject,
    /// The body is nested deeper than [`MAX_DEPTH`](crate::json::MAX_DEPTH) levels.
    TooDeep {
        /// Where the level too many begins.
        offset: usize,
    },
    /// Something that the session's state depends on is missing.
    Missing {
        /// What, as a path: `verification.status`.
        path: &'static str,
    },
    /// Something that the session's state depends on is not what it must be.
    WrongType {
        /// What, as a path: `verification.status`.
        path: &'static str,
        /// What it must be.
        expected: &'static str,
    },
}

impl PayloadError {
    /// Whether the body is at least a JSON object, so that it can be kept and understood one day. If
    /// not, it is the sender's mistake: HTTP 400.
    pub fn is_json(&self) -> bool {
        matches!(self, Self::Missing { .. } | Self::WrongType { .. })
    }

    /// The place that is wrong, if it is one place in a document that can be read.
    pub fn path(&self) -> Option<&'static str> {
        match self {
            Self::Missing { path } | Self::WrongType { path, .. } => Some(path),
            _ => None,
        }
    }
}

impl From<JsonError> for PayloadError {
    fn from(error: JsonError) -> Self {
        match error {
            JsonError::Syntax { offset } => Self::NotJson { offset },
            JsonError::TooDeep { offset } => Self::TooDeep { offset },
        }
    }
}

impl fmt::Display for PayloadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotJson { offset } => JsonError::Syntax { offset: *offset }.fmt(f),
            Self::NotObject => f.write_str("not a json object"),
            Self::TooDeep { offset } => JsonError::TooDeep { offset: *offset }.fmt(f),
            Self::Missing { path } => write!(f, "{path} is missing"),
            Self::WrongType { path, expected } => write!(f, "{path} is not {expected}"),
        }
    }
}

impl core::error::Error for PayloadError {}
