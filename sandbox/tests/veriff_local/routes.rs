//! Paths and methods: what clients may write differently, and what there is not.

use http::Method;
use serde_json::{Value, json};

use crate::harness::{Sandbox, TEST, is_signed, signature};

#[tokio::test]
async fn a_slash_at_the_end_changes_nothing() {
    let sandbox = Sandbox::start().await;
    let headers = [("x-auth-client", TEST.key)];
    let body = "{\"verification\":{}}";
    let answer = sandbox
        .call(Method::POST, "/v1/sessions/", &headers, body)
        .await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    let id = answer.json()["verification"]["id"].clone();
    let id = id.as_str().unwrap();
    for path in [
        "attempts",
        "decision",
        "decision/fullauto",
        "decision/ine-registry",
        "decision/curp-registry",
        "decision/combined-ine-curp-registry",
        "media",
        "person",
        "watchlist-screening",
    ] {
        let path = format!("/sessions/{id}/{path}");
        let plain = sandbox.get(&path, id).await;
        assert_eq!(plain.status, 200, "{path}");
        for path in [format!("{path}/"), format!("{path}/?version=1.0.0")] {
            let answer = sandbox.get(&path, id).await;
            assert_eq!(answer.status, 200, "{path}");
            assert_eq!(answer.json(), plain.json(), "{path}");
        }
    }
    let path = format!("/sessions/{id}/");
    let answer = sandbox.signed(TEST, Method::DELETE, &path, id).await;
    assert_eq!(answer.status, 200);
}

#[tokio::test]
async fn what_there_is_not_is_told_in_json_and_signed() {
    let sandbox = Sandbox::start().await;
    let id = sandbox.session().await;
    for (method, path, status) in [
        (Method::GET, "/v1".to_owned(), 404),
        (Method::GET, "/v1/".to_owned(), 404),
        (Method::POST, "/v1/sessions/a/b/c".to_owned(), 404),
        (Method::GET, "/v1/session".to_owned(), 404),
        (Method::GET, format!("/v1/sessions/{id}/timestamps"), 404),
        (Method::GET, "/v1/sessions".to_owned(), 405),
        (Method::PUT, format!("/v1/sessions/{id}/"), 405),
        (Method::PATCH, format!("/v1/sessions/{id}/decision"), 405),
        (Method::DELETE, format!("/v1/media/{id}"), 405),
        (Method::HEAD, "/v1/sessions".to_owned(), 405),
    ] {
        let headers = [("x-auth-client", TEST.key)];
        let answer = sandbox.call(method.clone(), &path, &headers, "").await;
        assert_eq!(answer.status, status, "{method} {path}");
        let kind = answer.headers.get("content-type");
        assert!(
            kind.is_some_and(|kind| kind == "application/json"),
            "{method} {path}"
        );
        if method != Method::HEAD {
            assert_eq!(answer.error().1, status.to_string(), "{path}");
            assert!(is_signed(TEST, &answer.headers, &answer.body));
        }
        assert_eq!(answer.headers.contains_key("allow"), status == 405);
    }
}

#[tokio::test]
async fn head_is_get_without_the_body() {
    let sandbox = Sandbox::start().await;
    let id = sandbox.session().await;
    let path = format!("/sessions/{id}/attempts");
    let get = sandbox.get(&path, &id).await;
    let head = sandbox.signed(TEST, Method::HEAD, &path, &id).await;
    assert_eq!(head.status, 200);
    assert!(head.body.is_empty());
    for name in ["content-type", "content-length", "x-hmac-signature"] {
        assert_eq!(head.headers[name], get.headers[name], "{name}");
    }
}

#[tokio::test]
async fn a_preflight_needs_no_key_on_any_path() {
    let sandbox = Sandbox::start().await;
    let id = sandbox.session().await;
    let headers = [
        ("origin", "https://shop.example"),
        ("access-control-request-method", "PATCH"),
        ("access-control-request-headers", "x-auth-client,x-origin"),
        ("access-control-request-private-network", "true"),
    ];
    for path in [
        "/v1/sessions".to_owned(),
        "/v1/sessions/".to_owned(),
        format!("/v1/sessions/{id}"),
        format!("/v1/sessions/{id}/media"),
    ] {
        let answer = sandbox.call(Method::OPTIONS, &path, &headers, "").await;
        assert_eq!(answer.status, 200, "{path}");
        assert_eq!(answer.headers["access-control-allow-origin"], "*");
        assert_eq!(answer.headers["access-control-allow-methods"], "*");
        assert_eq!(
            answer.headers["access-control-allow-private-network"],
            "true"
        );
        assert!(answer.body.is_empty());
    }
}

#[tokio::test]
async fn the_registries_can_be_polled() {
    let sandbox = Sandbox::start().await;
    let id = sandbox.session().await;
    let paths = [
        "curp-registry",
        "ine-registry",
        "combined-ine-curp-registry",
    ]
    .map(|name| format!("/sessions/{id}/decision/{name}?version=1.0.0"));
    for path in &paths {
        let pending = sandbox.get(path, &id).await;
        assert_eq!(pending.status, 200, "{path}");
        assert_eq!(pending.json()["status"], "success");
        assert_eq!(pending.json()["data"], Value::Null);
        let unsigned = sandbox.get(path, "another").await;
        assert_eq!(unsigned.error(), (401, "1818".to_owned()));
    }
    sandbox.submit(&id).await;
    sandbox.decide(&id, "approved").await;
    let [curp, ine, both] = paths;
    let curp = sandbox.get(&curp, &id).await.json();
    assert_eq!(curp["type"], "curp_registry");
    assert_eq!(curp["id"], id);
    assert_eq!(curp["data"]["status"], "found");
    assert_eq!(curp["data"]["details"]["statusCurp"], "AN");
    let ine = sandbox.get(&ine, &id).await.json();
    assert_eq!(ine["eventType"], "ine_registry");
    assert_eq!(ine["sessionId"], id);
    assert_eq!(ine["data"]["details"]["active"], true);
    let both = sandbox.get(&both, &id).await.json();
    assert_eq!(both["eventType"], "combined-ine-curp-registry");
    assert!(both["data"]["details"]["curp"]["curp"].is_string());
}

#[tokio::test]
async fn clients_write_their_requests_in_many_ways() {
    let sandbox = Sandbox::start().await;
    let now = jiff::Timestamp::now().to_string();
    // As Veriff's oldest demonstration sends it.
    let create = json!({
        "verification": {
            "callback": "https://shop.example/back",
            "person": {"firstName": "Ann", "lastName": "Sample", "idNumber": ""},
            "document": {"number": "B01234567", "type": "PASSPORT", "country": "EE"},
            "vendorData": "acct-1",
            "lang": "en",
            "features": ["selfid"],
            "timestamp": now,
        },
        "timestamp": now,
    });
    let mut ids = Vec::new();
    for content_type in [
        None,
        Some("application/json"),
        Some("application/json; charset=utf-8"),
        Some("text/plain"),
    ] {
        let mut headers = vec![("x-auth-client", TEST.key), ("x-origin", "js-sdk")];
        headers.extend(content_type.map(|value| ("content-type", value)));
        let answer = sandbox
            .call(Method::POST, "/v1/sessions", &headers, create.to_string())
            .await;
        assert_eq!(answer.status, 201, "{content_type:?}: {}", answer.text());
        let session = answer.json()["verification"].clone();
        assert_eq!(session["host"], sandbox.origin);
        assert_eq!(session["baseUrl"], session["host"]);
        assert_eq!(session["endUserId"], Value::Null);
        ids.push(session["id"].as_str().unwrap().to_owned());
    }
    let id = &ids[0];
    let submit = json!({"verification": {
        "frontState": "done", "status": "submitted", "timestamp": now, "lang": "en",
    }});
    let answer = sandbox
        .send(Method::PATCH, &format!("/sessions/{id}"), submit)
        .await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(answer.json()["verification"]["baseUrl"], sandbox.origin);
    // Some clients name a type for a body that they do not send, some send an empty object.
    let id = &ids[1];
    let hmac = signature(TEST, id.as_bytes());
    let headers = [
        ("x-auth-client", TEST.key),
        ("x-hmac-signature", hmac.as_str()),
        ("content-type", "application/json"),
    ];
    let path = format!("/v1/sessions/{id}");
    for body in ["", "{}"] {
        let read = format!("{path}/decision");
        let answer = sandbox.call(Method::GET, &read, &headers, body).await;
        assert_eq!(answer.status, 200);
    }
    let answer = sandbox.call(Method::DELETE, &path, &headers, "{}").await;
    assert_eq!(answer.status, 200);
}
