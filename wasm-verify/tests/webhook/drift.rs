//! The unexpected is kept, counted and located, and refuses nothing.

use super::{SESSION, changed, names, payload};
use serde_json::{Value, json};
use veriff_verify::webhook::{Kind, parse};

#[test]
fn whatever_the_state_does_not_depend_on_may_be_odd() {
    let body = payload("decision-odd");
    let webhook = parse(&body).expect("odd, but a decision");
    assert_eq!(
        (webhook.kind(), webhook.session_id()),
        (Kind::Decision, Some(SESSION))
    );
    assert_eq!((webhook.attempt_id(), webhook.vendor_data()), (None, None));
    assert_eq!(webhook.facts().len(), 2);
    let drift = webhook.drift();
    assert_eq!((drift.unexpected_types, drift.unknown_fields), (12, 2));
    let mut paths = drift.paths.clone();
    paths.sort();
    assert_eq!(
        paths,
        [
            "sentBy",
            "technicalData",
            "verification.attemptId",
            "verification.decisionTime",
            "verification.document.nfcValidated",
            "verification.mood",
            "verification.person.addresses",
            "verification.person.yearOfBirth",
            "verification.reasonCode",
            "verification.riskLabels[]",
            "verification.riskLabels[].label",
            "verification.riskScore",
            "verification.submissionTime",
            "verification.vendorData",
        ]
    );
}

/// A name is compared where it is expected to come next, by its ends first.
#[test]
fn a_name_that_differs_in_one_letter_is_another() {
    let names = [
        "code",
        "reason",
        "reasonCode",
        "acceptanceTime",
        "submissionTime",
        "decisionTime",
        "person",
        "document",
        "comments",
        "additionalVerifiedData",
        "riskScore",
        "riskLabels",
        "biometricAuthentication",
        "highRisk",
    ];
    let odd_fields = |before: &str, name: &str| {
        let value = if before == "code" { "9001" } else { "null" };
        let body = format!(
            r#"{{"verification":{{"id":"{SESSION}","status":"approved","code":9001,"{before}":{value},"{name}":null}}}}"#
        );
        let webhook = parse(body.as_bytes()).expect("a decision");
        webhook.drift().unknown_fields
    };
    for [before, name] in names.array_windows() {
        assert_eq!(odd_fields(before, name), 0, "{name}");
        for place in 0..name.len() {
            let mut other = (*name).to_owned();
            other.replace_range(place..=place, "X");
            assert_eq!(odd_fields(before, &other), 1, "{other}");
        }
    }
}

#[test]
fn the_word_null_as_a_house_number_is_counted() {
    let body = payload("decision-house-number-null");
    let webhook = parse(&body).expect("a decision");
    let path = "verification.person.addresses[].parsedAddress.houseNumber";
    assert_eq!(
        (webhook.drift().unexpected_types, &webhook.drift().paths[..]),
        (1, &[path.into()][..])
    );
}

#[test]
fn no_composed_payload_but_the_odd_ones_has_drift() {
    let odd = [
        "decision-odd",
        "decision-house-number-null",
        "decision-unknown-status",
        "watchlist-old",
    ];
    for name in names().iter().filter(|name| !odd.contains(&name.as_str())) {
        let body = payload(name);
        let webhook = parse(&body).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(webhook.drift().is_empty(), "{name}: {:?}", webhook.drift());
    }
}

#[test]
fn at_most_sixteen_paths_are_listed_and_long_names_are_cut() {
    let mut document: Value = serde_json::from_slice(&payload("event-started")).expect("JSON");
    let fields = document.as_object_mut().expect("an object");
    for i in 0..40 {
        fields.insert(format!("{}{i}", "a\n".repeat(100)), json!("SECRET"));
        fields.insert(format!("new{i}"), json!("SECRET"));
    }
    let body = document.to_string();
    let webhook = parse(body.as_bytes()).expect("an event");
    assert_eq!(
        (webhook.drift().unknown_fields, webhook.drift().paths.len()),
        (80, 16)
    );
    for path in &webhook.drift().paths {
        assert!(
            path.len() <= 64 && !path.contains(char::is_control),
            "{path:?}"
        );
        assert!(!path.contains("SECRET"));
    }
}

/// Every field but those the state depends on, replaced by each kind of value in turn.
#[test]
fn no_odd_field_refuses_a_message() {
    let strict = [
        "/verification",
        "/verification/id",
        "/verification/status",
        "/verification/code",
        "/id",
        "/code",
        "/action",
        "/sessionId",
        "/checkType",
        "/matchStatus",
        "/eventType",
        "/type",
        "/data",
        "/data/verification",
        "/data/verification/decision",
        "/data/verification/userDefinedData",
        "/data/verification/userDefinedData/statusCode",
    ];
    for name in names() {
        let document: Value = serde_json::from_slice(&payload(&name)).expect("JSON");
        for pointer in pointers(&document) {
            let is_strict = strict.contains(&pointer.as_str())
                || (name == "watchlist-old" && pointer == "/attemptId")
                || (name == "full-auto-fail" && pointer == "/status");
            for odd in [
                json!(null),
                json!(true),
                json!(-1.5),
                json!("\u{1F914}"),
                json!([[]]),
                json!({"x": 1}),
            ] {
                let body = changed(&name, &pointer, Some(odd.clone()));
                if !is_strict {
                    let webhook = parse(&body);
                    assert!(webhook.is_ok(), "{name} {pointer} {odd}: {webhook:?}");
                }
                let _ = parse(&body).map(|webhook| webhook.facts()); // never a panic
            }
        }
    }
}

fn pointers(document: &Value) -> Vec<String> {
    fn walk(value: &Value, at: &str, out: &mut Vec<String>) {
        for (key, value) in value.as_object().into_iter().flatten() {
            let at = format!("{at}/{key}");
            walk(value, &at, out);
            out.push(at);
        }
    }
    let mut out = Vec::new();
    walk(document, "", &mut out);
    out
}
