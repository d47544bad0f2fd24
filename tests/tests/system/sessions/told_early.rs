//! Veriff's webhook is faster than its own answer to our `POST /sessions`.

use crate::made_by_hand::HastyVeriff;
use crate::new_id;
use serde_json::{Value, json};
use system_tests::deliveries::{decision, event};
use system_tests::{World, id_of};

const T1: &str = "2026-03-02T09:19:31.077000Z";

#[tokio::test]
async fn a_webhook_that_comes_before_the_answer_is_merged() {
    let world = World::new().await;
    let (id, attempt) = (new_id(), new_id());
    let first = vec![event(&id, &attempt, "started")];
    let veriff = HastyVeriff::start(&world, &id, first).await;
    let answer = veriff
        .create(&json!({ "verification": { "vendorData": "a" } }).to_string())
        .await;
    assert_eq!(answer.status, 201);
    assert_eq!(id_of(&answer), id);
    let view = world.session(&id).await;
    assert_eq!(view["status"], "started", "the event is not lost");
    assert_eq!(view["claimed"], true);
    assert_eq!(view["vendorData"], "a");
    assert_eq!(view["attemptId"], json!(attempt));
    assert!(view["url"].is_string());
    let found = world.get("/sessions?vendorData=a").await.json();
    assert_eq!(found["current"]["sessionId"], json!(id));
    assert_eq!(veriff.posted().len(), 1);
}

#[tokio::test]
async fn even_a_decision_that_comes_before_the_answer_grants() {
    let world = World::new().await;
    let (id, attempt) = (new_id(), new_id());
    let first = vec![
        event(&id, &attempt, "started"),
        event(&id, &attempt, "submitted"),
        decision(&id, &attempt, "approved", T1),
    ];
    let veriff = HastyVeriff::start(&world, &id, first).await;
    let answer = veriff
        .create(&json!({ "verification": { "vendorData": "a" } }).to_string())
        .await;
    assert_eq!(answer.status, 201);
    assert_eq!(answer.json()["status"], "approved");
    assert_eq!(answer.json()["grants"], "test");
    assert_eq!(answer.json()["url"], Value::Null);
    let view = world.session(&id).await;
    assert_eq!(view["person"]["lastName"], "QUIRIN");
}

#[tokio::test]
async fn nobody_can_take_a_known_session_for_another_person() {
    // Should Veriff ever give one id twice, the other integration's session is not touched.
    let world = World::new().await;
    let body = json!({ "verification": { "vendorData": "a" }, "integration": "local-live" });
    let live = world
        .call(None, http::Method::POST, "/sessions", &body.to_string())
        .await;
    let id = id_of(&live);
    let before = world.stored(&id).await;
    let veriff = HastyVeriff::start(&world, &id, Vec::new()).await;
    let answer = veriff
        .create(&json!({ "verification": { "vendorData": "b" } }).to_string())
        .await;
    assert_eq!(answer.status, 502);
    assert_eq!(world.stored(&id).await, before);
    let found = world.get("/sessions?vendorData=b").await.json();
    assert_eq!(found["current"], Value::Null);
}
