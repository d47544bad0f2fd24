//! The functions' own binaries under cargo-lambda's emulator, against a running sandbox: every sample event,
//! and what its name says of the answer.

#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a panic is how a test fails"
)]

use serde_json::{Value, json};
use std::net::TcpListener;
use std::time::{Duration, Instant};
use system_tests::tools::{functions, program, repository};
use tokio::net::TcpStream;
use tokio::process::{Child, Command};
use veriff_sandbox::events::answers;
use veriff_sandbox::{Options, Sandbox, dynamodb, events};
use verification::store::schema::create_table_if_missing;

/// The functions are built on their first call.
const BUILD: Duration = Duration::from_secs(900);

#[tokio::test]
#[ignore = "needs cargo-lambda; run by cargo xtask test"]
async fn every_sample_event_is_answered_as_its_name_says() {
    // What the functions write is left to this test to publish.
    let options = Options {
        sweeps: false,
        publishes: false,
        ..Options::default()
    };
    let sandbox = Sandbox::start(options).await.unwrap();
    let mut watch = Watch::start(&sandbox).await;
    let samples = events::samples().unwrap();
    for function in functions() {
        let prefix = format!("{function}/");
        let mut sent = 0;
        for path in samples.keys().filter(|path| path.starts_with(&prefix)) {
            let case = path[prefix.len()..].strip_suffix(".json").unwrap();
            match function.as_str() {
                "operate" => operated(&sandbox, &mut watch, case).await,
                "publish-outcome" => published(&sandbox, &mut watch, case).await,
                "sweep-expired" => swept(&mut watch, case).await,
                _ => answered(&sandbox, &mut watch, &function, case).await,
            }
            sent += 1;
        }
        assert!(sent > 0, "{function} has no sample");
    }
    watch.stop().await;
    sandbox.stop().await;
}

/// An HTTP request, to an empty table and to one that has the samples' session.
async fn answered(sandbox: &Sandbox, watch: &mut Watch, function: &str, case: &str) {
    for known in [false, true] {
        empty_the_table(sandbox).await;
        if known {
            let told = watch.invoke("receive-webhook", "event-started").await;
            assert_eq!(told.unwrap()["statusCode"], 200);
        }
        let answer = watch.invoke(function, case).await.unwrap();
        let expected = answers::status(function, case, known);
        let status = answer["statusCode"].as_u64();
        assert_eq!(
            status,
            expected.map(u64::from),
            "{function} {case}, known: {known}: {answer}"
        );
    }
}

/// An operator's order, whose report is the one that the handler gives.
async fn operated(sandbox: &Sandbox, watch: &mut Watch, case: &str) {
    empty_the_table(sandbox).await;
    let expected = snapshot(include_str!(
        "system/operate/snapshots/system__operate__orders__every_sample_event_does_what_its_name_says.snap"
    ));
    let answer = watch.invoke("operate", case).await;
    assert_same(case, answer, &expected[format!("{case}.json")]);
}

/// A batch of the stream, whose answer and events on the bus are the handler's.
async fn published(sandbox: &Sandbox, watch: &mut Watch, case: &str) {
    empty_the_table(sandbox).await;
    let expected = snapshot(include_str!(
        "system/outcomes/snapshots/system__outcomes__samples__every_sample_event_publishes_what_its_name_says.snap"
    ));
    let expected = &expected[format!("{case}.json")];
    let last = |event: &veriff_sandbox::outcomes::Published| event.number;
    let before = sandbox.bus.published(None, 0).last().map_or(0, last);
    let answer = watch.invoke("publish-outcome", case).await;
    assert_same(case, answer, &expected["answer"]);
    let heard: Vec<_> = sandbox
        .bus
        .published(None, before)
        .into_iter()
        .map(|it| {
            let [source, kind, detail] =
                ["source", "detail-type", "detail"].map(|name| it.event[name].clone());
            json!({ "source": source, "detail-type": kind, "detail": detail })
        })
        .collect();
    assert_eq!(json!(heard), expected["events"], "{case}");
}

async fn swept(watch: &mut Watch, case: &str) {
    let report = watch.invoke("sweep-expired", case).await.unwrap();
    assert_eq!(report["failed"], 0, "{report}");
    assert_eq!(report["unfinished"], false, "{report}");
}

/// The answer is the expected one, or the expected error, which cargo-lambda breaks into lines.
fn assert_same(case: &str, answer: Result<Value, String>, expected: &Value) {
    let letters = |text: &str| text.replace(|c: char| !c.is_ascii_alphanumeric(), "");
    match (answer, expected["error"].as_str()) {
        (Ok(answer), None) => assert_eq!(answer, *expected, "{case}"),
        (Err(printed), Some(error)) => {
            assert!(
                letters(&printed).contains(&letters(error)),
                "{case}: {printed}"
            );
        }
        (answer, _) => panic!("{case}: {answer:?} instead of {expected}"),
    }
}

/// What another test has on file of the same samples.
fn snapshot(file: &str) -> Value {
    let (_, json) = file.split_once("\n---\n").expect("a head and a body");
    serde_json::from_str(json).expect("JSON")
}

async fn empty_the_table(sandbox: &Sandbox) {
    let client = dynamodb::client(&sandbox.dynamodb);
    let deleted = client.delete_table().table_name(sandbox.table).send().await;
    deleted.expect("the table goes");
    create_table_if_missing(&client, sandbox.table)
        .await
        .expect("and comes again");
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

    /// Sends a sample event to a function; returns its answer, or what is printed of its error.
    async fn invoke(&mut self, function: &str, case: &str) -> Result<Value, String> {
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
        match output.status.success() {
            true => Ok(serde_json::from_slice(&output.stdout).unwrap()),
            false => Err(String::from_utf8_lossy(&output.stderr).into_owned()),
        }
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
    let mut command = Command::new(program("cargo-lambda"));
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
