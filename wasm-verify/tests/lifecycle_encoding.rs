//! The stored form of a state: short, tolerant of what is added, strict in what it means.

mod lifecycle_facts;

use lifecycle_facts::*;
use veriff_verify::lifecycle::{DecisionStatus, FactKind, State, StateError, Status, Verdict};

const ATTEMPT: Option<&str> = Some("b7e2f6d0-1c3a-4f58-8e9d-6a4b0c2d1e3f");

fn approved_session() -> State {
    let verdict = Verdict {
        code: Some(9001),
        submitted_at: Some(1_772_443_124_100),
        ..verdict(DecisionStatus::Approved, 1_772_443_171_077)
    };
    let accepted = fact(
        None,
        FactKind::Accepted {
            at: 1_772_442_843_512,
        },
    );
    in_order(&[
        accepted,
        started(ATTEMPT),
        submitted(ATTEMPT),
        fact(ATTEMPT, FactKind::Decision(verdict)),
    ])
}

fn read(json: &str) -> Result<State, StateError> {
    State::from_json(json.as_bytes())
}

#[test]
fn an_approved_session_takes_about_150_bytes() {
    let json = approved_session().to_json();
    assert_eq!(
        json,
        r#"{"g":1772442843512,"a":[{"i":"b7e2f6d0-1c3a-4f58-8e9d-6a4b0c2d1e3f","p":3,"d":[{"s":"a","t":1772443171077,"b":1772443124100,"c":9001}]}]}"#
    );
    assert!(json.len() <= 150, "{}", json.len());
}

#[test]
fn nothing_known_is_an_empty_object() {
    assert_eq!(State::default().to_json(), "{}");
    assert_eq!(read("{}"), Ok(State::default()));
}

#[test]
fn the_order_of_members_means_nothing() {
    let attempts = r#""a":[{"i":"x","p":1},{"p":2,"i":"y"}]"#;
    let others = [
        r#""l":{"t":3,"n":1}"#,
        r#""w":{"m":"possible_match","c":"initial_result","t":4}"#,
        r#""u":{"c":"ok","t":2}"#,
        r#""r":[{"k":"i","s":"a","t":1}]"#,
        r#""g":5"#,
    ];
    let rest = others.join(",");
    let after = read(&format!("{{{attempts},{rest}}}")).unwrap();
    let before = read(&format!("{{{rest},{attempts}}}")).unwrap();
    assert_eq!(before, after);
    assert_eq!(read(&before.to_json()), Ok(after));
}

#[test]
fn what_an_earlier_release_stored_is_read() {
    // Never change this text: databases hold it.
    let stored = r#"{"g":5,"a":[{"p":1},{"i":"x","c":7,"p":2,"d":[{"s":"d","t":9,"b":8,"r":102,"x":"\"","c":9102},{"s":"a"},{"s":"e"},{"s":"b"},{"s":"r"},{"s":"v"}],"f":[{"s":"a"}]}],"l":{"t":3,"n":1},"w":{"m":"no_match","h":0,"c":"initial_result","t":4},"u":{"c":"ok","t":2},"r":[{"k":"i","s":"a","t":1},{"k":"c","s":"b"},{"k":"b","s":"c"}]}"#;
    let state = read(stored).unwrap();
    assert_eq!(state.status(), Status::Declined);
    assert_eq!(
        (state.accepted_at(), state.lapsed_at(), state.revised()),
        (Some(5), Some(3), true)
    );
    assert_eq!((state.disagreements(), state.resubmissions()), (1, 1));
    assert_eq!(
        (state.attempts().count(), state.registries().count()),
        (2, 3)
    );
    assert_eq!(state.watchlist().unwrap().total_hits, Some(0));
    assert_eq!(state.user_status().unwrap().code, "ok");
    let verdict = state.outcome().unwrap().verdict;
    assert_eq!(
        (verdict.reason, verdict.reason_code),
        (Some("\""), Some(102))
    );
}

#[test]
fn keys_of_a_later_release_are_ignored() {
    let json = approved_session().to_json();
    let later = json
        .replace("\"p\":3", "\"p\":3,\"new\":{\"deep\":[1]}")
        .replacen('{', "{\"q\":null,\"z\":1,", 1);
    assert_eq!(read(&later), Ok(approved_session()));
}

#[test]
fn a_later_schema_is_refused() {
    assert_eq!(read(r#"{"z":2}"#), Err(StateError::NewerSchema));
}

#[test]
fn what_cannot_be_read_is_an_error_that_names_the_key() {
    for (json, key) in [
        ("[]", "state"),
        ("null", "state"),
        (r#"{"a":{}}"#, "a"),
        (r#"{"a":[1]}"#, "a"),
        (r#"{"a":[{"i":1}]}"#, "i"),
        (r#"{"a":[{"c":"5"}]}"#, "c"),
        (r#"{"a":[{"c":1.5}]}"#, "c"),
        (r#"{"a":[{"p":-1}]}"#, "p"),
        (r#"{"a":[{"d":{}}]}"#, "d"),
        (r#"{"a":[{"d":[{"s":"q"}]}]}"#, "s"),
        (r#"{"a":[{"f":[{"t":1}]}]}"#, "s"),
        (r#"{"a":[{"d":[{"s":"a","r":4294967296}]}]}"#, "r"),
        (r#"{"g":9223372036854775808}"#, "g"),
        (r#"{"l":{}}"#, "t"),
        (r#"{"w":{"m":"x"}}"#, "c"),
        (r#"{"r":[{"k":"z","s":""}]}"#, "k"),
        (r#"{"z":"1"}"#, "z"),
    ] {
        assert_eq!(read(json), Err(StateError::Malformed { key }), "{json}");
    }
    for json in ["", "{", "{}x", "{\"a\":", "\u{1}"] {
        assert!(matches!(read(json), Err(StateError::Json(_))), "{json}");
    }
}

#[test]
fn texts_are_cut_at_a_character_and_the_same_when_told_again() {
    let long = "€".repeat(100);
    let because = Verdict {
        reason: Some(long.clone()),
        ..verdict(DecisionStatus::Declined, 5)
    };
    let fact = fact(Some(&long), FactKind::Decision(because));
    let mut state = in_order([&fact]);
    let reason = state.outcome().unwrap().verdict.reason.unwrap();
    assert_eq!(
        (reason.len(), state.current_attempt().unwrap().len()),
        (198, 198)
    );
    assert!(!state.apply(&fact));
    let mut read_back = read(&state.to_json()).unwrap();
    assert!(!read_back.apply(&fact));
}

#[test]
fn what_is_kept_is_explained_without_its_texts() {
    let because = Verdict {
        reason: Some("Reason in Veriff's words".into()),
        reason_code: Some(102),
        code: Some(9102),
        ..verdict(DecisionStatus::Declined, 1_772_443_171_077)
    };
    let state = in_order(&[
        decision(ATTEMPT, DecisionStatus::Approved, 1),
        fact(ATTEMPT, FactKind::Decision(because)),
        full_auto(ATTEMPT, DecisionStatus::Approved, 1),
        lapsed(1, 0),
    ]);
    let explained = state.explain();
    assert_eq!(
        explained[0],
        "The status is declined: attempt b7e2f6d0-1c3a-4f58-8e9d-6a4b0c2d1e3f is declined by decision, code 9102, reason code 102, decided at 2026-03-02T09:19:31.077Z."
    );
    for part in [
        "sweep",
        "more than once",
        "approved by decision",
        "disagree",
    ] {
        assert!(
            explained.iter().any(|it| it.contains(part)),
            "{part}: {explained:?}"
        );
    }
    assert!(!explained.iter().any(|it| it.contains("Veriff's words")));
}

#[test]
fn every_cause_is_explained() {
    for (history, words) in [
        (vec![], "nothing is known"),
        (vec![started(A)], "was begun"),
        (vec![submitted(A)], "was submitted"),
        (vec![submitted(UNNAMED)], "an attempt that was not named"),
        (vec![lapsed(0, 0)], "nobody is known to have opened it"),
        (
            vec![lapsed(0, 0), started(A)],
            "nobody is known to have finished it",
        ),
        (
            vec![submitted(A), created(A, 1), created(B, 2)],
            "never told",
        ),
        (
            vec![decision(A, DecisionStatus::ResubmissionRequested, 5)],
            "is resubmission_requested by decision",
        ),
    ] {
        let explained = in_order(&history).explain();
        assert!(explained[0].contains(words), "{explained:?}");
    }
    let ambiguous = in_order(&[started(A), submitted(B)]).explain();
    assert!(
        ambiguous.iter().any(|it| it.contains("GET attempts")),
        "{ambiguous:?}"
    );
}
