//! What each outcome means for the person and the platform.

use crate::{assert_for_a_person, new_id};
use http::Method;
use serde_json::{Value, json};
use system_tests::deliveries::{decision, event};
use system_tests::{CALLBACK, World, id_of};

const T1: &str = "2026-03-02T09:19:31.077000Z";
const T2: &str = "2026-03-02T10:00:00.000000Z";

#[tokio::test]
async fn access_after_approved() {
    let world = World::new().await;
    let body = json!({ "vendorData": "a", "callback": CALLBACK });
    let answer = world.create(body).await;
    let id = id_of(&answer);
    assert_eq!(answer.json()["grants"], "nothing");

    // The redirect to the callback grants nothing, and neither does asking with its words.
    let url = answer.json()["url"].as_str().expect("a URL").to_owned();
    let http = &world.sandbox.http;
    http.get(&url).await.expect("a page");
    let submit = format!("{url}/submit");
    let redirected = http.send(Method::POST, &submit, &[], "").await;
    assert_eq!(redirected.expect("an answer").headers["location"], CALLBACK);
    world.settle().await;
    for path in [
        "/sessions?vendorData=a".to_owned(),
        "/sessions?vendorData=a&status=approved&code=9001".to_owned(),
        format!("/sessions/{id}?status=approved"),
    ] {
        let seen = world.get(&path).await.json();
        let view = seen.get("current").unwrap_or(&seen);
        assert_eq!(view["status"], "submitted", "{path}");
        assert_eq!(view["grants"], "nothing", "{path}");
    }

    // A decision that nobody signed grants nothing.
    let forged = decision(&id, &new_id(), "approved", T1).to_string();
    assert_eq!(world.deliver_raw(&Vec::new(), forged.as_bytes()).await, 401);
    assert_eq!(world.session(&id).await["grants"], "nothing");

    // Review is no approval.
    world.decide(&id, "review", None).await;
    assert_eq!(world.session(&id).await["grants"], "nothing");
    world.decide(&id, "approved", None).await;
    assert_eq!(world.session(&id).await["grants"], "test");
}

#[tokio::test]
async fn access_after_approved_by_a_live_integration() {
    let world = World::new().await;
    let body = json!({ "verification": { "vendorData": "a" }, "integration": "local-live" });
    let answer = world
        .call(None, Method::POST, "/sessions", &body.to_string())
        .await;
    assert_eq!(answer.status, 201);
    let id = id_of(&answer);
    world.run_through(&id, "approved", None).await;
    let view = world.session(&id).await;
    assert_eq!(view["integration"]["type"], "live");
    assert_eq!(view["grants"], "live");
}

#[tokio::test]
async fn failure_notice_after_resubmission_or_declined() {
    let world = World::new().await;
    let answer = world.create_as("noor", json!({})).await;
    let id = id_of(&answer);
    let path = format!("/sessions/{id}");
    world
        .run_through(&id, "resubmission_requested", Some(204))
        .await;
    world.advance("6m").await;
    let again = world.get_as("noor", &path).await.json();
    assert_for_a_person(&again);
    world.run_through(&id, "declined", Some(105)).await;
    let over = world.get_as("noor", &path).await.json();
    assert_for_a_person(&over);
    let fields = ["status", "nextStep", "sentence"];
    let notice = |view: &Value| fields.map(|field| view[field].clone());
    insta::assert_json_snapshot!([notice(&again), notice(&over)]);
}

#[tokio::test]
async fn back_office_told_on_declined() {
    let world = World::new().await;
    let answer = world.create_as("noor", json!({})).await;
    let id = id_of(&answer);
    world.run_through(&id, "declined", Some(105)).await;

    let told = world.session(&id).await;
    assert_eq!(told["status"], "declined");
    assert_eq!(told["decision"]["code"], 9102);
    assert_eq!(told["decision"]["reasonCode"], 105);
    assert!(told["decision"]["reason"].is_string());
    assert_eq!(told["document"]["type"], "PASSPORT");

    // Not so the person, wherever they look.
    let by_id = world
        .get_as("noor", &format!("/sessions/{id}"))
        .await
        .json();
    assert_for_a_person(&by_id);
    let own = world.get_as("noor", "/sessions").await.json();
    assert_for_a_person(&own["current"]);
    assert_for_a_person(&world.create_as("noor", json!({})).await.json());
    for seen in [by_id, own] {
        let seen = seen.to_string();
        assert!(!seen.contains("reason"), "{seen}");
        assert!(!seen.contains("9102"), "{seen}");
    }
}

#[tokio::test]
async fn all_response_types_accepted() {
    for status in [
        "approved",
        "declined",
        "resubmission_requested",
        "review",
        "expired",
        "abandoned",
    ] {
        let world = World::new().await;
        let id = world.session_for("a").await;
        if status != "expired" {
            world.act(&id, "open").await;
        }
        let mut deliveries = world.sandbox.local_veriff.observe();
        world.decide(&id, status, None).await;
        world.advance("6m").await;
        let delivered = deliveries.try_recv().expect("a webhook");
        assert_eq!(delivered.http_status, Some(200), "{status}");
        assert_eq!(world.status(&id).await, status);
        // By hand too: both kinds of 9104, and fields as null as they may be.
        let other = world.session_for("b").await;
        let body = decision(&other, &new_id(), status, T1);
        assert_eq!(world.deliver(&body).await, 200);
        assert_eq!(world.status(&other).await, status);
    }
}

#[tokio::test]
async fn best_and_edge_cases() {
    let world = World::new().await;
    for (status, next_step, has_url) in [
        ("approved", "none", false),
        ("declined", "contact-support", false),
        ("resubmission_requested", "retry", true),
        ("review", "wait", false),
        ("expired", "new-session", false),
        ("abandoned", "new-session", false),
    ] {
        let id = world.session_for(status).await;
        let attempt = new_id();
        if status != "expired" {
            world.deliver(&event(&id, &attempt, "started")).await;
            assert_eq!(world.session(&id).await["nextStep"], "continue");
        }
        world.deliver(&decision(&id, &attempt, status, T1)).await;
        let view = world.session(&id).await;
        assert_eq!(view["status"], status);
        assert_eq!(view["nextStep"], next_step, "{status}");
        assert_eq!(view["url"].is_string(), has_url, "{status}");
    }
}

#[tokio::test]
async fn best_and_edge_cases_nothing_late_downgrades_a_final_state() {
    let world = World::new().await;
    for verdict in ["approved", "declined"] {
        let id = world.session_for(verdict).await;
        let attempt = new_id();
        world.deliver(&decision(&id, &attempt, verdict, T2)).await;
        let before = world.session(&id).await;
        let opposite = if verdict == "approved" {
            "declined"
        } else {
            "approved"
        };
        let late = [
            event(&id, &attempt, "started"),
            event(&id, &attempt, "submitted"),
            event(&id, &new_id(), "started"),
            decision(&id, &attempt, "review", T1),
            decision(&id, &attempt, "resubmission_requested", T1),
            decision(&id, &attempt, "expired", T1),
            decision(&id, &attempt, "abandoned", T1),
            decision(&id, &attempt, opposite, T1),
            decision(&id, &attempt, verdict, T2),
        ];
        for body in late {
            assert_eq!(world.deliver(&body).await, 200);
            let view = world.session(&id).await;
            for field in ["status", "grants", "nextStep", "decision", "revision"] {
                assert_eq!(view[field], before[field], "{field} after {body}");
            }
        }
    }
}
