//! The control routes, and who may use them.

use http::Method;
use serde_json::{Value, json};

use crate::harness::Sandbox;

#[tokio::test]
async fn pages_from_elsewhere_are_kept_out() {
    let sandbox = Sandbox::start().await;
    let id = sandbox.session().await;
    let port = sandbox.origin.rsplit(':').next().unwrap();
    let ours = format!("localhost:{port}");
    let own_origin = format!("http://{ours}");
    let foreign = format!("evil.example:{port}");
    let other_port = "http://localhost:1".to_owned();
    for (host, origin, allowed) in [
        (&ours, None, true),
        (&ours, Some(own_origin.as_str()), true),
        (&ours, Some("http://evil.example"), false),
        (&ours, Some("null"), false),
        (&ours, Some(other_port.as_str()), false),
        (&foreign, None, false),
    ] {
        let mut headers = vec![
            ("host", host.as_str()),
            ("content-type", "application/json"),
        ];
        headers.extend(origin.map(|origin| ("origin", origin)));
        for (method, path) in [
            (Method::GET, "/control/sessions".to_owned()),
            (Method::POST, format!("/control/sessions/{id}/open")),
            (Method::GET, "/control/nothing".to_owned()),
        ] {
            let answer = sandbox.call(method, &path, &headers, "{}").await;
            assert_eq!(answer.status != 403, allowed, "{host} {origin:?} {path}");
        }
    }
}

#[tokio::test]
async fn the_clock_is_shown_moved_set_and_stopped() {
    let sandbox = Sandbox::start().await;
    let time =
        |shown: &Value| -> jiff::Timestamp { shown["now"].as_str().unwrap().parse().unwrap() };
    let first = sandbox.look("/clock").await;
    assert_eq!(first["frozen"], false);
    let moved = sandbox.steer("/clock", json!({"advance": "7d2h"})).await;
    let passed = time(&moved).duration_since(time(&first));
    assert!(
        (0..60).contains(&(passed.as_secs() - 7 * 86_400 - 7200)),
        "{passed}"
    );
    assert!(moved["offsetSeconds"].as_i64().unwrap() >= 7 * 86_400 + 7200 - 1);

    let frozen = sandbox.steer("/clock", json!({"freeze": true})).await;
    assert_eq!(frozen["frozen"], true);
    let at = "2031-05-06T07:08:09Z";
    let set = sandbox.steer("/clock", json!({"set": at})).await;
    assert_eq!(set["now"], at);
    assert_eq!(sandbox.look("/clock").await["now"], at);
    let (id, _) = sandbox.session_as(crate::harness::TEST, json!({})).await;
    let session = sandbox.look(&format!("/sessions/{id}")).await;
    assert_eq!(session["createdAt"], at);
    assert_eq!(session["expiresAt"], "2031-05-13T07:08:09Z");

    for bad in [
        json!({}),
        json!({"advance": "-1h"}),
        json!({"advance": "soon"}),
        json!({"advance": "999999999h"}),
        json!({"advance": "1h", "set": at}),
    ] {
        let answer = sandbox.control("/clock", bad.clone()).await;
        assert_eq!(answer.status, 400, "{bad}: {}", answer.text());
        assert!(answer.json()["error"].is_string());
    }
    for bad in [json!({"set": "noon"}), json!({"unknown": 1}), json!([])] {
        assert_eq!(
            sandbox.control("/clock", bad.clone()).await.status,
            422,
            "{bad}"
        );
    }
}

#[tokio::test]
async fn mistakes_are_told() {
    let sandbox = Sandbox::start().await;
    let id = sandbox.session().await;
    let decide = format!("/sessions/{id}/decide");
    let answer = sandbox.control(&decide, json!({"status": "perfect"})).await;
    assert_eq!(answer.status, 400);
    assert!(answer.text().contains("resubmission_requested"));
    let answer = sandbox
        .control(&decide, json!({"stauts": "approved"}))
        .await;
    assert_eq!(answer.status, 422);
    for path in ["open", "submit"] {
        let path = format!("/sessions/3d0c9a14-7b52-4e0f-9a6b-2f1c5d8e7a41/{path}");
        let answer = sandbox.control(&path, json!({})).await;
        assert_eq!(answer.status, 404);
        assert_eq!(answer.json()["error"], "session not found");
    }
}

#[tokio::test]
async fn sessions_are_listed_in_the_order_of_their_making() {
    let sandbox = Sandbox::start().await;
    let mut ids = Vec::new();
    for _ in 0..5 {
        ids.push(sandbox.session().await);
    }
    let list = sandbox.look("/sessions").await;
    let listed: Vec<_> = list["sessions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["id"].as_str().unwrap())
        .collect();
    assert_eq!(listed, ids);
    let first = sandbox.look("/deliveries?session=none").await;
    assert_eq!(first, json!({"deliveries": []}));
}

#[tokio::test]
async fn what_follows_a_moved_clock_is_waited_for() {
    let sandbox = Sandbox::start().await;
    let done = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
    let flag = done.clone();
    sandbox.veriff.after_clock_moves(move || {
        let flag = flag.clone();
        async move {
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
            flag.store(true, std::sync::atomic::Ordering::SeqCst);
        }
    });
    sandbox.advance("1h").await;
    assert!(done.load(std::sync::atomic::Ordering::SeqCst));
}
