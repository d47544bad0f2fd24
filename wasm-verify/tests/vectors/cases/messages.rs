//! Webhooks of one session, as short as they may be, for histories.

use serde_json::{Value, json};

use super::SESSION;

/// When the session was generated: 06:00 UTC, in milliseconds since 1970.
pub(crate) const GENERATED: i64 = 1_779_170_400_000;

/// So many minutes after the session was generated, in milliseconds since 1970.
pub(crate) fn millis(minute: i64) -> i64 {
    GENERATED + minute * 60_000
}

/// The same as Veriff writes it.
pub(crate) fn time(minute: i64) -> String {
    let (hour, minute) = (6 + minute / 60, minute % 60);
    format!("2026-05-19T{hour:02}:{minute:02}:00.000Z")
}

/// The person began an attempt.
pub(crate) fn started(attempt: &str) -> Value {
    json!({"id": SESSION, "attemptId": attempt, "code": 7001, "action": "started"})
}

/// The person finished an attempt.
pub(crate) fn submitted(attempt: &str) -> Value {
    json!({"id": SESSION, "attemptId": attempt, "code": 7002, "action": "submitted"})
}

/// A decision at that minute about what was submitted two minutes before; for a review, and for a session
/// that ended by itself, Veriff gives no time.
pub(crate) fn decision(attempt: &str, status: &str, minute: i64) -> Value {
    let code = match status {
        "approved" => 9001,
        "declined" => 9102,
        "resubmission_requested" => 9103,
        "review" => 9121,
        _ => 9104,
    };
    let mut verification = json!({
        "id": SESSION, "attemptId": attempt, "status": status, "code": code,
        "acceptanceTime": time(0), "reason": null, "reasonCode": null,
    });
    if code != 9104 {
        verification["submissionTime"] = json!(time(minute - 2));
    }
    if code < 9104 {
        verification["decisionTime"] = json!(time(minute));
    }
    json!({"status": "success", "verification": verification})
}

/// A decision with its reason.
pub(crate) fn because(mut decision: Value, code: u32, reason: &str) -> Value {
    decision["verification"]["reasonCode"] = json!(code);
    decision["verification"]["reason"] = json!(reason);
    decision
}

/// What full auto decided.
pub(crate) fn full_auto(attempt: &str, decision: &str, minute: i64) -> Value {
    json!({
        "status": "success", "eventType": "fullauto", "sessionId": SESSION, "attemptId": attempt,
        "acceptanceTime": time(0), "time": time(minute), "data": {"verification": {"decision": decision}},
    })
}

/// A watchlist screening.
pub(crate) fn watchlist(attempt: &str, check: &str, matched: &str, hits: u32, at: &str) -> Value {
    json!({
        "checkType": check, "attemptId": attempt, "sessionId": SESSION, "matchStatus": matched,
        "totalHits": hits, "createdAt": at, "hits": [],
    })
}

/// A status of the company's own.
pub(crate) fn user_status(attempt: &str, code: &str, minute: i64) -> Value {
    json!({
        "eventType": "user-status.created", "sessionId": SESSION, "attemptId": attempt, "time": time(minute),
        "data": {"verification": {"userDefinedData": {
            "status": "Call back", "statusCode": code, "createdAt": time(minute),
        }}},
    })
}

/// What the electoral registry of Mexico answered.
pub(crate) fn ine(attempt: &str, status: &str, minute: i64) -> Value {
    json!({
        "eventType": "ine_registry", "sessionId": SESSION, "attemptId": attempt, "time": time(minute),
        "data": {"status": status, "code": 200, "details": {}},
    })
}
