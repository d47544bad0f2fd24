//! Histories with requests to resubmit.

use serde_json::{Value, json};

use super::super::messages::{GENERATED, because, decision, started, submitted};
use super::{A, B, C, DAMAGED, decided, history, kept, reasoned, with};

/// Asked to try again, once, twice and as often as can be.
pub(super) fn resubmissions() -> Vec<Value> {
    let again = |attempt: &str, minute| {
        because(
            decision(attempt, "resubmission_requested", minute),
            205,
            DAMAGED,
        )
    };
    let kept_again = |minute| kept('r', minute, &format!(r#""r":205,"x":"{DAMAGED}","c":9103"#));
    let twice = [
        started(A),
        submitted(A),
        again(A, 10),
        started(B),
        submitted(B),
        again(B, 20),
        started(C),
        submitted(C),
        decision(C, "approved", 30),
    ];
    let attempt_of =
        |number: usize| format!("{:08x}-0000-4000-8000-000000000000", 0xfa - number * 24);
    let mut nine = Vec::new();
    let mut attempts = Vec::new();
    for number in 0..9 {
        let attempt = attempt_of(number);
        let minute = 10 * (number as i64 + 1);
        nine.extend([started(&attempt), again(&attempt, minute)]);
        attempts.insert(
            0,
            format!(r#"{{"i":"{attempt}","p":1,"d":[{}]}}"#, kept_again(minute)),
        );
    }
    let last = attempt_of(9);
    let limit = "Resubmission limit exceeded";
    nine.extend([
        started(&last),
        because(decision(&last, "declined", 100), 539, limit),
    ]);
    let declined = kept('d', 100, &format!(r#""r":539,"x":"{limit}","c":9102"#));
    attempts.insert(0, format!(r#"{{"i":"{last}","p":1,"d":[{declined}]}}"#));
    vec![
        history(
            "resubmission-requested",
            &twice[..3],
            with(
                reasoned(decided("resubmission_requested", A, 9103, 10), 205, DAMAGED),
                "/resubmissions",
                json!(1),
            ),
            &format!(
                r#"{{"g":{GENERATED},"a":[{{"i":"{A}","p":3,"d":[{}]}}]}}"#,
                kept_again(10)
            ),
        ),
        history(
            "resubmission-twice-then-approved",
            &twice,
            with(decided("approved", C, 9001, 30), "/resubmissions", json!(2)),
            &format!(
                r#"{{"g":{GENERATED},"a":[{{"i":"{C}","p":3,"d":[{}]}},{{"i":"{B}","p":3,"d":[{}]}},{{"i":"{A}","p":3,"d":[{}]}}]}}"#,
                kept('a', 30, r#""c":9001"#),
                kept_again(20),
                kept_again(10)
            ),
        ),
        history(
            "nine-resubmissions-then-declined",
            &nine,
            with(
                reasoned(decided("declined", &last, 9102, 100), 539, limit),
                "/resubmissions",
                json!(9),
            ),
            &format!(r#"{{"g":{GENERATED},"a":[{}]}}"#, attempts.join(",")),
        ),
    ]
}
