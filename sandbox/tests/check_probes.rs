//! Backends that are answered for by their answers alone, or by a person; what a report gives away;
//! and answers of every kind, none of which may bring the checker down.

#![expect(clippy::unwrap_used, reason = "a panic is how a test fails")]

use axum::Router;
use http::{HeaderMap, StatusCode};
use std::io;
use std::sync::{Arc, Mutex, OnceLock};
use tokio::net::TcpListener;
use veriff_sandbox::check::{
    BackendFile, Checker, Hosts, Outcome, Place, Questions, Quiet, Report, Selection, Terminal,
    Unchecked, output,
};
use veriff_sandbox::http_client::HttpClient;

const SECRET: &str = "00000000-0000-4000-8000-5ec2e7000001";

/// Serves one answer to everything; returns its origin.
async fn serve(router: Router) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    origin
}

async fn checked(
    description: serde_json::Value,
    only: &[&str],
    questions: impl Questions + 'static,
) -> Report {
    let file: BackendFile = serde_json::from_value(description).unwrap();
    let backend = file.check(Hosts::default(), |_| None).unwrap();
    let checker = Checker::start(backend, &Place::default(), false, questions)
        .await
        .unwrap();
    let selection = Selection {
        only: only.iter().map(|name| (*name).to_owned()).collect(),
        skip: Vec::new(),
    };
    let report = checker.run(&selection, &mut Quiet).await;
    checker.stop().await;
    report
}

fn description(origin: &str) -> serde_json::Value {
    serde_json::json!({
        "webhookUrl": format!("{origin}/webhooks"),
        "apiKey": "00000000-0000-4000-8000-00000000d0e5",
        "sharedSecrets": [SECRET],
        "settleMs": 0,
        "patienceMs": 10,
    })
}

fn outcome<'a>(report: &'a Report, name: &str) -> &'a Outcome {
    let entry = report.entries.iter().find(|one| one.check.name == name);
    &entry.unwrap().outcome
}

#[tokio::test]
async fn without_a_probe_answers_tell_what_they_can_and_no_more() {
    // It checks the signature's presence, and knows none of the sessions.
    let guarded = |headers: HeaderMap| async move {
        match headers.get("x-hmac-signature") {
            Some(signature) if signature.len() == 64 => StatusCode::OK,
            _ => StatusCode::UNAUTHORIZED,
        }
    };
    let origin = serve(Router::new().fallback(guarded)).await;
    let report = checked(description(&origin), &[], Terminal).await;
    assert!(matches!(
        outcome(&report, "no-signature"),
        Outcome::Passed { .. }
    ));
    assert!(matches!(
        outcome(&report, "invalid-json"),
        Outcome::Passed { .. }
    ));
    assert!(matches!(
        outcome(&report, "wrong-secret"),
        Outcome::Failed { .. }
    ));
    for name in [
        "genuine-webhook",
        "session-created",
        "duplicate",
        "raw-body",
    ] {
        let outcome = outcome(&report, name);
        assert!(
            matches!(outcome, Outcome::NotChecked(_)),
            "{name}: {outcome:?}"
        );
    }

    // One that refuses everything proves nothing by refusing a forgery.
    let origin = serve(Router::new().fallback(|| async { StatusCode::NOT_FOUND })).await;
    let report = checked(description(&origin), &["no-signature"], Terminal).await;
    let outcome = outcome(&report, "no-signature");
    assert!(
        matches!(outcome, Outcome::NotChecked(Unchecked::SameAnswer(404))),
        "{outcome:?}"
    );
}

#[tokio::test]
async fn reports_give_no_secret_signature_or_link_away() {
    // Echoes what it was sent, as a careless error page does.
    let echo = |headers: HeaderMap, body: String| async move {
        let signature = headers.get("x-hmac-signature");
        let signature = signature.map(|value| value.to_str().unwrap().to_owned());
        let token = "eyJhbGciOiJIUzI1NiJ9.e30.abcdefghij";
        let url = format!("http://127.0.0.1:1/v/{token}");
        (
            StatusCode::OK,
            format!("<b>secret {SECRET}, url {url}, signature {signature:?}</b> {body}"),
        )
    };
    let origin = serve(Router::new().fallback(echo)).await;
    let report = checked(
        description(&origin),
        &["wrong-secret", "no-signature"],
        Terminal,
    )
    .await;
    assert_eq!(report.totals().failed, 2);
    assert!(!output::html(&report).contains("<b>secret"));
    let mut text = Vec::new();
    output::write_details(&mut text, &report, &output::Plain).unwrap();
    let reports = [
        output::json(&report).to_string(),
        output::junit(&report).unwrap(),
        output::html(&report),
        String::from_utf8(text).unwrap(),
    ];
    for shown in reports {
        assert!(!shown.contains(SECRET));
        assert!(!shown.contains("eyJ"));
        assert!(shown.contains("[redacted]"));
        let hex = |c: char| c.is_ascii_hexdigit();
        let longest = shown.split(|c| !hex(c)).map(str::len).max().unwrap();
        assert!(longest < 64, "a signature");
    }
}

#[tokio::test]
async fn no_answer_brings_the_checker_down() {
    let bodies: [&'static [u8]; 6] = [
        b"",
        b"null",
        b"[[[[[[",
        b"\xff\xfe\x00",
        b"{\"status\":{\"deep\":[1,2]},\"url\":7,\"sessionId\":[]}",
        b"{\"status\":\"\x1b[31m<script>alert(1)</script>\",\"url\":\"not a url\"}",
    ];
    for body in bodies {
        for status in [200, 302, 404, 500, 599] {
            let answer = move || async move { (StatusCode::from_u16(status).unwrap(), body) };
            let origin = serve(Router::new().fallback(answer)).await;
            let mut described = description(&origin);
            described["createSession"] = serde_json::json!({
                "url": format!("{origin}/create"), "body": "{}", "sessionUrl": "/url",
                "sessionId": "/sessionId",
            });
            described["readStatus"] = serde_json::json!({
                "url": format!("{origin}/read"), "status": "/status",
            });
            let report = checked(described, &[], Terminal).await;
            let passed: Vec<_> = report.ended("passed").map(|one| one.check.name).collect();
            // It answered in time, that is all that can be said for it.
            assert!(
                passed.iter().all(|name| *name == "answers-in-time"),
                "{passed:?}"
            );
            assert!(!report.is_green());
            let html = output::html(&report);
            assert!(!html.contains("<script"));
            output::junit(&report).unwrap();
        }
    }
}

/// Answers questions in order, and remembers them.
struct Script {
    answers: Vec<&'static str>,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Questions for Script {
    fn ask(&mut self, question: &str) -> io::Result<Option<String>> {
        self.asked.lock().unwrap().push(question.to_owned());
        if self.answers.is_empty() {
            return Ok(None);
        }
        Ok(Some(self.answers.remove(0).to_owned()))
    }
}

#[tokio::test]
async fn a_person_can_be_asked_and_may_pass_over_a_check() {
    let origin = serve(Router::new().fallback(|| async { StatusCode::OK })).await;
    let mut described = description(&origin);
    described["probe"] = "ask".into();
    let asked = Arc::new(Mutex::new(Vec::new()));
    let script = Script {
        answers: vec!["s"],
        asked: Arc::clone(&asked),
    };
    let report = checked(described.clone(), &["genuine-webhook"], script).await;
    let passed_over = outcome(&report, "genuine-webhook");
    assert!(
        matches!(passed_over, Outcome::NotChecked(Unchecked::PassedOver)),
        "{passed_over:?}"
    );
    assert!(asked.lock().unwrap()[0].contains("paste the session URL"));

    // Nothing was created at Veriff, whatever is said.
    let script = Script {
        answers: vec!["http://127.0.0.1:1/v/x"],
        asked,
    };
    let report = checked(described, &["genuine-webhook"], script).await;
    let invented = outcome(&report, "genuine-webhook");
    assert!(matches!(invented, Outcome::Failed { .. }), "{invented:?}");
}

#[tokio::test]
async fn a_session_that_veriff_refused_is_explained_by_its_answer() {
    // It forgot the API key.
    let veriff: Arc<OnceLock<String>> = Arc::default();
    let base = Arc::clone(&veriff);
    let create = move || {
        let base = Arc::clone(&base);
        async move {
            let url = format!("{}/v1/sessions", base.get().unwrap());
            let body = serde_json::json!({ "verification": {} });
            let answer = HttpClient::default().post(&url, &body).await.unwrap();
            (StatusCode::BAD_GATEWAY, answer.status.to_string())
        }
    };
    let origin = serve(Router::new().fallback(create)).await;
    let mut described = description(&origin);
    described["createSession"] =
        serde_json::json!({ "url": origin, "body": "{}", "sessionUrl": "/url" });
    described["readStatus"] = serde_json::json!({ "url": origin, "status": "/status" });
    let file: BackendFile = serde_json::from_value(described).unwrap();
    let backend = file.check(Hosts::default(), |_| None).unwrap();
    let checker = Checker::start(backend, &Place::default(), false, Terminal)
        .await
        .unwrap();
    veriff.set(checker.veriff().to_owned()).unwrap();
    let selection = Selection {
        only: vec!["session-created".to_owned()],
        skip: Vec::new(),
    };
    let report = checker.run(&selection, &mut Quiet).await;
    checker.stop().await;
    let Outcome::Failed { evidence, .. } = outcome(&report, "session-created") else {
        panic!("{:?}", report.entries);
    };
    let last = evidence.last().unwrap();
    assert_eq!(
        (last.url.as_str(), last.status),
        ("/v1/sessions", Some(401))
    );
    assert!(last.answer.contains("1801"), "{}", last.answer);
}
