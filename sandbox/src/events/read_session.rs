//! `GET /sessions…`: by id, by person, and the history.

use super::request::SampleRequest;
use super::webhooks::{END_USER, SESSION, VENDOR_DATA};
use super::{Cases, EventsError};
use crate::gateway::authorizer::Authorizer;
use http::Method;

pub(super) fn cases() -> Result<Cases, EventsError> {
    let person = || Authorizer::Person(END_USER.to_owned());
    let mut cases = Vec::new();
    for (name, target, caller) in [
        ("by-id", format!("/sessions/{SESSION}"), Authorizer::Iam),
        (
            "by-id-as-the-person",
            format!("/sessions/{SESSION}"),
            person(),
        ),
        (
            "by-id-as-another-person",
            format!("/sessions/{SESSION}"),
            Authorizer::Person("someone-else".to_owned()),
        ),
        (
            "by-end-user-id",
            format!("/sessions?endUserId={END_USER}"),
            Authorizer::Iam,
        ),
        (
            "by-vendor-data",
            format!("/sessions?vendorData={VENDOR_DATA}"),
            Authorizer::Iam,
        ),
        ("own-session", "/sessions".to_owned(), person()),
        (
            "history",
            format!("/sessions/{SESSION}/history"),
            Authorizer::Iam,
        ),
        (
            "history-as-the-person",
            format!("/sessions/{SESSION}/history"),
            person(),
        ),
        (
            "refused-no-person-named",
            "/sessions".to_owned(),
            Authorizer::Iam,
        ),
        (
            "refused-nobody",
            format!("/sessions/{SESSION}"),
            Authorizer::None,
        ),
        (
            "unknown-session",
            "/sessions/00000000-0000-4000-8000-000000000404".to_owned(),
            Authorizer::Iam,
        ),
        (
            "malformed-id",
            "/sessions/not%20an%20id".to_owned(),
            Authorizer::Iam,
        ),
    ] {
        cases.push((
            name,
            SampleRequest::new(Method::GET, &target)
                .by(caller)
                .event()?,
        ));
    }
    Ok(cases)
}
