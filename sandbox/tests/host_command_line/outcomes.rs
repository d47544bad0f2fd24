//! `veriff-sandbox outcomes`.

use super::{Up, run, sandbox};
use serde_json::{Value, json};
use std::io::{BufRead as _, BufReader};
use std::process::Stdio;
use veriff_sandbox::http_client::HttpClient;

/// A session that the sandbox's own platform has created, approved; returns its id.
async fn approved(up: &Up) -> String {
    let sessions = format!("{}/sessions", up.ready["platform"].as_str().unwrap());
    let body = json!({ "verification": { "vendorData": "customer-1" }, "verifyAgain": true });
    let created = HttpClient::default()
        .post(&sessions, &body)
        .await
        .unwrap()
        .json();
    let id = created["sessionId"].as_str().unwrap().to_owned();
    let (code, _, errors) = run(&["decide", &id, "approved", "--veriff", &up.veriff]);
    assert_eq!(code, 0, "{errors}");
    id
}

#[tokio::test]
async fn outcomes_are_listed_and_followed() {
    let up = Up::start(&[]);
    let first = approved(&up).await;
    let mut following = sandbox()
        .args(["outcomes", "--follow", "--json", "--veriff", &up.veriff])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(following.stdout.take().unwrap()).lines();
    let mut next = || -> Value { serde_json::from_str(&lines.next().unwrap().unwrap()).unwrap() };
    assert_eq!(next()["event"]["detail"]["sessionId"], first.as_str());
    let second = approved(&up).await;
    let heard = next();
    assert_eq!(heard["event"]["detail"]["sessionId"], second.as_str());
    assert_eq!(heard["event"]["source"], "verification.test");
    following.kill().unwrap();
    following.wait().unwrap();

    let list = |more: &[&str]| run(&[&["outcomes", "--veriff", &up.veriff], more].concat());
    let (code, shown, errors) = list(&[]);
    assert_eq!((code, shown.lines().count()), (0, 2), "{shown}{errors}");
    let (_, shown, _) = list(&["--session", &second]);
    assert_eq!(shown.lines().count(), 1, "{shown}");
    let told = format!("verification.test  Verification Outcome  approved  {second} revision ");
    assert!(shown.contains(&told), "{shown}");
    let (code, shown, errors) = list(&["--session", "nobody"]);
    assert_eq!((code, shown.as_str()), (0, ""));
    assert!(
        errors.starts_with("no events of session nobody so far"),
        "{errors}"
    );
}
