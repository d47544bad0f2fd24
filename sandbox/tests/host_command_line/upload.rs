//! `veriff-sandbox upload`.

use super::pictures::{complete, jpeg, write as picture};
use super::played_veriff::PlayedVeriff;
use super::{Up, run, run_on};
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use veriff_verify::signature::{Secret, sign};

pub(crate) const KEY: &str = "0f6f3a52-94a3-4b6f-8a5e-3f5d2a9c0001";
pub(crate) const SECRET: &str = "5b0c2f7e-58d1-4b0e-9d1c-7e6a4f3b0001";
const SESSION: &str = "3d0c9a14-7b52-4e0f-9a6b-2f1c5d8e7a41";
pub(crate) const STATE: &str = ".veriff-upload.json";

/// `upload FOLDER` with further arguments and variables: exit code, output, errors.
pub(crate) fn upload(
    folder: &Path,
    arguments: &[&str],
    variables: &[(&str, &str)],
) -> (i32, String, String) {
    let own_port = [&[("WEBHOOK_PORT", "0")], variables].concat();
    run_on(&["upload"], folder, arguments, &own_port)
}

/// The session's id, as it was told.
fn session(shown: &str) -> String {
    let at = shown.find("session ").unwrap() + "session ".len();
    shown[at..at + 36].to_owned()
}

#[test]
fn a_sandbox_of_its_own_shows_the_whole_way() {
    let folder = tempfile::tempdir().unwrap();
    complete(folder.path(), "1");
    picture(folder.path(), ".DS_Store", "not a picture");
    let (code, shown, errors) = upload(folder.path(), &["--own-sandbox"], &[]);
    assert_eq!(code, 0, "{shown}{errors}");
    for part in [
        "3 pictures",
        "640 x 480",
        "to a test integration of a sandbox of this run's own at http://127.0.0.1:",
        "/verification/",
        "uploaded face (face.jpg)",
        "uploaded document-back (document-back.2.png)",
        "submitted",
        "decided: approved (9001), by webhook",
        "media: 3",
        "picture document-front",
        "the bytes that were sent",
        "signatures: 9 answers verified",
    ] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    for part in ["other bytes", "carried none", "WRONG", "\x1b", "/v/"] {
        assert!(!shown.contains(part), "{part}: {shown}");
    }
    assert_eq!(errors, "", "no bars where there is no terminal");
}

#[test]
fn the_sandbox_that_runs_is_asked_for_the_decision() {
    let up = Up::start(&[]);
    let folder = tempfile::tempdir().unwrap();
    complete(folder.path(), "1");
    let arguments = ["--veriff", &up.veriff, "--decide", "declined:102"];
    let (code, shown, errors) = upload(folder.path(), &arguments, &[]);
    assert_eq!(code, 0, "{shown}{errors}");
    assert!(shown.contains("of the sandbox that runs"), "{shown}");
    assert!(
        shown.contains("decided: declined (9102), reason 102"),
        "{shown}"
    );
    assert!(shown.contains("by asking"), "{shown}");

    // By the variables of Veriff's demo too.
    let live = &up.ready["integrations"][1];
    let variables = [
        ("API_URL", up.veriff.as_str()),
        ("API_TOKEN", live["apiKey"].as_str().unwrap()),
        ("API_SECRET", live["sharedSecret"].as_str().unwrap()),
    ];
    let arguments = ["--decide", "approved"];
    let (code, shown, errors) = upload(folder.path(), &arguments, &variables);
    assert_eq!(code, 0, "{shown}{errors}");
    assert!(shown.contains("to a live integration"), "{shown}");
}

#[test]
fn a_full_auto_result_is_asked_for_where_there_is_no_decision() {
    let folder = tempfile::tempdir().unwrap();
    let settings = folder.path().join("veriff.json");
    let shop = format!(
        "{{\"id\":\"shop\",\"type\":\"live\",\"plan\":\"essential\",\"apiKey\":\"{KEY}\",\
         \"sharedSecrets\":[\"{SECRET}\"]}}"
    );
    std::fs::write(&settings, format!("{{\"integrations\":[{shop}]}}")).unwrap();
    let up = Up::start(&["--veriff-settings", settings.to_str().unwrap()]);
    let pictures = folder.path().join("pictures");
    complete(&pictures, "1");
    let keys = [("API_TOKEN", KEY), ("API_SECRET", SECRET)];
    let at = ["--veriff", &up.veriff, "--decide", "declined"];
    let plain = [&at[..], &["--wait", "0s"]].concat();
    assert_eq!(
        upload(&pictures, &plain, &keys).0,
        3,
        "there is no decision"
    );
    let full_auto = [&at[..], &["--full-auto"]].concat();
    let (code, shown, errors) = upload(&pictures, &full_auto, &keys);
    assert_eq!(code, 0, "{shown}{errors}");
    assert!(shown.contains("to a live integration"), "{shown}");
    assert!(shown.contains("decided: declined, by asking"), "{shown}");
}

#[test]
fn a_run_without_a_decision_is_taken_up_again() {
    let up = Up::start(&[]);
    let folder = tempfile::tempdir().unwrap();
    complete(folder.path(), "1");
    let at = ["--veriff", &up.veriff, "--wait", "0s"];
    let (code, shown, errors) = upload(folder.path(), &at, &[]);
    assert_eq!(code, 3, "{shown}{errors}");
    assert!(errors.contains("no decision yet"), "{errors}");
    let id = session(&shown);
    assert!(shown.contains(&format!("veriff-sandbox decide {id} approved")));

    let state = std::fs::read_to_string(folder.path().join(STATE)).unwrap();
    let (url, secret) = ("/v/", up.ready["sharedSecret"].as_str().unwrap());
    let key = up.ready["apiKey"].as_str().unwrap();
    for hidden in [url, secret, key] {
        assert!(!state.contains(hidden), "{hidden}: {state}");
    }

    let (code, shown, _) = upload(folder.path(), &at, &[]);
    assert_eq!(code, 3);
    assert_eq!(session(&shown), id);
    assert!(shown.contains("an earlier run is taken up"), "{shown}");
    assert!(!shown.contains("uploaded"), "{shown}");
    assert!(!shown.contains("submitted"), "{shown}");

    assert_eq!(run(&["decide", &id, "approved", at[0], at[1]]).0, 0);
    let (code, shown, errors) = upload(folder.path(), &at, &[]);
    assert_eq!(code, 0, "{shown}{errors}");
    assert_eq!(session(&shown), id);
    // What is decided is over: the next run is another session.
    let (_, shown, _) = upload(folder.path(), &at, &[]);
    let next = session(&shown);
    assert_ne!(next, id);
    let fresh = [&at[..], &["--fresh"]].concat();
    assert_ne!(session(&upload(folder.path(), &fresh, &[]).1), next);
}

#[test]
fn a_session_that_is_gone_is_made_anew() {
    let folder = tempfile::tempdir().unwrap();
    complete(folder.path(), "1");
    let port = super::free_port();
    let mut ports = super::FREE_PORTS;
    ports[3] = &port;
    let mut up = Up::on(&ports, &[]);
    let at = ["--veriff", &up.veriff, "--wait", "0s"];
    let id = session(&upload(folder.path(), &at, &[]).1);
    assert_eq!(up.signal("-TERM"), 0);
    let again = Up::on(&ports, &[]);
    let at = ["--veriff", &again.veriff, "--wait", "0s"];
    let (code, shown, _) = upload(folder.path(), &at, &[]);
    assert_eq!(code, 3);
    assert!(shown.contains("is gone: a new one is made"), "{shown}");
    assert_ne!(session(&shown), id);
}

/// What a Veriff answers that approves everything and signs nothing. The second upload fails while
/// `broken` says so.
fn answers(path: &str, method: &str, broken: bool) -> (u16, String) {
    match (method, path) {
        ("POST", "/v1/sessions") => (
            201,
            format!("{{\"verification\":{{\"id\":\"{SESSION}\"}}}}"),
        ),
        ("POST", _) if broken => (500, "{\"message\":\"try later\"}".to_owned()),
        ("POST", _) => (201, "{\"image\":{}}".to_owned()),
        ("PATCH", _) => (200, "{}".to_owned()),
        (_, path) if path.ends_with("/decision") => {
            let decision =
                format!("{{\"id\":\"{SESSION}\",\"status\":\"approved\",\"code\":9001}}");
            (200, format!("{{\"verification\":{decision}}}"))
        }
        _ => (200, "{\"images\":[]}".to_owned()),
    }
}

#[test]
fn a_run_that_broke_off_sends_only_what_is_missing() {
    let mut uploads = 0;
    let veriff = PlayedVeriff::start(move |method, path, _| {
        uploads += u32::from(path.ends_with("/media") && method == "POST");
        let (status, body) = answers(path, method, uploads == 2);
        (status, String::new(), body)
    });
    let folder = tempfile::tempdir().unwrap();
    complete(folder.path(), "1");
    // The same content under two names is two pictures.
    picture(folder.path(), "face.2.jpg", jpeg(640, 480, "face 1"));
    let variables = [
        ("API_URL", veriff.url.as_str()),
        ("API_TOKEN", KEY),
        ("API_SECRET", SECRET),
    ];
    let (code, shown, errors) = upload(folder.path(), &["--test"], &variables);
    assert_eq!(code, 1);
    assert!(errors.contains("refused with 500: try later"), "{errors}");
    assert!(shown.contains("same content as"), "{shown}");
    assert_eq!(shown.matches("\nuploaded").count(), 1, "{shown}");
    let before = veriff.asked().len();
    assert_eq!(before, 3);

    let (code, shown, errors) = upload(folder.path(), &["--test"], &variables);
    assert_eq!(code, 0, "{shown}{errors}");
    let media = format!("POST /v1/sessions/{SESSION}/media");
    let asked = veriff.asked()[before..].to_vec();
    assert_eq!(asked.iter().filter(|one| **one == media).count(), 3);
    assert!(!asked.contains(&"POST /v1/sessions".to_owned()));
    assert!(shown.contains("signatures: 0 answers verified"), "{shown}");
    assert!(
        shown.contains("carried none: PATCH /sessions/{id}"),
        "{shown}"
    );
}

#[test]
fn a_wrong_signature_is_told_and_fails() {
    let veriff = PlayedVeriff::start(|method, path, _| {
        let (status, body) = answers(path, method, false);
        let wrong = "0".repeat(64);
        let headers = format!("x-auth-client: {KEY}\r\nx-hmac-signature: {wrong}\r\n");
        (status, headers, body)
    });
    let folder = tempfile::tempdir().unwrap();
    complete(folder.path(), "1");
    let variables = [
        ("API_URL", veriff.url.as_str()),
        ("API_TOKEN", KEY),
        ("API_SECRET", SECRET),
    ];
    let (code, shown, errors) = upload(folder.path(), &["--test"], &variables);
    assert_eq!(code, 1);
    assert!(shown.contains("WRONG: GET /sessions/{id}/media"), "{shown}");
    assert!(
        errors.contains("POST /sessions had a wrong signature"),
        "{errors}"
    );
    assert!(
        !errors.contains(SECRET) && !errors.contains("0000"),
        "{errors}"
    );
}

#[test]
fn a_test_integration_is_waited_for_by_webhook_and_its_portal_is_named() {
    let port = super::free_port();
    let hook = port.clone();
    let veriff = PlayedVeriff::start(move |method, path, _| {
        let (status, mut body) = answers(path, method, false);
        if path.ends_with("/decision") {
            body = "{\"verification\":null}".to_owned();
        }
        if method == "PATCH" {
            let hook = hook.clone();
            std::thread::spawn(move || send_webhooks(&hook));
        }
        (status, String::new(), body)
    });
    let folder = tempfile::tempdir().unwrap();
    complete(folder.path(), "1");
    let variables = [
        ("API_URL", veriff.url.as_str()),
        ("API_TOKEN", KEY),
        ("API_SECRET", SECRET),
        ("WEBHOOK_PORT", &port),
    ];
    let (code, shown, errors) = upload(folder.path(), &["--test"], &variables);
    assert_eq!(code, 0, "{shown}{errors}");
    let portal = "decides nothing: set the session's status in Veriff's portal";
    assert!(shown.contains(portal), "{shown}");
    let listened = format!("webhooks are listened for at http://127.0.0.1:{port}/verification/");
    assert!(shown.contains(&listened), "{shown}");
    // Not the forged one, not another session's, and not the review.
    assert!(shown.contains("decided: declined, by webhook"), "{shown}");
}

/// What comes to the receiver: the last is the one to be believed.
fn send_webhooks(port: &str) {
    let other = SESSION.replace("3d0c", "4d0c");
    for (session, status, secret, answer) in [
        (SESSION, "approved", "another-secret", "401"),
        (&other, "approved", SECRET, "200"),
        (SESSION, "review", SECRET, "200"),
        (SESSION, "declined", SECRET, "200"),
    ] {
        let verification = format!("{{\"id\":\"{session}\",\"status\":\"{status}\"}}");
        let body = format!("{{\"verification\":{verification}}}");
        let signature = sign(&Secret::new(secret).unwrap(), body.as_bytes()).to_hex();
        let mut stream = TcpStream::connect(format!("127.0.0.1:{port}")).unwrap();
        write!(
            stream,
            "POST /verification/ HTTP/1.1\r\nhost: x\r\nx-auth-client: {KEY}\r\n\
             x-hmac-signature: {signature}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
            body.len()
        )
        .unwrap();
        let mut answered = String::new();
        stream.read_to_string(&mut answered).unwrap();
        assert_eq!(answered.split(' ').nth(1), Some(answer));
    }
}
