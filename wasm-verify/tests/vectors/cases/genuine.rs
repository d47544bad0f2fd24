//! Every composed payload, signed.

use serde_json::{Value, json};

use super::{accepted, delivery, drifting};

/// Every payload, signed.
pub(crate) fn genuine() -> Vec<Value> {
    let decision =
        |status, code, reason, number| accepted("decision", decided(status, code, reason, number));
    let approved = || decision("approved", 9001, None, None);
    let mut old = decided("approved", 9001, None, None);
    old["submittedAt"] = json!(null);
    old["attemptId"] = json!(null);
    old["endUserId"] = json!(null);
    let mut odd = decided("approved", 9001, None, None);
    for unreadable in ["submittedAt", "decidedAt", "attemptId", "vendorData"] {
        odd[unreadable] = json!(null);
    }
    let mut on_hold = decided("on_hold", 9199, None, None);
    on_hold["decidedAt"] = json!(1_779_172_272_084_i64);
    let event = |action, code| accepted("event", json!({"action": action, "code": code}));
    let mut tier_1 = event("tier_1_approved", 7003);
    let mut address = event("submitted", 7005);
    for (case, key) in [(&mut tier_1, "attemptId"), (&mut address, "attemptId")] {
        case["webhook"][key] = json!(null);
    }
    tier_1["webhook"]["vendorData"] = json!(null);
    tier_1["webhook"]["endUserId"] = json!(null);
    let full_auto = |decision: Value, at: i64| {
        accepted(
            "fullauto",
            json!({"decision": decision, "acceptedAt": 1_779_171_940_001_i64, "decidedAt": at}),
        )
    };
    let registry = |kind, status: &str, code: Value, at: Value| {
        accepted(kind, json!({"status": status, "code": code, "at": at}))
    };
    [
        ("decision-approved", approved()),
        (
            "decision-declined",
            decision("declined", 9102, Some("Suspicious behaviour"), Some(105)),
        ),
        (
            "decision-resubmission",
            decision(
                "resubmission_requested",
                9103,
                Some("Document damaged"),
                Some(205),
            ),
        ),
        (
            "decision-resubmission-limit",
            decision(
                "declined",
                9102,
                Some("Resubmission limit exceeded"),
                Some(539),
            ),
        ),
        ("decision-review", decision("review", 9121, None, None)),
        ("decision-expired", decision("expired", 9104, None, None)),
        (
            "decision-abandoned",
            decision("abandoned", 9104, None, None),
        ),
        ("decision-age", approved()),
        ("decision-biometric", approved()),
        ("decision-proof-of-address", approved()),
        ("decision-registries", approved()),
        ("decision-old", accepted("decision", old)),
        (
            "decision-house-number-null",
            drifting(approved(), &[("unexpectedTypes", 1)]),
        ),
        (
            "decision-odd",
            drifting(
                accepted("decision", odd),
                &[("unexpectedTypes", 12), ("unknownFields", 2)],
            ),
        ),
        (
            "decision-unknown-status",
            drifting(
                accepted("decision", on_hold),
                &[("unknownStatus", 1), ("unknownCode", 1)],
            ),
        ),
        ("event-started", event("started", 7001)),
        ("event-submitted", event("submitted", 7002)),
        ("event-tier-1-approved", tier_1),
        ("event-address-submitted", address),
        ("full-auto", full_auto(json!("declined"), 1_779_172_215_777)),
        ("full-auto-fail", full_auto(json!(null), 1_779_172_215_777)),
        (
            "watchlist-possible-match",
            accepted(
                "watchlist",
                json!({
                    "checkType": "updated_result", "matchStatus": "possible_match",
                    "totalHits": 1, "createdAt": 1_783_030_209_500_i64,
                }),
            ),
        ),
        (
            "watchlist-no-match",
            accepted(
                "watchlist",
                json!({
                    "checkType": "initial_result", "matchStatus": "no_match",
                    "totalHits": 0, "createdAt": 1_779_172_280_000_i64,
                }),
            ),
        ),
        (
            "watchlist-old",
            drifting(
                accepted(
                    "watchlist",
                    json!({
                        "checkType": "initial_result", "matchStatus": "no_match", "totalHits": 0,
                        "createdAt": 1_621_405_880_000_i64, "sessionId": null, "endUserId": null,
                    }),
                ),
                &[("unexpectedTypes", 1)],
            ),
        ),
        (
            "ine",
            registry(
                "ine",
                "vigente, example",
                json!(200),
                json!(1_779_172_380_250_i64),
            ),
        ),
        ("curp", registry("curp", "found", json!(200), json!(null))),
        (
            "ine-curp",
            registry("ine-curp", "AH", json!(null), json!(1_779_172_380_250_i64)),
        ),
        (
            "user-status",
            accepted(
                "user-status",
                json!({
                    "statusCode": "call_back", "status": "Call back", "reason": "Asked for help",
                    "reasonCode": null, "at": 1_779_271_198_123_i64,
                }),
            ),
        ),
        (
            "unknown-type",
            accepted("unknown", json!({"eventType": "device-signal.created"})),
        ),
    ]
    .map(|(name, expect)| {
        let path = format!("{}/tests/payloads/{name}.json", env!("CARGO_MANIFEST_DIR"));
        delivery(name, &std::fs::read(&path).expect("a payload"), expect)
    })
    .to_vec()
}

fn decided(status: &str, code: u32, reason: Option<&str>, reason_code: Option<u32>) -> Value {
    let decided_at = matches!(code, 9001 | 9102 | 9103).then_some(1_779_172_272_084_i64);
    let submitted_at = (code != 9104).then_some(1_779_172_198_640_i64);
    json!({
        "status": status, "code": code, "reason": reason, "reasonCode": reason_code,
        "acceptedAt": 1_779_171_940_001_i64, "submittedAt": submitted_at, "decidedAt": decided_at,
    })
}
