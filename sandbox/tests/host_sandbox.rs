//! Whole sandboxes: quick to start, beside each other, and on disk.

use serde_json::json;
use std::time::{Duration, Instant};
use veriff_sandbox::{ListenError, Options, Sandbox, StartError};

#[tokio::test(flavor = "multi_thread")]
async fn several_run_beside_each_other() {
    let begun = Instant::now();
    let mut starting = tokio::task::JoinSet::new();
    for _ in 0..4 {
        starting.spawn(Sandbox::start(Options::default()));
    }
    let sandboxes: Vec<_> = starting
        .join_all()
        .await
        .into_iter()
        .map(Result::unwrap)
        .collect();
    assert!(
        begun.elapsed() < Duration::from_secs(4),
        "{:?}",
        begun.elapsed()
    );

    let body = json!({ "verification": { "vendorData": "the same everywhere" } });
    for sandbox in sandboxes {
        let sessions = format!("{}/sessions", sandbox.platform);
        assert_eq!(
            sandbox.http.post(&sessions, &body).await.unwrap().status,
            201
        );
        sandbox.stop().await;
    }
}

#[tokio::test]
async fn what_was_stored_is_there_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let options = || Options {
        data: Some(folder.path().join("data")),
        ..Options::default()
    };
    let sandbox = Sandbox::start(options()).await.unwrap();
    let body = json!({ "verification": { "vendorData": "customer-1" } });
    let sessions = format!("{}/sessions", sandbox.platform);
    let created = sandbox.http.post(&sessions, &body).await.unwrap().json();
    let id = created["sessionId"].as_str().unwrap().to_owned();
    let clock = format!("{}/control/clock", sandbox.veriff_origin);
    sandbox
        .http
        .post(&clock, &json!({ "advance": "2d" }))
        .await
        .unwrap();
    let before = sandbox.clock.now();
    sandbox.stop().await;

    let sandbox = Sandbox::start(options()).await.unwrap();
    assert!(sandbox.clock.now() >= before);
    let found = sandbox
        .http
        .get(&format!("{}/sessions/{id}", sandbox.platform))
        .await
        .unwrap();
    assert_eq!(
        (found.status, &found.json()["status"]),
        (200, &json!("created"))
    );
    // Veriff knows it too, and its webhook arrives.
    let decide = format!(
        "{}/control/sessions/{id}/decide?wait=true",
        sandbox.veriff_origin
    );
    let decided = sandbox
        .http
        .post(&decide, &json!({ "status": "approved" }))
        .await
        .unwrap();
    assert_eq!(decided.status, 200);
    let found = sandbox
        .http
        .get(&format!("{}/sessions/{id}", sandbox.platform))
        .await
        .unwrap();
    assert_eq!(found.json()["status"], "approved");
    sandbox.stop().await;
}

#[tokio::test]
async fn two_never_share_a_data_folder() {
    let folder = tempfile::tempdir().unwrap();
    let options = || Options {
        data: Some(folder.path().to_owned()),
        ..Options::default()
    };
    let first = Sandbox::start(options()).await.unwrap();
    let second = Sandbox::start(options()).await;
    assert!(matches!(second, Err(StartError::DataInUse { .. })));
    first.stop().await;
    Sandbox::start(options()).await.unwrap().stop().await;
}

#[tokio::test]
async fn a_taken_port_names_its_flag() {
    let taken = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = taken.local_addr().unwrap().port();
    let flag = async |options| match Sandbox::start(options).await {
        Err(StartError::Listen(ListenError::Taken { flag, port })) => (flag, port),
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("it started"),
    };
    let default = Options::default;
    let platform = Options {
        platform_port: port,
        ..default()
    };
    assert_eq!(flag(platform).await, ("--platform-port", port));
    let veriff = Options {
        veriff_port: port,
        ..default()
    };
    assert_eq!(flag(veriff).await, ("--veriff-port", port));
    let dynamodb = Options {
        dynamodb_port: port,
        ..default()
    };
    assert_eq!(flag(dynamodb).await, ("--dynamodb-port", port));
}
