//! The answers of the REST API.

use super::{ATTEMPT, SESSION, payload};
use veriff_verify::lifecycle::{Fact, FactKind};
use veriff_verify::time::parse_timestamp;
use veriff_verify::webhook::PayloadError;
use veriff_verify::webhook::answer::{
    parse_attempts_answer, parse_create_answer, parse_decision_answer, parse_error_answer,
    parse_full_auto_answer,
};

#[test]
fn a_decision_answer_says_what_the_webhook_says() {
    let body = payload("decision-declined");
    let decision = parse_decision_answer(&body)
        .expect("an answer")
        .expect("a decision");
    let webhook = veriff_verify::webhook::parse(&body).expect("a webhook");
    assert_eq!(decision.facts(), webhook.facts());
}

#[test]
fn no_decision_yet_is_none() {
    for body in [
        &br#"{"status":"success","verification":null}"#[..],
        br#"{"status":"success"}"#,
        b"{}",
    ] {
        assert!(parse_decision_answer(body).expect("an answer").is_none());
    }
    assert_eq!(
        parse_decision_answer(b"").unwrap_err(),
        PayloadError::NotJson { offset: 0 }
    );
    let broken = br#"{"status":"success","verification":{"id":"a"}}"#;
    let path = "verification.status";
    assert_eq!(
        parse_decision_answer(broken).unwrap_err(),
        PayloadError::Missing { path }
    );
}

#[test]
fn a_full_auto_answer_may_be_the_webhook_or_hold_it() {
    let webhook = String::from_utf8(payload("full-auto")).expect("text");
    let bare = veriff_verify::webhook::parse(webhook.as_bytes())
        .expect("a webhook")
        .facts();
    for body in [
        webhook.clone(),
        format!(r#"{{"status":"success","verification":{webhook}}}"#),
        format!(r#"{{"status":"success","data":{webhook}}}"#),
    ] {
        let answer = parse_full_auto_answer(body.as_bytes())
            .expect("an answer")
            .expect("a decision");
        assert_eq!(
            (answer.session_id.as_deref(), answer.facts()),
            (Some(SESSION), bare.clone())
        );
    }
    let no_session = br#"{"status":"success","data":{"verification":{"decision":"approved"}}}"#;
    let answer = parse_full_auto_answer(no_session)
        .expect("an answer")
        .expect("a decision");
    assert_eq!(
        (answer.session_id.is_none(), answer.facts().len()),
        (true, 1)
    );
}

#[test]
fn a_full_auto_answer_without_data_is_none() {
    for body in [
        &br#"{"status":"success"}"#[..],
        br#"{"status":"success","data":null}"#,
        br#"{"status":"success","data":{"verification":null}}"#,
        br#"{"status":"success","verification":null}"#,
        br#"{"status":"fail","data":{}}"#,
    ] {
        assert!(parse_full_auto_answer(body).expect("an answer").is_none());
    }
    let broken = br#"{"status":"success","data":{"verification":{"decision":7}}}"#;
    let path = "data.verification.decision";
    assert_eq!(
        parse_full_auto_answer(broken).unwrap_err().path(),
        Some(path)
    );
}

#[test]
fn attempts_have_ids_statuses_and_times() {
    let body = format!(
        r#"{{"status":"success","verifications":[
            {{"id":"{ATTEMPT}","status":"started","createdTime":"2026-05-19T06:25:41.500Z","statuses":[]}},
            {{"id":"b","status":"resubmission_requested","createdTime":"2026-05-19T05:00:00Z"}},
            {{"id":"c","status":"created","createdTime":5}}]}}"#
    );
    let attempts = parse_attempts_answer(body.as_bytes()).expect("attempts");
    let at = parse_timestamp("2026-05-19T06:25:41.500Z").expect("a time");
    let fact = |kind| Fact {
        attempt: Some(ATTEMPT.into()),
        kind,
    };
    assert_eq!(
        attempts[0].facts(),
        [
            fact(FactKind::AttemptCreated { at }),
            fact(FactKind::Started)
        ]
    );
    assert_eq!(attempts[1].facts()[1].kind, FactKind::Submitted);
    assert_eq!(
        (attempts[2].created_at, attempts[2].facts()),
        (None, vec![])
    );
    assert_eq!(
        parse_attempts_answer(br#"{"status":"success"}"#),
        Ok(vec![])
    );
    for (body, path) in [
        (&br#"{"verifications":{}}"#[..], "verifications"),
        (br#"{"verifications":[7]}"#, "verifications[]"),
        (
            br#"{"verifications":[{"status":"x"}]}"#,
            "verifications[].id",
        ),
        (
            br#"{"verifications":[{"id":"a"}]}"#,
            "verifications[].status",
        ),
    ] {
        assert_eq!(parse_attempts_answer(body).unwrap_err().path(), Some(path));
    }
}

#[test]
fn a_created_session_has_a_url_that_debug_hides() {
    let body = format!(
        r#"{{"status":"success","verification":{{"id":"{SESSION}","url":"https://alchemy.example/v/TOKEN",
            "vendorData":null,"host":"https://alchemy.example","status":"created","sessionToken":"TOKEN"}}}}"#
    );
    let created = parse_create_answer(body.as_bytes()).expect("a session");
    assert_eq!(created.id, SESSION);
    assert_eq!(created.url, "https://alchemy.example/v/TOKEN");
    assert!(!format!("{created:?}").contains("TOKEN"));
    let old = parse_create_answer(br#"{"verification":{"id":"a","url":"u"}}"#);
    assert_eq!(old.expect("a session").url, "u");
    for (body, path) in [
        (&br#"{"status":"success"}"#[..], "verification"),
        (br#"{"verification":[]}"#, "verification"),
        (
            br#"{"verification":{"id":"a b","url":"u","status":"created"}}"#,
            "verification.id",
        ),
        (
            br#"{"verification":{"id":"a","url":"","status":"created"}}"#,
            "verification.url",
        ),
    ] {
        assert_eq!(parse_create_answer(body).unwrap_err().path(), Some(path));
    }
}

#[test]
fn an_error_answers_code_is_a_text_or_a_number() {
    let code = |body: &[u8]| parse_error_answer(body);
    assert_eq!(
        code(br#"{"status":400,"code":"1305","message":"x"}"#).as_deref(),
        Some("1305")
    );
    assert_eq!(
        code(br#"{"status":"fail","code":1102}"#).as_deref(),
        Some("1102")
    );
    for body in [
        &b""[..],
        b"<html>",
        b"{}",
        br#"{"code":null}"#,
        br#"{"code":{}}"#,
        b"[]",
    ] {
        assert_eq!(code(body), None);
    }
}
