//! Uploading and listing media.

use http::Method;
use serde_json::{Value, json};

use crate::harness::TEST;
use crate::harness::{LIVE, Sandbox, is_signed};

/// The first bytes of a PNG, in base64.
const PNG: &str = "iVBORw0KGgoAAAAN";

fn picture(context: &str) -> Value {
    json!({"image": {"context": context, "content": PNG}})
}

#[tokio::test]
async fn pictures_come_back_in_lists_and_as_files() {
    let sandbox = Sandbox::start().await;
    let id = sandbox.session().await;
    let path = format!("/sessions/{id}/media");
    let uri = json!({"image": {
        "context": "document-front",
        "content": format!("data:image/png;base64,{PNG}"),
        "timestamp": "2026-03-02T09:18:44.100Z",
    }});
    for (body, context) in [(picture("face"), "face"), (uri, "document-front")] {
        let answer = sandbox.send(Method::POST, &path, body).await;
        assert_eq!(answer.status, 201, "{}", answer.text());
        let image = &answer.json()["image"];
        assert_eq!(image["context"], context);
        assert_eq!(image["name"], context);
        assert_eq!(image["size"], 12);
        assert_eq!(image["mimetype"], "image/png");
        assert_eq!(image["timestamp"], Value::Null);
        assert_eq!(image["sessionId"], id);
    }
    let list = sandbox.get(&path, &id).await.json();
    assert_eq!(list["status"], "success");
    assert_eq!(list["videos"], json!([]));
    assert_eq!(list["nfcDocuments"], json!([]));
    assert_eq!(list["images"].as_array().unwrap().len(), 2);

    let image = &list["images"][0];
    let medium = image["id"].as_str().unwrap();
    let url = format!("{}/v1/media/{medium}", sandbox.origin);
    assert_eq!(image["url"], url);
    let file = sandbox.get(&format!("/media/{medium}"), medium).await;
    assert_eq!(file.status, 200);
    assert_eq!(file.body, &b"\x89PNG\r\n\x1a\n\0\0\0\r"[..]);
    assert_eq!(file.headers["content-type"], "image/png");
    assert!(is_signed(TEST, &file.headers, &file.body));
    let path = format!("/media/{medium}");
    let unsigned = sandbox.get(&path, &id).await;
    assert_eq!(unsigned.error(), (401, "1818".to_owned()), "its own id");
    let other = sandbox.signed(LIVE, Method::GET, &path, medium).await;
    assert_eq!(other.status, 404);

    let attempts = sandbox.get(&format!("/sessions/{id}/attempts"), &id).await;
    let attempt = attempts.json()["verifications"][0]["id"].clone();
    let attempt = attempt.as_str().unwrap();
    let path = format!("/attempts/{attempt}/media");
    assert_eq!(sandbox.get(&path, attempt).await.json(), list);
}

#[tokio::test]
async fn the_sessions_list_is_of_the_latest_attempt() {
    let sandbox = Sandbox::start().await;
    let id = sandbox.session().await;
    let path = format!("/sessions/{id}/media");
    sandbox.send(Method::POST, &path, picture("face")).await;
    sandbox.submit(&id).await;
    sandbox.decide(&id, "resubmission_requested").await;
    sandbox.send(Method::POST, &path, picture("face-pre")).await;
    let list = sandbox.get(&path, &id).await.json();
    assert_eq!(list["images"].as_array().unwrap().len(), 1);
    assert_eq!(list["images"][0]["context"], "face-pre");
    let attempts = sandbox.get(&format!("/sessions/{id}/attempts"), &id).await;
    let first = attempts.json()["verifications"][0]["id"].clone();
    let first = first.as_str().unwrap();
    let path = format!("/attempts/{first}/media");
    let list = sandbox.get(&path, first).await.json();
    assert_eq!(list["images"][0]["context"], "face");
}

#[tokio::test]
async fn a_chips_data_is_a_document_of_its_own_kind() {
    let sandbox = Sandbox::start().await;
    let id = sandbox.session().await;
    let path = format!("/sessions/{id}/media");
    let chip = json!({"nfc": {"com": "YQ==", "sod": "YQ==", "dg1": "YQ==", "dg2": "YQ=="}});
    assert_eq!(sandbox.send(Method::POST, &path, chip).await.status, 201);
    let chip = json!({"nfc": {"com": "YQ==", "sod": "?", "dg1": "YQ==", "dg2": "YQ=="}});
    let answer = sandbox.send(Method::POST, &path, chip).await;
    assert_eq!(answer.error(), (400, "1401".to_owned()));
    let list = sandbox.get(&path, &id).await.json();
    assert_eq!(list["images"], json!([]));
    assert_eq!(list["nfcDocuments"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn what_is_wrong_with_a_picture_is_told() {
    let sandbox = Sandbox::start().await;
    let id = sandbox.session().await;
    let path = format!("/sessions/{id}/media");
    for (image, code) in [
        (json!({"context": "face"}), "1400"),
        (json!({"context": "face", "content": ""}), "1400"),
        (
            json!({"context": "face", "content": "data:image/png;base64,"}),
            "1400",
        ),
        (json!({"context": "face", "content": "no base64!"}), "1401"),
        (
            json!({"context": "face", "content": "data:image/png,abc"}),
            "1401",
        ),
        (json!({"context": "selfie", "content": PNG}), "1402"),
        (json!({"content": PNG}), "1403"),
    ] {
        let answer = sandbox
            .send(Method::POST, &path, json!({"image": image}))
            .await;
        assert_eq!(answer.error(), (400, code.to_owned()), "{image}");
    }
    let answer = sandbox.send(Method::POST, &path, json!({})).await;
    assert_eq!(answer.error(), (400, "1403".to_owned()));
    assert_eq!(sandbox.status(&id).await, "created", "nothing was taken");
    let huge = json!({"image": {"context": "face", "content": "A".repeat(33 << 20)}});
    let answer = sandbox.send(Method::POST, &path, huge).await;
    assert_eq!(answer.error(), (413, "413".to_owned()));
    let large = json!({"image": {"context": "face", "content": "A".repeat(20 << 20)}});
    assert_eq!(sandbox.send(Method::POST, &path, large).await.status, 201);
}

#[tokio::test]
async fn forty_uploads_and_none_after_submission() {
    let sandbox = Sandbox::start().await;
    let id = sandbox.session().await;
    let path = format!("/sessions/{id}/media");
    for number in 0..40 {
        let answer = sandbox.send(Method::POST, &path, picture("face")).await;
        assert_eq!(answer.status, 201, "{number}");
    }
    let answer = sandbox.send(Method::POST, &path, picture("face")).await;
    assert_eq!(answer.error(), (400, "1104".to_owned()));

    let id = sandbox.session().await;
    let path = format!("/sessions/{id}/media");
    for step in ["submitted", "approved"] {
        match step {
            "submitted" => sandbox.submit(&id).await,
            status => sandbox.decide(&id, status).await,
        }
        let answer = sandbox.send(Method::POST, &path, picture("face")).await;
        assert_eq!(answer.error(), (409, "409".to_owned()), "{step}");
    }
}
