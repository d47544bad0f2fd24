//! Who reaches a sandbox, under which address, and who may steer it.

#![expect(clippy::unwrap_used, reason = "a panic is how a test fails")]

use http::Method;
use serde_json::json;
use std::io::Read as _;
use std::net::Ipv4Addr;
use std::process::{Command, Stdio};
use veriff_sandbox::{Options, Sandbox};

/// The status of `GET /control/clock` for a caller who names the server so.
async fn steering(sandbox: &Sandbox, host: &str) -> u16 {
    let url = format!("{}/control/clock", sandbox.veriff_origin);
    let headers = [("host", host)];
    let answer = sandbox.http.send(Method::GET, &url, &headers, "").await;
    answer.unwrap().status
}

async fn session_url(sandbox: &Sandbox) -> String {
    let body = json!({ "verification": { "vendorData": "customer-1" } });
    let sessions = format!("{}/sessions", sandbox.platform);
    let created = sandbox.http.post(&sessions, &body).await.unwrap();
    assert_eq!(created.status, 201);
    created.json()["url"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn by_itself_a_sandbox_is_for_this_machine() {
    let sandbox = Sandbox::start(Options::default()).await.unwrap();
    let url = session_url(&sandbox).await;
    assert!(url.starts_with("http://127.0.0.1:"));
    assert_eq!(steering(&sandbox, "localhost").await, 200);
    for host in ["192.168.1.5:8081", "sandbox.example"] {
        assert_eq!(steering(&sandbox, host).await, 403, "{host}");
    }
    sandbox.stop().await;
}

#[tokio::test]
async fn a_public_address_is_in_session_urls_and_steers_nothing() {
    let sandbox = Sandbox::start(Options {
        public_url: Some("https://sandbox.example".to_owned()),
        ..Options::default()
    })
    .await
    .unwrap();
    let url = session_url(&sandbox).await;
    let path = url.strip_prefix("https://sandbox.example").unwrap();
    let page = format!("{}{path}", sandbox.veriff_origin);
    let headers = [("host", "sandbox.example")];
    let page = sandbox.http.send(Method::GET, &page, &headers, "").await;
    assert_eq!(page.unwrap().status, 200, "as a tunnel hands it on");
    assert_eq!(steering(&sandbox, "sandbox.example").await, 403);
    sandbox.stop().await;
}

#[tokio::test]
async fn bound_to_more_than_loopback_it_goes_by_addresses_and_its_own_name() {
    let sandbox = Sandbox::start(Options {
        bind: Ipv4Addr::UNSPECIFIED.into(),
        public_url: Some("http://laptop.example:8081".to_owned()),
        ..Options::default()
    })
    .await
    .unwrap();
    let url = session_url(&sandbox).await;
    assert!(url.starts_with("http://laptop.example:8081/v/"));
    for host in ["127.0.0.1", "192.168.1.5:8081", "laptop.example:8081"] {
        assert_eq!(steering(&sandbox, host).await, 200, "{host}");
    }
    assert_eq!(steering(&sandbox, "evil.example").await, 403);
    assert!(
        sandbox.dynamodb.starts_with("http://127.0.0.1:"),
        "the database stays here"
    );
    sandbox.stop().await;
}

#[test]
fn more_than_loopback_is_announced_and_nonsense_is_refused() {
    let up = |arguments: &[&str]| {
        let ports = ["--platform-port", "0", "--veriff-port", "0"];
        Command::new(env!("CARGO_BIN_EXE_veriff-sandbox"))
            .args(["up", "--json", "--dynamodb-port", "0"])
            .args(ports)
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    };
    let mut open = up(&["--bind", "0.0.0.0"]);
    let mut first = [0; 400];
    let stderr = open.stderr.as_mut().unwrap();
    stderr.read_exact(&mut first[..200]).unwrap();
    open.kill().unwrap();
    open.wait().unwrap();
    let told = String::from_utf8_lossy(&first);
    assert!(told.contains("Listening on 0.0.0.0: whoever reaches this machine can"));
    assert!(told.contains("decide sessions"));

    for (flag, value) in [
        ("--public-url", "192.168.1.5:8081"),
        ("--public-url", "http://192.168.1.5:8081/path"),
        ("--public-url", "ftp://192.168.1.5"),
        ("--bind", "everywhere"),
        ("--bind", "192.0.2.1"),
    ] {
        let refused = up(&[flag, value]).wait_with_output().unwrap();
        assert_ne!(refused.status.code(), Some(0), "{value}");
        let told = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert!(told.contains(flag), "{value}: {told}");
    }
}
