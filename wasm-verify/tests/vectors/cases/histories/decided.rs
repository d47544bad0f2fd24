//! Histories that end with a decision.

use serde_json::{Value, json};

use super::super::messages::{
    GENERATED, because, decision, full_auto, millis, started, submitted, watchlist,
};
use super::{A, decided, history, kept, reasoned, state, with};

/// Decided once, or ended by itself.
pub(super) fn decided_once() -> Vec<Value> {
    let approved = kept('a', 10, r#""c":9001"#);
    let through = [started(A), submitted(A), decision(A, "approved", 10)];
    let review = json!({
        "status": "review", "attemptId": A, "source": "decision", "code": 9121, "reason": null,
        "reasonCode": null, "decidedAt": null, "submittedAt": millis(6),
    });
    let in_review = format!(r#"{{"s":"v","b":{},"c":9121}}"#, millis(6));
    let closed = |status: &str| {
        let state = decided(status, A, 9104, 2);
        let state = with(state, "/outcome/decidedAt", json!(null));
        with(state, "/outcome/submittedAt", json!(null))
    };
    vec![
        history(
            "approved",
            &through,
            decided("approved", A, 9001, 10),
            &format!(r#"{{"g":{GENERATED},"a":[{{"i":"{A}","p":3,"d":[{approved}]}}]}}"#),
        ),
        history(
            "in-review",
            &[started(A), submitted(A), decision(A, "review", 8)],
            state("review", json!({"outcome": review, "currentAttemptId": A})),
            &format!(r#"{{"g":{GENERATED},"a":[{{"i":"{A}","p":3,"d":[{in_review}]}}]}}"#),
        ),
        history(
            "review-then-approved",
            &[
                started(A),
                submitted(A),
                decision(A, "review", 8),
                decision(A, "approved", 10),
            ],
            decided("approved", A, 9001, 10),
            &format!(
                r#"{{"g":{GENERATED},"a":[{{"i":"{A}","p":3,"d":[{approved},{in_review}]}}]}}"#
            ),
        ),
        history(
            "expired",
            &[decision(A, "expired", 0)],
            with(closed("expired"), "/opened", json!(false)),
            &format!(r#"{{"g":{GENERATED},"a":[{{"i":"{A}","d":[{{"s":"e","c":9104}}]}}]}}"#),
        ),
        history(
            "abandoned",
            &[started(A), decision(A, "abandoned", 0)],
            closed("abandoned"),
            &format!(r#"{{"g":{GENERATED},"a":[{{"i":"{A}","p":1,"d":[{{"s":"b","c":9104}}]}}]}}"#),
        ),
        history(
            "watchlist-long-after-approval",
            &[
                started(A),
                submitted(A),
                decision(A, "approved", 10),
                watchlist(A, "initial_result", "no_match", 0, "2026-05-19T06:10:20Z"),
                watchlist(
                    A,
                    "updated_result",
                    "possible_match",
                    3,
                    "2027-11-30T23:59:59.75Z",
                ),
            ],
            with(
                decided("approved", A, 9001, 10),
                "/watchlist",
                json!({
                    "matchStatus": "possible_match", "checkType": "updated_result", "totalHits": 3,
                    "createdAt": 1_827_619_199_750_i64,
                }),
            ),
            &format!(
                r#"{{"g":{GENERATED},"a":[{{"i":"{A}","p":3,"d":[{approved}]}}],"w":{{"m":"possible_match","h":3,"c":"updated_result","t":1827619199750}}}}"#
            ),
        ),
    ]
}

/// Decided, and more came of it or came late.
pub(super) fn decided_again() -> Vec<Value> {
    let suspicious = "Suspicious behaviour";
    let declined_at = |minute| because(decision(A, "declined", minute), 105, suspicious);
    let declined = |minute| {
        kept(
            'd',
            minute,
            &format!(r#""r":105,"x":"{suspicious}","c":9102"#),
        )
    };
    let approved = |minute| kept('a', minute, r#""c":9001"#);
    let revised = |state| with(state, "/revised", json!(true));
    let only = |verdicts: &str| {
        format!(r#"{{"g":{GENERATED},"a":[{{"i":"{A}","p":3,"d":[{verdicts}]}}]}}"#)
    };
    let then = |first, second| [started(A), submitted(A), first, second];
    let review = format!(r#"{{"s":"v","b":{},"c":9121}}"#, millis(6));
    let abandoned = r#"{"s":"b","c":9104}"#;
    vec![
        history(
            "late-events-after-the-decision",
            &[
                decision(A, "approved", 10),
                submitted(A),
                decision(A, "review", 8),
                started(A),
            ],
            decided("approved", A, 9001, 10),
            &only(&format!("{},{review}", approved(10))),
        ),
        history(
            "approved-then-declined",
            &then(decision(A, "approved", 10), declined_at(300)),
            revised(reasoned(decided("declined", A, 9102, 300), 105, suspicious)),
            &only(&format!("{},{}", declined(300), approved(10))),
        ),
        history(
            "declined-then-approved",
            &then(declined_at(10), decision(A, "approved", 300)),
            revised(decided("approved", A, 9001, 300)),
            &only(&format!("{},{}", approved(300), declined(10))),
        ),
        history(
            "approved-again-at-another-time",
            &then(decision(A, "approved", 10), decision(A, "approved", 12)),
            decided("approved", A, 9001, 12),
            &only(&approved(12)),
        ),
        history(
            "abandoned-then-approved",
            &then(decision(A, "abandoned", 0), decision(A, "approved", 10)),
            decided("approved", A, 9001, 10),
            &only(&format!("{},{abandoned}", approved(10))),
        ),
        history(
            "full-auto-then-a-decision-that-disagrees",
            &then(full_auto(A, "approved", 9), declined_at(10)),
            with(
                revised(reasoned(decided("declined", A, 9102, 10), 105, suspicious)),
                "/disagreements",
                json!(1),
            ),
            &format!(
                r#"{{"g":{GENERATED},"a":[{{"i":"{A}","p":3,"d":[{}],"f":[{{"s":"a","t":{}}}]}}]}}"#,
                declined(10),
                millis(9)
            ),
        ),
        history(
            "full-auto-alone",
            &[started(A), submitted(A), full_auto(A, "approved", 9)],
            state(
                "approved",
                json!({"currentAttemptId": A, "outcome": {
                    "status": "approved", "attemptId": A, "source": "fullauto", "code": null, "reason": null,
                    "reasonCode": null, "decidedAt": millis(9), "submittedAt": null,
                }}),
            ),
            &format!(
                r#"{{"g":{GENERATED},"a":[{{"i":"{A}","p":3,"f":[{{"s":"a","t":{}}}]}}]}}"#,
                millis(9)
            ),
        ),
    ]
}
