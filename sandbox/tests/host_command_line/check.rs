//! `veriff-sandbox check`.

use super::run;
use clap::Parser as _;
use std::net::TcpListener;
use veriff_sandbox::check::{BackendFile, CATALOGUE, Hosts, STARTER};
use veriff_sandbox::commands::Cli;

const PAGE: &str = include_str!("../../docs/check-your-own-backend.md");

#[test]
fn reports_are_written_and_the_list_is_listed() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| folder.path().join(name).display().to_string();
    let (json, junit, html) = (file("r.json"), file("r.xml"), file("r.html"));
    let (code, shown, errors) = run(&[
        "check",
        "--only",
        "genuine-webhook",
        "raw-body",
        "mobile",
        "--json",
        &json,
        "--junit",
        &junit,
        "--html",
        &html,
    ]);
    assert_eq!(code, 0, "{shown}{errors}");
    assert!(shown.contains("  passed       raw-body "), "{shown}");
    assert!(
        shown.contains("2 passed, 0 failed, 0 not checked, 1 by hand"),
        "{shown}"
    );
    assert!(
        !shown.contains('\u{1b}'),
        "no colours where there is no terminal"
    );
    let json: serde_json::Value = serde_json::from_slice(&std::fs::read(json).unwrap()).unwrap();
    assert_eq!(json["totals"]["passed"], 2);
    assert!(std::fs::read_to_string(junit).unwrap().starts_with("<?xml"));
    assert!(
        std::fs::read_to_string(html)
            .unwrap()
            .starts_with("<!doctype html>")
    );

    let (code, shown, _) = run(&["check", "--list"]);
    assert_eq!(code, 0);
    for name in ["session-created", "wrong-secret", "portal-status"] {
        assert!(shown.contains(name), "{name}");
    }
}

#[test]
fn a_description_is_begun_and_not_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("veriff-check.toml");
    let file = file.to_str().unwrap();
    let (code, shown, errors) = run(&["check", "--init", file]);
    assert_eq!(code, 0, "{errors}");
    assert!(shown.contains("--backend"), "{shown}");
    assert_eq!(std::fs::read_to_string(file).unwrap(), STARTER);
    let (code, _, errors) = run(&["check", "--init", file]);
    assert_eq!(code, 2);
    assert!(errors.contains("exists"), "{errors}");
    let starter: BackendFile = toml::from_str(STARTER).unwrap();
    starter.check(Hosts::default(), |_| None).unwrap();
}

#[test]
fn what_cannot_run_exits_with_2_and_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let free = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = free.local_addr().unwrap().port();
    drop(free);
    let describe = |name: &str, text: &str| {
        let file = folder.path().join(name);
        std::fs::write(&file, text).unwrap();
        file.display().to_string()
    };
    let keys =
        "apiKey = \"00000000-0000-4000-8000-00000000d0e5\"\nsharedSecrets = [\"hush-hush\"]\n";
    let at = |url: &str| format!("webhookUrl = \"{url}\"\n{keys}");
    let cases: Vec<(Vec<String>, &str)> = vec![
        (
            vec!["--only".into(), "raw-bodies".into()],
            "no check named \"raw-bodies\"",
        ),
        (
            vec!["--backend".into(), "missing.toml".into()],
            "cannot read missing.toml",
        ),
        (
            vec![
                "--backend".into(),
                describe("down.toml", &at(&format!("http://127.0.0.1:{port}/"))),
            ],
            "nothing answers at 127.0.0.1",
        ),
        (
            vec![
                "--backend".into(),
                describe("far.toml", &at("https://shop.example/hook")),
            ],
            "say so with --this-host-is-mine shop.example",
        ),
        (
            vec![
                "--backend".into(),
                describe("veriff.toml", &at("https://stationapi.veriff.com/v1")),
                "--this-host-is-mine".into(),
                "shop.example".into(),
            ],
            "never talks to the real Veriff",
        ),
        (
            vec![
                "--backend".into(),
                describe("also.toml", &at("http://127.0.0.1:1/")),
                "--this-host-is-mine".into(),
                "api.veriff.me".into(),
            ],
            "never talks to the real Veriff",
        ),
        (
            vec![
                "--backend".into(),
                describe(
                    "key.toml",
                    "webhookUrl = \"http://127.0.0.1:1/\"\napiKey = \"x\"\nsharedSecrets = [\"y\"]",
                ),
            ],
            "must be a UUID",
        ),
        (
            vec![
                "--backend".into(),
                describe(
                    "env.toml",
                    &at("http://127.0.0.1:1/")
                        .replace("\"hush-hush\"", "{ env = \"NOT_SET_AT_ALL\" }"),
                ),
            ],
            "environment variable NOT_SET_AT_ALL is not set",
        ),
        (
            vec![
                "--backend".into(),
                describe(
                    "typo.toml",
                    &format!("{}webhookurl = 1", at("http://127.0.0.1:1/")),
                ),
            ],
            "line 4: unknown field `webhookurl`",
        ),
        (
            vec![
                "--backend".into(),
                describe("bad.json", "{\"sharedSecrets\": [\"hush-hush\", }"),
            ],
            "bad.json, line 1",
        ),
        (
            vec![
                "--backend".into(),
                describe("bad.toml", "sharedSecrets = [\"hush-hush\"\n]]"),
            ],
            "bad.toml, line 2",
        ),
    ];
    for (arguments, told) in cases {
        let mut line = vec!["check", "--veriff-port", "0"];
        line.extend(arguments.iter().map(String::as_str));
        let (code, shown, errors) = run(&line);
        assert_eq!(code, 2, "{arguments:?}: {shown}{errors}");
        assert!(errors.contains(told), "{told}: {errors}");
        assert!(!errors.contains("hush-hush"), "a secret is shown: {errors}");
    }
}

#[test]
fn the_page_s_commands_are_understood() {
    let mut understood = 0;
    for block in PAGE.split("```sh\n").skip(1) {
        let (block, _) = block.split_once("```").unwrap();
        for line in block.replace("\\\n", " ").lines() {
            Cli::try_parse_from(line.split_whitespace()).unwrap();
            understood += 1;
        }
    }
    assert!(understood >= 4, "{understood}");
    for check in CATALOGUE {
        let row = format!("| `{}` | {} |", check.name, check.title);
        assert!(PAGE.contains(&row), "{row}");
    }
    let starter = STARTER.replace("# ", "");
    for field in [
        "webhookUrl",
        "otherIntegrations",
        "moveClock",
        "askVeriff",
        "accessValues",
        "effects",
    ] {
        assert!(PAGE.contains(field) && starter.contains(field), "{field}");
    }
}
