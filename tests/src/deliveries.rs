//! Webhooks composed and signed by hand, about an invented person.

use serde_json::{Value, json};
use veriff_verify::signature::{Secret, sign};

/// Header names and values.
pub type Headers = Vec<(String, String)>;

/// The headers of a genuine delivery.
pub fn signed(api_key: &str, secret: &str, body: &[u8]) -> Headers {
    vec![
        ("x-auth-client".into(), api_key.into()),
        ("x-hmac-signature".into(), signature(secret, body)),
    ]
}

/// The signature of a body, lower-case hex.
pub fn signature(secret: &str, body: &[u8]) -> String {
    sign(&Secret::new(secret).expect("a secret"), body).to_hex()
}

/// An event webhook: `started` (7001) or `submitted` (7002).
pub fn event(session: &str, attempt: &str, action: &str) -> Value {
    json!({
        "id": session,
        "attemptId": attempt,
        "feature": "selfid",
        "code": if action == "started" { 7001 } else { 7002 },
        "action": action,
        "vendorData": null,
        "endUserId": null,
    })
}

/// A decision webhook, decided at the given time (ISO 8601).
pub fn decision(session: &str, attempt: &str, status: &str, decided_at: &str) -> Value {
    let (code, reason, reason_code) = match status {
        "approved" => (9001, Value::Null, Value::Null),
        "declined" => (9102, json!("Suspicious behaviour"), json!(105)),
        "resubmission_requested" => (9103, json!("Document photo missing"), json!(209)),
        "review" => (9121, Value::Null, Value::Null),
        _ => (9104, Value::Null, Value::Null),
    };
    json!({
        "status": "success",
        "verification": {
            "id": session,
            "attemptId": attempt,
            "vendorData": null,
            "endUserId": null,
            "status": status,
            "code": code,
            "reason": reason,
            "reasonCode": reason_code,
            "decisionTime": decided_at,
            "person": { "firstName": "ODALYS", "lastName": "QUIRIN", "dateOfBirth": "1984-02-29" },
            "document": { "type": "PASSPORT", "number": "QX9910417", "country": "EE" },
            "additionalVerifiedData": { "estimatedAge": 41 },
            "riskLabels": [],
        },
        "technicalData": { "ip": "203.0.113.9" },
    })
}

/// A full-auto webhook.
pub fn full_auto(session: &str, attempt: &str, decision: &str, time: &str) -> Value {
    json!({
        "status": "success",
        "eventType": "fullauto",
        "sessionId": session,
        "attemptId": attempt,
        "vendorData": null,
        "endUserId": null,
        "version": "1.0.0",
        "time": time,
        "data": { "verification": { "decisionScore": 0.97, "decision": decision, "insights": [] } },
    })
}

/// A watchlist webhook; old ones name only the attempt.
pub fn watchlist(session: Option<&str>, attempt: &str, created_at: &str) -> Value {
    let mut body = json!({
        "checkType": "updated_result",
        "attemptId": attempt,
        "vendorData": null,
        "endUserId": null,
        "matchStatus": "possible_match",
        "searchTerm": { "name": "Odalys Quirin", "year": "1984" },
        "totalHits": 2,
        "createdAt": created_at,
        "hits": [],
    });
    if let Some(session) = session {
        body["sessionId"] = session.into();
    }
    body
}
