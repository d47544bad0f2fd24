//! How webhooks leave: signed, in order, again until answered with 200.

use std::time::{Duration, Instant};

use http::Method;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use veriff_sandbox::clock::SandboxClock;
use veriff_sandbox::veriff::{
    IntegrationConfig, IntegrationKind, LocalVeriff, Plan, VeriffConfig, WebhookUrls,
};

use crate::harness::{Receiver, Sandbox, TEST, is_signed};

async fn deliveries(sandbox: &Sandbox) -> Vec<Value> {
    let list = sandbox.look("/deliveries").await;
    list["deliveries"].as_array().unwrap().clone()
}

#[tokio::test]
async fn a_webhook_is_signed_under_both_names() {
    let sandbox = Sandbox::start().await;
    let id = sandbox.session().await;
    sandbox.open(&id).await;
    let received = &sandbox.receiver.received()[0];
    let headers = &received.headers;
    assert!(is_signed(TEST, headers, &received.raw));
    assert_eq!(headers["content-type"], "application/json");
    assert_eq!(headers["vrf-auth-client"], headers["x-auth-client"]);
    assert_eq!(headers["vrf-hmac-signature"], headers["x-hmac-signature"]);
    assert_eq!(headers["vrf-integration-id"], TEST.id);
    let signature = headers["x-hmac-signature"].to_str().unwrap();
    assert_eq!(signature, signature.to_lowercase());
}

#[tokio::test]
async fn anything_but_200_is_tried_again_every_hour_for_a_week() {
    let sandbox = Sandbox::start().await;
    let id = sandbox.session().await;
    sandbox.submit(&id).await;
    let before = sandbox.receiver.received().len();
    sandbox.receiver.answer_with(201);
    sandbox.decide(&id, "approved").await;
    for (by, status) in [("59m", 202), ("1m", 204), ("1h", 302), ("1h", 500)] {
        sandbox.receiver.answer_with(status);
        sandbox.advance(by).await;
    }
    assert_eq!(sandbox.receiver.received().len() - before, 4);
    let raw: Vec<_> = sandbox.receiver.received()[before..]
        .iter()
        .map(|one| one.raw.clone())
        .collect();
    assert!(raw.iter().all(|one| *one == raw[0]), "the same bytes");

    sandbox.advance("10d").await;
    // At once and then 168 times.
    assert_eq!(sandbox.receiver.received().len() - before, 169);
    let delivery = deliveries(&sandbox).await.pop().unwrap();
    assert_eq!(delivery["state"], "given-up");
    let tries = delivery["tries"].as_array().unwrap();
    assert_eq!(tries.len(), 169);
    assert_eq!(tries[0]["httpStatus"], 201);
    assert_eq!(tries[168]["number"], 169);
}

#[tokio::test]
async fn a_receiver_that_comes_back_gets_what_it_missed() {
    let sandbox = Sandbox::start().await;
    sandbox.receiver.answer_with(503);
    let id = sandbox.session().await;
    sandbox.submit(&id).await;
    sandbox.decide(&id, "declined").await;
    sandbox.receiver.answer_with(200);
    sandbox.advance("1h").await;
    sandbox.advance("5h").await;
    let mut whats = sandbox.receiver.whats();
    assert_eq!(whats.len(), 6);
    assert_eq!(whats[..3], ["started", "submitted", "declined"]);
    whats[3..].sort();
    assert_eq!(whats[3..], ["declined", "started", "submitted"]);
    for delivery in deliveries(&sandbox).await {
        assert_eq!(delivery["state"], "delivered");
        assert_eq!(delivery["tries"][0]["httpStatus"], 503);
        assert_eq!(delivery["tries"][1]["httpStatus"], 200);
    }
}

#[tokio::test]
async fn a_receiver_that_is_not_there_is_recorded_as_such() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let nowhere = format!("http://{}/", listener.local_addr().unwrap());
    drop(listener);
    let mut receiver = Receiver::start().await;
    receiver.url = nowhere;
    let sandbox = Sandbox::with(receiver, None).await;
    let id = sandbox.session().await;
    sandbox.open(&id).await;
    let delivery = deliveries(&sandbox).await.pop().unwrap();
    assert_eq!(delivery["state"], "waiting");
    assert_eq!(delivery["tries"][0]["httpStatus"], Value::Null);
    let error = delivery["tries"][0]["error"].as_str().unwrap();
    assert!(error.contains("refused"), "{error}");
}

#[tokio::test]
async fn a_slow_receiver_has_failed_after_five_seconds_and_blocks_nobody() {
    let sandbox = Sandbox::start().await;
    sandbox.receiver.answer_after(Duration::from_secs(60));
    let id = sandbox.session().await;
    let started = Instant::now();
    let path = format!("/sessions/{id}/open");
    assert_eq!(sandbox.control(&path, json!({})).await.status, 200);
    let path = format!("/sessions/{id}/decision");
    assert_eq!(sandbox.get(&path, &id).await.status, 200);
    assert!(started.elapsed() < Duration::from_secs(3));
    assert!(sandbox.veriff.settled(Duration::from_secs(9)).await);
    let waited = started.elapsed();
    assert!(waited >= Duration::from_secs(5), "{waited:?}");
    let delivery = deliveries(&sandbox).await.pop().unwrap();
    assert_eq!(delivery["state"], "waiting");
    assert_eq!(delivery["tries"][0]["error"], "no answer within 5 seconds");
    assert!(delivery["tries"][0]["elapsedMs"].as_u64().unwrap() < 7000);
}

#[tokio::test]
async fn first_tries_of_a_session_keep_their_order() {
    let sandbox = Sandbox::start().await;
    sandbox.receiver.answer_after(Duration::from_millis(100));
    let id = sandbox.session().await;
    for (action, body) in [
        ("submit", json!({})),
        ("decide", json!({"status": "review"})),
        ("decide", json!({"status": "approved"})),
    ] {
        let path = format!("/sessions/{id}/{action}");
        assert_eq!(sandbox.control(&path, body).await.status, 200);
    }
    assert!(sandbox.veriff.settled(Duration::from_secs(5)).await);
    assert_eq!(
        sandbox.receiver.whats(),
        ["started", "submitted", "review", "approved"]
    );
    assert_eq!(sandbox.receiver.most_at_once(), 1, "one after another");
}

#[tokio::test]
async fn sessions_do_not_wait_for_each_other() {
    let sandbox = Sandbox::start().await;
    sandbox.receiver.answer_after(Duration::from_millis(300));
    for _ in 0..4 {
        let id = sandbox.session().await;
        let path = format!("/sessions/{id}/open");
        assert_eq!(sandbox.control(&path, json!({})).await.status, 200);
    }
    assert!(sandbox.veriff.settled(Duration::from_secs(5)).await);
    assert!(sandbox.receiver.most_at_once() > 1);
}

#[tokio::test]
async fn a_delivery_can_be_replayed_byte_for_byte() {
    let sandbox = Sandbox::start().await;
    let id = sandbox.session().await;
    sandbox.open(&id).await;
    let delivery = deliveries(&sandbox).await.pop().unwrap();
    let path = format!("/deliveries/{}", delivery["id"]);
    let answer = sandbox.control(&format!("{path}/replay"), json!({})).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.json()["try"]["httpStatus"], 200);
    assert_eq!(answer.json()["try"]["number"], 2);
    let received = sandbox.receiver.received();
    assert_eq!(received.len(), 2);
    assert_eq!(received[0].raw, received[1].raw);
    let shown = sandbox.look(&path).await;
    assert_eq!(shown["body"].as_str().unwrap().as_bytes(), received[0].raw);
    assert_eq!(shown["tries"][1]["replay"], true);
    let missing = sandbox.control("/deliveries/4711/replay", json!({})).await;
    assert_eq!(missing.status, 404);
}

#[tokio::test]
async fn observers_are_told_of_every_try() {
    let sandbox = Sandbox::start().await;
    let mut observer = sandbox.veriff.observe();
    sandbox.receiver.answer_with(500);
    let id = sandbox.session().await;
    sandbox.open(&id).await;
    sandbox.receiver.answer_with(200);
    sandbox.advance("1h").await;
    let (first, second) = (
        observer.recv().await.unwrap(),
        observer.recv().await.unwrap(),
    );
    assert_eq!((first.number, first.http_status), (1, Some(500)));
    assert_eq!((second.number, second.http_status), (2, Some(200)));
    assert_eq!(second.id, first.id);
    assert_eq!(second.kind.as_str(), "event");
    assert_eq!(second.session, id);
    assert_eq!(second.url, sandbox.receiver.url);
    assert!(second.body.contains(&id));
}

#[tokio::test]
async fn nothing_is_ever_sent_to_another_machine() {
    let start = |url: &str, key: &str| {
        let integration = IntegrationConfig {
            id: "one".to_owned(),
            kind: IntegrationKind::Test,
            plan: Plan::Plus,
            api_key: key.to_owned(),
            shared_secrets: vec![TEST.secret.to_owned()],
            webhook_url: Some(url.to_owned()),
            webhook_urls: WebhookUrls::default(),
            active: true,
            decide_after: None,
            decide_as: None,
            delete_enabled: true,
        };
        let config = VeriffConfig {
            integrations: vec![integration],
            data: None,
            public_url: "http://127.0.0.1:8081".to_owned(),
            strict: false,
        };
        LocalVeriff::start(config, SandboxClock::new()).map(|_| ())
    };
    assert!(start("http://127.0.0.1:1/", TEST.key).is_ok());
    let error = start("https://hooks.example/", TEST.key).unwrap_err();
    assert!(error.to_string().contains("loopback"), "{error}");
    let error = start("http://127.0.0.1:1/", "no UUID").unwrap_err();
    assert!(error.to_string().contains("UUID"), "{error}");
}

#[tokio::test]
async fn without_an_answer_being_read_the_api_goes_on() {
    let sandbox = Sandbox::start().await;
    sandbox.receiver.answer_after(Duration::from_secs(2));
    let started = Instant::now();
    for _ in 0..20 {
        let id = sandbox.session().await;
        let picture = json!({"image": {"context": "face", "content": "iVBORw0KGgoAAAAN"}});
        let path = format!("/sessions/{id}/media");
        assert_eq!(sandbox.send(Method::POST, &path, picture).await.status, 201);
    }
    assert!(started.elapsed() < Duration::from_secs(2));
}
