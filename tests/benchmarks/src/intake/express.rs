//! The peer's process: Node with the Express server in `peers/express`.

use super::kind::{Delivery, PATH};
use crate::lambda::{Spent, spent_by};
use http::Method;
use std::process::Stdio;
use system_tests::tools::repository;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};
use veriff_sandbox::development::TEST;
use veriff_sandbox::http_client::HttpClient;

/// The server's folder.
const FOLDER: &str = "tests/benchmarks/peers/express";

/// The running server. Dropped, it is killed.
#[derive(Debug)]
pub(super) struct Express {
    url: String,
    http: HttpClient,
    child: Child,
}

impl Express {
    /// Starts it over this table of this DynamoDB.
    pub(super) async fn start(environment: &[(&'static str, String)], table: &str) -> Self {
        let folder = repository().join(FOLDER);
        assert!(
            folder.join("node_modules/express").is_dir(),
            "the peer is not installed: `cargo xtask bench` does it, or `npm ci` in {FOLDER}"
        );
        let mut child = Command::new("node")
            .arg("server.js")
            .current_dir(folder)
            .env_clear()
            .envs(std::env::var_os("PATH").map(|path| ("PATH", path)))
            .envs(environment.iter().map(|(name, value)| (name, value)))
            .env("NODE_ENV", "production")
            // It works with this Node, and says at length that it will not for ever.
            .env("AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED", "true")
            .env("TABLE", table)
            .env("VERIFF_INTEGRATION", TEST.id)
            .env("VERIFF_API_KEY", TEST.api_key)
            .env(
                "VERIFF_SHARED_SECRETS",
                [TEST.secret, TEST.next_secret].join(","),
            )
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("node is installed");
        let printed = child.stdout.take().expect("it prints");
        let mut lines = BufReader::new(printed).lines();
        let port = lines.next_line().await.expect("it prints");
        let port = port.expect("the server starts");
        // Its log is read to the end, as a container's is.
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        Self {
            url: format!("http://127.0.0.1:{port}{PATH}"),
            http: HttpClient::default(),
            child,
        }
    }

    /// Sends it a webhook; returns the status that it answers.
    pub(super) async fn deliver(&self, delivery: &Delivery) -> u16 {
        let headers: Vec<_> = delivery
            .headers
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        let answer = self
            .http
            .send(Method::POST, &self.url, &headers, delivery.body.clone())
            .await;
        answer.expect("the server answers").status
    }

    /// What it has cost so far.
    pub(super) fn spent(&self) -> Spent {
        let spent = spent_by(self.child.id().unwrap_or_default());
        spent.expect("the system tells what a process has cost")
    }
}
