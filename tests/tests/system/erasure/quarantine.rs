//! What lies in quarantine is found by the session that it names, and only by that.

use super::{T1, erased, found, kinds, planted_person, table, tombstone};
use crate::new_id;
use serde_json::{Value, json};
use system_tests::deliveries::{decision, signed};
use system_tests::{World, id_of};

/// A decision that cannot be read.
fn unreadable(id: &str) -> Value {
    let mut body = decision(id, &new_id(), "approved", T1);
    body["verification"]["status"] = json!({ "planted": "QUIRIN" });
    body
}

#[tokio::test]
async fn only_what_names_the_session_goes() {
    let world = World::new().await;
    let id = world.session_for("a").await;
    let other = world.session_for("b").await;
    for id in [&id, &other] {
        assert_eq!(world.deliver(&unreadable(id)).await, 200);
    }
    assert_eq!(world.deliver(&unreadable(&new_id())).await, 200);
    let aside = |items: &[super::Item]| {
        let items = items.iter();
        items
            .filter(|item| item["pk"].starts_with("QUARANTINE"))
            .count()
    };
    assert_eq!(aside(&table(&world).await), 3);
    erased(&world, &id).await;
    assert_eq!(aside(&table(&world).await), 2);
    erased(&world, &other).await;
    assert_eq!(aside(&table(&world).await), 1);
}

#[tokio::test]
async fn what_cannot_be_read_is_swallowed_if_its_session_is_erased() {
    let world = World::new().await;
    let id = id_of(&world.create(planted_person(&new_id())).await);
    erased(&world, &id).await;
    let before = kinds(&table(&world).await);
    assert_eq!(world.deliver(&unreadable(&id)).await, 200);
    let unknown = json!({ "eventType": "moon-phase", "sessionId": id, "name": "Odalys" });
    assert_eq!(world.deliver(&unknown).await, 200);
    assert_eq!(tombstone(&world, &id).await.swallowed, 2);
    let after = table(&world).await;
    assert_eq!(found(&after, &[]), [""; 0]);
    assert_eq!(kinds(&after), before);
}

#[tokio::test]
async fn what_names_nobody_leaves_by_its_age() {
    let world = World::new().await;
    world.stop_the_clock();
    let id = world.session_for("a").await;
    let torn = format!("{{\"verification\":{{\"id\":\"{id}\",\"name\":\"Odalys\"");
    let headers = signed(
        &world.sandbox.api_key,
        &world.sandbox.secret,
        torn.as_bytes(),
    );
    assert_eq!(world.deliver_raw(&headers, torn.as_bytes()).await, 400);
    erased(&world, &id).await;
    let left = table(&world).await;
    let left: Vec<_> = left
        .iter()
        .filter(|item| item.contains_key("body"))
        .collect();
    assert_eq!(left.len(), 1);
    let in_90_days = world.sandbox.clock.now().as_second() + 90 * 24 * 3600;
    assert_eq!(left[0]["expires"], in_90_days.to_string());
}
