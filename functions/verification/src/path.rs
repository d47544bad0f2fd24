//! The path of a request below `/sessions`.

use lambda_http::request::RequestContext;
use lambda_http::{Request, RequestExt};

/// Nothing longer is an id of Veriff's, and DynamoDB's keys are bounded.
const LONGEST_ID: usize = 64;

/// What follows `sessions` in the path: an id, and what is asked of that session. None if the path is
/// another one.
///
/// It is the path as the event has it, since an id that no URI can hold must stay an id; a stage's name
/// may stand before it. The gateway has decoded it, so that an encoded slash looks like any other: a path
/// of other segments than the route that it was let in by is another one.
pub fn below_sessions(request: &Request) -> Option<(Option<&str>, Option<&str>)> {
    let mut segments = from_sessions(request.raw_http_path());
    if let Some(RequestContext::ApiGatewayV2(context)) = request.request_context_ref()
        && let Some(route) = &context.route_key
        && let of_route @ 1.. = from_sessions(route).count()
        && of_route != segments.clone().count()
    {
        return None;
    }
    segments.next()?;
    let below = (segments.next(), segments.next());
    segments.next().is_none().then_some(below)
}

/// The segments of a path from `sessions` on.
fn from_sessions(path: &str) -> impl Iterator<Item = &str> + Clone {
    path.split('/').skip_while(|segment| *segment != "sessions")
}

/// Whether this can be a session's id.
pub fn may_be_an_id(text: &str) -> bool {
    (1..=LONGEST_ID).contains(&text.len())
}
