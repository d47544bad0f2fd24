//! Answers of Veriff's REST API, read as the webhooks are: strictly where the state depends on it,
//! tolerantly elsewhere ([API reference](https://devdocs.veriff.com/apidocs)).
//!
//! Check an answer's signature before reading it: Veriff signs its answers as it signs its webhooks.

mod attempts;
mod created;
mod decided;
mod failed;

pub use attempts::{AttemptAnswer, parse_attempts_answer};
pub use created::{CreatedSession, parse_create_answer};
pub use decided::{parse_decision_answer, parse_full_auto_answer};
pub use failed::parse_error_answer;

use alloc::string::String;

use super::PayloadError;
use super::envelope::is_id;
use crate::json::{self, Kind, Object, Value};

/// The body as an object.
fn object(body: &[u8]) -> Result<Object<'_>, PayloadError> {
    json::validate(body)?
        .as_object()
        .ok_or(PayloadError::NotObject)
}

/// The member, unless it is absent or null.
fn member<'a>(object: &Object<'a>, name: &str) -> Option<Value<'a>> {
    object.get(name).filter(|value| value.kind() != Kind::Null)
}

/// A text that must be there, and must pass.
fn required(
    object: &Object<'_>,
    name: &str,
    path: &'static str,
    expected: &'static str,
    passes: fn(&str) -> bool,
) -> Result<String, PayloadError> {
    let found = object.get(name).ok_or(PayloadError::Missing { path })?;
    let text = found
        .as_text()
        .map(|text| text.to_str())
        .filter(|text| passes(text));
    text.map(|text| text.into_owned())
        .ok_or(PayloadError::WrongType { path, expected })
}

/// A session's or attempt's id that must be there.
fn required_id(object: &Object<'_>, path: &'static str) -> Result<String, PayloadError> {
    required(
        object,
        "id",
        path,
        "a text of 1 to 64 visible ascii characters",
        is_id,
    )
}

/// A text that must be there and not be empty.
fn required_text(
    object: &Object<'_>,
    name: &str,
    path: &'static str,
) -> Result<String, PayloadError> {
    required(object, name, path, "a text", |text| !text.is_empty())
}
