//! The body of an error answer.

use alloc::string::String;

use super::{member, object};

/// Reads the code from the body of an error answer, where it is a text or a number: `1305`, `1802`.
///
/// `None` if the body is not JSON or has no code. Its `message` is left alone: it may quote what was
/// sent, and Veriff may change its wording.
pub fn parse_error_answer(body: &[u8]) -> Option<String> {
    let code = member(&object(body).ok()?, "code")?;
    match code.as_text() {
        Some(text) => Some(text.to_str().into_owned()),
        None => code.as_number().map(|number| String::from(number.as_str())),
    }
}
