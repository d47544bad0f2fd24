//! Receivers that fail, as Veriff sees them.

use super::{deliveries, opened_under};
use serde_json::Value;
use std::time::{Duration, Instant};

#[tokio::test]
async fn receiver_500_counts_as_failed_and_is_asked_again_after_an_hour() {
    let (sandbox, received) = opened_under(&["receiver-500"]).await;
    assert_eq!(received.len(), 1, "it is really asked");
    let id = received[0].body["id"].as_str().unwrap();
    let delivery = deliveries(&sandbox, id).await.remove(0);
    assert_eq!(delivery["state"], "waiting");
    assert_eq!(delivery["tries"][0]["httpStatus"], 500);
    let error = delivery["tries"][0]["error"].as_str().unwrap();
    assert!(error.contains("answered 200"), "{error}");
    sandbox.advance("59m").await;
    assert_eq!(sandbox.receiver.received().len(), 1);
    sandbox.advance("1m").await;
    assert_eq!(sandbox.receiver.received().len(), 2);
    assert_eq!(sandbox.receiver.received()[1].raw, received[0].raw);
    let delivery = deliveries(&sandbox, id).await.remove(0);
    assert_eq!(delivery["state"], "delivered");
    assert_eq!(delivery["tries"][1]["faults"], Value::Null);
}

#[tokio::test]
async fn slow_receiver_has_failed_without_anybody_waiting() {
    let begun = Instant::now();
    let (sandbox, received) = opened_under(&["slow-receiver"]).await;
    assert!(begun.elapsed() < Duration::from_secs(4));
    let id = received[0].body["id"].as_str().unwrap();
    let delivery = deliveries(&sandbox, id).await.remove(0);
    assert_eq!(delivery["state"], "waiting");
    assert_eq!(delivery["tries"][0]["httpStatus"], Value::Null);
    let error = delivery["tries"][0]["error"].as_str().unwrap();
    assert!(error.starts_with("no answer within 5 seconds"), "{error}");
    sandbox.advance("1h").await;
    assert_eq!(deliveries(&sandbox, id).await[0]["state"], "delivered");
}

#[tokio::test]
async fn a_receiver_that_really_fails_is_shown_as_it_failed() {
    let (sandbox, received) = opened_under(&["without-twins"]).await;
    let id = received[0].body["id"].as_str().unwrap();
    sandbox.receiver.answer_with(418);
    super::choose(&sandbox, &["receiver-500"]).await;
    sandbox.submit(id).await;
    let delivery = deliveries(&sandbox, id).await.remove(1);
    assert_eq!(delivery["tries"][0]["httpStatus"], 500);
    let error = delivery["tries"][0]["error"].as_str().unwrap();
    assert!(error.contains("418"), "{error}");
}
