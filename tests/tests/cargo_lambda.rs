//! The functions' own binaries under the real cargo-lambda, against a running sandbox.

#![expect(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a panic is how a test fails"
)]

use serde_json::{Value, json};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use tokio::net::TcpStream;
use tokio::process::{Child, Command};
use veriff_sandbox::{Options, Sandbox};

/// The functions are built on their first call.
const BUILD: Duration = Duration::from_secs(900);

#[tokio::test]
#[ignore = "needs cargo-lambda; run by cargo xtask test"]
async fn sample_events_run_under_cargo_lambda() {
    let sandbox = Sandbox::start(Options::default()).await.unwrap();
    let mut watch = Watch::start(&sandbox).await;

    // A webhook is taken in, and what it says is stored: the sandbox's own functions read it back.
    let answer = watch.invoke("receive-webhook", "decision-approved").await;
    assert_eq!(answer["statusCode"], 200, "{answer}");
    let id = "8a6f2c3e-5d41-4b7a-9c08-3e1f7d2b6a95";
    let stored = sandbox
        .http
        .get(&format!("{}/sessions/{id}", sandbox.platform))
        .await
        .unwrap();
    assert_eq!(
        (stored.status, &stored.json()["status"]),
        (200, &json!("approved"))
    );
    // Nobody asked for this session: it grants nothing.
    assert_eq!(stored.json()["grants"], "nothing");

    for (case, status) in [
        ("decision-approved-base64", 200),
        ("refused-forged-signature", 401),
        ("refused-odd-length-signature", 401),
        ("malformed-not-json", 400),
    ] {
        let answer = watch.invoke("receive-webhook", case).await;
        assert_eq!(answer["statusCode"], status, "{case}: {answer}");
    }

    // A session is created at the sandbox's Veriff, and found again.
    let created = watch.invoke("create-session", "by-server").await;
    assert_eq!(created["statusCode"], 201, "{created}");
    let created: Value = serde_json::from_str(created["body"].as_str().unwrap()).unwrap();
    assert!(
        created["url"]
            .as_str()
            .unwrap()
            .starts_with(&sandbox.veriff_origin)
    );
    let found = watch.invoke("read-session", "by-end-user-id").await;
    assert_eq!(found["statusCode"], 200, "{found}");
    let found: Value = serde_json::from_str(found["body"].as_str().unwrap()).unwrap();
    assert_eq!(found["current"]["sessionId"], created["sessionId"]);

    let swept = watch.invoke("sweep-expired", "schedule").await;
    assert_eq!(swept["failed"], 0, "{swept}");
    assert_eq!(swept["unfinished"], false, "{swept}");

    // There is no event bus here, so only what has nothing to publish.
    for case in ["ignored-on-the-way", "ignored-other-item", "ignored-by-ttl"] {
        let answer = watch.invoke("publish-outcome", case).await;
        assert_eq!(answer, json!({ "batchItemFailures": [] }), "{case}");
    }
    let answer = watch.invoke("publish-outcome", "malformed-state").await;
    assert_eq!(
        answer["batchItemFailures"].as_array().map(Vec::len),
        Some(1),
        "{answer}"
    );

    watch.stop().await;
    sandbox.stop().await;
}

/// A running `cargo lambda watch`.
struct Watch {
    child: Child,
    port: u16,
}

impl Watch {
    async fn start(sandbox: &Sandbox) -> Self {
        let port = TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let child = cargo_lambda("watch", port)
            .args(["--ignore-changes", "--quiet"])
            .envs(sandbox.environment())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let begun = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).await.is_err() {
            assert!(
                begun.elapsed() < Duration::from_secs(60),
                "cargo lambda watch does not listen"
            );
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        Self { child, port }
    }

    /// Sends a sample event to a function and returns its answer.
    async fn invoke(&mut self, function: &str, case: &str) -> Value {
        let event = repository()
            .join("events")
            .join(function)
            .join(format!("{case}.json"));
        let invoked = cargo_lambda("invoke", self.port)
            .arg(function)
            .arg("--data-file")
            .arg(event)
            .kill_on_drop(true)
            .output();
        let output = tokio::time::timeout(BUILD, invoked).await.unwrap().unwrap();
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{function} {case}: {errors}");
        serde_json::from_slice(&output.stdout).unwrap()
    }

    /// SIGTERM, which ends the functions too.
    async fn stop(mut self) {
        let id = self.child.id().unwrap().to_string();
        assert!(
            Command::new("kill")
                .args(["-TERM", &id])
                .status()
                .await
                .unwrap()
                .success()
        );
        let ended = tokio::time::timeout(Duration::from_secs(30), self.child.wait()).await;
        ended.unwrap().unwrap();
    }
}

fn cargo_lambda(subcommand: &str, port: u16) -> Command {
    let mut command = Command::new(binary());
    command
        .current_dir(repository())
        .args([
            "lambda",
            subcommand,
            "--invoke-address",
            "127.0.0.1",
            "--invoke-port",
        ])
        .arg(port.to_string());
    command
}

/// Where cargo-lambda is: `CARGO_LAMBDA`, the search path, or the project's own tools.
fn binary() -> PathBuf {
    if let Some(path) = std::env::var_os("CARGO_LAMBDA") {
        return path.into();
    }
    let searched = std::env::var_os("PATH").unwrap_or_default();
    let own = repository().join(".tools/venv/bin");
    std::env::split_paths(&searched)
        .chain([own])
        .map(|folder| folder.join("cargo-lambda"))
        .find(|file| file.is_file())
        .expect("cargo-lambda is not installed: `cargo xtask test` installs it")
}

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}
