//! API keys and signatures: codes 1801 to 1819.

use http::Method;
use serde_json::json;

use crate::harness::{LIVE, Sandbox, TEST, has_twins, is_signed, legacy_signature, signature};

#[tokio::test]
async fn creating_needs_the_key_only_and_a_known_one() {
    let sandbox = Sandbox::start().await;
    let body = "{\"verification\":{}}";
    let unknown = "99999999-94a3-4b6f-8a5e-3f5d2a9c9999";
    for (headers, code) in [
        (vec![], "1801"),
        (vec![("x-auth-client", "key")], "1802"),
        (vec![("x-auth-client", unknown)], "1803"),
        (
            vec![("x-auth-client", TEST.key), ("vrf-auth-client", LIVE.key)],
            "1815",
        ),
    ] {
        let answer = sandbox
            .call(Method::POST, "/v1/sessions", &headers, body)
            .await;
        assert_eq!(answer.error(), (401, code.to_owned()));
        assert!(!answer.headers.contains_key("x-hmac-signature"));
    }
    for headers in [
        vec![("vrf-auth-client", TEST.key)],
        vec![("x-auth-client", TEST.key), ("vrf-auth-client", TEST.key)],
        // Veriff's demo signs this call too; nobody looks.
        vec![("x-auth-client", TEST.key), ("x-hmac-signature", "00")],
    ] {
        let answer = sandbox
            .call(Method::POST, "/v1/sessions", &headers, body)
            .await;
        assert_eq!(answer.status, 201);
    }
}

#[tokio::test]
async fn reading_needs_the_signature_of_the_id() {
    let sandbox = Sandbox::start().await;
    let id = sandbox.session().await;
    let path = format!("/v1/sessions/{id}/decision");
    let good = signature(TEST, id.as_bytes());
    let capitals = good.to_uppercase();
    let other_secret = signature(LIVE, id.as_bytes());
    let other_message = signature(TEST, b"");
    for (header, value, want) in [
        ("x-hmac-signature", good.as_str(), (200, "")),
        ("vrf-hmac-signature", &good, (200, "")),
        ("x-hmac-signature", &capitals, (200, "")),
        ("x-hmac-signature", &other_secret, (401, "1818")),
        ("x-hmac-signature", &other_message, (401, "1818")),
        ("x-hmac-signature", &good[1..], (401, "1812")),
        ("x-hmac-signature", "", (401, "1812")),
        ("x-other", "", (401, "1815")),
    ] {
        let headers = [("x-auth-client", TEST.key), (header, value)];
        let answer = sandbox.call(Method::GET, &path, &headers, "").await;
        assert_eq!(answer.status, want.0, "{header}: {value}");
        if want.0 != 200 {
            assert_eq!(answer.error().1, want.1, "{header}: {value}");
        }
        assert!(is_signed(TEST, &answer.headers, &answer.body));
        assert!(has_twins(TEST, &answer.headers), "{:?}", answer.headers);
    }
    let headers = [
        ("x-auth-client", TEST.key),
        ("x-hmac-signature", good.as_str()),
        ("vrf-hmac-signature", other_secret.as_str()),
    ];
    let answer = sandbox.call(Method::GET, &path, &headers, "").await;
    assert_eq!(answer.error(), (401, "1815".to_owned()), "twins differ");
    // The query string is not part of what is signed.
    let path = format!("{path}/fullauto?version=1.0.0");
    let answer = sandbox.call(Method::GET, &path, &headers[..2], "").await;
    assert_eq!(answer.status, 200);
}

#[tokio::test]
async fn writing_needs_the_signature_of_the_body() {
    let sandbox = Sandbox::start().await;
    let id = sandbox.session().await;
    let path = format!("/v1/sessions/{id}");
    let body = "{\"verification\": {\"status\": \"submitted\"}}";
    for (signed, want) in [
        (id.as_bytes(), (401, "1819")),
        (
            b"{\"verification\":{\"status\":\"submitted\"}}",
            (401, "1819"),
        ),
    ] {
        let signature = signature(TEST, signed);
        let headers = [
            ("x-auth-client", TEST.key),
            ("x-hmac-signature", signature.as_str()),
        ];
        let answer = sandbox.call(Method::PATCH, &path, &headers, body).await;
        assert_eq!(answer.error(), (want.0, want.1.to_owned()));
    }
    assert_eq!(sandbox.status(&id).await, "created");
    let signature = signature(TEST, body.as_bytes());
    let headers = [
        ("x-auth-client", TEST.key),
        ("x-hmac-signature", signature.as_str()),
    ];
    let answer = sandbox.call(Method::PATCH, &path, &headers, body).await;
    assert_eq!(answer.status, 200);
}

#[tokio::test]
async fn ids_are_checked_and_another_integrations_session_is_not_found() {
    let sandbox = Sandbox::start().await;
    let id = sandbox.session().await;
    for (id, want) in [
        ("short", (400, "1001")),
        ("not-a-uuid-but-long-enough", (400, "1002")),
        ("3d0c9a14-7b52-1e0f-9a6b-2f1c5d8e7a41", (400, "1002")),
        ("3d0c9a14-7b52-4e0f-9a6b-2f1c5d8e7a41", (404, "404")),
    ] {
        let answer = sandbox.get(&format!("/sessions/{id}/decision"), id).await;
        assert_eq!(answer.error(), (want.0, want.1.to_owned()), "{id}");
    }
    for path in ["decision", "attempts", "media", "person"] {
        let path = format!("/sessions/{id}/{path}");
        let answer = sandbox.signed(LIVE, Method::GET, &path, &id).await;
        assert_eq!(answer.status, 404, "{path}");
        assert_eq!(answer.json()["message"], "Session not found");
    }
    let path = format!("/sessions/{id}");
    let answer = sandbox.signed(LIVE, Method::DELETE, &path, &id).await;
    assert_eq!(answer.status, 404);
    assert_eq!(sandbox.status(&id).await, "created");
}

#[tokio::test]
async fn unknown_endpoints_and_methods_are_errors_of_the_same_form() {
    let sandbox = Sandbox::start().await;
    let answer = sandbox.send(Method::POST, "/nothing", json!({})).await;
    assert_eq!(answer.error(), (404, "404".to_owned()));
    let answer = sandbox.send(Method::PUT, "/sessions", json!({})).await;
    assert_eq!(answer.error(), (405, "405".to_owned()));
}

#[tokio::test]
async fn the_plain_hash_of_old_clients_is_answered_in_kind() {
    let sandbox = Sandbox::start().await;
    let id = sandbox.session().await;
    let path = format!("/v1/sessions/{id}");
    let body = "{\"verification\": {\"status\": \"submitted\"}}";
    let good = legacy_signature(TEST, id.as_bytes());
    let of_body = legacy_signature(TEST, body.as_bytes());
    let other = legacy_signature(LIVE, id.as_bytes());
    let hmac = signature(TEST, id.as_bytes());
    let read = format!("{path}/attempts");
    for (method, path, value, want) in [
        (Method::GET, &read, good.as_str(), (200, "")),
        (Method::GET, &read, &good.to_uppercase(), (200, "")),
        (Method::GET, &read, &other, (401, "1813")),
        (Method::GET, &read, &hmac, (401, "1813")),
        (Method::GET, &read, &good[1..], (401, "1812")),
        (Method::PATCH, &path, &good, (401, "1814")),
        (Method::PATCH, &path, &of_body, (200, "")),
    ] {
        let headers = [("x-auth-client", TEST.key), ("x-signature", value)];
        let sent = if method == Method::GET { "" } else { body };
        let answer = sandbox.call(method, path, &headers, sent).await;
        assert_eq!(answer.status, want.0, "{value}: {}", answer.text());
        if want.0 != 200 {
            assert_eq!(answer.error().1, want.1, "{value}");
        }
        let in_kind = legacy_signature(TEST, &answer.body);
        assert_eq!(answer.headers["x-signature"], in_kind.as_str());
        assert!(is_signed(TEST, &answer.headers, &answer.body));
    }
    // Where both are sent, the HMAC counts.
    let headers = [
        ("x-auth-client", TEST.key),
        ("x-signature", other.as_str()),
        ("x-hmac-signature", hmac.as_str()),
    ];
    assert_eq!(
        sandbox.call(Method::GET, &read, &headers, "").await.status,
        200
    );
    let headers = [("x-auth-client", TEST.key), ("x-hmac-signature", &hmac)];
    let answer = sandbox.call(Method::GET, &read, &headers, "").await;
    assert!(!answer.headers.contains_key("x-signature"));
    let headers = [("x-auth-client", TEST.key), ("x-signature", &good)];
    let answer = sandbox.call(Method::DELETE, &path, &headers, "").await;
    assert_eq!(answer.error(), (400, "1306".to_owned()), "signed all right");
}
