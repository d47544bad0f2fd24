//! What the name of a sample event says of its answer: one table for everybody who sends them.

/// The HTTP status of the answer to a sample of a function behind the HTTP API; none for other functions.
///
/// On a table without items, or, if `known`, with one session: that of the samples, of which
/// `receive-webhook/event-started` told.
pub fn status(function: &str, case: &str, known: bool) -> Option<u16> {
    let is = |part: &str| case.starts_with(part);
    let status = match function {
        "create-session" => match case {
            "refused-nobody" => 401,
            _ if is("refused-") || is("malformed-") => 400,
            _ => 201,
        },
        "erase-session" => match case {
            "refused-nobody" => 401,
            _ if is("malformed-") => 400,
            _ if case.contains("refused-") || case == "unknown-session" || !known => 404,
            "lift-legal-hold" => 204,
            _ => 200,
        },
        "read-session" => match case {
            "refused-nobody" => 401,
            "refused-no-person-named" => 400,
            // Nobody's session: it was not created here.
            "by-id-as-the-person" | "by-id-as-another-person" | "history-as-the-person" => 404,
            "malformed-id" | "unknown-session" => 404,
            "by-id" | "history" if !known => 404,
            _ => 200,
        },
        "receive-webhook" => match case {
            // Kept aside.
            "malformed-session-id-is-a-number" => 200,
            _ if is("malformed-") => 400,
            _ if is("refused-") => 401,
            // The known session is another integration's.
            "decision-approved-live-integration" if known => 401,
            _ => 200,
        },
        _ => return None,
    };
    Some(status)
}
