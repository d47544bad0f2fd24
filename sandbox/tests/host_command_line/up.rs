//! `up`, as a script uses it.

use super::{FREE_PORTS, Up, run, sandbox};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::process::Stdio;
use std::time::{Duration, Instant};

#[test]
fn up_prints_one_line_of_json_and_stops_cleanly() {
    for signal in ["-INT", "-TERM"] {
        let begun = Instant::now();
        let mut up = Up::start(&[]);
        assert!(
            begun.elapsed() < Duration::from_secs(3),
            "{:?}",
            begun.elapsed()
        );
        for name in [
            "platform",
            "veriff",
            "dynamodb",
            "apiKey",
            "sharedSecret",
            "webhookUrl",
            "table",
        ] {
            assert!(up.ready[name].is_string(), "{name}");
        }
        assert!(up.veriff.ends_with("/v1"));
        assert_eq!(up.ready["integrations"][1]["type"], "live");
        assert_eq!(up.signal(signal), 0);
        let mut rest = String::new();
        up.child
            .stdout
            .as_mut()
            .unwrap()
            .read_to_string(&mut rest)
            .unwrap();
        assert_eq!(rest, "");
    }
}

#[test]
fn up_takes_further_integrations_from_a_file() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("veriff.json");
    let key = "0f6f3a52-94a3-4b6f-8a5e-3f5d2a9c0001";
    let settings = serde_json::json!({"integrations": [{
        "id": "shop", "type": "live", "apiKey": key,
        "sharedSecrets": ["5b0c2f7e-58d1-4b0e-9d1c-7e6a4f3b0001"], "decideAfter": "5m",
    }]});
    std::fs::write(&file, settings.to_string()).unwrap();
    let path = file.to_str().unwrap();
    for (more, callback_status) in [(&[][..], "201"), (&["--strict"], "400")] {
        let mut up = Up::start(&[&["--veriff-settings", path], more].concat());
        assert_eq!(create(&up.veriff, key, "https://shop.example/"), "201");
        assert_eq!(create(&up.veriff, key, "http://[::1]/"), callback_status);
        let development = up.ready["apiKey"].as_str().unwrap();
        assert_eq!(
            create(&up.veriff, development, "https://shop.example/"),
            "201"
        );
        assert_eq!(up.signal("-TERM"), 0);
    }

    std::fs::write(&file, "{\"integrations\": [{\"apiKei\": 1}]}").unwrap();
    let (code, _, error) = run(&["up", "--veriff-settings", path]);
    assert_eq!(code, 2);
    assert!(error.contains("unknown field `apiKei`"), "{error}");
    assert!(error.contains(path), "{error}");
    let (code, _, error) = run(&["up", "--veriff-settings", "/nowhere/veriff.json"]);
    assert_eq!(code, 2);
    assert!(error.contains("/nowhere/veriff.json"), "{error}");
    assert!(error.contains("up --help"), "{error}");
}

#[test]
fn the_settings_file_that_help_shows_is_taken_and_told_of() {
    let (_, help, _) = run(&["up", "--help"]);
    let (_, example) = help.split_once("A settings file:").unwrap();
    let (example, _) = example.split_once("The API key").unwrap();
    for plan in ["essential", "plus", "premium", "enterprise"] {
        assert!(help.contains(plan), "{help}");
    }
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("veriff.json");
    std::fs::write(&file, example).unwrap();
    let settings = ["--veriff-settings", file.to_str().unwrap()];
    let up = Up::start(&settings);
    let key = "00000000-0000-4000-8000-0000000054a9";
    assert_eq!(up.ready["integrations"][2]["id"], "shop");
    assert_eq!(up.ready["integrations"][2]["apiKey"], key);
    // A secret from a file may be a real integration's.
    let secret = "5ec2e70054a9";
    assert!(example.contains(secret) && !up.ready.to_string().contains(secret));
    drop(up);

    let arguments = [&["up", "--no-demo"], &FREE_PORTS[..], &settings].concat();
    let mut child = sandbox()
        .args(arguments)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let lines = lines.map(Result::unwrap);
    let shown: Vec<String> = lines.take_while(|it| !it.starts_with("Ctrl-C")).collect();
    child.kill().unwrap();
    child.wait().unwrap();
    let line = |name: &str, value: &str| {
        let found = |it: &&String| it.trim_start().starts_with(name) && it.contains(value);
        let found = shown.iter().find(found);
        found
            .unwrap_or_else(|| panic!("{name}: {shown:#?}"))
            .as_str()
    };
    let api_key = line("API key", key);
    assert!(api_key.ends_with("live integration shop"), "{api_key}");
    assert!(!shown.concat().contains(secret), "{shown:#?}");
    let bus = line("EventBridge", "/_sandbox/eventbridge");
    let column = |line: &str, note: &str| line.find(note).unwrap();
    assert_eq!(column(bus, "bus "), column(api_key, "live "));
    assert!(
        line("create a session", "curl").contains(" -d '{"),
        "{shown:#?}"
    );
}

/// The HTTP status of creating a session.
fn create(veriff: &str, key: &str, callback: &str) -> String {
    let authority = veriff.strip_prefix("http://").unwrap();
    let authority = authority.strip_suffix("/v1").unwrap();
    let body = format!("{{\"verification\": {{\"callback\": \"{callback}\"}}}}");
    let mut stream = std::net::TcpStream::connect(authority).unwrap();
    write!(
        stream,
        "POST /v1/sessions HTTP/1.1\r\nhost: {authority}\r\nx-auth-client: {key}\r\n\
         connection: close\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer.split(' ').nth(1).unwrap().to_owned()
}
