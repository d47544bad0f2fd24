//! Watchlist, registries, user-defined statuses, and what is not known.

use super::{ATTEMPT, END_USER, SESSION, VENDOR_DATA, changed, payload};
use serde_json::json;
use veriff_verify::lifecycle::{Fact, FactKind, RegistryKind};
use veriff_verify::time::parse_timestamp;
use veriff_verify::webhook::{Kind, Webhook, parse};

fn only_fact(body: &[u8]) -> Fact {
    let mut facts = parse(body).expect("a webhook").facts();
    assert_eq!(facts.len(), 1, "{facts:?}");
    facts.remove(0)
}

#[test]
fn every_type_is_told_by_its_shape() {
    for (name, kind, as_str) in [
        ("decision-approved", Kind::Decision, "decision"),
        ("event-started", Kind::Event, "event"),
        ("full-auto", Kind::FullAuto, "fullauto"),
        ("watchlist-no-match", Kind::Watchlist, "watchlist"),
        ("ine", Kind::Ine, "ine"),
        ("curp", Kind::Curp, "curp"),
        ("ine-curp", Kind::IneCurp, "ine-curp"),
        ("user-status", Kind::UserStatus, "user-status"),
        ("unknown-type", Kind::Unknown, "unknown"),
    ] {
        let body = payload(name);
        let webhook = parse(&body).expect("a webhook");
        assert_eq!((webhook.kind(), webhook.kind().as_str()), (kind, as_str));
        assert_eq!(webhook.session_id(), Some(SESSION), "{name}");
        assert_eq!(webhook.attempt_id(), Some(ATTEMPT), "{name}");
        assert_eq!(webhook.vendor_data(), Some(VENDOR_DATA), "{name}");
        assert_eq!(webhook.end_user_id(), Some(END_USER), "{name}");
    }
}

#[test]
fn a_watchlist_match_is_a_fact_with_hits_as_data() {
    let body = payload("watchlist-possible-match");
    assert_eq!(
        only_fact(&body),
        Fact {
            attempt: Some(ATTEMPT.into()),
            kind: FactKind::Watchlist {
                match_status: "possible_match".into(),
                total_hits: Some(1),
                check_type: "updated_result".into(),
                at: parse_timestamp("2026-07-02T22:10:09.500Z"),
            },
        }
    );
    let Ok(Webhook::Watchlist(watchlist)) = parse(&body) else {
        panic!("not a watchlist")
    };
    let term = watchlist.search_term().value().expect("a search term");
    assert!(term.year().value().is_some_and(|year| year.is("1987")));
    let hit = watchlist
        .hits()
        .next()
        .and_then(|hit| hit.value())
        .expect("a hit");
    assert!(
        hit.matched_name()
            .value()
            .is_some_and(|name| name.is("Tuli Rebane"))
    );
    let listings = hit.listings().value().expect("listings");
    assert_eq!(
        listings
            .sanctions()
            .value()
            .map(|list| list.elements().count()),
        Some(1)
    );
    assert!(listings.pep().value().is_some_and(|list| list.is_empty()));
}

#[test]
fn an_old_watchlist_names_only_the_attempt() {
    let body = payload("watchlist-old");
    let webhook = parse(&body).expect("a watchlist");
    assert_eq!(
        (webhook.session_id(), webhook.attempt_id()),
        (None, Some(ATTEMPT))
    );
    assert_eq!(
        webhook.drift().paths,
        ["totalHits"],
        "a text where a number belongs is counted"
    );
    let FactKind::Watchlist { total_hits, .. } = only_fact(&body).kind else {
        panic!("no watchlist")
    };
    assert_eq!(total_hits, Some(0), "and read all the same");
}

#[test]
fn a_new_match_status_is_kept_and_counted() {
    let body = changed(
        "watchlist-no-match",
        "/matchStatus",
        Some(json!("true_match")),
    );
    assert_eq!(parse(&body).expect("a watchlist").drift().unknown_status, 1);
    let FactKind::Watchlist { match_status, .. } = only_fact(&body).kind else {
        panic!("no watchlist")
    };
    assert_eq!(match_status, "true_match");
}

#[test]
fn registries_tell_their_status() {
    let at = parse_timestamp("2026-05-19T06:33:00.250Z");
    for (name, kind, status, at) in [
        ("ine", RegistryKind::Ine, "vigente, example", at),
        ("curp", RegistryKind::Curp, "found", None),
        ("ine-curp", RegistryKind::IneCurp, "AH", at),
    ] {
        let kind = FactKind::Registry {
            kind,
            status: status.into(),
            at,
        };
        assert_eq!(
            only_fact(&payload(name)),
            Fact {
                attempt: Some(ATTEMPT.into()),
                kind
            }
        );
    }
    let body = changed("ine", "/data/status", None);
    let webhook = parse(&body).expect("a registry");
    assert_eq!(
        (webhook.facts().len(), &webhook.drift().paths[..]),
        (0, &["data.status".into()][..])
    );
    let Ok(Webhook::Ine(registry)) = parse(&body) else {
        panic!("not INE")
    };
    let state = registry
        .details()
        .value()
        .and_then(|details| details.get("documentState"));
    assert!(state.is_some() && registry.code == Some(200));
}

#[test]
fn a_user_defined_status_is_a_fact() {
    let body = payload("user-status");
    let at = parse_timestamp("2026-05-20T09:59:58.123Z");
    assert_eq!(
        only_fact(&body).kind,
        FactKind::UserStatus {
            code: "call_back".into(),
            at
        }
    );
    let body = changed(
        "user-status",
        "/data/verification/userDefinedData/createdAt",
        None,
    );
    let at = parse_timestamp("2026-05-20T10:00:01.000Z");
    assert_eq!(
        only_fact(&body).kind,
        FactKind::UserStatus {
            code: "call_back".into(),
            at
        }
    );
}

#[test]
fn an_unknown_type_is_kept_whole_and_says_nothing() {
    let body = payload("unknown-type");
    let Ok(Webhook::Unknown(unknown)) = parse(&body) else {
        panic!("not unknown")
    };
    assert_eq!(unknown.event_type.as_deref(), Some("device-signal.created"));
    assert_eq!(unknown.body.as_json().as_bytes(), body.trim_ascii());
    assert_eq!(parse(&body).expect("a webhook").facts(), []);
    assert_eq!(parse(b"{}").expect("a webhook").kind(), Kind::Unknown);
}

#[test]
fn a_type_that_names_itself_is_believed_and_a_new_name_hides_no_decision_and_no_event() {
    let body = changed("full-auto", "/verification", Some(json!({})));
    assert_eq!(parse(&body).expect("a webhook").kind(), Kind::FullAuto);
    let body = changed("decision-approved", "/eventType", Some(json!("decision")));
    assert_eq!(parse(&body).expect("a webhook").kind(), Kind::Decision);
    for added in [json!("event"), json!("started")] {
        for place in ["/eventType", "/type"] {
            let body = changed("event-started", place, Some(added.clone()));
            let event = parse(&body).expect("a webhook");
            assert_eq!(event.kind(), Kind::Event);
            assert_eq!(event.facts().len(), 1);
        }
    }
    let body = changed("event-started", "/verification", Some(json!(null)));
    assert_eq!(parse(&body).expect("a webhook").kind(), Kind::Event);
    // With a new name, an action alone or a code alone is not enough.
    for half in [json!({"action": "started"}), json!({"code": 7001})] {
        let mut body = half;
        body["eventType"] = json!("device-signal.created");
        let body = body.to_string();
        assert_eq!(
            parse(body.as_bytes()).expect("a webhook").kind(),
            Kind::Unknown
        );
    }
}
