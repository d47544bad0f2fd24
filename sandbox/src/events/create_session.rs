//! `POST /sessions`: by the platform's back end, by a signed-in person, and malformed.

use super::request::SampleRequest;
use super::webhooks::{END_USER, VENDOR_DATA};
use super::{Cases, EventsError, canonical};
use crate::gateway::authorizer::Authorizer;
use http::Method;
use serde_json::{Value, json};

const JSON: &str = "application/json";

pub(super) fn cases() -> Result<Cases, EventsError> {
    let mut cases = Vec::new();
    for (name, caller, verification) in well_formed().into_iter().chain(refused()) {
        let body = canonical::compact(&json!({ "verification": verification }));
        cases.push((name, post(caller).body(JSON, body)?.event()?));
    }
    let minimal = canonical::compact(&json!({ "verification": { "vendorData": VENDOR_DATA } }));
    cases.push((
        "by-server-base64",
        post(Authorizer::Iam)
            .body("application/octet-stream", minimal.clone())?
            .event()?,
    ));
    cases.push((
        "refused-nobody",
        post(Authorizer::None).body(JSON, minimal)?.event()?,
    ));
    cases.push((
        "malformed-not-json",
        post(Authorizer::Iam)
            .body(JSON, "{\"verification\"")?
            .event()?,
    ));
    cases.push(("malformed-empty", post(Authorizer::Iam).event()?));
    Ok(cases)
}

fn well_formed() -> Vec<(&'static str, Authorizer, Value)> {
    let service = Authorizer::Service("back-end".to_owned());
    vec![
        (
            "by-server",
            Authorizer::Iam,
            json!({ "endUserId": END_USER }),
        ),
        (
            "by-server-scope",
            service,
            json!({ "vendorData": VENDOR_DATA }),
        ),
        (
            "by-person",
            Authorizer::Person(END_USER.to_owned()),
            json!({}),
        ),
        (
            "by-server-every-field",
            Authorizer::Iam,
            json!({
                "callback": "https://shop.example/verified",
                "person": {
                    "firstName": "Noor",
                    "lastName": "de Wit",
                    "dateOfBirth": "1988-11-23",
                    "gender": "F",
                },
                "document": { "number": "SPECI2041", "type": "PASSPORT", "country": "NL" },
                "address": { "fullAddress": "Voorbeeldlaan 1, 1000 AA Voorbeeldstad" },
                "vendorData": VENDOR_DATA,
                "endUserId": END_USER,
            }),
        ),
        (
            "by-server-any-name",
            Authorizer::Iam,
            json!({
                "person": { "firstName": "Ñusta 玉🙂", "lastName": "O’Súilleabháin-الحسن" },
                "endUserId": END_USER,
            }),
        ),
    ]
}

fn refused() -> Vec<(&'static str, Authorizer, Value)> {
    let refuse = |name, verification| (name, Authorizer::Iam, verification);
    vec![
        refuse(
            "refused-callback-without-tls",
            json!({ "endUserId": END_USER, "callback": "http://shop.example/verified" }),
        ),
        refuse(
            "refused-callback-elsewhere",
            json!({ "endUserId": END_USER, "callback": "https://shop.example.evil.example/" }),
        ),
        refuse(
            "refused-end-user-id-not-a-uuid",
            json!({ "endUserId": "2041" }),
        ),
        refuse(
            "refused-vendor-data-too-long",
            json!({ "vendorData": "x".repeat(1001) }),
        ),
        refuse(
            "refused-vendor-data-not-text",
            json!({ "vendorData": 2041 }),
        ),
        refuse(
            "refused-vendor-data-e-mail",
            json!({ "vendorData": "noor@shop.example" }),
        ),
        refuse("refused-no-person-named", json!({})),
    ]
}

fn post(caller: Authorizer) -> SampleRequest {
    SampleRequest::new(Method::POST, "/sessions").by(caller)
}
