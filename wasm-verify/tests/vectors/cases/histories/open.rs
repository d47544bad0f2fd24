//! Histories of sessions that are open, or that say little.

use serde_json::{Value, json};

use super::super::messages::{
    GENERATED, because, decision, ine, millis, started, submitted, user_status,
};
use super::{A, B, DAMAGED, decided, history, kept, reasoned, state, with};

/// Events, and nothing that decides.
pub(super) fn undecided() -> Vec<Value> {
    let again = because(decision(A, "resubmission_requested", 10), 205, DAMAGED);
    let kept_again = kept('r', 10, &format!(r#""r":205,"x":"{DAMAGED}","c":9103"#));
    let mut after_resubmission = unfinished("submitted", Some(B), true);
    after_resubmission["acceptedAt"] = json!(GENERATED);
    after_resubmission["resubmissions"] = json!(1);
    vec![
        history(
            "started",
            &[started(A)],
            unfinished("started", Some(A), false),
            &format!(r#"{{"a":[{{"i":"{A}","p":1}}]}}"#),
        ),
        history(
            "submitted",
            &[started(A), submitted(A)],
            unfinished("submitted", Some(A), false),
            &format!(r#"{{"a":[{{"i":"{A}","p":3}}]}}"#),
        ),
        history(
            "two-undecided-attempts-one-unfinished",
            &[started(A), submitted(A), started(B)],
            unfinished("started", Some(B), true),
            &format!(r#"{{"a":[{{"i":"{B}","p":1}},{{"i":"{A}","p":3}}]}}"#),
        ),
        history(
            "two-undecided-attempts-both-finished",
            &[started(A), submitted(A), started(B), submitted(B)],
            unfinished("submitted", Some(A), true),
            &format!(r#"{{"a":[{{"i":"{B}","p":3}},{{"i":"{A}","p":3}}]}}"#),
        ),
        history(
            "submitted-again-after-a-resubmission",
            &[submitted(A), again, submitted(B)],
            after_resubmission,
            &format!(
                r#"{{"g":{GENERATED},"a":[{{"i":"{B}","p":2}},{{"i":"{A}","p":2,"d":[{kept_again}]}}]}}"#
            ),
        ),
    ]
}

/// What does not change the status, and what is written oddly.
pub(super) fn odd() -> Vec<Value> {
    let mut beside = unfinished("submitted", Some(A), false);
    beside["userStatus"] = json!({"statusCode": "approved", "at": millis(30)});
    beside["registries"] =
        json!([{"registry": "ine", "status": "vigente, example", "at": millis(5)}]);
    let mut unnamed = decision("", "approved", 10);
    unnamed["verification"]["attemptId"] = json!(null);
    let mut unnamed_start = started("");
    unnamed_start["attemptId"] = json!(null);
    let mut on_hold = decision(A, "approved", 10);
    on_hold["verification"]["status"] = json!("on_hold");
    let mut held = unfinished("submitted", Some(A), false);
    held["acceptedAt"] = json!(GENERATED);
    let odd_reason = "\"quoted\" \\ \u{1}\n\té 😀";
    // Control characters are stored in the one form that all of them have.
    let kept_reason = r#""\"quoted\" \\ \u0001\u000a\u0009é 😀""#;
    let because_odd = because(decision(A, "declined", 10), 105, odd_reason);
    let because_long = because(decision(A, "declined", 10), 105, &"é".repeat(150));
    let cut = "é".repeat(100);
    vec![
        history(
            "beside-the-status",
            &[
                started(A),
                submitted(A),
                user_status(A, "call_back", 20),
                user_status(A, "approved", 30),
                ine(A, "vigente, example", 5),
                json!({"eventType": "device-signal.created", "attemptId": A}),
            ],
            beside,
            &format!(
                r#"{{"a":[{{"i":"{A}","p":3}}],"u":{{"c":"approved","t":{}}},"r":[{{"k":"i","s":"vigente, example","t":{}}}]}}"#,
                millis(30),
                millis(5)
            ),
        ),
        history(
            "nothing-that-is-known",
            &[json!({"eventType": "device-signal.created", "attemptId": A})],
            with(unfinished("created", None, false), "/opened", json!(false)),
            "{}",
        ),
        history(
            "without-attempt-ids",
            &[unnamed_start, unnamed],
            with(
                with(
                    decided("approved", A, 9001, 10),
                    "/outcome/attemptId",
                    json!(null),
                ),
                "/currentAttemptId",
                json!(null),
            ),
            &format!(
                r#"{{"g":{GENERATED},"a":[{{"p":1,"d":[{}]}}]}}"#,
                kept('a', 10, r#""c":9001"#)
            ),
        ),
        history(
            "a-status-that-is-unknown",
            &[submitted(A), on_hold],
            held,
            &format!(r#"{{"g":{GENERATED},"a":[{{"i":"{A}","p":2}}]}}"#),
        ),
        history(
            "a-reason-of-odd-characters",
            &[because_odd],
            reasoned(decided("declined", A, 9102, 10), 105, odd_reason),
            &format!(
                r#"{{"g":{GENERATED},"a":[{{"i":"{A}","d":[{}]}}]}}"#,
                kept('d', 10, &format!(r#""r":105,"x":{},"c":9102"#, kept_reason))
            ),
        ),
        history(
            "a-reason-of-300-bytes",
            &[because_long],
            reasoned(decided("declined", A, 9102, 10), 105, &cut),
            &format!(
                r#"{{"g":{GENERATED},"a":[{{"i":"{A}","d":[{}]}}]}}"#,
                kept('d', 10, &format!(r#""r":105,"x":"{cut}","c":9102"#))
            ),
        ),
    ]
}
/// Nothing in a history of events alone tells when the session was generated.
fn unfinished(status: &str, attempt: Option<&str>, ambiguous: bool) -> Value {
    state(
        status,
        json!({"acceptedAt": null, "currentAttemptId": attempt, "ambiguous": ambiguous}),
    )
}
