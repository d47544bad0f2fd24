//! With a data folder everything survives a restart.

use http::Method;
use serde_json::{Value, json};

use crate::harness::{Sandbox, TEST};

#[tokio::test]
async fn sessions_media_deliveries_and_clock_are_found_again() {
    let dir = tempfile::tempdir().unwrap();
    let receiver = crate::harness::Receiver::start().await;
    let sandbox = Sandbox::with(receiver, Some(dir.path())).await;
    sandbox.steer("/clock", json!({"freeze": true})).await;
    let (id, url) = sandbox
        .session_as(TEST, json!({"vendorData": "kept"}))
        .await;
    let picture = json!({"image": {"context": "face", "content": "iVBORw0KGgoAAAAN"}});
    let path = format!("/sessions/{id}/media");
    let uploaded = sandbox.send(Method::POST, &path, picture).await.json();
    let medium = uploaded["image"]["id"].as_str().unwrap();
    sandbox.submit(&id).await;
    sandbox.receiver.answer_with(500);
    sandbox.decide(&id, "approved").await;
    let opened = sandbox.session().await;
    sandbox.open(&opened).await;
    let late = sandbox.session().await;
    sandbox.submit(&late).await;
    sandbox.decide(&late, "resubmission_requested").await;

    let seen = [
        sandbox.look("/clock").await["now"].clone(),
        sandbox.look("/deliveries").await,
    ];
    let status = sandbox.look(&format!("/sessions/{id}")).await["attempts"].clone();
    let receiver = sandbox.stop().await;
    receiver.answer_with(200);
    let before = receiver.received().len();

    let sandbox = Sandbox::with(receiver, Some(dir.path())).await;
    let found = [
        sandbox.look("/clock").await["now"].clone(),
        sandbox.look("/deliveries").await,
    ];
    assert_eq!(found, seen);
    let session = sandbox.look(&format!("/sessions/{id}")).await;
    assert_eq!(session["attempts"], status);
    assert_eq!(session["vendorData"], "kept");
    let page = sandbox.call(Method::GET, &url, &[], "").await;
    assert_eq!(page.status, 200, "the URL still leads there");
    let file = sandbox.get(&format!("/media/{medium}"), medium).await;
    assert_eq!(file.body, &b"\x89PNG\r\n\x1a\n\0\0\0\r"[..]);

    // The failed decision, the failed events of two sessions, and the held request go out.
    sandbox.advance("1h").await;
    let mut whats = sandbox.receiver.whats().split_off(before);
    whats.sort();
    assert_eq!(
        whats,
        [
            "approved",
            "resubmission_requested",
            "started",
            "started",
            "submitted",
        ]
    );
    sandbox.advance("7d").await;
    assert_eq!(sandbox.status(&opened).await, "abandoned");
}

#[tokio::test]
async fn what_was_answered_is_on_disk() {
    let dir = tempfile::tempdir().unwrap();
    let receiver = crate::harness::Receiver::start().await;
    let sandbox = Sandbox::with(receiver, Some(dir.path())).await;
    let written = || -> Value {
        let bytes = std::fs::read(dir.path().join("veriff.json")).unwrap();
        serde_json::from_slice(&bytes).unwrap()
    };
    for _ in 0..50 {
        let id = sandbox.session().await;
        assert_eq!(written()["sessions"][&id]["status"], "created");
        let path = format!("/sessions/{id}/open");
        assert_eq!(sandbox.control(&path, json!({})).await.status, 200);
        assert_eq!(written()["sessions"][&id]["status"], "started");
    }
}

#[tokio::test]
async fn an_erased_sessions_media_are_erased_on_disk() {
    let dir = tempfile::tempdir().unwrap();
    let receiver = crate::harness::Receiver::start().await;
    let sandbox = Sandbox::with(receiver, Some(dir.path())).await;
    let id = sandbox.session().await;
    let picture = json!({"image": {"context": "face", "content": "iVBORw0KGgoAAAAN"}});
    let path = format!("/sessions/{id}/media");
    assert_eq!(sandbox.send(Method::POST, &path, picture).await.status, 201);
    let files = || std::fs::read_dir(dir.path().join("media")).unwrap().count();
    assert_eq!(files(), 1);
    let path = format!("/sessions/{id}");
    let answer = sandbox.signed(TEST, Method::DELETE, &path, &id).await;
    assert_eq!(answer.status, 200);
    assert_eq!(files(), 0);
}

#[tokio::test]
async fn a_broken_file_is_named_and_not_overwritten() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("veriff.json");
    std::fs::write(&file, "{").unwrap();
    let config = veriff_sandbox::veriff::VeriffConfig {
        integrations: Vec::new(),
        data: Some(dir.path().to_owned()),
        public_url: "http://127.0.0.1:1".to_owned(),
        strict: false,
    };
    let clock = veriff_sandbox::clock::SandboxClock::new();
    let error = veriff_sandbox::veriff::LocalVeriff::start(config, clock)
        .map(|_| ())
        .unwrap_err();
    assert!(error.to_string().contains("veriff.json"), "{error}");
    assert_eq!(std::fs::read_to_string(file).unwrap(), "{");
}
