//! The page behind a session URL.

use http::Method;
use serde_json::json;

use crate::harness::{Sandbox, TEST};

#[tokio::test]
async fn opening_the_page_starts_the_session_once() {
    let sandbox = Sandbox::start().await;
    let (id, url) = sandbox.session_as(TEST, json!({})).await;
    sandbox.call(Method::HEAD, &url, &[], "").await;
    assert_eq!(sandbox.status(&id).await, "created", "HEAD is no visit");
    for _ in 0..2 {
        let page = sandbox.call(Method::GET, &url, &[], "").await;
        assert_eq!(page.status, 200);
        assert!(page.text().contains("Verify your identity"));
        assert!(page.text().contains("<html lang=\"en\">"));
        assert_eq!(page.headers["referrer-policy"], "no-referrer");
        assert_eq!(page.headers["cache-control"], "no-store");
    }
    sandbox
        .veriff
        .settled(std::time::Duration::from_secs(5))
        .await;
    assert_eq!(sandbox.receiver.whats(), ["started"]);
}

#[tokio::test]
async fn submitting_leads_to_the_callback_without_a_result() {
    let sandbox = Sandbox::start().await;
    let callback = "https://shop.example/back?order=7";
    let (id, url) = sandbox
        .session_as(TEST, json!({"callback": callback}))
        .await;
    sandbox.call(Method::GET, &url, &[], "").await;
    let answer = sandbox
        .call(Method::POST, &format!("{url}/submit"), &[], "")
        .await;
    assert_eq!(answer.status, 303);
    assert_eq!(answer.headers["location"], callback);
    assert_eq!(sandbox.status(&id).await, "submitted");
}

#[tokio::test]
async fn a_finished_session_has_nothing_to_do() {
    let sandbox = Sandbox::start().await;
    for (status, text) in [
        ("approved", "Nothing to do"),
        ("declined", "Nothing to do"),
        ("expired", "This link has expired"),
        ("abandoned", "This link has expired"),
        ("review", "Thank you"),
    ] {
        let callback = "https://shop.example/?a=\"><script>";
        let (id, url) = sandbox
            .session_as(TEST, json!({"callback": callback}))
            .await;
        sandbox.decide(&id, status).await;
        let page = sandbox.call(Method::GET, &url, &[], "").await.text();
        assert!(page.contains(text), "{status}");
        assert!(!page.contains("<form"), "{status}");
        assert!(!page.contains("<script"), "{status}");
        assert_eq!(sandbox.status(&id).await, status);
    }
}

#[tokio::test]
async fn other_tokens_lead_nowhere() {
    let sandbox = Sandbox::start().await;
    let id = sandbox.session().await;
    for path in ["/v/a.b.c".to_owned(), format!("/v/{id}")] {
        let page = sandbox.call(Method::GET, &path, &[], "").await;
        assert_eq!(page.status, 404, "{path}");
    }
    assert_eq!(sandbox.status(&id).await, "created");
}
