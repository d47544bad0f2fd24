//! A recorded delivery, which stays genuine for ever: sent once more it changes nothing, elsewhere it is
//! none, and nobody comes back with it who was erased.

use super::{T1, approval, assert_untouched, new_id};
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use system_tests::contents::{Item, everything};
use system_tests::deliveries::{decision, event, signed, watchlist};
use system_tests::{World, id_of};
use veriff_sandbox::development::{LIVE, TEST};
use verification::store::{Stored, WhyQuarantined};

/// What `deliveries` says of the person, and what this module does.
const PERSONAL: [&str; 6] = [
    "ODALYS",
    "QUIRIN",
    "Odalys Quirin",
    "QX9910417",
    "1984-02-29",
    "planted-vendor-data",
];

/// How many deliveries a session's tombstone has swallowed; none without a tombstone.
async fn swallowed(world: &World, id: &str) -> Option<u64> {
    match world.stored(id).await {
        Some(Stored::Tombstone(tombstone)) => Some(tombstone.swallowed),
        _ => None,
    }
}

fn personal(items: &[Item]) -> Vec<&'static str> {
    let holds = |text: &str| {
        items
            .iter()
            .flat_map(Item::values)
            .any(|it| it.contains(text))
    };
    PERSONAL.into_iter().filter(|text| holds(text)).collect()
}

/// A session of a named person and all that is told of it; it was all delivered, and then erased.
async fn erased(world: &World) -> (String, Vec<Value>) {
    let person = json!({ "endUserId": new_id(), "vendorData": "planted-vendor-data" });
    let id = id_of(&world.create(person).await);
    let attempt = new_id();
    let mut unreadable = decision(&id, &attempt, "declined", T1);
    unreadable["verification"]["status"] = json!({ "QUIRIN": 1 });
    let recorded = vec![
        event(&id, &attempt, "started"),
        event(&id, &attempt, "submitted"),
        decision(&id, &attempt, "approved", T1),
        watchlist(Some(&id), &attempt, T1),
        // These name only the attempt, only the session, or cannot be read.
        watchlist(None, &attempt, T1),
        json!({ "eventType": "moon-phase.changed", "sessionId": id, "name": "QUIRIN" }),
        unreadable,
    ];
    for body in &recorded {
        assert_eq!(world.deliver(body).await, 200);
    }
    assert!(!personal(&everything(world).await).is_empty());
    assert!(world.erase(&id).await.status < 300);
    (id, recorded)
}

/// Everything recorded is sent again: it is counted, and nothing else.
async fn swallows_all(world: &World, id: &str, recorded: &[Value]) {
    let before = swallowed(world, id).await.expect("a tombstone");
    for body in recorded {
        assert_eq!(world.deliver(body).await, 200);
    }
    let after = swallowed(world, id).await.expect("a tombstone");
    assert_eq!(
        after - before,
        recorded.len() as u64,
        "not all was swallowed"
    );
    let items = everything(world).await;
    assert_eq!(personal(&items), [""; 0]);
    let kinds = ["QUARANTINE", "PERSON"];
    let left = items
        .iter()
        .filter(|item| kinds.iter().any(|kind| item["pk"].starts_with(kind)));
    assert_eq!(left.count(), 0, "{items:?}");
    assert_eq!(world.get(&format!("/sessions/{id}")).await.status, 404);
    let found = world.get("/sessions?vendorData=planted-vendor-data").await;
    assert_eq!(found.json()["current"], Value::Null);
}

#[tokio::test]
async fn after_an_erasure_nothing_that_was_recorded_brings_the_person_back() {
    let world = World::new().await;
    let (id, recorded) = erased(&world).await;
    swallows_all(&world, &id, &recorded).await;
    // The tombstone has its last look, after which nothing comes for it any more.
    world.advance("61m").await;
    assert_eq!(world.sweep().await.erased, 1);
    swallows_all(&world, &id, &recorded).await;
    // Nor do payloads' and quarantine's time to live, and the years.
    world.advance("100d").await;
    world.sweep().await;
    swallows_all(&world, &id, &recorded).await;
}

#[tokio::test]
async fn an_attempt_that_is_first_heard_of_after_the_erasure_leads_to_it_too() {
    let world = World::new().await;
    let (id, _) = erased(&world).await;
    let attempt = new_id();
    let late = [
        decision(&id, &attempt, "approved", T1),
        // It names only the attempt.
        watchlist(None, &attempt, T1),
    ];
    swallows_all(&world, &id, &late).await;
}

#[tokio::test]
async fn what_lies_in_quarantine_does_not_bring_the_person_back_when_it_is_replayed() {
    let world = World::new().await;
    let (id, recorded) = erased(&world).await;
    // Code that did not understand them would have put them there, without knowing whose they are.
    let (store, now) = (&world.sandbox.app.store, world.sandbox.clock.now());
    for body in &recorded {
        let body = body.to_string();
        let why = WhyQuarantined::Unreadable;
        let kept = store
            .quarantine(TEST.id, why, body.as_bytes(), None, now)
            .await;
        assert!(kept.expect("the store answers"));
    }
    let ends = Instant::now() + Duration::from_secs(300);
    let report = operate::handle(&world.sandbox.app, json!({ "replay": "all" }), ends).await;
    let report = report.expect("it is carried out");
    let replayed = report["replayed"].as_array().expect("a list");
    assert_eq!(replayed.len(), recorded.len());
    assert!(
        replayed.iter().all(|one| one["result"] == "erased"),
        "{report}"
    );
    assert_eq!(swallowed(&world, &id).await, Some(recorded.len() as u64));
    assert_eq!(personal(&everything(&world).await), [""; 0]);
}

#[tokio::test]
async fn a_session_that_was_erased_is_not_made_again_by_its_id() {
    let world = World::new().await;
    let (id, _) = erased(&world).await;
    let before = everything(&world).await;
    // Another integration's own secret makes it no other session.
    let body = approval(&id);
    let headers = signed(LIVE.api_key, LIVE.secret, body.as_bytes());
    assert_eq!(world.deliver_raw(&headers, body.as_bytes()).await, 401);
    assert_untouched(&world, &before, "another integration").await;
    let sessions = json!([{ "sessionId": id, "vendorData": "planted-vendor-data" }]);
    let import = json!({ "import": { "integration": TEST.id, "sessions": sessions } });
    let ends = Instant::now() + Duration::from_secs(300);
    let report = operate::handle(&world.sandbox.app, import, ends).await;
    assert_eq!(
        report.expect("it is carried out")["imported"][0]["result"],
        "erased"
    );
    assert_untouched(&world, &before, "an import").await;
}

#[tokio::test]
async fn a_signature_is_good_for_its_own_bytes_and_integration_alone() {
    let world = World::new().await;
    let (ours, other) = (world.session_for("a").await, world.session_for("b").await);
    let body = approval(&ours);
    let headers = signed(TEST.api_key, TEST.secret, body.as_bytes());
    let before = everything(&world).await;
    let moved = body.replace(&ours, &other);
    assert_eq!(world.deliver_raw(&headers, moved.as_bytes()).await, 401);
    let mut relabelled = headers.clone();
    relabelled[0].1 = LIVE.api_key.to_owned();
    assert_eq!(world.deliver_raw(&relabelled, body.as_bytes()).await, 401);
    assert_untouched(&world, &before, "another session or integration").await;

    assert_eq!(world.deliver_raw(&headers, body.as_bytes()).await, 200);
    let once = everything(&world).await;
    for _ in 0..3 {
        assert_eq!(world.deliver_raw(&headers, body.as_bytes()).await, 200);
    }
    assert_eq!(world.status(&other).await, "created");
    let same = |items: &[Item]| {
        items
            .iter()
            .filter(|it| it["sk"] == "SESSION")
            .cloned()
            .collect::<Vec<_>>()
    };
    assert_eq!(same(&everything(&world).await), same(&once));
    assert_eq!(everything(&world).await.len(), once.len());
}
