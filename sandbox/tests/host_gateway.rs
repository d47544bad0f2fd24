//! The gateway: API Gateway's own answers, and what it lets through to the functions.

#![expect(clippy::unwrap_used, reason = "a panic is how a test fails")]

use http::Method;
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use veriff_sandbox::{Options, Sandbox};

async fn start() -> Sandbox {
    Sandbox::start(Options::default()).await.unwrap()
}

#[tokio::test]
async fn what_has_no_route_is_not_found() {
    let sandbox = start().await;
    for path in ["/sessions/", "/session", "/sessions/x/y", "/v1/sessions"] {
        let answer = sandbox
            .http
            .get(&format!("{}{path}", sandbox.platform))
            .await
            .unwrap();
        assert_eq!(answer.status, 404, "{path}");
        assert_eq!(answer.json(), json!({ "message": "Not Found" }), "{path}");
    }
    sandbox.stop().await;
}

#[tokio::test]
async fn an_unknown_token_is_unauthorized_and_webhooks_need_none() {
    let sandbox = start().await;
    let ask = async |path: &str, token: &str| {
        let url = format!("{}{path}", sandbox.platform);
        sandbox
            .http
            .send(Method::POST, &url, &[("authorization", token)], "{}")
            .await
            .unwrap()
    };
    let answer = ask("/sessions", "Bearer nonsense").await;
    assert_eq!(
        (answer.status, answer.json()),
        (401, json!({ "message": "Unauthorized" }))
    );

    // The function's own 401, which says nothing.
    let answer = ask("/webhooks/veriff", "Bearer nonsense").await;
    assert_eq!((answer.status, answer.json()), (401, Value::Null));
    sandbox.stop().await;
}

#[tokio::test]
async fn bodies_end_at_ten_megabytes() {
    let sandbox = start().await;
    let url = format!("{}/webhooks/veriff", sandbox.platform);
    let limit = 10 * 1024 * 1024;
    let answer = sandbox
        .http
        .send(Method::POST, &url, &[], vec![b' '; limit + 1])
        .await
        .unwrap();
    assert_eq!(
        answer.json(),
        json!({ "message": "Request Entity Too Large" })
    );
    assert_eq!(answer.status, 413);
    // The function's own limit is lower, and its answer has no body.
    let answer = sandbox
        .http
        .send(Method::POST, &url, &[], vec![b' '; limit])
        .await
        .unwrap();
    assert_eq!((answer.status, answer.body.len()), (413, 0));
    sandbox.stop().await;
}

#[tokio::test]
async fn callers_are_told_apart() {
    let sandbox = start().await;
    let sessions = format!("{}/sessions", sandbox.platform);
    let create = async |token: Option<&str>, body: Value| {
        let mut headers = vec![("content-type", "application/json")];
        headers.extend(token.map(|token| ("authorization", token)));
        sandbox
            .http
            .send(Method::POST, &sessions, &headers, body.to_string())
            .await
            .unwrap()
    };
    let person = "6b1f6f0a-3a0e-4d3c-9a54-0d1b0b8f4c11";
    let own = create(
        Some(&format!("Bearer user:{person}")),
        json!({ "verification": {} }),
    )
    .await;
    assert_eq!(own.status, 201);
    let named = json!({ "verification": { "endUserId": person } });
    for token in [None, Some("Bearer server:back-end")] {
        let same = create(token, named.clone()).await;
        assert_eq!(same.status, 200);
        assert_eq!(same.json()["sessionId"], own.json()["sessionId"]);
    }
    sandbox.stop().await;
}

#[tokio::test]
async fn the_sweep_runs_for_local_callers_only() {
    let sandbox = start().await;
    let url = format!("{}/_sandbox/sweep", sandbox.platform);
    let swept = sandbox.http.post(&url, &json!({})).await.unwrap();
    assert_eq!(swept.status, 200);
    assert_eq!(swept.json()["looked"], 0);
    for header in [("origin", "https://evil.example"), ("host", "evil.example")] {
        let refused = sandbox
            .http
            .send(Method::POST, &url, &[header], "")
            .await
            .unwrap();
        assert_eq!(refused.status, 403, "{header:?}");
    }
    sandbox.stop().await;
}

#[tokio::test]
async fn the_sweep_follows_the_clock_by_itself() {
    let sandbox = Sandbox::start(Options {
        // Veriff's own expiry is never told.
        adjust_veriff: |veriff| {
            for integration in &mut veriff.integrations {
                integration.webhook_url = None;
            }
        },
        ..Options::default()
    })
    .await
    .unwrap();
    let sessions = format!("{}/sessions", sandbox.platform);
    let body = json!({ "verification": { "vendorData": "customer-1" } });
    let created = sandbox.http.post(&sessions, &body).await.unwrap().json();
    let session = format!("{sessions}/{}", created["sessionId"].as_str().unwrap());
    let clock = format!("{}/control/clock", sandbox.veriff_origin);
    let moved = sandbox
        .http
        .post(&clock, &json!({ "advance": "7d3h" }))
        .await
        .unwrap();
    assert_eq!(moved.status, 200);
    let begun = Instant::now();
    loop {
        let status = sandbox.http.get(&session).await.unwrap().json()["status"].clone();
        if status == "expired" {
            break;
        }
        assert!(begun.elapsed() < Duration::from_secs(10), "still {status}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    sandbox.stop().await;
}
