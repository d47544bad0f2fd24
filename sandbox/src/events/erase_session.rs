//! `DELETE /sessions/{id}` and the legal hold.

use super::request::SampleRequest;
use super::webhooks::{END_USER, SESSION};
use super::{Cases, EventsError, canonical};
use crate::gateway::authorizer::Authorizer;
use http::Method;
use serde_json::json;

const JSON: &str = "application/json";

pub(super) fn cases() -> Result<Cases, EventsError> {
    let session = format!("/sessions/{SESSION}");
    let hold = format!("{session}/legal-hold");
    let person = || Authorizer::Person(END_USER.to_owned());
    let service = Authorizer::Service("back-end".to_owned());
    let mut cases = Vec::new();
    for (name, method, path, caller) in [
        ("erase", Method::DELETE, &*session, Authorizer::Iam),
        ("erase-by-scope", Method::DELETE, &*session, service),
        ("lift-legal-hold", Method::DELETE, &*hold, Authorizer::Iam),
        (
            "refused-nobody",
            Method::DELETE,
            &*session,
            Authorizer::None,
        ),
        ("refused-the-person", Method::DELETE, &*session, person()),
        (
            "unknown-session",
            Method::DELETE,
            "/sessions/00000000-0000-4000-8000-000000000404",
            Authorizer::Iam,
        ),
    ] {
        let request = SampleRequest::new(method, path).by(caller);
        cases.push((name, request.event()?));
    }
    for (name, caller, body) in [
        (
            "legal-hold",
            Authorizer::Iam,
            json!({ "reason": "case 2026-0417" }),
        ),
        (
            "legal-hold-refused-the-person",
            person(),
            json!({ "reason": "case 2026-0417" }),
        ),
        ("malformed-no-reason", Authorizer::Iam, json!({})),
        (
            "malformed-reason-too-long",
            Authorizer::Iam,
            json!({ "reason": "x".repeat(201) }),
        ),
    ] {
        let request = SampleRequest::new(Method::PUT, &hold)
            .by(caller)
            .body(JSON, canonical::compact(&body))?;
        cases.push((name, request.event()?));
    }
    Ok(cases)
}
