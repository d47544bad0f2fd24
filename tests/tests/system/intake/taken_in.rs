//! Genuine deliveries of our own sessions.

use super::{T1, T2, one_session};
use crate::new_id;
use aws_sdk_dynamodb::types::AttributeValue;
use http::Method;
use serde_json::json;
use system_tests::deliveries::{decision, event, signed};
use uuid::Uuid;

#[tokio::test]
async fn genuine_and_new_is_durable_and_answered_with_exactly_200() {
    let (world, id, body) = one_session().await;
    let headers = signed(&world.sandbox.api_key, &world.sandbox.secret, &body);
    assert_eq!(world.deliver_raw(&headers, &body).await, 200);
    let view = world.session(&id).await;
    assert_eq!(view["status"], "approved");
    assert_eq!(view["decision"]["code"], 9001);
    assert_eq!(view["person"]["lastName"], "QUIRIN");
    assert_eq!(view["estimatedAge"], 41);
}

#[tokio::test]
async fn a_duplicate_is_answered_with_200_and_changes_nothing() {
    let (world, id, body) = one_session().await;
    let headers = signed(&world.sandbox.api_key, &world.sandbox.secret, &body);
    assert_eq!(world.deliver_raw(&headers, &body).await, 200);
    let once = world.stored(&id).await;
    assert_eq!(world.deliver_raw(&headers, &body).await, 200);
    // The same facts in other bytes are a duplicate too.
    let text = String::from_utf8(body).expect("text").replace(":", ": ");
    let headers = signed(
        &world.sandbox.api_key,
        &world.sandbox.secret,
        text.as_bytes(),
    );
    assert_eq!(world.deliver_raw(&headers, text.as_bytes()).await, 200);
    assert_eq!(world.stored(&id).await, once);
}

#[tokio::test]
async fn a_hundred_copies_at_once_are_one_effect() {
    let (world, id, body) = one_session().await;
    let headers = signed(&world.sandbox.api_key, &world.sandbox.secret, &body);
    let world = std::sync::Arc::new(world);
    let mut copies = tokio::task::JoinSet::new();
    for _ in 0..100 {
        let (world, headers, body) = (world.clone(), headers.clone(), body.clone());
        copies.spawn(async move {
            // On a busy machine one may be too late to be acknowledged; Veriff sends it again.
            loop {
                match world.deliver_raw(&headers, &body).await {
                    503 => {}
                    status => return status,
                }
            }
        });
    }
    assert_eq!(copies.join_all().await, vec![200; 100]);
    assert_eq!(world.session(&id).await["revision"], 1);
}

#[tokio::test]
async fn a_large_genuine_payload_has_its_facts_applied() {
    let (world, id, _) = one_session().await;
    let mut body = decision(&id, &new_id(), "declined", T1);
    // Noise, so that it stays large when compressed.
    let noise: String = (0..17_000)
        .map(|_| Uuid::new_v4().simple().to_string())
        .collect();
    body["verification"]["additionalVerifiedData"]["noise"] = json!(noise);
    assert_eq!(world.deliver(&body).await, 200);
    assert_eq!(world.status(&id).await, "declined");
    let payloads = world
        .sandbox
        .app
        .store
        .payloads(&id)
        .await
        .expect("the store answers");
    assert_eq!(payloads.len(), 1);
    assert!(
        payloads[0].body.is_none() || payloads[0].body.as_ref().is_some_and(|b| b.len() > 400_000)
    );
}

#[tokio::test]
async fn a_late_event_does_not_undo_a_decision_and_a_later_decision_does() {
    let (world, id, body) = one_session().await;
    let headers = signed(&world.sandbox.api_key, &world.sandbox.secret, &body);
    assert_eq!(world.deliver_raw(&headers, &body).await, 200);
    assert_eq!(world.deliver(&event(&id, &new_id(), "started")).await, 200);
    assert_eq!(world.status(&id).await, "approved");
    assert_eq!(
        world
            .deliver(&decision(&id, &new_id(), "declined", T2))
            .await,
        200
    );
    let view = world.session(&id).await;
    assert_eq!(view["status"], "declined");
    assert_eq!(view["revised"], true);
}

#[tokio::test]
async fn a_base64_body_is_judged_by_the_bytes_it_stands_for() {
    let (world, id, body) = one_session().await;
    let mut headers = signed(&world.sandbox.api_key, &world.sandbox.secret, &body);
    headers.push(("content-type".into(), "application/octet-stream".into()));
    let url = format!("{}/webhooks/veriff", world.sandbox.platform);
    let headers: Vec<_> = headers
        .iter()
        .map(|(n, v)| (n.as_str(), v.as_str()))
        .collect();
    let answer = world
        .sandbox
        .http
        .send(Method::POST, &url, &headers, body)
        .await;
    assert_eq!(answer.expect("an answer").status, 200);
    assert_eq!(world.status(&id).await, "approved");
}

#[tokio::test]
async fn a_copy_long_after_brings_no_personal_data_back() {
    let (world, id, body) = one_session().await;
    let headers = signed(&world.sandbox.api_key, &world.sandbox.secret, &body);
    assert_eq!(world.deliver_raw(&headers, &body).await, 200);
    // What time to live does, some days after the payload's 90.
    let client = veriff_sandbox::dynamodb::client(&world.sandbox.dynamodb);
    let kept = world.sandbox.app.store.payloads(&id).await.expect("kept");
    let sort = format!("PAYLOAD#{}", kept[0].digest);
    client
        .delete_item()
        .table_name(world.sandbox.table)
        .key("pk", AttributeValue::S(format!("SESSION#{id}")))
        .key("sk", AttributeValue::S(sort))
        .send()
        .await
        .expect("the store answers");
    world.advance("200d").await;
    assert_eq!(world.deliver_raw(&headers, &body).await, 200);
    let view = world.session(&id).await;
    assert_eq!(
        (&view["status"], &view["person"]),
        (&json!("approved"), &json!(null))
    );
    // What is new is kept, however late.
    let mut revised = decision(&id, &new_id(), "declined", T2);
    revised["verification"]["decisionTime"] = json!(world.sandbox.clock.now().to_string());
    assert_eq!(world.deliver(&revised).await, 200);
    assert!(world.session(&id).await["person"].is_object());
}
