//! Whatever is known of a person, an event has ids, codes and times.

use super::{Stage, T1, T2, T3};
use crate::new_id;
use serde_json::json;
use system_tests::World;
use system_tests::deliveries::{decision, event, watchlist};

/// Planted in requests and webhooks; `deliveries` plants more.
const PLANTED: [&str; 14] = [
    "ODALYS",
    "QUIRIN",
    "Odalys",
    "Quirin",
    "1984",
    "QX9910417",
    "PASSPORT",
    "203.0.113.9",
    "Plantagenet",
    "planted@shop.example",
    "Suspicious",
    "photo missing",
    "http",
    "estimatedAge",
];

#[tokio::test]
async fn no_event_holds_more_of_a_person_than_ids() {
    let world = World::with_settings(|settings| {
        // What a browser brings is not checked by us.
        settings["integrations"][0]["trustBrowserSessions"] = json!(true);
    })
    .await;
    let mut stage = Stage::over(world).await;
    let person = new_id();
    let created = stage
        .world
        .create(json!({
            "endUserId": person,
            "callback": system_tests::CALLBACK,
            "person": { "firstName": "Plantagenet", "lastName": "Quirin", "dateOfBirth": "1984-02-29" },
            "document": { "number": "QX9910417", "type": "PASSPORT", "country": "EE" },
        }))
        .await;
    let ours = system_tests::id_of(&created);
    let mut seen = Vec::new();
    for id in [ours, new_id()] {
        let attempt = new_id();
        for mut body in [
            event(&id, &attempt, "started"),
            decision(&id, &attempt, "resubmission_requested", T1),
            decision(&id, &attempt, "review", T1),
            decision(&id, &attempt, "approved", T1),
            watchlist(Some(&id), &attempt, T2),
            decision(&id, &attempt, "declined", T3),
        ] {
            let people = match body.get("verification") {
                Some(_) => &mut body["verification"],
                None => &mut body,
            };
            people["vendorData"] = json!("planted@shop.example");
            people["endUserId"] = json!("Odalys Quirin");
            assert_eq!(stage.world.deliver(&body).await, 200);
            seen.extend(stage.publish().await);
        }
        stage
            .call(json!({ "republish": id }))
            .await
            .expect("it is republished");
        assert_eq!(stage.world.erase(&id).await.status, 200);
        seen.extend(stage.publish().await);
    }
    // Of each session four on its way, two of them again, and the erasure.
    assert_eq!(seen.len(), 14, "{seen:?}");
    for event in &seen {
        let text = format!("{event:?}");
        for planted in PLANTED {
            assert!(!text.contains(planted), "{planted} in {text}");
        }
    }
    let named = seen
        .iter()
        .filter(|it| it.detail["endUserId"] == json!(person));
    assert_eq!(named.count(), 6, "whom the platform named itself is told");
}
