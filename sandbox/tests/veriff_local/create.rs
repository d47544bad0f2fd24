//! `POST /v1/sessions`.

use http::Method;
use serde_json::{Value, json};

use crate::harness::{Sandbox, TEST, is_signed};

#[tokio::test]
async fn a_new_session_has_an_id_a_url_and_what_was_sent() {
    let sandbox = Sandbox::start().await;
    let person = "5a1f0e9c-8d7b-4c6a-9e5f-4d3c2b1a0f9e";
    let answer = sandbox
        .create_as(TEST, json!({"vendorData": "acct-1", "endUserId": person}))
        .await;
    assert_eq!(answer.status, 201);
    assert!(is_signed(TEST, &answer.headers, &answer.body));
    let body = answer.json();
    assert_eq!(body["status"], "success");
    let session = &body["verification"];
    assert_eq!(session["status"], "created");
    assert_eq!(session["vendorData"], "acct-1");
    assert_eq!(session["endUserId"], person);
    assert_eq!(session["host"], sandbox.origin);
    let token = session["sessionToken"].as_str().unwrap();
    assert_eq!(token.split('.').count(), 3, "shaped like a JWT");
    assert_eq!(session["url"], format!("{}/v/{token}", sandbox.origin));
    let id = session["id"].as_str().unwrap();
    assert_eq!(
        uuid::Uuid::parse_str(id).unwrap().get_version_num(),
        4,
        "{id}"
    );
    assert!(sandbox.receiver.received().is_empty(), "created is silent");
}

#[tokio::test]
async fn the_minimum_body_is_an_empty_verification() {
    let sandbox = Sandbox::start().await;
    let answer = sandbox.create_as(TEST, json!({})).await;
    assert_eq!(answer.status, 201);
    assert_eq!(answer.json()["verification"]["vendorData"], Value::Null);
}

#[tokio::test]
async fn what_is_wrong_is_told_by_veriffs_code() {
    let sandbox = Sandbox::start().await;
    let old = (jiff::Timestamp::now() - jiff::SignedDuration::from_mins(61)).to_string();
    for (verification, code) in [
        (json!({"callback": "http://shop.example/"}), "1302"),
        (json!({"callback": "shop.example"}), "1302"),
        (json!({"callback": "ftp://127.0.0.1/"}), "1302"),
        (json!({"callback": 7}), "1104"),
        (json!({"vendorData": "x".repeat(1001)}), "1500"),
        (json!({"vendorData": 7}), "1501"),
        (json!({"endUserId": "someone"}), "1104"),
        (json!({"endUserId": 7}), "1104"),
        (json!({"person": "Ann"}), "1104"),
        (json!({"person": {"firstName": 7}}), "1104"),
        (json!({"person": {"gender": "X"}}), "1104"),
        (json!({"person": {"maritalStatus": "unsure"}}), "1104"),
        (json!({"person": {"isDeceased": "no"}}), "1104"),
        (json!({"person": {"dateOfBirth": "1.2.1990"}}), "1203"),
        (json!({"person": {"dateOfBirth": "1990-2-1"}}), "1203"),
        (json!({"person": {"dateOfBirth": "1990-02-30"}}), "2003"),
        (json!({"person": {"dateOfBirth": "2999-01-01"}}), "2003"),
        (json!({"document": {"number": "AB-1"}}), "2102"),
        (json!({"document": {"type": "LIBRARY_CARD"}}), "2103"),
        (json!({"document": {"country": "EST"}}), "2104"),
        (json!({"document": {"idCardType": "XX"}}), "1104"),
        (json!({"document": {"firstIssue": "soon"}}), "1203"),
        (
            json!({"consents": [{"type": "ine", "approved": false}]}),
            "1104",
        ),
        (
            json!({"consents": [{"type": "other", "approved": true}]}),
            "1104",
        ),
        (json!({"proofOfAddress": {}}), "1104"),
        (json!({"address": {"fullAddress": 7}}), "1104"),
        (json!({"features": ["unheard-of"]}), "1301"),
        (json!({"timestamp": "yesterday"}), "1202"),
        (json!({"timestamp": old}), "1201"),
    ] {
        let answer = sandbox.create_as(TEST, verification.clone()).await;
        assert_eq!(answer.error(), (400, code.to_owned()), "{verification}");
        assert_eq!(answer.json()["status"], "fail");
        assert!(is_signed(TEST, &answer.headers, &answer.body));
    }
    assert_eq!(sandbox.look("/sessions").await["sessions"], json!([]));
}

#[tokio::test]
async fn a_body_that_is_no_create_request_is_refused() {
    let sandbox = Sandbox::start().await;
    let headers = [("x-auth-client", TEST.key)];
    for (body, status, code) in [
        ("", 400, "1104"),
        ("{\"verification\": {", 400, "1104"),
        ("[]", 400, "1104"),
        ("{}", 400, "1102"),
        ("{\"verification\": 1}", 400, "1104"),
    ] {
        let answer = sandbox
            .call(Method::POST, "/v1/sessions", &headers, body)
            .await;
        assert_eq!(answer.error(), (status, code.to_owned()), "{body}");
    }
    let huge = " ".repeat(1024 * 1024 + 1);
    let answer = sandbox
        .call(Method::POST, "/v1/sessions", &headers, huge)
        .await;
    assert_eq!(answer.error(), (413, "413".to_owned()));
}

#[tokio::test]
async fn old_and_unknown_fields_and_local_callbacks_are_accepted() {
    let sandbox = Sandbox::start().await;
    let now = jiff::Timestamp::now().to_string();
    for verification in [
        json!({"lang": "et", "features": ["selfid"], "timestamp": now, "future": {"a": 1}}),
        json!({"callback": "https://shop.example/back"}),
        json!({"callback": "http://127.0.0.1:8080/back"}),
        json!({"callback": "http://localhost:3000/"}),
        json!({"callback": ""}),
        json!({"consents": [{"type": "ine", "approved": true}]}),
        json!({"proofOfAddress": {"acceptableTypes": [{"name": "UTILITY_BILL"}]}}),
        json!({"person": {"dateOfBirth": "1990-02-28", "gender": "FEMALE", "maritalStatus": "single"}}),
        json!({"document": {"type": "PASSPORT", "country": "EE", "number": "KX0000417"}}),
        json!({"vendorData": null, "endUserId": null, "person": null, "document": null}),
        json!({"vendorData": "ö".repeat(1000)}),
    ] {
        let answer = sandbox.create_as(TEST, verification.clone()).await;
        assert_eq!(answer.status, 201, "{verification}: {}", answer.text());
    }
    // A client outside the sandbox does not know that the clock was moved.
    sandbox.advance("30d").await;
    let now = jiff::Timestamp::now().to_string();
    let answer = sandbox.create_as(TEST, json!({"timestamp": now})).await;
    assert_eq!(answer.status, 201);
}

#[tokio::test]
async fn odd_names_start_and_come_back_in_capitals() {
    let sandbox = Sandbox::start().await;
    let long = "a".repeat(3000);
    for (name, capitals) in [
        ("Zoë", "ZOË"),
        ("李", "李"),
        ("محمد", "محمد"),
        ("O'Brien-Straße", "O'BRIEN-STRASSE"),
        ("🦊", "🦊"),
        (long.as_str(), &long.to_uppercase()),
    ] {
        let person = json!({"firstName": name, "lastName": "x"});
        let (id, _) = sandbox.session_as(TEST, json!({"person": person})).await;
        sandbox.decide(&id, "approved").await;
        let decision = sandbox.receiver.last();
        assert_eq!(decision["verification"]["person"]["firstName"], capitals);
    }
}

#[tokio::test]
async fn browsers_of_any_origin_may_create_sessions_and_nothing_else_is_open() {
    let sandbox = Sandbox::start().await;
    let headers = [
        ("origin", "https://shop.example"),
        ("access-control-request-method", "POST"),
        (
            "access-control-request-headers",
            "x-auth-client,content-type",
        ),
    ];
    let answer = sandbox
        .call(Method::OPTIONS, "/v1/sessions", &headers, "")
        .await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.headers["access-control-allow-origin"], "*");
    assert_eq!(answer.headers["access-control-allow-headers"], "*");

    let headers = [
        ("origin", "https://shop.example"),
        ("x-auth-client", TEST.key),
        ("x-origin", "js-sdk"),
    ];
    let body = "{\"verification\":{}}";
    let answer = sandbox
        .call(Method::POST, "/v1/sessions", &headers, body)
        .await;
    assert_eq!(answer.status, 201);
    assert_eq!(answer.headers["access-control-allow-origin"], "*");

    for path in ["/control/sessions", "/v/unknown"] {
        let answer = sandbox.call(Method::GET, path, &headers[..1], "").await;
        assert!(!answer.headers.contains_key("access-control-allow-origin"));
    }
}
