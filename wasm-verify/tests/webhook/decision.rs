//! The decision webhook.

use super::{ATTEMPT, END_USER, SESSION, VENDOR_DATA, changed, payload};
use serde_json::json;
use veriff_verify::json::Field;
use veriff_verify::lifecycle::{DecisionStatus, Fact, FactKind, Verdict};
use veriff_verify::time::parse_timestamp;
use veriff_verify::webhook::{Decision, Kind, Webhook, parse};

fn decision(body: &[u8]) -> Decision<'_> {
    match parse(body) {
        Ok(Webhook::Decision(decision)) => decision,
        other => panic!("not a decision: {other:?}"),
    }
}

fn verdict(decision: &Decision<'_>) -> Option<Verdict> {
    decision
        .facts()
        .into_iter()
        .find_map(|fact| match fact.kind {
            FactKind::Decision(verdict) => Some(verdict),
            _ => None,
        })
}

#[test]
fn an_approval_has_ids_times_and_two_facts() {
    let body = payload("decision-approved");
    let webhook = parse(&body).expect("a webhook");
    assert_eq!(webhook.kind(), Kind::Decision);
    assert_eq!(webhook.session_id(), Some(SESSION));
    assert_eq!(webhook.attempt_id(), Some(ATTEMPT));
    assert_eq!(webhook.vendor_data(), Some(VENDOR_DATA));
    assert_eq!(webhook.end_user_id(), Some(END_USER));
    assert!(webhook.drift().is_empty(), "{:?}", webhook.drift());
    let accepted_at = parse_timestamp("2026-05-19T06:25:40.001Z").expect("a time");
    let verdict = Verdict {
        status: DecisionStatus::Approved,
        code: Some(9001),
        reason_code: None,
        reason: None,
        decided_at: parse_timestamp("2026-05-19T06:31:12.084Z"),
        submitted_at: parse_timestamp("2026-05-19T06:29:58.640Z"),
    };
    assert!(verdict.decided_at.is_some() && verdict.submitted_at.is_some());
    assert_eq!(
        webhook.facts(),
        [
            Fact {
                attempt: Some(ATTEMPT.into()),
                kind: FactKind::Decision(verdict)
            },
            Fact {
                attempt: None,
                kind: FactKind::Accepted { at: accepted_at }
            },
        ]
    );
}

#[test]
fn all_six_statuses_are_told_by_their_text() {
    for (name, status, code) in [
        ("decision-approved", DecisionStatus::Approved, 9001),
        ("decision-declined", DecisionStatus::Declined, 9102),
        (
            "decision-resubmission",
            DecisionStatus::ResubmissionRequested,
            9103,
        ),
        ("decision-review", DecisionStatus::Review, 9121),
        ("decision-expired", DecisionStatus::Expired, 9104),
        ("decision-abandoned", DecisionStatus::Abandoned, 9104),
    ] {
        let body = payload(name);
        let decision = decision(&body);
        assert_eq!(
            (decision.decision_status(), decision.code),
            (Some(status), Some(code)),
            "{name}"
        );
        assert!(
            decision.drift().is_empty(),
            "{name}: {:?}",
            decision.drift()
        );
    }
}

/// Veriff's pages say 9104, and 9121 for an abandoned session alone.
#[test]
fn an_abandoned_session_has_either_code_that_veriff_documents() {
    let body = changed(
        "decision-abandoned",
        "/verification/code",
        Some(json!(9121)),
    );
    assert!(decision(&body).drift().is_empty());
    let body = changed("decision-expired", "/verification/code", Some(json!(9121)));
    assert_eq!(decision(&body).drift().code_disagrees, 1);
}

#[test]
fn reason_code_may_be_a_text_or_a_number() {
    let text = payload("decision-declined");
    assert_eq!(decision(&text).reason_code, Some(105));
    assert_eq!(
        decision(&text).reason.as_deref(),
        Some("Suspicious behaviour")
    );
    let number = payload("decision-resubmission-limit");
    assert_eq!(decision(&number).reason_code, Some(539));
    let odd = changed(
        "decision-declined",
        "/verification/reasonCode",
        Some(json!("soon")),
    );
    assert_eq!(decision(&odd).reason_code, None);
    assert_eq!(decision(&odd).drift().paths, ["verification.reasonCode"]);
}

#[test]
fn a_code_that_disagrees_is_counted_and_the_status_decides() {
    let body = changed("decision-approved", "/verification/code", Some(json!(9102)));
    let decision = decision(&body);
    assert_eq!(
        verdict(&decision).map(|v| v.status),
        Some(DecisionStatus::Approved)
    );
    assert_eq!(decision.drift().code_disagrees, 1);
    assert_eq!(decision.drift().unknown_code, 0);
}

/// Some senders leave the code out. The status is what was decided, and would be lost with the message.
#[test]
fn a_code_that_is_missing_or_none_is_counted_and_the_status_decides() {
    for code in [
        None,
        Some(json!(null)),
        Some(json!({})),
        Some(json!(-9001)),
        Some(json!(9001.0)),
        Some(json!(1e20)),
        Some(json!(4294967296u64)),
        Some(json!("")),
        Some(json!("x")),
        Some(json!("+1")),
        Some(json!(" 1")),
    ] {
        let body = changed("decision-approved", "/verification/code", code.clone());
        let decision = decision(&body);
        assert_eq!(
            verdict(&decision).map(|v| (v.status, v.code)),
            Some((DecisionStatus::Approved, None)),
            "{code:?}"
        );
        assert_eq!(decision.code, None, "{code:?}");
        assert_eq!(decision.drift().unexpected_types, 1, "{code:?}");
        assert_eq!(decision.drift().paths, ["verification.code"], "{code:?}");
    }
}

#[test]
fn a_code_may_be_the_text_of_a_number() {
    let body = changed(
        "decision-approved",
        "/verification/code",
        Some(json!("9001")),
    );
    assert_eq!(decision(&body).code, Some(9001));
    assert!(decision(&body).drift().is_empty());
}

#[test]
fn an_unknown_status_is_kept_and_is_no_verdict() {
    let body = payload("decision-unknown-status");
    let decision = decision(&body);
    assert_eq!(decision.status, "on_hold");
    assert_eq!(verdict(&decision), None);
    assert_eq!(
        (
            decision.drift().unknown_status,
            decision.drift().unknown_code
        ),
        (1, 1)
    );
    assert_eq!(
        decision.facts().len(),
        1,
        "when the session was generated is still a fact"
    );
}

#[test]
fn an_old_message_without_attempt_or_submission_time_is_fine() {
    let body = payload("decision-old");
    let decision = decision(&body);
    assert_eq!((&decision.attempt_id, decision.submitted_at), (&None, None));
    assert_eq!(
        verdict(&decision).map(|v| v.status),
        Some(DecisionStatus::Approved)
    );
    assert!(decision.drift().is_empty(), "{:?}", decision.drift());
}

#[test]
fn a_null_decision_time_is_odd_for_a_conclusive_decision_alone() {
    let body = changed(
        "decision-approved",
        "/verification/decisionTime",
        Some(json!(null)),
    );
    assert_eq!(decision(&body).decided_at, None);
    assert_eq!(decision(&body).drift().paths, ["verification.decisionTime"]);
    let body = payload("decision-expired");
    assert_eq!(decision(&body).drift().unexpected_types, 0);
}

#[test]
fn person_document_and_risk_are_data() {
    let body = payload("decision-declined");
    let decision = decision(&body);
    let person = decision.person().value().expect("a person");
    assert_eq!(
        person.first_name().value().map(|t| t.to_str()).as_deref(),
        Some("TUULI")
    );
    let address = person
        .each_address()
        .next()
        .and_then(Field::value)
        .expect("an address");
    let city = address
        .parsed_address()
        .value()
        .and_then(|parsed| parsed.city().value());
    assert_eq!(city.map(|t| t.to_str()).as_deref(), Some("Äänekoski"));
    assert!(matches!(person.title(), Field::Absent));
    let document = decision.document().value().expect("a document");
    assert!(matches!(document.nfc_validated(), Field::Value(true)));
    assert!(matches!(document.state(), Field::Null));
    let legal_status = document
        .specimen()
        .value()
        .and_then(|s| s.legal_status().value());
    assert!(legal_status.is_some_and(|status| status.is("primary")));
    let score = decision
        .risk_score()
        .value()
        .and_then(|risk| risk.score().value());
    assert_eq!(score.and_then(|score| score.as_f64()), Some(0.97));
    let labels: Vec<_> = decision
        .risk_labels()
        .filter_map(|label| label.value()?.category().value())
        .map(|category| category.to_str().into_owned())
        .collect();
    assert_eq!(labels, ["images", "cross-links"]);
    assert_eq!(
        decision.ip().value().map(|ip| ip.to_str()).as_deref(),
        Some("198.51.100.7")
    );
}

#[test]
fn age_proof_of_address_biometrics_and_registries_are_data() {
    let body = payload("decision-age");
    let data = decision(&body)
        .additional_verified_data()
        .value()
        .expect("data");
    assert_eq!(
        data.estimated_age().value().and_then(|age| age.as_u64()),
        Some(38)
    );
    assert_eq!(
        data.estimated_gender().value().and_then(|g| g.as_f64()),
        Some(0.08)
    );

    let body = payload("decision-proof-of-address");
    let data = decision(&body)
        .additional_verified_data()
        .value()
        .expect("data");
    let proof = data.proof_of_address().value().expect("a proof of address");
    assert!(matches!(proof.name_match(), Field::Value(true)));
    assert_eq!(
        proof.name_match_percentage().value().map(|n| n.as_str()),
        Some("91.25")
    );
    let risk = proof
        .fraud()
        .value()
        .and_then(|fraud| fraud.risk_level().value());
    assert!(risk.is_some_and(|level| level.is("MEDIUM_RISK")));

    let body = payload("decision-biometric");
    let match_of = decision(&body)
        .biometric_authentication()
        .value()
        .expect("a match");
    assert!(
        match_of
            .matched_session_vendor_data()
            .value()
            .is_some_and(|v| v.is("order-12"))
    );
    let risk = match_of
        .details()
        .value()
        .and_then(|details| details.get("behavioralRisk"));
    assert!(
        risk.and_then(|risk| risk.as_text())
            .is_some_and(|risk| risk.is("No"))
    );

    let body = payload("decision-registries");
    let data = decision(&body)
        .additional_verified_data()
        .value()
        .expect("data");
    assert!(
        data.cpf_validation()
            .value()
            .is_some_and(|cpf| cpf.get("cpfNumber").is_some())
    );
    assert_eq!(
        data.validation_results()
            .value()
            .map(|r| r.elements().count()),
        Some(1)
    );
    assert!(data.ine_biometric_registry_validation().value().is_some());
    assert!(data.registry_validation().value().is_some());
}

#[test]
fn debug_shows_nothing_of_the_person() {
    for name in super::names() {
        let body = payload(&name);
        let shown = format!("{:?}", parse(&body));
        for hidden in ["TUULI", "Tuuli", "order-88", "1987", "198.51", "Kettukuja"] {
            assert!(!shown.contains(hidden), "{name} shows {hidden}: {shown}");
        }
    }
    let body = payload("decision-approved");
    let decision = decision(&body);
    let shown = format!(
        "{:?} {:?} {:?}",
        decision.person(),
        decision.document(),
        decision.ip()
    );
    assert!(
        !shown.contains("TUULI") && !shown.contains("YT441") && !shown.contains("198"),
        "{shown}"
    );
}
