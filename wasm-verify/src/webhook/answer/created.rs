//! `POST /sessions`: the new session and its URL.

use alloc::string::String;
use core::fmt;

use super::{object, required_id, required_text};
use crate::webhook::PayloadError;

/// A session that Veriff has just created. The URL admits whoever holds it, so `Debug` does not show it.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CreatedSession {
    /// `verification.id`.
    pub id: String,
    /// `verification.url`: where the person goes.
    pub url: String,
}

impl fmt::Debug for CreatedSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CreatedSession")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

/// Reads the answer to `POST /sessions` (HTTP 201).
///
/// # Errors
///
/// [`PayloadError`] if it is not a JSON object, or lacks the session's id or URL. A new session's status is
/// always `created`, and old answers do not say it.
pub fn parse_create_answer(body: &[u8]) -> Result<CreatedSession, PayloadError> {
    let path = "verification";
    let session = object(body)?
        .get(path)
        .ok_or(PayloadError::Missing { path })?;
    let session = session.as_object().ok_or(PayloadError::WrongType {
        path,
        expected: "an object",
    })?;
    Ok(CreatedSession {
        id: required_id(&session, "verification.id")?,
        url: required_text(&session, "url", "verification.url")?,
    })
}
