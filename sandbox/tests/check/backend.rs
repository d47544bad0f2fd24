//! The small backend in Node, as the documentation describes it.

use serde::Deserialize;
use std::io::{BufRead as _, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use veriff_sandbox::check::{
    BackendFile, Checker, Hosts, Place, Quiet, Report, Selection, Terminal,
};

const PAGE: &str = include_str!("../../docs/check-your-own-backend.md");

/// What can be broken.
#[derive(Debug, Deserialize)]
pub(crate) struct Switch {
    pub(crate) name: String,
    /// The check made for it.
    pub(crate) check: String,
    /// Others that cannot but notice it.
    pub(crate) also: Vec<String>,
}

fn program() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/backends/broken.mjs")
}

/// Every switch of the backend.
pub(crate) fn switches() -> Vec<Switch> {
    let listed = Command::new("node")
        .arg(program())
        .arg("--list")
        .output()
        .unwrap();
    serde_json::from_slice(&listed.stdout).unwrap()
}

/// The page's complete example, for a backend on that port.
pub(crate) fn example(port: u16) -> String {
    let (_, rest) = PAGE.split_once("```toml\n").unwrap();
    let (example, _) = rest.split_once("```").unwrap();
    example.replace("127.0.0.1:3000", &format!("127.0.0.1:{port}"))
}

/// Starts the backend with some things broken and runs the checks against it.
pub(crate) async fn checked(broken: &[&str], full_auto: bool, selection: &Selection) -> Report {
    let port = free_port();
    let file: BackendFile = toml::from_str(&example(port)).unwrap();
    let backend = file.check(Hosts::default(), |_| None).unwrap();
    let checker = Checker::start(backend, &Place::default(), full_auto, Terminal)
        .await
        .unwrap();
    let _backend = Running::start(port, checker.veriff(), broken);
    checker.reach().await.unwrap();
    let report = checker.run(selection, &mut Quiet).await;
    checker.stop().await;
    report
}

/// A port that was free a moment ago.
pub(crate) fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

/// The running backend, ended with the value.
pub(crate) struct Running(Child);

impl Running {
    /// Returns when it answers.
    pub(crate) fn start(port: u16, veriff: &str, broken: &[&str]) -> Self {
        let integrations = serde_json::json!([
            {
                "apiKey": "00000000-0000-4000-8000-00000000d0e5",
                "secrets": ["00000000-0000-4000-8000-5ec2e7000001", "00000000-0000-4000-8000-5ec2e7000009"],
            },
            {
                "apiKey": "00000000-0000-4000-8000-00000000d0e6",
                "secrets": ["00000000-0000-4000-8000-5ec2e7000002"],
            },
        ]);
        let mut command = Command::new("node");
        command
            .arg(program())
            .args(["--port", &port.to_string(), "--veriff", veriff])
            .env("VERIFF_INTEGRATIONS", integrations.to_string())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .env_remove("NODE_OPTIONS");
        for name in broken {
            command.args(["--break", name]);
        }
        let mut child = command.spawn().unwrap();
        let mut ready = String::new();
        BufReader::new(child.stdout.as_mut().unwrap())
            .read_line(&mut ready)
            .unwrap();
        assert!(ready.contains("port"), "the backend does not start");
        Self(child)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
