//! Key, signature, and the headers that carry them.

use http::HeaderMap;
use serde_json::json;

use super::{choose, deliveries, opened_under};
use crate::harness::{Sandbox, TEST, is_signed, is_signed_with};

fn text<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers[name].to_str().unwrap()
}

#[tokio::test]
async fn upper_case_hex_is_the_same_signature() {
    let (_sandbox, received) = opened_under(&["upper-case-hex"]).await;
    let one = &received[0];
    assert!(is_signed(TEST, &one.headers, &one.raw));
    for name in ["x-hmac-signature", "vrf-hmac-signature"] {
        let signature = text(&one.headers, name);
        assert_eq!(signature, signature.to_uppercase());
        assert_ne!(signature, signature.to_lowercase());
    }
}

#[tokio::test]
async fn twin_headers_agree_or_are_missing_or_differ() {
    let (_sandbox, received) = opened_under(&["twin-headers"]).await;
    let one = &received[0];
    assert!(is_signed(TEST, &one.headers, &one.raw));
    assert_eq!(one.headers["vrf-auth-client"], TEST.key);
    assert_eq!(
        one.headers["vrf-hmac-signature"],
        one.headers["x-hmac-signature"]
    );

    let (_sandbox, received) = opened_under(&["without-twins"]).await;
    let one = &received[0];
    assert!(is_signed(TEST, &one.headers, &one.raw));
    assert!(
        !one.headers
            .keys()
            .any(|name| name.as_str().starts_with("vrf-"))
    );

    for faults in [
        &["twin-headers-differ"][..],
        &["without-twins", "twin-headers-differ"],
    ] {
        let (_sandbox, received) = opened_under(faults).await;
        let one = &received[0];
        assert!(is_signed(TEST, &one.headers, &one.raw));
        let twin = text(&one.headers, "vrf-hmac-signature");
        assert_eq!(twin.len(), 64);
        assert_ne!(twin, text(&one.headers, "x-hmac-signature"));
    }
}

#[tokio::test]
async fn wrong_key_is_signed_rightly_under_another_key() {
    let (_sandbox, received) = opened_under(&["wrong-key"]).await;
    let one = &received[0];
    for name in ["x-auth-client", "vrf-auth-client"] {
        let key = text(&one.headers, name);
        assert_ne!(key, TEST.key);
        assert!(uuid::Uuid::parse_str(key).is_ok());
    }
    let mut headers = one.headers.clone();
    headers.insert("x-auth-client", TEST.key.parse().unwrap());
    assert!(is_signed(TEST, &headers, &one.raw));
}

#[tokio::test]
async fn bad_signature_is_off_by_one_digit() {
    let (sandbox, received) = opened_under(&["bad-signature"]).await;
    let one = &received[0];
    assert!(!is_signed(TEST, &one.headers, &one.raw));
    let bad = text(&one.headers, "x-hmac-signature");
    assert_eq!(bad, text(&one.headers, "vrf-hmac-signature"));
    let right = crate::harness::signature(TEST, &one.raw);
    assert_eq!(bad.len(), right.len());
    assert_eq!(bad[..63], right[..63]);
    // The receiver of these tests believes everything; one that refuses is asked again, rightly.
    let id = one.body["id"].as_str().unwrap();
    sandbox.receiver.answer_with(401);
    choose(&sandbox, &["bad-signature"]).await;
    sandbox.submit(id).await;
    sandbox.receiver.answer_with(200);
    sandbox.advance("1h").await;
    let last = sandbox.receiver.received().pop().unwrap();
    assert_eq!(last.what(), "submitted");
    assert!(is_signed(TEST, &last.headers, &last.raw));
}

#[tokio::test]
async fn rotated_secret_signs_the_retry_with_another() {
    let (sandbox, received) = opened_under(&["rotated-secret"]).await;
    assert_eq!(received.len(), 1);
    let one = &received[0];
    assert!(is_signed(TEST, &one.headers, &one.raw));
    let id = one.body["id"].as_str().unwrap();
    let delivery = deliveries(&sandbox, id).await.remove(0);
    assert_eq!(delivery["state"], "waiting");
    sandbox.advance("1h").await;
    let received = sandbox.receiver.received();
    assert_eq!(received.len(), 2);
    let retry = &received[1];
    assert_eq!(retry.raw, one.raw);
    assert!(!is_signed(TEST, &retry.headers, &retry.raw));
    let other = TEST.other_secret();
    assert!(is_signed_with(&other, TEST, &retry.headers, &retry.raw));
    let delivery = deliveries(&sandbox, id).await.remove(0);
    assert_eq!(delivery["state"], "delivered");
    assert_eq!(delivery["tries"][1]["faults"], json!(["rotated-secret"]));
    // The next is signed as always.
    sandbox.submit(id).await;
    let last = sandbox.receiver.received().pop().unwrap();
    assert!(is_signed(TEST, &last.headers, &last.raw));
}

#[tokio::test]
async fn faults_work_together() {
    let faults = [
        "bad-signature",
        "upper-case-hex",
        "unknown-fields",
        "duplicate",
    ];
    let (_sandbox, received) = opened_under(&faults).await;
    assert_eq!(received.len(), 2);
    for one in &received {
        let signature = text(&one.headers, "x-hmac-signature");
        assert_eq!(signature, signature.to_uppercase());
        assert!(!is_signed(TEST, &one.headers, &one.raw));
        assert!(one.body["sandboxUnknown"].is_object());
    }
}

#[tokio::test]
async fn without_faults_everything_is_as_it_should_be() {
    let sandbox = Sandbox::start().await;
    let id = sandbox.session().await;
    sandbox.open(&id).await;
    let received = sandbox.receiver.received();
    assert_eq!(received.len(), 1);
    assert!(is_signed(TEST, &received[0].headers, &received[0].raw));
    let delivery = deliveries(&sandbox, &id).await.remove(0);
    assert_eq!(delivery["faults"], json!([]));
}
