//! The page behind a session URL.

use http::Method;
use serde_json::json;

use crate::harness::{Sandbox, TEST};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n and so on";

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
    ] {
        let callback = "https://shop.example/?a=\"><script>";
        let (id, url) = sandbox
            .session_as(TEST, json!({"callback": callback}))
            .await;
        sandbox.decide(&id, status).await;
        let page = sandbox.call(Method::GET, &url, &[], "").await.text();
        assert!(page.contains(text), "{status}");
        assert!(!page.contains("<form"), "{status}");
        assert!(!page.contains("\"><script>"), "{status}");
        assert!(page.contains("data-back-link"), "{status}");
        assert_eq!(sandbox.status(&id).await, status);
    }
}

#[tokio::test]
async fn what_waits_for_a_decision_can_be_decided_and_no_more() {
    let sandbox = Sandbox::start().await;
    let (id, url) = sandbox.session_as(TEST, json!({})).await;
    sandbox.decide(&id, "review").await;
    let page = sandbox.call(Method::GET, &url, &[], "").await.text();
    assert!(page.contains("Thank you"));
    assert!(page.contains("Sandbox only"));
    assert!(!page.contains("id=\"flow\""));
}

#[tokio::test]
async fn pictures_and_the_chosen_document_are_the_sessions() {
    let sandbox = Sandbox::start().await;
    let (id, url) = sandbox.session_as(TEST, json!({})).await;
    let picture = |context: &str| format!("{url}/media?context={context}");
    let early = sandbox.call(Method::POST, &picture("face"), &[], PNG).await;
    assert_eq!(early.status, 409, "nobody has opened the page yet");
    sandbox.call(Method::GET, &url, &[], "").await;
    for (context, bytes, status) in [
        ("document-front", PNG, 201),
        ("face", PNG, 201),
        ("elbow", PNG, 400),
        ("face", b"GIF89a", 400),
    ] {
        let answer = sandbox
            .call(Method::POST, &picture(context), &[], bytes)
            .await;
        assert_eq!(answer.status, status, "{context}");
    }
    let form = [("content-type", "application/x-www-form-urlencoded")];
    let fields = "documentType=VISA&country=NO&status=approved";
    sandbox
        .call(Method::POST, &format!("{url}/submit"), &form, fields)
        .await;
    assert_eq!(sandbox.status(&id).await, "submitted");
    let media = sandbox.get(&format!("/sessions/{id}/media"), &id).await;
    let media = media.json();
    let contexts: Vec<_> = media["images"]
        .as_array()
        .unwrap()
        .iter()
        .map(|image| image["context"].as_str().unwrap())
        .collect();
    assert_eq!(contexts, ["document-front", "face"]);
    let shown = sandbox.look(&format!("/sessions/{id}")).await;
    let picture = &shown["attempts"][0]["pictures"][1];
    assert_eq!(picture["context"], "face");
    let path = format!("/control/media/{}", picture["id"].as_str().unwrap());
    let kept = sandbox.call(Method::GET, &path, &[], "").await;
    assert_eq!((kept.status, kept.body.as_ref()), (200, PNG));
    assert_eq!(kept.headers["content-type"], "image/png");
    let evil = [("origin", "https://evil.example")];
    let refused = sandbox.call(Method::GET, &path, &evil, "").await;
    assert_eq!(refused.status, 403);
    sandbox.decide(&id, "approved").await;
    let decision = sandbox
        .get(&format!("/sessions/{id}/decision"), &id)
        .await
        .json();
    assert_eq!(decision["verification"]["document"]["type"], "VISA");
    assert_eq!(decision["verification"]["document"]["country"], "NO");
}

#[tokio::test]
async fn the_buttons_choose_the_outcome_after_a_submission() {
    let sandbox = Sandbox::start().await;
    let callback = "https://shop.example/back";
    let form = [("content-type", "application/x-www-form-urlencoded")];
    let script = [form[0], ("accept", "application/json")];
    let (id, url) = sandbox
        .session_as(TEST, json!({"callback": callback}))
        .await;
    let decide = format!("{url}/decide");
    sandbox.call(Method::GET, &url, &[], "").await;
    for wrong in ["status=perfect", "status=declined&reasonCode=x"] {
        let answer = sandbox.call(Method::POST, &decide, &script, wrong).await;
        assert_eq!(answer.status, 400, "{wrong}");
    }
    let answer = sandbox
        .call(
            Method::POST,
            &decide,
            &form,
            "status=declined&reasonCode=106",
        )
        .await;
    assert_eq!(answer.status, 303);
    assert_eq!(answer.headers["location"], callback);
    assert_eq!(sandbox.status(&id).await, "declined");
    let again = sandbox
        .call(Method::POST, &decide, &script, "status=approved")
        .await;
    assert_eq!(again.status, 409);
    sandbox
        .veriff
        .settled(std::time::Duration::from_secs(5))
        .await;
    assert_eq!(
        sandbox.receiver.whats(),
        ["started", "submitted", "declined"]
    );
}

#[tokio::test]
async fn a_page_runs_the_sandboxs_own_scripts_and_its_form_leads_to_the_callback() {
    let sandbox = Sandbox::start().await;
    let callback = "https://shop.example/back";
    let (_, url) = sandbox
        .session_as(TEST, json!({"callback": callback}))
        .await;
    let page = sandbox.call(Method::GET, &url, &[], "").await;
    let policy = page.headers["content-security-policy"].to_str().unwrap();
    assert!(policy.contains("default-src 'none'; script-src 'self'; style-src 'self';"));
    assert!(policy.contains("form-action 'self' https://shop.example"));
    for name in [
        "hosted.js",
        "frame.js",
        "samples.js",
        "countries.js",
        "hosted.css",
    ] {
        let file = sandbox
            .call(Method::GET, &format!("/assets/{name}"), &[], "")
            .await;
        assert_eq!(file.status, 200, "{name}");
        assert_eq!(file.headers["x-content-type-options"], "nosniff");
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
