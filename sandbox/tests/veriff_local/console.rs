//! What the console lives on: the journal, the stream, the integrations, and the page itself.

use std::time::{Duration, Instant};

use axum::body::{Body, Bytes};
use http::{Method, Request};
use http_body_util::{BodyExt, Empty};
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use serde_json::{Value, json};

use crate::harness::{LIVE, Sandbox, TEST};

async fn journal(sandbox: &Sandbox, id: &str) -> Vec<Value> {
    let told = sandbox.look(&format!("/journal?session={id}")).await;
    told["entries"].as_array().unwrap().clone()
}

#[tokio::test]
async fn requests_are_noted_with_their_answers_and_what_they_changed() {
    let sandbox = Sandbox::start().await;
    let (id, url) = sandbox
        .session_as(TEST, json!({"vendorData": "customer-1"}))
        .await;
    sandbox.call(Method::GET, &url, &[], "").await;
    let path = format!("/v1/sessions/{id}/decision");
    sandbox.call(Method::GET, &path, &[], "").await;
    sandbox.decide(&id, "declined").await;
    let entries = journal(&sandbox, &id).await;
    let short = |entry: &Value| {
        let text = |name: &str| entry[name].as_str().unwrap_or("-").to_owned();
        let line = format!("{} {}", text("method"), text("path").replace(&id, "ID"));
        (line, entry["status"].clone(), text("before"), text("after"))
    };
    let line = |line: &str, status: u16, before: &str, after: &str| {
        let text = |text: &str| text.to_owned();
        (text(line), json!(status), text(before), text(after))
    };
    assert_eq!(
        entries.iter().map(short).collect::<Vec<_>>(),
        [
            line("POST /v1/sessions", 201, "-", "created"),
            line("GET /v/…", 200, "created", "started"),
            line("GET /v1/sessions/ID/decision", 401, "started", "started"),
            line(
                "POST /control/sessions/ID/decide",
                200,
                "started",
                "declined"
            ),
        ]
    );
    assert_eq!(
        entries[0]["request"],
        json!({"verification": {"vendorData": "customer-1"}}).to_string()
    );
    assert!(entries[0]["answer"].as_str().unwrap().contains(&id));
    assert!(entries[1]["answer"].is_null(), "pages are not kept");
    assert!(entries[2]["answer"].as_str().unwrap().contains("1801"));

    let other = sandbox.session().await;
    assert_eq!(journal(&sandbox, &other).await.len(), 1);
    let all = sandbox.look("/journal").await;
    assert_eq!(all["entries"].as_array().unwrap().len(), 5);
}

#[tokio::test]
async fn what_time_does_is_noted() {
    let sandbox = Sandbox::start().await;
    let id = sandbox.session().await;
    sandbox.open(&id).await;
    sandbox.advance("7d").await;
    let entries = journal(&sandbox, &id).await;
    let last = entries.last().unwrap();
    assert_eq!(
        (&last["kind"], &last["before"], &last["after"]),
        (&json!("time"), &json!("started"), &json!("abandoned"))
    );
    let session = sandbox.look(&format!("/sessions/{id}")).await;
    assert_eq!(last["at"], session["expiresAt"]);
}

#[tokio::test]
async fn the_platform_is_asked_after_each_try() {
    let sandbox = Sandbox::start().await;
    let asked = std::sync::Mutex::new(vec!["submitted", "started"]);
    sandbox.veriff.ask_platform(move |_| {
        let answer = asked.lock().unwrap().pop().map(str::to_owned);
        async move { answer }
    });
    let id = sandbox.session().await;
    sandbox.submit(&id).await;
    let patience = Instant::now() + Duration::from_secs(5);
    let told = loop {
        let entries = journal(&sandbox, &id).await;
        let told: Vec<Value> = entries
            .into_iter()
            .filter(|entry| entry["kind"] == "platform")
            .collect();
        if told.len() == 2 {
            break told;
        }
        assert!(Instant::now() < patience, "{told:?}");
        tokio::time::sleep(Duration::from_millis(10)).await;
    };
    assert_eq!(told[0]["before"], Value::Null);
    assert_eq!(told[0]["after"], "started");
    assert_eq!(told[1]["before"], "started");
    assert_eq!(told[1]["after"], "submitted");
    assert_eq!(told[1]["number"], 1);
    assert_ne!(told[0]["delivery"], told[1]["delivery"]);
}

#[tokio::test]
async fn of_many_sessions_the_newest_and_the_matching_are_listed() {
    let sandbox = Sandbox::start().await;
    for number in 0..5 {
        let data = json!({"vendorData": format!("Customer-{number}")});
        sandbox.session_as(TEST, data).await;
    }
    let (live, _) = sandbox.session_as(LIVE, json!({})).await;
    let listed = async |query: &str| {
        let told = sandbox.look(&format!("/sessions{query}")).await;
        let sessions = told["sessions"].as_array().unwrap().clone();
        let name = |one: &Value| one["vendorData"].as_str().unwrap_or("-").to_owned();
        let names: Vec<String> = sessions.iter().map(name).collect();
        (
            names.join(" "),
            told["matching"].clone(),
            told["total"].clone(),
        )
    };
    let (all, matching, total) = listed("").await;
    assert_eq!(all.split(' ').count(), 6);
    assert_eq!((matching, total), (json!(6), json!(6)));
    let line = |text: &str, matching: u32| (text.to_owned(), json!(matching), json!(6));
    assert_eq!(listed("?newest=2").await, line("Customer-4 -", 6));
    assert_eq!(listed("?contains=customer-3").await, line("Customer-3", 1));
    let id = live.to_uppercase();
    assert_eq!(listed(&format!("?contains={id}")).await, line("-", 1));
    assert_eq!(listed("?contains=approved").await, line("", 0));
}

/// The stream's body, as it comes.
async fn stream(sandbox: &Sandbox) -> Body {
    let request = Request::get(format!("{}/control/stream", sandbox.origin))
        .body(Empty::<Bytes>::new())
        .unwrap();
    let client = Client::builder(TokioExecutor::new()).build_http();
    let response = client.request(request).await.unwrap();
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    Body::new(response.into_body())
}

/// The name of the next event within a second; none if there is none, or the stream has ended.
async fn next(body: &mut Body) -> Option<String> {
    let frame = tokio::time::timeout(Duration::from_secs(1), body.frame());
    let frame = frame.await.ok()??.unwrap().into_data().unwrap();
    let text = String::from_utf8(frame.to_vec()).unwrap();
    let name = text.lines().find_map(|line| line.strip_prefix("event: "))?;
    Some(name.to_owned())
}

#[tokio::test]
async fn the_stream_tells_that_something_changed_and_ends_with_the_server() {
    let sandbox = Sandbox::start().await;
    let mut body = stream(&sandbox).await;
    let mut first = [next(&mut body).await, next(&mut body).await];
    first.sort();
    assert_eq!(first, [Some("clock".to_owned()), Some("state".to_owned())]);
    assert_eq!(next(&mut body).await, None, "nothing happens");
    sandbox.session().await;
    assert_eq!(next(&mut body).await.as_deref(), Some("state"));
    while next(&mut body).await.is_some() {}
    sandbox.control("/clock", json!({"freeze": true})).await;
    assert_eq!(next(&mut body).await.as_deref(), Some("clock"));
    // Nothing of the state: a request that is refused is told, too.
    while next(&mut body).await.is_some() {}
    sandbox
        .create_as(TEST, json!({"callback": "nonsense"}))
        .await;
    assert_eq!(next(&mut body).await.as_deref(), Some("state"));

    sandbox.veriff.shutdown().await;
    let rest = async { while body.frame().await.is_some() {} };
    let ended = tokio::time::timeout(Duration::from_secs(1), rest).await;
    assert!(ended.is_ok(), "the stream keeps the server from ending");
}

#[tokio::test]
async fn integrations_are_shown_without_their_secrets() {
    let sandbox = Sandbox::start().await;
    sandbox.session_as(LIVE, json!({})).await;
    let told = sandbox.look("/integrations").await;
    let text = told.to_string();
    for keys in [TEST, LIVE] {
        assert!(!text.contains(keys.secret) && !text.contains(&keys.other_secret()));
    }
    let live = &told["integrations"][1];
    assert_eq!(live["id"], LIVE.id);
    assert_eq!(live["type"], "live");
    assert_eq!(live["sessions"], 1);
    assert_eq!(live["sharedSecrets"], 2);
    assert_eq!(live["webhooks"]["decision"], sandbox.receiver.url);
    assert_eq!(told["integrations"][2]["fullAutoOnly"], true);
}

#[tokio::test]
async fn the_console_runs_its_own_scripts_in_no_other_page() {
    let sandbox = Sandbox::start().await;
    let root = sandbox.call(Method::GET, "/", &[], "").await;
    assert_eq!(
        (root.status, root.headers["location"].as_bytes()),
        (307, &b"/console"[..])
    );
    let page = sandbox.call(Method::GET, "/console", &[], "").await;
    assert_eq!(page.status, 200);
    let policy = page.headers["content-security-policy"].to_str().unwrap();
    for part in [
        "default-src 'none'",
        "script-src 'self'",
        "frame-ancestors 'none'",
    ] {
        assert!(policy.contains(part), "{part}");
    }
    assert!(page.text().contains("<option value=\"539\">"));
    for reference in page.text().split('"') {
        if reference.starts_with("/console/") {
            let file = sandbox.call(Method::GET, reference, &[], "").await;
            assert_eq!(file.status, 200, "{reference}");
        }
    }
    let missing = sandbox.call(Method::GET, "/console/x.js", &[], "").await;
    assert_eq!(missing.status, 404);
    for headers in [
        [("host", "evil.example")],
        [("origin", "https://evil.example")],
    ] {
        for path in ["/console", "/console/main.js", "/control/stream"] {
            let refused = sandbox.call(Method::GET, path, &headers, "").await;
            assert_eq!(refused.status, 403, "{path}");
        }
    }
}
