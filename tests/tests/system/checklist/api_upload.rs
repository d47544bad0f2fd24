//! Pictures sent over the API instead of the flow: the test is the client, Veriff the local one.

use http::Method;
use serde_json::{Value, json};
use system_tests::World;
use system_tests::deliveries::signature;
use veriff_sandbox::http_client::Answer;

/// The first bytes of a PNG, in base64.
const PNG: &str = "iVBORw0KGgoAAAAN";

#[tokio::test]
async fn api_upload() {
    let world = World::new().await;
    let id = world.session_for("a").await;
    let media = format!("/sessions/{id}/media");
    for context in ["face", "document-front", "document-back"] {
        let answer = send(&world, Method::POST, &media, &picture(context)).await;
        assert_eq!(answer.status, 201, "{}", answer.json());
    }
    world.settle().await;
    assert_eq!(world.status(&id).await, "started");

    let submit = json!({ "verification": { "status": "submitted" } });
    let path = format!("/sessions/{id}");
    let answer = send(&world, Method::PATCH, &path, &submit).await;
    assert_eq!(answer.status, 200, "{}", answer.json());
    world.settle().await;
    assert_eq!(world.session(&id).await["nextStep"], "wait");

    let late = send(&world, Method::POST, &media, &picture("face")).await;
    assert_eq!(late.status, 409);

    world.decide(&id, "approved", None).await;
    let view = world.session(&id).await;
    assert_eq!(view["status"], "approved");
    assert_eq!(view["grants"], "test");
}

#[tokio::test]
async fn api_upload_is_told_of_a_resubmission_at_once() {
    let world = World::new().await;
    let id = world.session_for("a").await;
    let media = format!("/sessions/{id}/media");
    send(&world, Method::POST, &media, &picture("face")).await;
    let submit = json!({ "verification": { "status": "submitted" } });
    send(&world, Method::PATCH, &format!("/sessions/{id}"), &submit).await;
    // Nobody sits in the flow, so Veriff holds nothing back.
    world.decide(&id, "resubmission_requested", Some(204)).await;
    assert_eq!(world.status(&id).await, "resubmission_requested");
    let again = send(&world, Method::POST, &media, &picture("face")).await;
    assert_eq!(again.status, 201, "{}", again.json());
    world.settle().await;
    assert_eq!(world.status(&id).await, "started");
}

fn picture(context: &str) -> Value {
    json!({ "image": { "context": context, "content": PNG } })
}

/// A signed request to the local Veriff.
async fn send(world: &World, method: Method, path: &str, body: &Value) -> Answer {
    let body = body.to_string();
    let signature = signature(&world.sandbox.secret, body.as_bytes());
    let headers = [
        ("content-type", "application/json"),
        ("x-auth-client", &world.sandbox.api_key),
        ("x-hmac-signature", &signature),
    ];
    let url = format!("{}{path}", world.sandbox.veriff);
    let answer = world.sandbox.http.send(method, &url, &headers, body).await;
    answer.expect("the local Veriff answers")
}
