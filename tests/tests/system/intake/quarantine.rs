//! What is genuine and cannot be used is kept aside, once.

use super::{T1, one_session};
use crate::new_id;
use serde_json::json;
use system_tests::World;
use system_tests::deliveries::{decision, event, signed, watchlist};

#[tokio::test]
async fn an_unknown_type_goes_to_quarantine_once() {
    let world = World::new().await;
    let body = json!({ "eventType": "moon-phase.changed", "phase": "waxing" });
    assert_eq!(world.deliver(&body).await, 200);
    assert_eq!(
        quarantined(&world, body.to_string().as_bytes()).await,
        Some("unknown-type".into())
    );
    let spent = puts_into_quarantine(&world);
    assert_eq!(world.deliver(&body).await, 200);
    assert_eq!(puts_into_quarantine(&world), spent);
}

#[tokio::test]
async fn a_known_type_that_cannot_be_read_goes_to_quarantine() {
    let (world, id, _) = one_session().await;
    let before = world.stored(&id).await;
    let mut body = decision(&id, &new_id(), "approved", T1);
    body["verification"]["status"] = json!(9001);
    assert_eq!(world.deliver(&body).await, 200);
    assert_eq!(
        quarantined(&world, body.to_string().as_bytes()).await,
        Some("unreadable".into())
    );
    assert_eq!(world.stored(&id).await, before);
}

#[tokio::test]
async fn genuine_but_not_json_is_400_and_in_quarantine_once() {
    let (world, id, _) = one_session().await;
    let before = world.stored(&id).await;
    let bodies: [&[u8]; 6] = [
        b"",
        b"{\"verification\":",
        b"[]",
        b"null",
        b"\xef\xbb\xbf{}",
        b"{\"id\":\"\\ud800\"}",
    ];
    for body in bodies {
        let headers = signed(&world.sandbox.api_key, &world.sandbox.secret, body);
        assert_eq!(world.deliver_raw(&headers, body).await, 400);
        let spent = puts_into_quarantine(&world);
        assert_eq!(quarantined(&world, body).await, Some("not-json".into()));
        assert_eq!(world.deliver_raw(&headers, body).await, 400);
        assert_eq!(puts_into_quarantine(&world), spent);
    }
    assert_eq!(world.stored(&id).await, before);
}

#[tokio::test]
async fn a_webhook_that_names_only_the_attempt_finds_its_session() {
    let (world, id, _) = one_session().await;
    let attempt = new_id();
    assert_eq!(world.deliver(&event(&id, &attempt, "started")).await, 200);
    assert_eq!(world.deliver(&watchlist(None, &attempt, T1)).await, 200);
    assert_eq!(
        world.session(&id).await["watchlist"]["matchStatus"],
        "possible_match"
    );
    // An attempt that nobody knows is kept for later.
    let stray = watchlist(None, &new_id(), T1);
    assert_eq!(world.deliver(&stray).await, 200);
    assert_eq!(
        quarantined(&world, stray.to_string().as_bytes()).await,
        Some("no-session".into())
    );
}

async fn quarantined(world: &World, body: &[u8]) -> Option<String> {
    let digest = verification::store::digest(body);
    let store = &world.sandbox.app.store;
    store
        .quarantined(&digest)
        .await
        .expect("the store answers")
        .map(|kept| kept.why)
}

/// How many items were written to quarantine so far.
fn puts_into_quarantine(world: &World) -> u64 {
    let spent = world.sandbox.app.store.units();
    spent
        .get("put quarantine")
        .map_or(0, |units| units.requests)
}
