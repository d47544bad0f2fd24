//! Genuine deliveries of sessions that we did not create, or have erased.

use super::{T1, one_session};
use crate::new_id;
use http::Method;
use serde_json::{Value, json};
use system_tests::World;
use system_tests::deliveries::{decision, event, signed};
use uuid::Uuid;
use verification::person::PersonRef;
use verification::store::{Pointer, Stored};

#[tokio::test]
async fn a_session_we_did_not_create_is_kept_and_grants_nothing() {
    let world = World::new().await;
    let (id, person) = (new_id(), new_id());
    let mut body = decision(&id, &new_id(), "approved", T1);
    body["verification"]["endUserId"] = json!(person);
    assert_eq!(world.deliver(&body).await, 200);
    let view = world.session(&id).await;
    assert_eq!(view["status"], "approved");
    assert_eq!(view["grants"], "nothing");
    assert_eq!(view["nextStep"], "new-session");
    assert_ne!(view["sentence"], "You are verified.");
    assert_eq!(view["claimed"], false);
    let own = world
        .call(Some(&person), Method::GET, &format!("/sessions/{id}"), "")
        .await;
    assert_eq!(own.status, 404);
    let current = world
        .call(Some(&person), Method::GET, "/sessions", "")
        .await;
    assert_eq!(current.json()["current"], Value::Null);
}

/// A world whose integration trusts sessions that were made in a browser.
async fn trusting_world() -> World {
    World::with_settings(|settings| {
        settings["integrations"][0]["trustBrowserSessions"] = json!(true);
    })
    .await
}

#[tokio::test]
async fn a_browser_session_counts_where_the_integration_trusts_it() {
    let world = trusting_world().await;
    let (id, person) = (new_id(), new_id());
    let mut body = decision(&id, &new_id(), "approved", T1);
    body["verification"]["endUserId"] = json!(person);
    assert_eq!(world.deliver(&body).await, 200);
    let current = world
        .call(Some(&person), Method::GET, "/sessions", "")
        .await;
    assert_eq!(current.json()["current"]["sessionId"], json!(id));
    assert_eq!(current.json()["current"]["grants"], "test");
}

/// What a person is told of their sessions: the current one, and the next step.
async fn told(world: &World, person: &str) -> (Value, Value) {
    let mut told = world.get_as(person, "/sessions").await.json();
    let current = told["current"]["sessionId"].take();
    (current, told["nextStep"].take())
}

#[tokio::test]
async fn a_persons_second_browser_session_counts_once_the_first_came_to_nothing() {
    let world = trusting_world().await;
    let (first, second, person) = (new_id(), new_id(), new_id());
    let mut started = event(&first, &new_id(), "started");
    started["endUserId"] = json!(person);
    assert_eq!(world.deliver(&started).await, 200);
    assert_eq!(told(&world, &person).await.0, json!(first));
    world.advance("8d").await;
    world.sweep().await;
    let at = world.sandbox.clock.now().to_string();
    let mut approved = decision(&second, &new_id(), "approved", &at);
    approved["verification"]["endUserId"] = json!(person);
    assert_eq!(world.deliver(&approved).await, 200);
    assert_eq!(told(&world, &person).await, (json!(second), json!("none")));
    assert_eq!(world.create_as(&person, json!({})).await.status, 200);
}

#[tokio::test]
async fn a_browser_session_is_listed_and_takes_no_link_and_no_decision_away() {
    let world = trusting_world().await;
    let person = new_id();
    let ours = system_tests::id_of(&world.create_as(&person, json!({})).await);
    let in_browser = |status| {
        let mut body = decision(&new_id(), &new_id(), status, T1);
        body["verification"]["endUserId"] = json!(person);
        body
    };
    for (status, next_step) in [("review", "start"), ("declined", "start")] {
        world.advance("1m").await;
        assert_eq!(world.deliver(&in_browser(status)).await, 200);
        let expected = (json!(ours), json!(next_step));
        assert_eq!(told(&world, &person).await, expected, "{status}");
    }
    let listed = world.get_as(&person, "/sessions").await.json();
    assert_eq!(listed["sessions"].as_array().map(Vec::len), Some(3));
    world.advance("1m").await;
    assert_eq!(world.deliver(&in_browser("approved")).await, 200);
    assert_eq!(told(&world, &person).await.1, json!("none"));
    // Begun afterwards, it undoes nothing.
    world.advance("1m").await;
    assert_eq!(world.deliver(&in_browser("review")).await, 200);
    assert_eq!(told(&world, &person).await.1, json!("none"));
}

#[tokio::test]
async fn a_lease_that_was_left_behind_keeps_no_browser_session_out() {
    let world = trusting_world().await;
    let (id, person) = (new_id(), new_id());
    let named = Uuid::try_parse(&person).expect("a UUID");
    let key = PersonRef::EndUserId(named).pointer_key("local-test");
    let (store, now) = (&world.sandbox.app.store, world.sandbox.clock.now());
    let lease = store.take_lease(&key, &Pointer::default(), now).await;
    assert!(lease.expect("the store answers").is_some());
    world.advance("26s").await;
    let mut body = decision(&id, &new_id(), "approved", T1);
    body["verification"]["endUserId"] = json!(person);
    assert_eq!(world.deliver(&body).await, 200);
    let current = world
        .call(Some(&person), Method::GET, "/sessions", "")
        .await;
    assert_eq!(current.json()["current"]["sessionId"], json!(id));
    assert_eq!(current.json()["sessions"][0]["sessionId"], json!(id));
}

#[tokio::test]
async fn a_session_from_before_the_trust_stays_nobodys_and_shuts_nobody_out() {
    let world = World::new().await;
    let (id, attempt, person) = (new_id(), new_id(), new_id());
    let mut started = event(&id, &attempt, "started");
    started["endUserId"] = json!(person);
    assert_eq!(world.deliver(&started).await, 200);
    let mut settings = world.sandbox.settings.clone();
    settings["integrations"][0]["trustBrowserSessions"] = json!(true);
    let settings = verification::settings::Settings::parse(&settings.to_string());
    let app = &world.sandbox.app;
    app.settings.replace(settings.expect("good settings"));
    let mut body = decision(&id, &attempt, "approved", T1);
    body["verification"]["endUserId"] = json!(person);
    assert_eq!(world.deliver(&body).await, 200);
    let current = world
        .call(Some(&person), Method::GET, "/sessions", "")
        .await;
    assert_eq!(current.json()["current"], Value::Null);
    assert_eq!(world.create_as(&person, json!({})).await.status, 201);
}

#[tokio::test]
async fn an_erased_session_swallows_genuine_webhooks_and_keeps_nothing() {
    let (world, id, body) = one_session().await;
    assert_eq!(world.erase(&id).await.status, 200);
    let headers = signed(&world.sandbox.api_key, &world.sandbox.secret, &body);
    assert_eq!(world.deliver_raw(&headers, &body).await, 200);
    match world.stored(&id).await {
        Some(Stored::Tombstone(tombstone)) => assert_eq!(tombstone.swallowed, 1),
        other => panic!("the tombstone is gone: {other:?}"),
    }
    let payloads = world
        .sandbox
        .app
        .store
        .payloads(&id)
        .await
        .expect("the store answers");
    assert!(payloads.is_empty());
    assert_eq!(world.get(&format!("/sessions/{id}")).await.status, 404);
}
