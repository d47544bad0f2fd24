//! What is counted, as a deployed function writes it: alarms and dashboard stand on it.

use crate::new_id;
use crate::sweep::{deaf_live_world, deaf_world};
use serde_json::json;
use std::path::Path;
use system_tests::World;
use system_tests::deliveries::{decision, event, signed, watchlist};
use system_tests::listen::Metrics;
use uuid::Uuid;
use veriff_sandbox::development::{LIVE, TEST};
use verification::record::SessionRecord;
use verification::telemetry::Metric;

const T1: &str = "2026-03-02T09:19:31.077000Z";

#[tokio::test]
async fn webhooks_are_counted_by_type_and_by_what_became_of_them() {
    let world = World::new().await;
    let (id, attempt) = (world.session_for("a").await, new_id());
    let metrics = Metrics::listen();
    let approval = decision(&id, &attempt, "approved", T1);
    for body in [
        &event(&id, &attempt, "started"),
        &approval,
        &approval,
        &json!({ "eventType": "moon-phase.changed" }),
        &watchlist(None, &new_id(), T1),
    ] {
        assert_eq!(world.deliver(body).await, 200);
    }
    for (metric, detail, count) in [
        ("WebhookReceived", "*", 5.0),
        ("WebhookReceived", "event", 1.0),
        ("WebhookReceived", "decision", 2.0),
        ("WebhookResult", "new", 2.0),
        ("WebhookResult", "duplicate", 1.0),
        ("WebhookResult", "quarantined", 2.0),
        ("WebhookQuarantined", "unknown-type", 1.0),
        ("WebhookQuarantined", "no-session", 1.0),
        ("WebhookRejected", "*", 0.0),
        ("WebhookLate", "*", 0.0),
        ("SessionUnclaimed", "*", 0.0),
    ] {
        assert_eq!(metrics.sum(metric, detail), count, "{metric} {detail}");
    }
}

#[tokio::test]
async fn what_is_not_let_in_is_counted_by_the_reason() {
    let world = World::new().await;
    let id = world.session_for("a").await;
    let metrics = Metrics::listen();
    let body = decision(&id, &new_id(), "approved", T1).to_string();
    let (key, secret) = (&*world.sandbox.api_key, &*world.sandbox.secret);
    let bytes = body.as_bytes();
    let unknown = new_id();
    for (key, secret, reason) in [
        (&*unknown, secret, "api-key"),
        (key, "another-secret", "signature"),
    ] {
        let headers = signed(key, secret, bytes);
        assert_eq!(world.deliver_raw(&headers, bytes).await, 401);
        assert_eq!(metrics.sum("WebhookRejected", reason), 1.0, "{reason}");
    }
    let mut short = signed(key, secret, bytes);
    short[1].1.truncate(10);
    assert_eq!(world.deliver_raw(&short, bytes).await, 401);
    assert_eq!(metrics.sum("WebhookRejected", "signature-shape"), 1.0);
    assert_eq!(world.deliver_raw(&Vec::new(), bytes).await, 401);
    assert_eq!(metrics.sum("WebhookRejected", "headers"), 1.0);
    let large = vec![b' '; receive_webhook::LARGEST_BODY + 1];
    assert_eq!(world.deliver_raw(&Vec::new(), &large).await, 413);
    assert_eq!(metrics.sum("WebhookRejected", "too-large"), 1.0);
    assert_eq!(metrics.sum("WebhookRejected", "*"), 5.0);
    // Genuine, for another integration's session.
    let foreign = signed(LIVE.api_key, LIVE.secret, bytes);
    assert_eq!(world.deliver_raw(&foreign, bytes).await, 401);
    assert_eq!(metrics.sum("WebhookForeign", "*"), 1.0);
    assert_eq!(metrics.sum("WebhookResult", "foreign"), 1.0);
}

#[tokio::test]
async fn drift_is_counted_by_kind() {
    let world = World::new().await;
    let id = world.session_for("a").await;
    let metrics = Metrics::listen();
    let mut body = decision(&id, &new_id(), "approved", T1);
    body["newAtTheTop"] = json!(1);
    body["verification"]["newInside"] = json!(2);
    body["verification"]["code"] = json!(9102);
    assert_eq!(world.deliver(&body).await, 200);
    let mut body = decision(&id, &new_id(), "approved", T1);
    body["verification"]["status"] = json!("pondering");
    body["verification"]["code"] = json!(9999);
    body["verification"]["reasonCode"] = json!([]);
    assert_eq!(world.deliver(&body).await, 200);
    for (kind, count) in [
        ("unknown-field", 2.0),
        ("code-disagrees", 1.0),
        ("unknown-status", 1.0),
        ("unknown-code", 1.0),
        ("unexpected-type", 1.0),
    ] {
        assert_eq!(metrics.sum("Drift", kind), count, "{kind}");
    }
}

#[tokio::test]
async fn a_sweep_says_how_far_it_is_behind_and_what_it_did() {
    let world = World::new().await;
    world.stop_the_clock();
    let metrics = Metrics::listen();
    world.sweep().await;
    assert_eq!(metrics.values("SweepBehind", "*"), [0.0], "nothing is due");
    let id = world.session_for("submitted").await;
    world.act(&id, "open").await;
    world.act(&id, "submit").await;
    // It is due after an hour, and nobody sweeps for three.
    world.advance("3h").await;
    world.sweep().await;
    assert_eq!(metrics.values("SweepLooked", "*"), [0.0, 1.0]);
    assert_eq!(metrics.values("SweepFailed", "*"), [0.0, 0.0]);
    assert_eq!(metrics.values("SweepUnfinished", "*"), [0.0, 0.0]);
    assert_eq!(metrics.values("SweepBehind", "*"), [0.0, 2.0 * 3600.0]);
}

#[tokio::test]
async fn what_a_sweep_finds_and_closes_is_counted_by_status() {
    let world = deaf_world().await;
    let metrics = Metrics::listen();
    let lost = world.session_for("lost").await;
    world.run_through(&lost, "approved", None).await;
    let made = Uuid::new_v4().to_string();
    let (now, store) = (world.sandbox.clock.now(), &world.sandbox.app.store);
    // Veriff does not know it.
    let record = SessionRecord::new(&made, TEST.id, TEST.kind, now);
    let written = store.change_session(None, &record, 4, |_| true).await;
    written.expect("the store answers");
    world.advance("171h").await;
    world.sweep().await;
    assert_eq!(metrics.sum("SessionRepaired", "approved"), 1.0);
    assert_eq!(metrics.sum("SweepClosed", "expired"), 1.0);
    assert_eq!(metrics.sum("SweepClosed", "*"), 1.0);
}

#[tokio::test]
async fn a_live_session_that_is_never_decided_is_given_up_aloud_and_once() {
    let world = deaf_live_world().await;
    world.stop_the_clock();
    let metrics = Metrics::listen();
    let id = world.session_for("a").await;
    world.act(&id, "open").await;
    world.act(&id, "submit").await;
    let body = event(&id, &new_id(), "submitted").to_string().into_bytes();
    let headers = signed(LIVE.api_key, LIVE.secret, &body);
    assert_eq!(world.deliver_raw(&headers, &body).await, 200);
    world.advance("90d").await;
    world.sweep().await;
    assert_eq!(metrics.sum("SessionGivenUp", "*"), 0.0);
    for _ in 0..3 {
        world.advance("8d").await;
        world.sweep().await;
    }
    assert_eq!(metrics.sum("SessionGivenUp", "*"), 1.0);
    assert_eq!(world.session(&id).await["status"], "submitted");
}

#[tokio::test]
async fn every_request_unit_is_told_once() {
    let world = World::new().await;
    let metrics = Metrics::listen();
    let id = world.session_for("a").await;
    world.run_through(&id, "approved", None).await;
    world.session(&id).await;
    world.sweep().await;
    let spent = world.sandbox.app.store.units();
    for (operation, units) in &spent {
        let told = metrics.sum("RequestUnits", operation);
        assert!((told - units.units).abs() < 1e-9, "{operation}: {told}");
    }
    let all: f64 = spent.values().map(|it| it.units).sum();
    assert!((metrics.sum("RequestUnits", "*") - all).abs() < 1e-9);
    assert!(all > 10.0);
}

#[tokio::test]
async fn sessions_are_counted_as_they_are_created_and_refused() {
    let world = World::with_settings(|settings| {
        settings["createsPerPersonAndDay"] = json!(1);
    })
    .await;
    let metrics = Metrics::listen();
    let id = world.session_for("a").await;
    world.run_through(&id, "declined", Some(105)).await;
    assert_eq!(world.verify_again("a").await.status, 429);
    assert_eq!(metrics.sum("SessionCreated", "*"), 1.0);
    assert_eq!(metrics.sum("SessionRefused", "cap"), 1.0);
}

/// A metric that nobody records would keep its alarm quiet for ever.
#[test]
fn every_metric_is_recorded_somewhere() {
    let functions = Path::new(env!("CARGO_MANIFEST_DIR")).join("../functions");
    let mut sources = String::new();
    let mut folders = vec![functions];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == "rs") && !path.ends_with("emf.rs") {
                sources.push_str(&std::fs::read_to_string(path).expect("a source"));
            }
        }
    }
    let recorded = |metric: &&Metric| {
        let name = metric.name();
        ["count", "record"]
            .iter()
            .any(|how| sources.contains(&format!("Metric::{name}.{how}(")))
    };
    let forgotten: Vec<_> = Metric::ALL.iter().filter(|it| !recorded(it)).collect();
    assert!(forgotten.is_empty(), "{forgotten:?}");
}
