//! `GET /sessions/{id}/history`: the facts, where they came from, and why the state is what it is.

use serde_json::{Value, json};
use system_tests::World;
use system_tests::deliveries::{decision, event, watchlist};

const FIRST: &str = "0b0e6f0e-55a1-4d3a-9a57-0d3c5b9f1a01";
const SECOND: &str = "0b0e6f0e-55a1-4d3a-9a57-0d3c5b9f1a02";

#[tokio::test]
async fn lists_facts_and_sources_without_personal_data() {
    let world = World::new().await;
    let id = world.session_for("customer-17").await;
    for body in [
        event(&id, FIRST, "started"),
        event(&id, FIRST, "submitted"),
        decision(
            &id,
            FIRST,
            "resubmission_requested",
            "2026-03-02T09:19:31.077000Z",
        ),
        event(&id, SECOND, "started"),
        event(&id, SECOND, "submitted"),
        decision(&id, SECOND, "approved", "2026-03-02T10:00:00.000000Z"),
        watchlist(Some(&id), SECOND, "2026-05-01T00:00:00.000000Z"),
        decision(&id, SECOND, "declined", "2026-06-01T00:00:00.000000Z"),
    ] {
        assert_eq!(world.deliver(&body).await, 200);
    }
    let answer = world.get(&format!("/sessions/{id}/history")).await;
    assert_eq!(answer.status, 200);
    let mut history = answer.json();
    // Payloads that come within one millisecond have no order among themselves.
    let payloads = history["payloads"].as_array_mut().expect("payloads");
    payloads.sort_by_key(|payload| payload["type"].to_string());
    insta::assert_json_snapshot!(history, {
        ".sessionId" => "[id]",
        ".createdAt" => "[time]",
        ".expiresAt" => "[time]",
        ".payloads[].receivedAt" => "[time]",
        ".payloads[].sha256" => "[digest]",
    });
    let text = history.to_string().to_lowercase();
    for personal in [
        "odalys",
        "quirin",
        "1984",
        "qx9910417",
        "customer-17",
        "203.0.113.9",
        "/v/",
    ] {
        assert!(!text.contains(personal), "{personal} is in the history");
    }
}

#[tokio::test]
async fn says_what_was_asked_and_what_was_told() {
    let world = World::with(|_| {}, |veriff| veriff.integrations[0].webhook_url = None).await;
    let id = world.session_for("a").await;
    world.run_through(&id, "approved", None).await;
    world.advance("7d3h").await;
    assert_eq!(world.sweep().await.repaired, 1);
    let history = world.get(&format!("/sessions/{id}/history")).await.json();
    let sources: Vec<_> = history["payloads"]
        .as_array()
        .expect("payloads")
        .iter()
        .map(|payload| payload["source"].clone())
        .collect();
    assert_eq!(sources, [json!("decision-answer")]);
    assert_eq!(
        history["nextLookAt"],
        Value::Null,
        "nothing more is expected"
    );
}
