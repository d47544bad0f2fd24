//! What stands in the bodies.

use serde_json::{Value, json};

use super::{choose, choose_for, delete, deliveries, opened_under};
use crate::harness::{ESSENTIAL, Keys, LIVE, Sandbox, TEST, is_signed, signature};

#[tokio::test]
async fn truncated_body_is_half_of_what_was_signed() {
    let (sandbox, received) = opened_under(&["truncated-body"]).await;
    let one = &received[0];
    assert_eq!(one.body, Value::Null, "no JSON");
    assert!(!is_signed(TEST, &one.headers, &one.raw));
    let sessions = sandbox.look("/sessions").await;
    let id = sessions["sessions"][0]["id"].as_str().unwrap();
    let number = deliveries(&sandbox, id).await[0]["id"].clone();
    let whole = sandbox.look(&format!("/deliveries/{number}")).await;
    let whole = whole["body"].as_str().unwrap();
    assert_eq!(one.raw, whole.as_bytes()[..whole.len() / 2]);
    assert_eq!(
        one.headers["x-hmac-signature"],
        signature(TEST, whole.as_bytes())
    );
}

#[tokio::test]
async fn byte_order_mark_is_signed_with_the_rest() {
    let (_sandbox, received) = opened_under(&["byte-order-mark"]).await;
    let one = &received[0];
    assert!(is_signed(TEST, &one.headers, &one.raw));
    let rest = one.raw.strip_prefix(b"\xef\xbb\xbf").unwrap();
    assert_eq!(serde_json::from_slice::<Value>(rest).unwrap()["code"], 7001);
}

#[tokio::test]
async fn invalid_json_is_genuinely_signed() {
    let (_sandbox, received) = opened_under(&["invalid-json"]).await;
    let one = &received[0];
    assert_eq!(one.body, Value::Null);
    assert!(is_signed(TEST, &one.headers, &one.raw));
}

#[tokio::test]
async fn an_unknown_type_goes_before_the_webhook() {
    let (sandbox, received) = opened_under(&["unknown-type"]).await;
    assert_eq!(received.len(), 2);
    assert_eq!(received[0].body["eventType"], "sandbox.unknown-type");
    assert_eq!(received[1].what(), "started");
    assert_eq!(received[0].body["sessionId"], received[1].body["id"]);
    for one in &received {
        assert!(is_signed(TEST, &one.headers, &one.raw));
    }
    let id = received[1].body["id"].as_str().unwrap();
    let delivery = deliveries(&sandbox, id).await.remove(0);
    assert_eq!(delivery["tries"][0]["extra"], true);
    assert_eq!(delivery["tries"][1]["extra"], Value::Null);
}

#[tokio::test]
async fn the_answer_to_an_extra_request_counts_for_nothing() {
    let sandbox = Sandbox::start().await;
    let id = sandbox.session().await;
    sandbox.receiver.answer_with(500);
    choose(&sandbox, &["unknown-type"]).await;
    sandbox.open(&id).await;
    let delivery = deliveries(&sandbox, &id).await.remove(0);
    assert_eq!(delivery["state"], "waiting");
    let path = format!("/deliveries/{}/replay", delivery["id"]);
    sandbox.receiver.answer_with(200);
    let answer = sandbox.control(&path, json!({"faults": []})).await;
    assert_eq!(answer.json()["try"]["number"], 3);
    assert_eq!(deliveries(&sandbox, &id).await[0]["state"], "delivered");
}

#[tokio::test]
async fn an_unknown_status_goes_before_every_type_of_webhook() {
    let sandbox = Sandbox::start().await;
    let request = json!({"faults": ["unknown-status"], "deliveries": null});
    choose_for(&sandbox, request).await;
    for received in all_eight(&sandbox).await.chunks(2) {
        let [unknown, known] = received else {
            panic!("each comes twice");
        };
        let words = |body: &Value| body.to_string().matches("sandbox_unknown").count();
        assert_eq!(words(&unknown.body), 1, "{}", unknown.body);
        assert_eq!(words(&known.body), 0);
        assert_eq!(unknown.body["sessionId"], known.body["sessionId"]);
    }
}

#[tokio::test]
async fn unknown_fields_are_at_the_top_and_inside() {
    let sandbox = Sandbox::start().await;
    let request = json!({"faults": ["unknown-fields"], "deliveries": null});
    choose_for(&sandbox, request).await;
    for received in all_eight(&sandbox).await {
        let mut body = received.body.clone();
        assert!(body["sandboxUnknown"].is_object());
        let inside = ["verification", "data"]
            .into_iter()
            .find(|name| body[*name].is_object());
        if let Some(name) = inside {
            assert!(body[name]["sandboxUnknown"].is_object(), "{body}");
        }
        body.as_object_mut().unwrap().remove("sandboxUnknown");
        assert!(body.as_object().unwrap().len() >= 3);
    }
}

/// As a receiver does that parses the body and writes it out again.
fn rewritten(raw: &[u8]) -> Vec<u8> {
    let value: Value = serde_json::from_slice(raw).unwrap();
    value.to_string().into_bytes()
}

#[tokio::test]
async fn unstable_json_does_not_survive_being_rewritten_and_the_rest_does() {
    let sandbox = Sandbox::start().await;
    let well = all_eight(&sandbox).await;
    for received in &well {
        assert_eq!(rewritten(&received.raw), received.raw);
        let text = std::str::from_utf8(&received.raw).unwrap();
        assert!(!has_whole_float(&received.body), "JavaScript writes 1");
        assert!(!text.contains("\\/") && !text.contains("\\u"), "{text}");
    }
    let before = sandbox.receiver.received().len();
    let request = json!({"faults": ["unstable-json"], "deliveries": null});
    choose_for(&sandbox, request).await;
    all_eight(&sandbox).await;
    delete(&sandbox, "/faults").await;
    let unstable = &sandbox.receiver.received()[before..];
    assert_eq!(unstable.len(), well.len());
    for (received, well) in unstable.iter().zip(&well) {
        assert_eq!(received.what(), well.what());
        assert_ne!(rewritten(&received.raw), received.raw);
        let text = std::str::from_utf8(&received.raw).unwrap();
        assert!(text.contains(":\t1.00"), "{text}");
        assert!(text.contains("\\/") && text.contains("\\u0"), "{text}");
        let mut without = received.body.clone();
        without.as_object_mut().unwrap().remove("sandboxUnstable");
        let fields = |body: &Value| body.as_object().unwrap().len();
        assert_eq!(fields(&without), fields(&well.body));
    }
}

fn has_whole_float(value: &Value) -> bool {
    match value {
        Value::Number(number) => number.to_string().ends_with(".0"),
        Value::Array(items) => items.iter().any(has_whole_float),
        Value::Object(fields) => fields.values().any(has_whole_float),
        _ => false,
    }
}

/// What comes of one webhook of each of the eight types.
async fn all_eight(sandbox: &Sandbox) -> Vec<crate::harness::Received> {
    let before = sandbox.receiver.received().len();
    let person =
        json!({"person": {"firstName": "Zoë", "lastName": "Ó/Briain"}, "vendorData": "a/b"});
    let (id, _) = sandbox.session_as(TEST, person.clone()).await;
    sandbox.open(&id).await;
    sandbox.decide(&id, "approved").await;
    for kind in ["watchlist", "ine", "curp", "ine-curp", "user-status"] {
        let path = format!("/sessions/{id}/webhook");
        sandbox.steer(&path, json!({"type": kind})).await;
    }
    let (other, _) = sandbox.session_as(ESSENTIAL, person).await;
    sandbox.decide(&other, "approved").await;
    let received = sandbox.receiver.received()[before..].to_vec();
    for one in &received {
        let keys: [Keys; 3] = [TEST, LIVE, ESSENTIAL];
        assert!(
            keys.iter()
                .any(|keys| is_signed(*keys, &one.headers, &one.raw))
        );
    }
    received
}
