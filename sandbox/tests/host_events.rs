//! The sample events: up to date, and answered as their names say.

#![expect(clippy::unwrap_used, reason = "a panic is how a test fails")]

use serde_json::Value;
use std::path::Path;
use std::time::Duration;
use veriff_sandbox::gateway::invoke::invoke;
use veriff_sandbox::gateway::routes::Function;
use veriff_sandbox::{Options, Sandbox, events};

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
async fn webhook_events_are_answered_as_their_names_say() {
    for (case, event) in of("receive-webhook") {
        // Each on its own: no case changes what the next one meets.
        let sandbox = Sandbox::start(quiet()).await.unwrap();
        let status = answer(&sandbox, Function::ReceiveWebhook, &event).await;
        let expected = match case.as_str() {
            "malformed-session-id-is-a-number" => 200,
            name if name.starts_with("malformed-") => 400,
            name if name.starts_with("refused-") => 401,
            _ => 200,
        };
        assert_eq!(status, expected, "{case}");
        sandbox.stop().await;
    }
}

#[tokio::test]
async fn create_events_are_answered_as_their_names_say() {
    for (case, event) in of("create-session") {
        let sandbox = Sandbox::start(quiet()).await.unwrap();
        let status = answer(&sandbox, Function::CreateSession, &event).await;
        let expected = match case.as_str() {
            "refused-nobody" => 401,
            name if name.starts_with("refused-") || name.starts_with("malformed-") => 400,
            _ => 201,
        };
        assert_eq!(status, expected, "{case}");
        sandbox.stop().await;
    }
}

#[tokio::test]
async fn read_events_are_answered_as_their_names_say() {
    let sandbox = Sandbox::start(quiet()).await.unwrap();
    for (case, event) in of("read-session") {
        let status = answer(&sandbox, Function::ReadSession, &event).await;
        let expected = match case.as_str() {
            "refused-nobody" => &[401][..],
            "refused-no-person-named" | "malformed-id" => &[400, 404],
            // The sandbox is empty: nothing is found, or the person has none.
            _ => &[200, 403, 404],
        };
        assert!(expected.contains(&status), "{case}: {status}");
    }
    sandbox.stop().await;
}

#[tokio::test]
async fn erase_events_are_answered_as_their_names_say() {
    let sandbox = Sandbox::start(quiet()).await.unwrap();
    let known = of("receive-webhook");
    let (_, started) = known
        .iter()
        .find(|(case, _)| case == "event-started")
        .unwrap();
    for (case, event) in of("erase-session") {
        let before = answer(&sandbox, Function::EraseSession, &event).await;
        let (unknown, present) = match case.as_str() {
            "refused-nobody" => (401, 401),
            name if name.starts_with("malformed-") => (400, 400),
            name if name.contains("refused-") || name == "unknown-session" => (404, 404),
            "lift-legal-hold" => (404, 204),
            _ => (404, 200),
        };
        assert_eq!(before, unknown, "{case}");
        let known = Sandbox::start(quiet()).await.unwrap();
        assert_eq!(answer(&known, Function::ReceiveWebhook, started).await, 200);
        let after = answer(&known, Function::EraseSession, &event).await;
        assert_eq!(after, present, "{case}");
        known.stop().await;
    }
    sandbox.stop().await;
}

fn quiet() -> Options {
    Options {
        sweeps: false,
        ..Options::default()
    }
}

/// The cases of a function.
fn of(function: &str) -> Vec<(String, Value)> {
    let samples = events::samples().unwrap();
    let cases: Vec<_> = samples
        .iter()
        .filter_map(|(path, text)| {
            let case = path
                .strip_prefix(function)?
                .strip_prefix('/')?
                .strip_suffix(".json")?;
            Some((case.to_owned(), serde_json::from_str(text).unwrap()))
        })
        .collect();
    assert!(!cases.is_empty());
    cases
}

async fn answer(sandbox: &Sandbox, function: Function, event: &Value) -> u16 {
    let answer = invoke(function, &sandbox.app, event, Duration::from_secs(10))
        .await
        .unwrap();
    answer.status().as_u16()
}
