//! A session that was replaced because its link was dying, and deadlines.

use crate::new_id;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use system_tests::deliveries::{decision, event};
use system_tests::{World, id_of};

const T1: &str = "2026-03-02T09:19:31.077000Z";

/// A world in which `a`'s first session was replaced in its last hour, opened and not finished.
async fn replaced() -> (World, String, String) {
    let world = World::new().await;
    world.stop_the_clock();
    let old = world.session_for("a").await;
    world.act(&old, "open").await;
    world.advance("6d23h30m").await;
    let new = world.create(json!({ "vendorData": "a" })).await;
    assert_eq!(new.status, 201);
    (world, old, id_of(&new))
}

#[tokio::test]
async fn a_late_approval_of_a_replaced_session_counts_for_the_person() {
    let (world, old, new) = replaced().await;
    let found = world.get("/sessions?vendorData=a").await.json();
    assert_eq!(found["current"]["sessionId"], json!(new));
    // They finish in the old tab after all.
    world.act(&old, "submit").await;
    let found = world.get("/sessions?vendorData=a").await.json();
    assert_eq!(found["current"]["sessionId"], json!(new), "not yet");
    world.decide(&old, "approved", None).await;

    let found = world.get("/sessions?vendorData=a").await.json();
    assert_eq!(found["current"]["sessionId"], json!(old));
    assert_eq!(found["current"]["grants"], "test");
    assert_eq!(found["nextStep"], "none");
    let asked = world.create(json!({ "vendorData": "a" })).await;
    assert_eq!((asked.status, id_of(&asked)), (200, old));
    assert_eq!(world.sessions_at_veriff().await, 2);
    // Also when the new session goes on and comes to nothing.
    world.run_through(&new, "declined", Some(105)).await;
    let found = world.get("/sessions?vendorData=a").await.json();
    assert_eq!(found["current"]["grants"], "test");
}

#[tokio::test]
async fn a_late_approval_counts_although_the_replacement_was_replaced_itself() {
    let (world, old, new) = replaced().await;
    world.act(&old, "submit").await;
    world.advance("8d").await;
    let newest = world.create(json!({ "vendorData": "a" })).await;
    assert_eq!(newest.status, 201, "{new} has expired");
    world.decide(&old, "approved", None).await;
    let found = world.get("/sessions?vendorData=a").await.json();
    assert_eq!(found["current"]["sessionId"], json!(old));
    assert_eq!(found["nextStep"], "none");
}

#[tokio::test]
async fn a_late_approval_counts_although_another_was_asked_for_after_a_decline() {
    let (world, old, new) = replaced().await;
    world.act(&old, "submit").await;
    world.run_through(&new, "declined", Some(105)).await;
    assert_eq!(world.verify_again("a").await.status, 201);
    world.decide(&old, "approved", None).await;
    let found = world.get("/sessions?vendorData=a").await.json();
    assert_eq!(found["current"]["sessionId"], json!(old));
    assert_eq!(found["nextStep"], "none");
}

#[tokio::test]
async fn a_late_decline_of_a_replaced_session_does_not() {
    let (world, old, new) = replaced().await;
    world.run_through(&old, "declined", Some(105)).await;
    let found = world.get("/sessions?vendorData=a").await.json();
    assert_eq!(found["current"]["sessionId"], json!(new));
    assert_eq!(found["nextStep"], "start");
}

#[tokio::test]
async fn verify_again_after_a_late_approval_starts_anew() {
    let (world, old, _) = replaced().await;
    world.run_through(&old, "approved", None).await;
    let again = world.verify_again("a").await;
    assert_eq!(again.status, 201);
    let found = world.get("/sessions?vendorData=a").await.json();
    assert_eq!(found["current"]["sessionId"], json!(id_of(&again)));
}

#[tokio::test]
async fn a_provisional_deadline_is_corrected_by_the_acceptance_time() {
    let world = World::new().await;
    world.stop_the_clock();
    let now = world.sandbox.clock.now();
    let week = SignedDuration::from_hours(7 * 24);
    let (id, attempt) = (new_id(), new_id());
    // Learnt from an event: a week from now, as far as anybody knows.
    assert_eq!(world.deliver(&event(&id, &attempt, "started")).await, 200);
    let view = world.session(&id).await;
    assert_eq!(time(&view["expiresAt"]), now + week);

    let generated = now - SignedDuration::from_hours(5 * 24);
    let mut body = decision(&id, &attempt, "resubmission_requested", T1);
    body["verification"]["acceptanceTime"] = json!(generated.to_string());
    assert_eq!(world.deliver(&body).await, 200);
    let view = world.session(&id).await;
    let deadline = generated + week;
    assert_eq!(
        time(&view["expiresAt"]).as_millisecond(),
        deadline.as_millisecond()
    );

    // The sweep goes by it: two hours past the corrected deadline.
    world.advance("2d1h").await;
    assert_eq!(world.sweep().await.looked, 0);
    world.advance("1h1m").await;
    assert_eq!(world.sweep().await.looked, 1);
}

fn time(value: &Value) -> Timestamp {
    value.as_str().expect("a time").parse().expect("a time")
}
