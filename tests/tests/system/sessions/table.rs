//! Each row of the table: what the person's last session makes of `POST /sessions`.

use crate::new_id;
use http::Method;
use serde_json::{Value, json};
use system_tests::deliveries::{decision, event};
use system_tests::{World, id_of};

const T1: &str = "2026-03-02T09:19:31.077000Z";
const T2: &str = "2026-03-02T10:00:00.000000Z";

/// A world with one session of the person `a`, after these webhooks.
async fn after(webhooks: impl Fn(&str, &str) -> Vec<Value>) -> (World, String) {
    let world = World::new().await;
    world.stop_the_clock();
    let id = world.session_for("a").await;
    for body in webhooks(&id, &new_id()) {
        assert_eq!(world.deliver(&body).await, 200);
    }
    (world, id)
}

/// `POST /sessions` for `a` gives the same session; returns the view.
async fn kept(world: &World, id: &str) -> Value {
    let answer = world.create(json!({ "vendorData": "a" })).await;
    assert_eq!(answer.status, 200, "{}", answer.json());
    assert_eq!(id_of(&answer), id);
    answer.json()
}

/// `POST /sessions` for `a` gives a new session.
async fn replaced(world: &World, id: &str) {
    let answer = world.create(json!({ "vendorData": "a" })).await;
    assert_eq!(answer.status, 201, "{}", answer.json());
    assert_ne!(id_of(&answer), id);
    assert_eq!(answer.json()["status"], "created");
    assert!(answer.json()["url"].is_string());
}

#[tokio::test]
async fn none_creates_one() {
    let world = World::new().await;
    let answer = world.create(json!({ "vendorData": "a" })).await;
    assert_eq!(answer.status, 201);
    assert_eq!(answer.json()["nextStep"], "start");
    assert_eq!(world.sessions_at_veriff().await, 1);
}

#[tokio::test]
async fn an_open_one_is_kept_until_its_last_hour() {
    for (status, next_step) in [
        ("created", "start"),
        ("started", "continue"),
        ("resubmission_requested", "retry"),
    ] {
        let webhooks = |id: &str, attempt: &str| match status {
            "created" => Vec::new(),
            "started" => vec![event(id, attempt, "started")],
            asked => vec![decision(id, attempt, asked, T1)],
        };
        let (world, id) = after(webhooks).await;
        let first = kept(&world, &id).await;
        assert_eq!(first["status"], status);
        assert_eq!(first["nextStep"], next_step);
        assert_eq!(first["url"], world.at_veriff(&id).await["url"]);
        // An hour exactly is enough, a second less is not.
        world.advance("6d23h").await;
        assert_eq!(kept(&world, &id).await["url"], first["url"]);
        assert_eq!(world.sessions_at_veriff().await, 1);
        world.advance("1s").await;
        assert_eq!(world.session(&id).await["nextStep"], "new-session");
        replaced(&world, &id).await;
        assert_eq!(world.sessions_at_veriff().await, 2);
    }
}

#[tokio::test]
async fn submitted_and_in_review_wait_however_old() {
    for in_review in [false, true] {
        let (world, id) = after(|_, _| Vec::new()).await;
        world.act(&id, "submit").await;
        if in_review {
            world.decide(&id, "review", None).await;
        }
        for age in ["1s", "6d23h30m", "2d", "400d"] {
            world.advance(age).await;
            let view = kept(&world, &id).await;
            assert_eq!(view["nextStep"], "wait");
            assert_eq!(view["url"], Value::Null);
            assert_eq!(view["grants"], "nothing");
        }
        assert_eq!(world.sessions_at_veriff().await, 1);
    }
}

#[tokio::test]
async fn approved_stays_until_the_back_end_asks_to_verify_again() {
    let (world, id) = after(|id, attempt| vec![decision(id, attempt, "approved", T1)]).await;
    for age in ["1s", "7d", "400d"] {
        world.advance(age).await;
        let view = kept(&world, &id).await;
        assert_eq!(view["nextStep"], "none");
        assert_eq!(view["url"], Value::Null);
        assert_eq!(view["grants"], "test");
    }
    let again = world.verify_again("a").await;
    assert_eq!(again.status, 201);
    assert_ne!(id_of(&again), id);
    // Once; then the new one is the one.
    let same = world.verify_again("a").await;
    assert_eq!(same.status, 200);
    assert_eq!(id_of(&same), id_of(&again));
    assert_eq!(world.sessions_at_veriff().await, 2);
}

#[tokio::test]
async fn declined_stays_until_the_back_end_asks_to_verify_again() {
    for (reason_code, next_step) in [(105, "contact-support"), (539, "new-session")] {
        let webhooks = |id: &str, attempt: &str| {
            let mut body = decision(id, attempt, "declined", T1);
            body["verification"]["reasonCode"] = json!(reason_code);
            vec![body]
        };
        let (world, id) = after(webhooks).await;
        for age in ["1s", "7d", "400d"] {
            world.advance(age).await;
            let view = kept(&world, &id).await;
            assert_eq!(view["nextStep"], next_step);
            assert_eq!(view["url"], Value::Null);
        }
        let again = world.verify_again("a").await;
        assert_eq!(again.status, 201);
        assert_ne!(id_of(&again), id);
        // A late change of mind about the old session does not touch the new one.
        let late = decision(&id, &new_id(), "approved", T2);
        assert_eq!(world.deliver(&late).await, 200);
        let current = world.get("/sessions?vendorData=a").await.json();
        assert_eq!(current["current"]["sessionId"], json!(id_of(&again)));
    }
}

#[tokio::test]
async fn expired_and_abandoned_are_replaced() {
    for status in ["expired", "abandoned"] {
        let (world, id) = after(|id, attempt| vec![decision(id, attempt, status, T1)]).await;
        replaced(&world, &id).await;
    }
}

#[tokio::test]
async fn before_it_is_replaced_veriff_is_asked_once() {
    // The approval was lost, and so was everything else.
    let world = World::with(|_| {}, |veriff| veriff.integrations[0].webhook_url = None).await;
    let id = world.session_for("a").await;
    world.run_through(&id, "approved", None).await;
    assert_eq!(world.status(&id).await, "created");
    world.advance("7d1h").await;
    let view = kept(&world, &id).await;
    assert_eq!(view["status"], "approved");
    assert_eq!(view["grants"], "test");
    assert_eq!(world.sessions_at_veriff().await, 1);
}

#[tokio::test]
async fn verify_again_changes_nothing_for_an_open_session() {
    let (world, id) = after(|_, _| Vec::new()).await;
    let answer = world.verify_again("a").await;
    assert_eq!((answer.status, id_of(&answer)), (200, id));
}

#[tokio::test]
async fn verify_again_is_for_the_back_end_alone() {
    let world = World::new().await;
    let id = id_of(&world.create_as("noor", json!({})).await);
    world.run_through(&id, "declined", Some(105)).await;
    let body = json!({ "verification": {}, "verifyAgain": true }).to_string();
    let answer = world
        .call(Some("noor"), Method::POST, "/sessions", &body)
        .await;
    assert_eq!(answer.status, 403);
    insta::assert_json_snapshot!(answer.json());
    // Saying no is no request.
    let body = json!({ "verification": {}, "verifyAgain": false }).to_string();
    let answer = world
        .call(Some("noor"), Method::POST, "/sessions", &body)
        .await;
    assert_eq!((answer.status, id_of(&answer)), (200, id));
    assert_eq!(world.sessions_at_veriff().await, 1);
}
