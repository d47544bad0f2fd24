//! What the state depends on must be there and be right; the error says where it is not.

use super::{changed, payload};
use serde_json::{Value, json};
use veriff_verify::webhook::{Kind, PayloadError, parse};

fn error(name: &str, pointer: &str, to: Option<Value>) -> PayloadError {
    let body = changed(name, pointer, to.clone());
    match parse(&body) {
        Err(error) => error,
        Ok(webhook) => panic!("{name} {pointer} {to:?} was taken for {webhook:?}"),
    }
}

fn path(error: &PayloadError) -> &'static str {
    error
        .path()
        .unwrap_or_else(|| panic!("{error} has no path"))
}

#[test]
fn a_required_field_that_is_missing_or_wrong_is_named_by_its_path() {
    for (name, pointer, expected) in [
        ("decision-approved", "/verification/id", "verification.id"),
        (
            "decision-approved",
            "/verification/status",
            "verification.status",
        ),
        ("event-started", "/id", "id"),
        ("event-started", "/action", "action"),
        ("full-auto", "/sessionId", "sessionId"),
        (
            "full-auto",
            "/data/verification/decision",
            "data.verification.decision",
        ),
        ("ine", "/sessionId", "sessionId"),
        ("curp", "/id", "id"),
        ("ine-curp", "/sessionId", "sessionId"),
        ("user-status", "/sessionId", "sessionId"),
    ] {
        let missing = error(name, pointer, None);
        assert_eq!(missing, PayloadError::Missing { path: expected }, "{name}");
        assert!(missing.is_json());
        for wrong in [json!(null), json!(true), json!([]), json!({}), json!(1.5)] {
            let found = error(name, pointer, Some(wrong.clone()));
            assert!(
                matches!(found, PayloadError::WrongType { .. }),
                "{name} {pointer} {wrong}"
            );
            assert_eq!(path(&found), expected, "{wrong}");
        }
    }
}

#[test]
fn a_session_id_is_one_to_sixty_four_visible_ascii_characters() {
    let longest = "x".repeat(64);
    let taken = changed("event-started", "/id", Some(json!(longest)));
    assert_eq!(
        parse(&taken).expect("an event").session_id(),
        Some(&*longest)
    );
    for wrong in [
        "",
        " ",
        "a b",
        "a\tb",
        "a\u{0}",
        "\u{e9}",
        "\u{7f}",
        &"x".repeat(65),
    ] {
        for (name, pointer) in [
            ("event-started", "/id"),
            ("decision-approved", "/verification/id"),
            ("full-auto", "/sessionId"),
        ] {
            let found = error(name, pointer, Some(json!(wrong)));
            assert!(
                matches!(found, PayloadError::WrongType { .. }),
                "{wrong:?}: {found}"
            );
        }
    }
}

#[test]
fn a_decision_without_an_object_is_none() {
    for wrong in [json!(null), json!("x"), json!([])] {
        assert_eq!(
            path(&error("decision-approved", "/verification", Some(wrong))),
            "verification"
        );
    }
    let body = changed("decision-approved", "/verification", None);
    assert_eq!(parse(&body).expect("JSON").kind(), Kind::Unknown);
}

#[test]
fn a_watchlist_names_the_session_or_the_attempt() {
    assert_eq!(
        path(&error("watchlist-old", "/attemptId", None)),
        "sessionId"
    );
    assert_eq!(
        path(&error("watchlist-no-match", "/sessionId", Some(json!(5)))),
        "sessionId"
    );
    assert_eq!(
        path(&error(
            "watchlist-no-match",
            "/matchStatus",
            Some(json!(null))
        )),
        "matchStatus"
    );
}

#[test]
fn a_user_defined_status_has_a_code_or_at_least_a_name() {
    let pointer = "/data/verification/userDefinedData/statusCode";
    let body = changed("user-status", pointer, None);
    assert!(parse(&body).is_ok());
    let body = changed(
        "user-status",
        "/data/verification/userDefinedData",
        Some(json!({})),
    );
    let error = parse(&body).expect_err("nothing says which status");
    assert_eq!(path(&error), "data.verification.userDefinedData.statusCode");
}

#[test]
fn what_is_not_a_json_object_is_told_apart() {
    for (body, expected) in [
        (&b""[..], PayloadError::NotJson { offset: 0 }),
        (b" \n", PayloadError::NotJson { offset: 2 }),
        (b"\xef\xbb\xbf{}", PayloadError::NotJson { offset: 0 }),
        (b"{\"id\": 1,}", PayloadError::NotJson { offset: 9 }),
        (b"{} x", PayloadError::NotJson { offset: 3 }),
        (b"{\"id\": \"\xff\"}", PayloadError::NotJson { offset: 8 }),
        (b"[]", PayloadError::NotObject),
        (b" null ", PayloadError::NotObject),
        (b"7", PayloadError::NotObject),
    ] {
        let error = parse(body).expect_err("not an object");
        assert_eq!(error, expected);
        assert!(!error.is_json());
    }
    let deep = format!("{{\"x\":{}1{}}}", "[".repeat(127), "]".repeat(127));
    assert_eq!(
        parse(deep.as_bytes()).expect_err("too deep"),
        PayloadError::TooDeep { offset: 131 }
    );
    let deep = format!("{{\"x\":{}1{}}}", "[".repeat(126), "]".repeat(126));
    assert!(parse(deep.as_bytes()).is_ok());
}

#[test]
fn a_cut_body_is_never_taken() {
    for name in super::names() {
        let body = payload(&name);
        let body = body.trim_ascii_end();
        for length in 0..body.len() {
            let error = parse(&body[..length]).expect_err("cut");
            assert!(
                matches!(error, PayloadError::NotJson { .. }),
                "{name} cut to {length}: {error}"
            );
        }
    }
}

#[test]
fn error_texts_name_places_and_no_values() {
    let error = error(
        "decision-approved",
        "/verification/status",
        Some(json!(["SECRET"])),
    );
    assert_eq!(error.to_string(), "verification.status is not a text");
    let missing = PayloadError::Missing {
        path: "verification.id",
    };
    assert_eq!(missing.to_string(), "verification.id is missing");
}

#[test]
fn of_two_fields_with_one_name_the_last_counts() {
    let body = br#"{"id":"a","code":7001,"action":"started","id":"b","acti\u006fn":"submitted"}"#;
    let webhook = parse(body).expect("an event");
    assert_eq!(webhook.session_id(), Some("b"));
    assert_eq!(
        webhook.facts()[0].kind,
        veriff_verify::lifecycle::FactKind::Submitted
    );
    // A second `verification` replaces the first altogether, also if it is not even an object.
    let twice = br#"{"verification":{"id":"a","status":"approved","code":9001},"verification":{"id":"b","code":9001}}"#;
    assert_eq!(
        parse(twice).expect_err("no status"),
        PayloadError::Missing {
            path: "verification.status"
        }
    );
    let null =
        br#"{"verification":{"id":"a","status":"approved","code":9001},"verification":null}"#;
    assert_eq!(path(&parse(null).expect_err("null")), "verification");
}
