//! The quarantine is listed without what it holds, and what is understood now leaves it.

use super::{in_time, order};
use crate::new_id;
use operate::OperateError;
use serde_json::{Value, json};
use std::time::Instant;
use system_tests::World;
use system_tests::deliveries::{decision, event, watchlist};
use verification::store::{Stored, WhyQuarantined, digest};

const T1: &str = "2026-03-02T09:19:31.077000Z";

/// Puts a delivery where code that did not understand it would have put it, two days ago.
async fn quarantine(world: &World, integration: &str, body: &Value) -> String {
    let body = body.to_string();
    let two_days = jiff::SignedDuration::from_hours(48);
    let came = world.sandbox.clock.now() - two_days;
    let why = WhyQuarantined::Unreadable;
    let store = &world.sandbox.app.store;
    let written = store
        .quarantine(integration, why, body.as_bytes(), None, came)
        .await;
    assert!(written.expect("the store answers"));
    digest(body.as_bytes())
}

async fn still_there(world: &World, digest: &str) -> bool {
    let kept = world.sandbox.app.store.quarantined(digest).await;
    kept.expect("the store answers").is_some()
}

/// The results of a report, by digest.
fn results(report: &Value) -> Vec<(String, String)> {
    let entries = report["replayed"].as_array().expect("entries");
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    entries
        .iter()
        .map(|entry| (text(&entry["digest"]), text(&entry["result"])))
        .collect()
}

#[tokio::test]
async fn what_is_understood_now_is_taken_in_as_of_when_it_came() {
    let world = World::new().await;
    world.stop_the_clock();
    let id = world.session_for("a").await;
    let body = decision(&id, &new_id(), "approved", T1);
    let digest = quarantine(&world, "local-test", &body).await;
    let report = order(&world.sandbox.app, json!({ "replay": digest })).await;
    assert_eq!(
        report,
        json!({
            "replayed": [{
                "digest": digest,
                "integration": "local-test",
                "result": "new",
                "kind": "decision",
                "sessionId": id,
            }],
            "remaining": null,
        })
    );
    assert_eq!(world.status(&id).await, "approved");
    assert!(!still_there(&world, &digest).await);
    let payloads = world.sandbox.app.store.payloads(&id).await.expect("kept");
    let age = world.sandbox.clock.now() - payloads[0].received_at;
    assert_eq!(age.get_seconds(), 48 * 60 * 60);

    // It is gone; ordering it again says so.
    let again = operate::handle(&world.sandbox.app, json!({ "replay": digest }), in_time()).await;
    assert_eq!(again, Err(OperateError::NotInQuarantine));
}

#[tokio::test]
async fn an_attempt_that_was_heard_of_since_leads_to_its_session() {
    let world = World::new().await;
    let (id, attempt) = (world.session_for("a").await, new_id());
    assert_eq!(world.deliver(&watchlist(None, &attempt, T1)).await, 200);
    let app = &world.sandbox.app;
    let before = order(app, json!({ "replay": "all" })).await;
    assert_eq!(before["replayed"][0]["result"], "quarantined");
    assert_eq!(before["replayed"][0]["kind"], "no-session");

    assert_eq!(world.deliver(&event(&id, &attempt, "started")).await, 200);
    let after = order(app, json!({ "replay": "all" })).await;
    assert_eq!(after["replayed"][0]["result"], "new");
    assert_eq!(
        world.session(&id).await["watchlist"]["matchStatus"],
        "possible_match"
    );
    let empty = order(app, json!({ "quarantine": "list" })).await;
    assert_eq!(empty["quarantine"], json!([]));
}

#[tokio::test]
async fn what_is_still_not_understood_stays_and_keeps_nothing_from_its_turn() {
    let world = World::new().await;
    let id = world.session_for("a").await;
    let unknown = json!({ "eventType": "moon-phase.changed", "phase": "PLANTED" });
    assert_eq!(world.deliver(&unknown).await, 200);
    let foreign = decision(&id, &new_id(), "declined", T1);
    let of_nobody = quarantine(&world, "removed-since", &foreign).await;
    let good = decision(&id, &new_id(), "approved", T1);
    let good = quarantine(&world, "local-test", &good).await;
    let report = order(&world.sandbox.app, json!({ "replay": "all" })).await;
    let mut expected = [
        (
            digest(unknown.to_string().as_bytes()),
            "quarantined".to_owned(),
        ),
        (of_nobody.clone(), "unknown-integration".to_owned()),
        (good.clone(), "new".to_owned()),
    ];
    expected.sort();
    let mut seen = results(&report);
    seen.sort();
    assert_eq!(seen, expected);
    assert!(still_there(&world, &expected[0].0).await || expected[0].0 == good);
    assert!(still_there(&world, &of_nobody).await);
    assert!(!still_there(&world, &good).await);
    assert_eq!(world.status(&id).await, "approved");
}

#[tokio::test]
async fn an_erased_session_swallows_what_is_replayed() {
    let world = World::new().await;
    let id = world.session_for("a").await;
    let erased = world
        .call(None, http::Method::DELETE, &format!("/sessions/{id}"), "")
        .await;
    assert!(erased.status < 300, "{}", erased.json());
    let body = decision(&id, &new_id(), "approved", T1);
    let digest = quarantine(&world, "local-test", &body).await;
    let report = order(&world.sandbox.app, json!({ "replay": "all" })).await;
    assert_eq!(results(&report), [(digest.clone(), "erased".to_owned())]);
    assert!(!still_there(&world, &digest).await);
    let store = &world.sandbox.app.store;
    assert!(store.payloads(&id).await.expect("read").is_empty());
    assert!(matches!(
        world.stored(&id).await,
        Some(Stored::Tombstone(_))
    ));
}

#[tokio::test]
async fn the_list_says_what_is_wrong_and_not_what_is_in_it() {
    let world = World::new().await;
    let id = world.session_for("a").await;
    let mut unreadable = decision(&id, &new_id(), "approved", T1);
    unreadable["verification"]["status"] = json!({ "planted": "PLANTED" });
    let unknown = json!({ "eventType": "moon-phase.changed", "phase": "PLANTED" });
    for body in [&unreadable, &unknown] {
        assert_eq!(world.deliver(body).await, 200);
    }
    let report = order(&world.sandbox.app, json!({ "quarantine": "list" })).await;
    let text = report.to_string();
    for planted in ["PLANTED", "QUIRIN", "QX9910417", "1984", "moon-phase"] {
        assert!(!text.contains(planted), "{planted} in {text}");
    }
    let listed = report["quarantine"].as_array().expect("a list");
    let of = |body: &Value| {
        let digest = digest(body.to_string().as_bytes());
        let mut found = listed.iter().filter(|it| it["digest"] == json!(digest));
        found.next().expect("it is listed")
    };
    let unreadable_as_listed = of(&unreadable);
    assert_eq!(unreadable_as_listed["why"], "unreadable");
    assert_eq!(unreadable_as_listed["integration"], "local-test");
    assert_eq!(
        unreadable_as_listed["bytes"],
        json!(unreadable.to_string().len())
    );
    let problem = unreadable_as_listed["problem"].as_str().expect("a problem");
    assert!(problem.contains("verification.status"), "{problem}");
    let unknown = of(&unknown);
    assert_eq!(unknown["fields"], json!(["eventType", "phase"]));
    assert_eq!(unknown["problem"], "its type is not known");
}

#[tokio::test]
async fn when_time_is_over_the_report_says_how_to_go_on() {
    let world = World::new().await;
    for place in 0..4 {
        let unknown = json!({ "eventType": "moon-phase.changed", "phase": place });
        assert_eq!(world.deliver(&unknown).await, 200);
    }
    let mut next = json!({ "replay": "all" });
    let (mut tried, mut calls) = (Vec::new(), 0);
    while !next.is_null() {
        // Each time there is only as much as is kept in reserve.
        let report = operate::handle(&world.sandbox.app, next.clone(), Instant::now()).await;
        let report = report.expect("it is carried out");
        tried.extend(results(&report).into_iter().map(|(digest, _)| digest));
        assert_ne!(report["remaining"], next, "it goes on");
        next = report["remaining"].clone();
        calls += 1;
        assert!(calls <= 256 + 4, "it comes to an end");
    }
    tried.sort();
    tried.dedup();
    assert_eq!(tried.len(), 4);
    assert!(calls > 1);
}

#[tokio::test]
async fn a_long_list_comes_in_reports_that_lambda_answers() {
    const ENTRIES: usize = 1_600;
    let world = World::new().await;
    let (store, came) = (&world.sandbox.app.store, world.sandbox.clock.now());
    for number in 0..ENTRIES {
        let fields = (0..32).map(|field| (format!("{number:05}-{field:058}"), json!(0)));
        let body = Value::Object(fields.collect()).to_string();
        let why = WhyQuarantined::Unreadable;
        let put = store.quarantine("local-test", why, body.as_bytes(), None, came);
        assert!(put.await.expect("the store answers"));
    }
    let mut next = json!({ "quarantine": "list" });
    let (mut sizes, mut listed) = (Vec::new(), std::collections::BTreeSet::new());
    while next != Value::Null {
        let mut report = order(&world.sandbox.app, next).await;
        sizes.push(report.to_string().len());
        let entries = report["quarantine"].as_array().expect("entries").iter();
        listed.extend(entries.map(|entry| entry["digest"].to_string()));
        next = report["remaining"].take();
    }
    assert_eq!(listed.len(), ENTRIES);
    assert!(sizes.iter().sum::<usize>() > 3_500_000, "{sizes:?}");
    assert!(sizes.iter().all(|size| *size < 3_000_000), "{sizes:?}");
}
