//! The person tries again: the same link as long as it lives, a new session after that.

use crate::new_id;
use serde_json::{Value, json};
use system_tests::{World, id_of};

#[tokio::test]
async fn prompt_to_retry_nine_times_and_the_tenth_is_declined() {
    let world = World::new().await;
    let answer = world.create(json!({ "vendorData": "a" })).await;
    let (id, url) = (id_of(&answer), answer.json()["url"].clone());
    for count in 1..=9 {
        world
            .run_through(&id, "resubmission_requested", Some(204))
            .await;
        // Veriff holds this one for five minutes.
        world.advance("6m").await;
        let view = world.session(&id).await;
        assert_eq!(view["status"], "resubmission_requested");
        assert_eq!(view["nextStep"], "retry");
        assert_eq!(view["resubmissions"], count);
        assert_eq!(view["url"], url);
    }
    world
        .run_through(&id, "resubmission_requested", Some(204))
        .await;
    let view = world.session(&id).await;
    assert_eq!(view["status"], "declined");
    assert_eq!(view["decision"]["reasonCode"], 539);
    assert_eq!(view["nextStep"], "new-session");
    assert_eq!(view["url"], Value::Null);
    // Only a new session helps, and only the back end may ask for it.
    let same = world.create(json!({ "vendorData": "a" })).await;
    assert_eq!((same.status, id_of(&same)), (200, id.clone()));
    assert_eq!(same.json()["nextStep"], "new-session");
    let new = world.verify_again("a").await;
    assert_eq!(new.status, 201);
    assert_ne!(id_of(&new), id);
}

#[tokio::test]
async fn same_url_on_resubmission() {
    let world = World::new().await;
    let person = json!({ "endUserId": new_id() });
    let answer = world.create(person.clone()).await;
    let (id, url) = (id_of(&answer), answer.json()["url"].clone());
    let ask_again = async |status: &str| {
        let again = world.create(person.clone()).await;
        assert_eq!(again.status, 200);
        assert_eq!(again.json()["status"], status);
        assert_eq!(again.json()["url"], url);
        assert_eq!(id_of(&again), id);
    };
    ask_again("created").await;
    world.act(&id, "open").await;
    ask_again("started").await;
    world.act(&id, "submit").await;
    world.decide(&id, "resubmission_requested", Some(209)).await;
    world.advance("6m").await;
    ask_again("resubmission_requested").await;
    world.act(&id, "open").await;
    ask_again("started").await;
    assert_eq!(world.sessions_at_veriff().await, 1);
}

#[tokio::test]
async fn disrupted_person_goes_back_to_the_earlier_session() {
    let world = World::new().await;
    let answer = world.create_as("noor", json!({})).await;
    let (id, url) = (id_of(&answer), answer.json()["url"].clone());
    // The tab is closed half-way; days later they come back, signed in anew, with nothing at hand.
    world.act(&id, "open").await;
    world.advance("3d").await;
    let found = world.get_as("noor", "/sessions").await.json();
    assert_eq!(found["nextStep"], "continue");
    assert_eq!(found["current"]["url"], url);
    let again = world.create_as("noor", json!({})).await;
    assert_eq!(again.status, 200);
    assert_eq!(again.json()["url"], url);
    assert_eq!(world.sessions_at_veriff().await, 1);
}

#[tokio::test]
async fn after_seven_days_a_new_session() {
    let world = World::new().await;
    for (person, opened, status) in [("a", false, "expired"), ("b", true, "abandoned")] {
        let answer = world.create(json!({ "vendorData": person })).await;
        let id = id_of(&answer);
        if opened {
            world.act(&id, "open").await;
        }
        world.advance("7d1m").await;
        assert_eq!(world.status(&id).await, status);
        let new = world.create(json!({ "vendorData": person })).await;
        assert_eq!(new.status, 201);
        assert_ne!(id_of(&new), id);
        assert_ne!(new.json()["url"], answer.json()["url"]);
        assert_eq!(new.json()["nextStep"], "start");
    }
}

#[tokio::test]
async fn after_seven_days_a_new_session_although_no_webhook_came() {
    let world = World::with(|_| {}, |veriff| veriff.integrations[0].webhook_url = None).await;
    let id = world.session_for("a").await;
    world.advance("7d1m").await;
    assert_eq!(world.status(&id).await, "created");
    assert_eq!(world.session(&id).await["nextStep"], "new-session");
    let new = world.create(json!({ "vendorData": "a" })).await;
    assert_eq!(new.status, 201);
    assert_ne!(id_of(&new), id);
    // The old one was asked about.
    assert_eq!(world.status(&id).await, "expired");
}
