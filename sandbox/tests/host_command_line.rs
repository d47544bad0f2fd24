//! The binary, as a person or a script uses it.

#![expect(clippy::unwrap_used, reason = "a panic is how a test fails")]

#[path = "host_command_line/check.rs"]
mod check;
#[path = "host_command_line/dataset.rs"]
mod dataset;
#[path = "host_command_line/faults.rs"]
mod faults;
#[path = "host_command_line/help.rs"]
mod help;
#[path = "host_command_line/outcomes.rs"]
mod outcomes;
#[path = "host_command_line/pictures.rs"]
mod pictures;
#[path = "host_command_line/played_veriff.rs"]
mod played_veriff;
#[path = "host_command_line/readme.rs"]
mod readme;
#[path = "host_command_line/up.rs"]
mod up;
#[path = "host_command_line/upload.rs"]
mod upload;
#[path = "host_command_line/upload_refused.rs"]
mod upload_refused;

use serde_json::Value;
use std::io::{BufRead as _, BufReader};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

const FREE_PORTS: [&str; 6] = [
    "--platform-port",
    "0",
    "--veriff-port",
    "0",
    "--dynamodb-port",
    "0",
];

fn sandbox() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_veriff-sandbox"));
    command.env_remove("RUST_LOG").stdin(Stdio::null());
    command
}

fn run(arguments: &[&str]) -> (i32, String, String) {
    outcome(sandbox().args(arguments))
}

/// A command on a folder, with further arguments, and no variables of Veriff's demo but these.
fn run_on(
    words: &[&str],
    folder: &Path,
    arguments: &[&str],
    variables: &[(&str, &str)],
) -> (i32, String, String) {
    let mut command = sandbox();
    for name in [
        "API_URL",
        "API_TOKEN",
        "API_SECRET",
        "IMAGE_DIR",
        "WEBHOOK_PORT",
    ] {
        command.env_remove(name);
    }
    command.envs(variables.iter().copied()).args(words);
    outcome(command.arg(folder).args(arguments))
}

/// Exit code, output, errors.
fn outcome(command: &mut Command) -> (i32, String, String) {
    let Output {
        status,
        stdout,
        stderr,
    } = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (status.code().unwrap_or(-1), text(stdout), text(stderr))
}

/// A port on which nothing listens.
fn free_port() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port().to_string()
}

/// A running `up --json`, ended with its test.
struct Up {
    child: Child,
    ready: Value,
    veriff: String,
}

impl Up {
    fn start(more: &[&str]) -> Self {
        Self::on(&FREE_PORTS, more)
    }

    fn on(ports: &[&str], more: &[&str]) -> Self {
        let mut child = sandbox()
            .args(["up", "--json"])
            .args(ports)
            .args(more)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap())
            .read_line(&mut line)
            .unwrap();
        let ready: Value = serde_json::from_str(&line).unwrap();
        let veriff = ready["veriff"].as_str().unwrap().to_owned();
        Self {
            child,
            ready,
            veriff,
        }
    }

    fn signal(&mut self, name: &str) -> i32 {
        let sent = Command::new("kill")
            .args([name, &self.child.id().to_string()])
            .status()
            .unwrap();
        assert!(sent.success());
        self.child.wait().unwrap().code().unwrap_or(-1)
    }
}

impl Drop for Up {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn without_a_command_it_shows_a_verification_and_stays() {
    let mut child = sandbox()
        .args(FREE_PORTS)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut shown = String::new();
    let mut lines = BufReader::new(child.stdout.take().unwrap());
    while !shown.ends_with("Ctrl-C stops everything.\n") {
        assert_ne!(lines.read_line(&mut shown).unwrap(), 0, "it ended: {shown}");
    }
    let ready = Value::Null;
    let veriff = String::new();
    let mut up = Up {
        child,
        ready,
        veriff,
    };
    assert!(up.child.try_wait().unwrap().is_none());
    for part in [
        "veriff-sandbox is ready",
        "00000000-0000-4000-8000-00000000d0e5",
        "00000000-0000-4000-8000-5ec2e7000001",
        "ended approved.",
    ] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    assert_eq!(up.signal("-INT"), 0);
}

#[test]
fn demo_ends_approved() {
    let (code, shown, errors) = run(&["demo"]);
    assert_eq!(code, 0, "{shown}{errors}");
    for step in [
        "POST",
        "/sessions",
        "webhook event: started",
        "webhook event: submitted",
    ] {
        assert!(shown.contains(step), "{step}: {shown}");
    }
    assert!(shown.contains("webhook decision: approved"), "{shown}");
    assert!(shown.ends_with("ended approved.\n"), "{shown}");
    assert!(!shown.contains('\x1b'), "colours belong on a terminal only");
}

#[test]
fn a_taken_port_is_one_clear_line() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    for flag in ["--platform-port", "--veriff-port", "--dynamodb-port"] {
        let mut arguments = FREE_PORTS.map(str::to_owned);
        let index = arguments
            .iter()
            .position(|argument| argument == flag)
            .unwrap();
        arguments[index + 1].clone_from(&port);
        let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
        let (code, shown, errors) = run(&arguments);
        assert_eq!((code, shown.as_str()), (2, ""));
        assert_eq!(errors.lines().count(), 1, "{errors}");
        assert!(errors.contains(flag) && errors.contains(&port), "{errors}");
    }
}

#[test]
fn a_running_sandbox_is_steered() {
    let up = Up::start(&[]);
    let steer = |arguments: &[&str]| run(&[arguments, &["--veriff", &up.veriff]].concat());

    let (code, shown, _) = steer(&["clock", "set", "2031-05-06T07:08:09Z"]);
    assert_eq!(code, 0);
    assert!(shown.starts_with("2031-05-06T07:0"), "{shown}");
    assert!(steer(&["clock", "freeze"]).1.contains("(frozen)"));
    assert!(
        steer(&["clock", "advance", "7d"])
            .1
            .starts_with("2031-05-13T07:0")
    );
    assert!(steer(&["clock", "show"]).1.contains("(frozen)"));
    assert!(!steer(&["clock", "unfreeze"]).1.contains("(frozen)"));

    let (code, _, errors) = steer(&["clock", "advance", "soon"]);
    assert_eq!(code, 1);
    assert!(errors.contains("7d"), "{errors}");
    let (code, _, errors) = steer(&["clock", "set", "yesterday"]);
    assert_eq!(code, 2);
    assert!(
        errors.contains("write it like 2030-01-01T12:00:00Z"),
        "{errors}"
    );
    let (code, _, errors) = steer(&["decide", "0b7c0f0e-4c1b-4b1e-9d39-1f6f0c2a7d11", "approved"]);
    assert_eq!(code, 1);
    let lists = format!(
        "{}/console lists the sessions",
        up.veriff.replace("/v1", "")
    );
    assert!(
        errors.contains("404") && errors.contains(&lists),
        "{errors}"
    );
    let (code, ..) = steer(&["decide", "0b7c0f0e-4c1b-4b1e-9d39-1f6f0c2a7d11", "perhaps"]);
    assert_eq!(code, 2);
}

#[test]
fn without_a_running_sandbox_the_message_says_so() {
    let free = free_port();
    for command in [&["clock", "show"][..], &["decide", "x", "approved"]] {
        let (code, _, errors) = run(&[command, &["--veriff-port", &free]].concat());
        assert_eq!(code, 2);
        assert!(
            errors.contains("nothing answers at http://127.0.0.1:"),
            "{errors}"
        );
        assert!(errors.contains("--veriff-port"), "{errors}");
    }
}

#[test]
fn where_something_else_answers_the_message_says_where_a_sandbox_usually_is() {
    let up = Up::start(&[]);
    for other in ["platform", "dynamodb"] {
        let there = up.ready[other].as_str().unwrap();
        let (code, _, errors) = run(&["outcomes", "--veriff", there]);
        assert_eq!(code, 2);
        let told = format!("no local Veriff at {there}: it is usually at http://127.0.0.1:8081");
        assert!(errors.contains(&told), "{errors}");
    }
    for wrong in ["nonsense", "ftp://127.0.0.1", "localhost:8081"] {
        let (code, _, errors) = run(&["outcomes", "--veriff", wrong]);
        assert_eq!(code, 2);
        assert!(
            errors.contains("write it like http://127.0.0.1:8081"),
            "{errors}"
        );
    }
}

#[test]
fn env_prints_what_a_shell_reads() {
    let (code, script, _) = run(&["env", "--veriff-port", "8181", "--dynamodb-port", "8100"]);
    assert_eq!(code, 0);
    let shown = Command::new("sh")
        .args([
            "-c",
            "eval \"$1\"; echo \"$AWS_ENDPOINT_URL_DYNAMODB\"; echo \"$VERIFF_SETTINGS\"",
            "-",
            &script,
        ])
        .output()
        .unwrap();
    let shown = String::from_utf8(shown.stdout).unwrap();
    let (endpoint, settings) = shown.split_once('\n').unwrap();
    assert_eq!(endpoint, "http://127.0.0.1:8100");
    let settings: Value = serde_json::from_str(settings).unwrap();
    assert_eq!(
        settings["integrations"][0]["baseUrl"],
        "http://127.0.0.1:8181"
    );
}

#[test]
fn events_are_written_and_checked() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().to_str().unwrap();
    let (code, _, errors) = run(&["events", folder, "--check"]);
    assert_eq!(code, 1);
    assert!(errors.contains("not up to date"), "{errors}");
    assert!(
        errors.contains(&format!("`veriff-sandbox events {folder}`")),
        "{errors}"
    );
    assert_eq!(run(&["events", folder]).0, 0);
    assert_eq!(run(&["events", folder, "--check"]).0, 0);
}
