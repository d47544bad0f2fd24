//! The full auto webhook.

use super::{ATTEMPT, SESSION, changed, payload};
use serde_json::json;
use veriff_verify::json::Field;
use veriff_verify::lifecycle::{DecisionStatus, Fact, FactKind, Verdict};
use veriff_verify::time::parse_timestamp;
use veriff_verify::webhook::{FullAuto, Webhook, parse};

fn full_auto(body: &[u8]) -> FullAuto<'_> {
    match parse(body) {
        Ok(Webhook::FullAuto(full_auto)) => full_auto,
        other => panic!("not a full auto webhook: {other:?}"),
    }
}

#[test]
fn its_decision_is_a_verdict_without_code_or_reason() {
    let body = payload("full-auto");
    let message = full_auto(&body);
    assert_eq!(message.session_id.as_deref(), Some(SESSION));
    let facts = message.facts();
    assert_eq!(facts[0].attempt.as_deref(), Some(ATTEMPT));
    let decided_at = parse_timestamp("2026-05-19T06:30:15.777Z");
    assert_eq!(
        facts[0].kind,
        FactKind::FullAuto(Verdict {
            decided_at,
            ..Verdict::new(DecisionStatus::Declined)
        })
    );
    assert!(matches!(facts[1].kind, FactKind::Accepted { .. }));
    assert!(message.drift().is_empty(), "{:?}", message.drift());
}

#[test]
fn an_unknown_decision_is_kept_and_is_no_verdict() {
    let body = changed(
        "full-auto",
        "/data/verification/decision",
        Some(json!("maybe")),
    );
    assert_eq!(full_auto(&body).decision.as_deref(), Some("maybe"));
    assert_eq!(full_auto(&body).facts().len(), 1);
    assert_eq!(full_auto(&body).drift().unknown_status, 1);
}

#[test]
fn a_failed_run_has_no_decision() {
    let body = payload("full-auto-fail");
    assert_eq!(
        (full_auto(&body).decision, full_auto(&body).facts().len()),
        (None, 1)
    );
}

#[test]
fn person_document_and_insights_are_data() {
    let body = payload("full-auto");
    let message = full_auto(&body);
    assert_eq!(
        message.decision_score().value().map(|score| score.as_str()),
        Some("0.12")
    );
    let person = message.person().value().expect("a person");
    let first_name = person.first_name().value().expect("a first name");
    assert!(
        first_name
            .value()
            .value()
            .and_then(|v| v.as_text())
            .is_some_and(|v| v.is("TUULI"))
    );
    assert!(
        first_name
            .confidence_category()
            .value()
            .is_some_and(|c| c.is("high"))
    );
    assert!(matches!(person.place_of_birth(), Field::Null));
    let document = message.document().value().expect("a document");
    let kind = document
        .document_type()
        .value()
        .and_then(|kind| kind.value().value());
    assert!(
        kind.and_then(|kind| kind.as_text())
            .is_some_and(|kind| kind.is("id_card"))
    );
    let results: Vec<_> = message
        .insights()
        .filter_map(|insight| insight.value()?.result().value())
        .map(|result| result.to_str().into_owned())
        .collect();
    assert_eq!(results, ["no", "notApplicable"]);
}

#[test]
fn full_auto_that_failed_decides_nothing_although_it_names_a_decision() {
    let body = changed("full-auto", "/status", Some(json!("fail")));
    let failed = parse(&body).expect("a webhook");
    let is_verdict = |fact: &Fact| matches!(fact.kind, FactKind::FullAuto(_));
    assert!(!failed.facts().iter().any(is_verdict));
    assert_eq!(failed.drift().unknown_status, 1);
    assert_eq!(full_auto(&body).decision, None);
    let body = payload("full-auto");
    assert!(
        parse(&body)
            .expect("a webhook")
            .facts()
            .iter()
            .any(is_verdict)
    );
}
