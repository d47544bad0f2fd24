//! The event webhook.

use super::{ATTEMPT, SESSION, changed, payload};
use serde_json::json;
use veriff_verify::lifecycle::{Fact, FactKind};
use veriff_verify::webhook::{Event, Webhook, parse};

fn event(body: &[u8]) -> Event<'_> {
    match parse(body) {
        Ok(Webhook::Event(event)) => event,
        other => panic!("not an event: {other:?}"),
    }
}

#[test]
fn started_and_submitted_are_facts_of_the_attempt() {
    for (name, code, kind) in [
        ("event-started", 7001, FactKind::Started),
        ("event-submitted", 7002, FactKind::Submitted),
    ] {
        let body = payload(name);
        let event = event(&body);
        assert_eq!((&*event.session_id, event.code), (SESSION, Some(code)));
        assert_eq!(
            event.facts(),
            [Fact {
                attempt: Some(ATTEMPT.into()),
                kind
            }]
        );
        assert!(event.drift().is_empty());
    }
}

#[test]
fn legacy_events_mean_submitted_and_name_no_attempt() {
    for name in ["event-tier-1-approved", "event-address-submitted"] {
        let body = payload(name);
        let event = event(&body);
        assert_eq!(
            event.facts(),
            [Fact {
                attempt: None,
                kind: FactKind::Submitted
            }],
            "{name}"
        );
        assert!(event.drift().is_empty(), "{name}: {:?}", event.drift());
    }
    let body = payload("event-address-submitted");
    assert_eq!(
        event(&body).address_id.as_deref(),
        Some("5f3b0c77-8e21-49d6-b0a4-2d9e16c8f350")
    );
}

#[test]
fn the_action_decides_and_a_code_that_disagrees_is_counted() {
    let body = changed("event-started", "/code", Some(json!(7002)));
    assert_eq!(event(&body).facts()[0].kind, FactKind::Started);
    assert_eq!(event(&body).drift().code_disagrees, 1);
    let body = changed("event-started", "/code", Some(json!("7001")));
    assert!(event(&body).drift().is_empty());
    let body = changed("event-started", "/code", Some(json!(7777)));
    assert_eq!(event(&body).drift().unknown_code, 1);
    for code in [None, Some(json!(null)), Some(json!("x"))] {
        let body = changed("event-started", "/code", code.clone());
        assert_eq!(event(&body).facts()[0].kind, FactKind::Started, "{code:?}");
        assert_eq!(event(&body).drift().paths, ["code"], "{code:?}");
    }
}

#[test]
fn an_unknown_action_is_kept_and_is_no_fact() {
    let body = changed("event-started", "/action", Some(json!("paused")));
    assert_eq!(event(&body).action, "paused");
    assert_eq!(event(&body).facts(), []);
    assert_eq!(
        (
            event(&body).drift().unknown_status,
            event(&body).drift().unknown_code
        ),
        (1, 0)
    );
}
