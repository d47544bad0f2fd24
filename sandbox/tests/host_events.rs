//! The sample events: up to date, and answered as their names say.

#![expect(clippy::unwrap_used, reason = "a panic is how a test fails")]

use serde_json::Value;
use std::path::Path;
use std::time::Duration;
use veriff_sandbox::gateway::invoke::invoke;
use veriff_sandbox::gateway::routes::Function;
use veriff_sandbox::{Options, Sandbox, events};

/// The functions behind the HTTP API.
const FUNCTIONS: [Function; 4] = [
    Function::CreateSession,
    Function::EraseSession,
    Function::ReadSession,
    Function::ReceiveWebhook,
];

fn folder() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../events")
}

#[test]
fn sample_events_are_up_to_date() {
    let samples = events::samples().unwrap();
    let stale = events::stale(&samples, &folder()).unwrap();
    assert!(stale.is_empty(), "run `cargo run -- events`: {stale:?}");
}

#[test]
fn the_check_finds_missing_changed_and_left_over_files() {
    let samples = events::samples().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = |path: &str| folder.path().join(path);
    assert_eq!(
        events::stale(&samples, folder.path()).unwrap().len(),
        samples.len()
    );

    events::write(&samples, folder.path()).unwrap();
    assert!(events::stale(&samples, folder.path()).unwrap().is_empty());

    std::fs::write(file("sweep-expired/schedule.json"), "{}").unwrap();
    std::fs::remove_file(file("read-session/by-id.json")).unwrap();
    std::fs::write(file("create-session/old.json"), "{}").unwrap();
    assert_eq!(
        events::stale(&samples, folder.path()).unwrap(),
        [
            "create-session/old.json",
            "read-session/by-id.json",
            "sweep-expired/schedule.json"
        ]
    );

    events::write(&samples, folder.path()).unwrap();
    assert!(events::stale(&samples, folder.path()).unwrap().is_empty());
}

#[tokio::test]
async fn events_are_answered_as_their_names_say() {
    let started = event("receive-webhook/event-started.json");
    for (path, text) in events::samples().unwrap() {
        let (name, case) = path.split_once('/').unwrap();
        let case = case.strip_suffix(".json").unwrap();
        let Some(function) = FUNCTIONS.iter().find(|function| function.name() == name) else {
            assert_eq!(events::answers::status(name, case, false), None, "{path}");
            continue;
        };
        for known in [false, true] {
            // Each on its own: no case changes what the next one meets.
            let sandbox = Sandbox::start(quiet()).await.unwrap();
            if known {
                assert_eq!(
                    answer(&sandbox, Function::ReceiveWebhook, &started).await,
                    200
                );
            }
            let event = serde_json::from_str(&text).unwrap();
            let status = answer(&sandbox, *function, &event).await;
            let expected = events::answers::status(name, case, known);
            assert_eq!(Some(status), expected, "{path}, known: {known}");
            sandbox.stop().await;
        }
    }
}

fn quiet() -> Options {
    Options {
        sweeps: false,
        ..Options::default()
    }
}

fn event(path: &str) -> Value {
    serde_json::from_str(&events::samples().unwrap()[path]).unwrap()
}

async fn answer(sandbox: &Sandbox, function: Function, event: &Value) -> u16 {
    let answer = invoke(function, &sandbox.app, event, Duration::from_secs(10))
        .await
        .unwrap();
    answer.status().as_u16()
}
