//! Genuine bodies that are odd, or that cannot be read.

use serde_json::{Value, json};

use super::{EVENT, SESSION, accepted, delivery, drifting, refused, refused_at, started};

/// The bodies, all signed.
pub(crate) fn bodies() -> Vec<Value> {
    let event = |code: &str, more: &str| {
        format!(r#"{{"id":"{SESSION}","code":{code},"action":"started"{more}}}"#)
    };
    let text = |name: &str, body: &str, expect: Value| delivery(name, body.as_bytes(), expect);
    let deep = |levels: usize| format!(r#"{{"x":{}{}}}"#, "[".repeat(levels), "]".repeat(levels));
    let nothing = json!({"eventType": null, "sessionId": null, "attemptId": null, "vendorData": null, "endUserId": null});
    let unknown = || accepted("unknown", nothing.clone());
    let decision = |more: &str| format!(r#"{{"verification":{{"id":"{SESSION}"{more}}}}}"#);
    let with_vendor_data = |value: &str| {
        let mut expect = started();
        expect["webhook"]["vendorData"] = json!(value);
        expect
    };
    vec![
        text("body-empty", "", refused("not-json")),
        text(
            "body-truncated",
            &EVENT[..EVENT.len() - 1],
            refused("not-json"),
        ),
        text(
            "body-with-byte-order-mark",
            &format!("\u{FEFF}{EVENT}"),
            refused("not-json"),
        ),
        text(
            "body-followed-by-another",
            &format!("{EVENT}{EVENT}"),
            refused("not-json"),
        ),
        text(
            "body-in-white-space",
            &format!("\r\n\t {EVENT} \n"),
            started(),
        ),
        text(
            "body-with-a-comment",
            &format!("{EVENT} // x"),
            refused("not-json"),
        ),
        text("body-not-json", "id=1&code=7001", refused("not-json")),
        delivery(
            "body-not-utf-8",
            b"{\"id\":\"\xff\",\"code\":7001,\"action\":\"started\"}",
            refused("not-json"),
        ),
        text(
            "body-an-array",
            &format!("[{EVENT}]"),
            refused("not-object"),
        ),
        text("body-null", "null", refused("not-object")),
        text(
            "body-a-text-of-json",
            &json!(EVENT).to_string(),
            refused("not-object"),
        ),
        text(
            "body-127-levels-deep",
            &deep(126),
            drifting(unknown(), &[("unknownFields", 1)]),
        ),
        text("body-128-levels-deep", &deep(127), refused("too-deep")),
        text("body-an-empty-object", "{}", unknown()),
        text(
            "number-beyond-a-double",
            &event("7001", r#","x":1e309"#),
            refused("not-json"),
        ),
        text(
            "lone-surrogate",
            &event("7001", r#","vendorData":"\ud800""#),
            refused("not-json"),
        ),
        text(
            "surrogate-pair",
            &event("7001", r#","vendorData":"\ud83d\ude00""#),
            with_vendor_data("😀"),
        ),
        text(
            "control-character-in-a-text",
            &event("7001", ",\"vendorData\":\"a\u{1}\""),
            refused("not-json"),
        ),
        text(
            "field-twice-the-last-counts",
            &event("7001", r#","vendorData":"a","vendorData":"b""#),
            with_vendor_data("b"),
        ),
        text(
            "field-name-escaped",
            &event("7001", r#","vendor\u0044ata":"a""#),
            with_vendor_data("a"),
        ),
        text("code-as-text", &event("\"7001\"", ""), started()),
        text(
            "code-disagrees-with-action",
            &event("7002", ""),
            drifting(with_code(started(), Some(7002)), &[("codeDisagrees", 1)]),
        ),
        text(
            "code-unknown",
            &event("7099", ""),
            drifting(with_code(started(), Some(7099)), &[("unknownCode", 1)]),
        ),
        text(
            "code-missing",
            &format!(r#"{{"id":"{SESSION}","action":"started"}}"#),
            drifting(with_code(started(), None), &[("unexpectedTypes", 1)]),
        ),
        text(
            "code-not-an-integer",
            &event("7001.0", ""),
            drifting(with_code(started(), None), &[("unexpectedTypes", 1)]),
        ),
        text(
            "session-id-a-number",
            r#"{"id":7,"code":7001,"action":"started"}"#,
            refused_at("wrong-type", "id"),
        ),
        text(
            "session-id-empty",
            r#"{"id":"","code":7001,"action":"started"}"#,
            refused_at("wrong-type", "id"),
        ),
        text(
            "session-id-of-65-characters",
            &EVENT.replace(SESSION, &"x".repeat(65)),
            refused_at("wrong-type", "id"),
        ),
        text(
            "decision-without-status",
            &decision(r#","code":9001"#),
            refused_at("missing-field", "verification.status"),
        ),
        text(
            "decision-with-null-status",
            &decision(r#","status":null,"code":9001"#),
            refused_at("wrong-type", "verification.status"),
        ),
        text(
            "decision-without-code",
            &decision(r#","status":"approved""#),
            approved_without_code(),
        ),
        text(
            "decision-with-null-code",
            &decision(r#","status":"approved","code":null"#),
            approved_without_code(),
        ),
        text(
            "decision-null",
            r#"{"verification":null}"#,
            refused_at("wrong-type", "verification"),
        ),
    ]
}

/// The status decides; that there is no code is counted.
fn approved_without_code() -> Value {
    let mut nothing_else = json!({"status": "approved"});
    for key in [
        "attemptId",
        "vendorData",
        "endUserId",
        "code",
        "reason",
        "reasonCode",
        "acceptedAt",
        "submittedAt",
        "decidedAt",
    ] {
        nothing_else[key] = json!(null);
    }
    let expect = accepted("decision", nothing_else);
    drifting(expect, &[("unexpectedTypes", 1)])
}

fn with_code(mut expect: Value, code: Option<u32>) -> Value {
    expect["webhook"]["code"] = json!(code);
    expect
}
