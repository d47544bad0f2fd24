//! Uploading and listing media.

use std::sync::Arc;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
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
        (json!({"context": "face", "content": "aGVsbG8="}), "1401"),
        (
            json!({"context": "face", "content": "data:image/png;base64,aGVsbG8="}),
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

#[tokio::test]
async fn the_format_is_known_by_the_content() {
    let sandbox = Sandbox::start().await;
    let id = sandbox.session().await;
    let path = format!("/sessions/{id}/media");
    for (bytes, mimetype) in [
        (&b"\xff\xd8\xff\xe0\0\x10JFIF\0"[..], "image/jpeg"),
        (b"\xff\xd8\xff\xe1\0\x10Exif\0", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\r", "image/png"),
        (b"RIFF\x24\0\0\0WEBPVP8 ", "image/webp"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "image/heic"),
        (b"\0\0\0\x18ftypmif1\0\0\0\0", "image/heif"),
        (b"%PDF-1.7\n", "application/pdf"),
    ] {
        let content = format!("data:image/gif;base64,{}", BASE64.encode(bytes));
        let picture = json!({"image": {"context": "document-front", "content": content}});
        let answer = sandbox.send(Method::POST, &path, picture).await;
        assert_eq!(answer.status, 201, "{mimetype}: {}", answer.text());
        let image = answer.json()["image"].clone();
        assert_eq!(image["mimetype"], mimetype);
        assert_eq!(image["size"], bytes.len());
        let medium = image["id"].as_str().unwrap();
        assert_eq!(
            image["url"],
            format!("{}/v1/media/{medium}", sandbox.origin)
        );
        let file = sandbox.get(&format!("/media/{medium}"), medium).await;
        assert_eq!(file.body, bytes, "{mimetype}");
        assert_eq!(file.headers["content-type"], mimetype);
    }
    for other in [&b"GIF89a\x01\0\x01\0"[..], b"BM\0\0", b"<svg/>", b"\0"] {
        let picture = json!({"image": {"context": "face", "content": BASE64.encode(other)}});
        let answer = sandbox.send(Method::POST, &path, picture).await;
        assert_eq!(answer.error(), (400, "1401".to_owned()), "{other:?}");
    }
}

#[tokio::test]
async fn base64_is_read_however_it_is_written() {
    let sandbox = Sandbox::start().await;
    let id = sandbox.session().await;
    let path = format!("/sessions/{id}/media");
    let bytes = b"\xff\xd8\xff\xfb\xff\xfe\x3e?";
    let plain = BASE64.encode(bytes);
    assert!(plain.contains('/') && plain.contains('+') && plain.ends_with('='));
    let (start, end) = plain.split_at(5);
    for content in [
        plain.clone(),
        format!("{start}\r\n{end}\n"),
        plain.trim_end_matches('=').to_owned(),
        plain.replace('/', "_").replace('+', "-"),
        format!("data:image/jpeg;base64,{plain}"),
        format!("data:image/jpeg;charset=utf-8;base64,{plain}"),
        format!("DATA:image/jpeg;BASE64,{plain}"),
        format!("data:;base64,{plain}"),
    ] {
        let picture = json!({"image": {"context": "face", "content": content}});
        let answer = sandbox.send(Method::POST, &path, picture).await;
        assert_eq!(answer.status, 201, "{content}: {}", answer.text());
        let medium = answer.json()["image"]["id"].clone();
        let medium = medium.as_str().unwrap();
        let file = sandbox.get(&format!("/media/{medium}"), medium).await;
        assert_eq!(file.body, &bytes[..], "{content}");
    }
}

#[tokio::test]
async fn pictures_and_pdfs_have_their_own_limits() {
    let sandbox = Sandbox::start().await;
    let id = sandbox.session().await;
    let path = format!("/sessions/{id}/media");
    // One byte more than a picture may have.
    let size = (18 << 20) + 1;
    for (head, want) in [(&b"\xff\xd8\xff"[..], 413), (b"%PDF-", 201)] {
        let mut bytes = head.to_vec();
        bytes.resize(size, 0);
        let content = BASE64.encode(&bytes);
        let picture = json!({"image": {"context": "address-front", "content": content}});
        let answer = sandbox.send(Method::POST, &path, picture).await;
        assert_eq!(answer.status, want);
        if want == 413 {
            assert_eq!(answer.error().1, "413");
        } else {
            assert_eq!(answer.json()["image"]["size"], size);
        }
    }
}

#[tokio::test]
async fn a_chip_may_stand_in_several_places() {
    let sandbox = Sandbox::start().await;
    let id = sandbox.session().await;
    let path = format!("/sessions/{id}/media");
    let chip = json!({"com": "YQ==", "sod": "YQ", "dg1": "YQ==", "dg2": "YQ==\n"});
    for body in [
        chip.clone(),
        json!({"nfc": chip}),
        json!({"image": chip}),
        json!({"image": {"context": "nfc", "content": chip}}),
    ] {
        let answer = sandbox.send(Method::POST, &path, body.clone()).await;
        assert_eq!(answer.status, 201, "{body}: {}", answer.text());
        let medium = &answer.json()["image"];
        assert_eq!(medium["mimetype"], "application/json");
        let medium = medium["id"].as_str().unwrap();
        let file = sandbox.get(&format!("/media/{medium}"), medium).await;
        assert_eq!(file.json(), chip);
    }
    for missing in ["com", "dg1", "dg2"] {
        let mut part = chip.clone();
        part.as_object_mut().unwrap().remove(missing);
        let answer = sandbox.send(Method::POST, &path, part).await;
        assert_eq!(answer.error(), (400, "1400".to_owned()), "{missing}");
    }
    let list = sandbox.get(&path, &id).await.json();
    assert_eq!(list["nfcDocuments"].as_array().unwrap().len(), 4);
}

#[tokio::test]
async fn uploads_at_the_same_time_start_once_and_are_counted() {
    let sandbox = Arc::new(Sandbox::start().await);
    let id = sandbox.session().await;
    let path = format!("/sessions/{id}/media");
    let mut uploads = tokio::task::JoinSet::new();
    for _ in 0..50 {
        let (sandbox, path) = (Arc::clone(&sandbox), path.clone());
        uploads.spawn(async move {
            let answer = sandbox.send(Method::POST, &path, picture("face")).await;
            answer.status
        });
    }
    let statuses = uploads.join_all().await;
    let count = |status| statuses.iter().filter(|one| **one == status).count();
    assert_eq!((count(201), count(400)), (40, 10));
    let list = sandbox.get(&path, &id).await.json();
    assert_eq!(list["images"].as_array().unwrap().len(), 40);
    sandbox.veriff.settled(Duration::from_secs(5)).await;
    assert_eq!(sandbox.receiver.whats(), ["started"]);
}

#[tokio::test]
async fn a_picture_may_have_1920_pixels_on_its_longest_side() {
    let sandbox = Sandbox::start().await;
    let id = sandbox.session().await;
    let path = format!("/sessions/{id}/media");
    let png = |width: u32, height: u32| {
        let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
        png.extend(width.to_be_bytes());
        png.extend(height.to_be_bytes());
        png.extend(b"\x08\x02\0\0\0\0\0\0\0");
        json!({"image": {"context": "face", "content": BASE64.encode(png)}})
    };
    for (width, height, status) in [
        (1920, 1080, 201),
        (1080, 1920, 201),
        (1921, 10, 413),
        (10, 4032, 413),
    ] {
        let answer = sandbox.send(Method::POST, &path, png(width, height)).await;
        assert_eq!(answer.status, status, "{width} x {height}");
    }
}
