//! `GET /sessions/{id}/attempts`: the only place where attempts have times of their own.

use alloc::string::String;
use alloc::vec::Vec;

use super::{member, object, required_id, required_text};
use crate::json::Array;
use crate::lifecycle::{Fact, FactKind, Millis};
use crate::time::parse_timestamp;
use crate::webhook::PayloadError;

/// One attempt of a session.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct AttemptAnswer {
    /// The attempt.
    pub id: String,
    /// Its status: Veriff's word, which may be a new one.
    pub status: String,
    /// `createdTime`.
    pub created_at: Option<Millis>,
}

impl AttemptAnswer {
    /// What it says about the session: that the attempt came into being, began, was finished. Its
    /// outcome is left to the decision, which has time and reason.
    pub fn facts(&self) -> Vec<Fact> {
        let created = self.created_at.map(|at| FactKind::AttemptCreated { at });
        let reached = match self.status.as_str() {
            "started" => Some(FactKind::Started),
            "submitted" | "review" | "approved" | "declined" | "resubmission_requested" => {
                Some(FactKind::Submitted)
            }
            _ => None,
        };
        let kinds = created.into_iter().chain(reached);
        kinds
            .map(|kind| Fact {
                attempt: Some(self.id.clone()),
                kind,
            })
            .collect()
    }
}

/// Reads the answer to `GET /sessions/{id}/attempts`.
///
/// # Errors
///
/// [`PayloadError`] if it is not a JSON object, if `verifications` is there and not an array, or if an
/// attempt has no id or status. A time that cannot be read is none.
pub fn parse_attempts_answer(body: &[u8]) -> Result<Vec<AttemptAnswer>, PayloadError> {
    let Some(attempts) = member(&object(body)?, "verifications") else {
        return Ok(Vec::new());
    };
    let attempts: Array<'_> = attempts.as_array().ok_or(PayloadError::WrongType {
        path: "verifications",
        expected: "an array",
    })?;
    attempts
        .elements()
        .map(|attempt| {
            let attempt = attempt.as_object().ok_or(PayloadError::WrongType {
                path: "verifications[]",
                expected: "an object",
            })?;
            let created_at = member(&attempt, "createdTime").and_then(|time| time.as_text());
            Ok(AttemptAnswer {
                id: required_id(&attempt, "verifications[].id")?,
                status: required_text(&attempt, "status", "verifications[].status")?,
                created_at: created_at.and_then(|time| parse_timestamp(&time.to_str())),
            })
        })
        .collect()
}
