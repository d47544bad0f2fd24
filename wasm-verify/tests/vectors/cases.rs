//! The cases, each with what must come of it.

mod bodies;
mod genuine;
pub(crate) mod histories;
pub(crate) mod hmac;
mod messages;
mod signed;

use base64::prelude::{BASE64_STANDARD, Engine};
use serde_json::{Value, json};
use veriff_verify::signature::{Secret, sign};

pub(crate) const API_KEY: &str = "7b0c61f4-2e9d-4d57-8a35-c9f10e64b2d8";
pub(crate) const SECRET: &str = "d26f3a90-58c4-4b1e-9f07-1ae5c8b7346d";
pub(crate) const NEXT_SECRET: &str = "0e94c7b5-a3d1-4f68-b25c-f7603d8e19a4";
pub(crate) const SESSION: &str = "c41e7d52-9a0b-4f3e-8d26-5b7a1e90c3f8";
pub(crate) const ATTEMPT: &str = "7d9f02be-63c1-4a85-b2e4-0f18d6c5a937";
pub(crate) const EVENT: &str =
    r#"{"id":"c41e7d52-9a0b-4f3e-8d26-5b7a1e90c3f8","code":7001,"action":"started"}"#;

/// All single deliveries, in order.
pub(crate) fn all() -> Vec<Value> {
    let mut cases = genuine::genuine();
    cases.extend(signed::signatures());
    cases.extend(signed::headers());
    cases.extend(bodies::bodies());
    cases
}

/// A delivery, signed as Veriff signs.
pub(crate) fn delivery(name: &str, body: &[u8], expect: Value) -> Value {
    let signature = signature(SECRET, body);
    let headers = json!([["X-AUTH-CLIENT", API_KEY], ["X-HMAC-SIGNATURE", signature]]);
    json!({
        "name": name,
        "secrets": [SECRET],
        "headers": headers,
        "body": BASE64_STANDARD.encode(body),
        "expect": expect,
    })
}

pub(crate) fn with(mut case: Value, key: &str, value: Value) -> Value {
    case[key] = value;
    case
}

pub(crate) fn signature(secret: &str, body: &[u8]) -> String {
    sign(&Secret::new(secret).expect("a secret"), body).to_hex()
}

pub(crate) fn refused(reason: &str) -> Value {
    json!({"ok": false, "reason": reason})
}

pub(crate) fn refused_at(reason: &str, path: &str) -> Value {
    json!({"ok": false, "reason": reason, "path": path})
}

/// What is expected of a genuine message: the ids that all payloads share, unless `also` says otherwise.
pub(crate) fn accepted(kind: &str, also: Value) -> Value {
    let mut webhook = json!({
        "type": kind, "sessionId": SESSION, "attemptId": ATTEMPT,
        "vendorData": "order-88-Ü", "endUserId": "e2b8c6a0-17d4-4f59-93ab-6c0d5e8f7a12",
    });
    for (key, value) in also.as_object().expect("an object") {
        webhook[key] = value.clone();
    }
    let drift = json!({
        "unexpectedTypes": 0, "unknownStatus": 0, "unknownCode": 0, "codeDisagrees": 0, "unknownFields": 0,
    });
    json!({"ok": true, "secretIndex": 0, "webhook": webhook, "drift": drift})
}

pub(crate) fn drifting(mut expect: Value, counts: &[(&str, u32)]) -> Value {
    for (key, count) in counts {
        expect["drift"][*key] = json!(count);
    }
    expect
}

/// The event of [`EVENT`].
pub(crate) fn started() -> Value {
    let nothing = json!({"action": "started", "code": 7001, "attemptId": null, "vendorData": null, "endUserId": null});
    accepted("event", nothing)
}
