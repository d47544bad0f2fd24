//! The path of a request below `/sessions`.

use lambda_http::{Request, RequestExt};

/// Nothing longer is an id of Veriff's, and DynamoDB's keys are bounded.
const LONGEST_ID: usize = 64;

/// What follows `sessions` in the path: an id, and what is asked of that session. None if the path is
/// another one.
///
/// It is the path as the event has it, since an id that no URI can hold must stay an id; a stage's name
/// may stand before it.
pub fn below_sessions(request: &Request) -> Option<(Option<&str>, Option<&str>)> {
    let mut segments = request
        .raw_http_path()
        .split('/')
        .skip_while(|segment| *segment != "sessions");
    segments.next()?;
    let below = (segments.next(), segments.next());
    segments.next().is_none().then_some(below)
}

/// Whether this can be a session's id.
pub fn may_be_an_id(text: &str) -> bool {
    (1..=LONGEST_ID).contains(&text.len())
}
