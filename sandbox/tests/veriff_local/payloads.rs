//! The composed payloads are what the verifier, written from the same facts by others, takes for
//! Veriff's: each of its type, with nothing odd in it.

use serde_json::json;
use veriff_verify::webhook::parse;

use crate::harness::{ESSENTIAL, Sandbox, TEST};

#[tokio::test]
async fn every_webhook_is_read_without_drift() {
    let sandbox = Sandbox::start().await;
    let person = "5a1f0e9c-8d7b-4c6a-9e5f-4d3c2b1a0f9e";
    let body = json!({"vendorData": "acct-1", "endUserId": person});
    for keys in [TEST, ESSENTIAL] {
        for status in [
            "approved",
            "declined",
            "resubmission_requested",
            "expired",
            "abandoned",
        ] {
            let (id, _) = sandbox.session_as(keys, body.clone()).await;
            sandbox.submit(&id).await;
            sandbox.decide(&id, status).await;
        }
    }
    let (id, _) = sandbox.session_as(TEST, body.clone()).await;
    sandbox.submit(&id).await;
    sandbox.decide(&id, "review").await;
    for kind in [
        "watchlist",
        "ine",
        "curp",
        "ine-curp",
        "user-status",
        "fullauto",
    ] {
        let path = format!("/sessions/{id}/webhook");
        sandbox.steer(&path, json!({"type": kind})).await;
    }
    let hit = json!({"type": "watchlist", "matchStatus": "possible_match"});
    sandbox.steer(&format!("/sessions/{id}/webhook"), hit).await;
    sandbox.advance("5m").await;

    let deliveries = sandbox.look("/deliveries").await;
    let deliveries = deliveries["deliveries"].as_array().unwrap();
    assert_eq!(deliveries.len(), 12 + 5 + 5 + 1 + 7);
    for delivery in deliveries {
        assert_eq!(delivery["state"], "delivered");
        let kind = delivery["type"].as_str().unwrap();
        let shown = sandbox
            .look(&format!("/deliveries/{}", delivery["id"]))
            .await;
        let body = shown["body"].as_str().unwrap();
        let webhook = parse(body.as_bytes()).unwrap();
        assert_eq!(webhook.kind().as_str(), kind);
        assert!(webhook.drift().is_empty(), "{kind}: {:?}", webhook.drift());
        assert_eq!(webhook.session_id(), delivery["session"].as_str());
        assert_eq!(webhook.attempt_id(), delivery["attempt"].as_str());
        assert_eq!(webhook.vendor_data(), Some("acct-1"));
        assert_eq!(webhook.end_user_id(), Some(person));
    }
}
