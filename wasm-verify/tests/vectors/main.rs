//! One file of signed deliveries and what must come of them, for every language: `../vectors.json`.
//!
//! The cases are written in [`cases`], expectations included, by hand. This test fails when the file
//! is not what they make; `UPDATE_VECTORS=1 cargo test -p veriff-verify --test vectors` writes it anew.
#![expect(clippy::expect_used, clippy::panic, reason = "tests")]

mod cases;
mod judge;

use std::sync::LazyLock;

use serde_json::{Value, json};
use veriff_verify::lifecycle::Status;
use veriff_verify::signature::Secret;

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors.json");

/// What the file holds, once it has been written anew if that was asked for.
static VECTORS: LazyLock<Value> = LazyLock::new(|| {
    if std::env::var_os("UPDATE_VECTORS").is_some() {
        std::fs::write(FILE, text_of(&made())).expect("the file is written");
    }
    let text = std::fs::read(FILE).expect("the vectors");
    serde_json::from_slice(&text).expect("JSON")
});

#[test]
fn the_file_is_fresh() {
    assert!(
        *VECTORS == made(),
        "run with UPDATE_VECTORS=1 to write {FILE} anew"
    );
}

#[test]
fn every_delivery_is_judged_as_the_file_says() {
    let file = &*VECTORS;
    let cases = file["cases"].as_array().expect("cases");
    assert!(cases.len() > 50);
    let mut wrong = 0;
    for case in cases {
        let judged = judge::judge(&file["apiKey"], case);
        if judged != case["expect"] {
            wrong += 1;
            println!(
                "{}:\n  expected {}\n  judged   {judged}",
                case["name"], case["expect"]
            );
        }
    }
    assert_eq!(wrong, 0);
}

#[test]
fn every_type_and_every_reason_has_a_case() {
    let file = &*VECTORS;
    let expected = |key: &str| -> Vec<Value> {
        let cases = file["cases"].as_array().expect("cases").iter();
        cases
            .filter_map(|case| case["expect"].pointer(key).cloned())
            .collect()
    };
    let (types, reasons) = (expected("/webhook/type"), expected("/reason"));
    for kind in judge::TYPES {
        assert!(types.contains(&json!(kind)), "no {kind}");
    }
    for reason in judge::REASONS {
        assert!(reasons.contains(&json!(reason)), "no {reason}");
    }
    let mut names: Vec<_> = file["cases"]
        .as_array()
        .expect("cases")
        .iter()
        .chain(file["hmac"].as_array().expect("cases"))
        .chain(file["histories"].as_array().expect("histories"))
        .map(|c| &c["name"])
        .collect();
    let all = names.len();
    names.sort_by_key(|name| name.to_string());
    names.dedup();
    assert_eq!(names.len(), all, "a name is used twice");
}

#[test]
fn every_tag_is_judged_as_the_file_says() {
    let cases = VECTORS["hmac"].as_array().expect("cases");
    assert!(cases.len() > 150);
    for case in cases {
        assert_eq!(
            judge::hmac::judge(case),
            judge::hmac::expected(case),
            "{}",
            case["name"]
        );
    }
}

#[test]
fn every_secret_of_the_list_is_refused() {
    for secret in VECTORS["refusedSecrets"].as_array().expect("texts") {
        assert!(
            Secret::new(secret.as_str().expect("a text")).is_err(),
            "{secret}"
        );
    }
}

#[test]
fn every_history_makes_the_state_that_the_file_says_in_every_order() {
    let file = &*VECTORS;
    let histories = file["histories"].as_array().expect("histories");
    assert!(histories.len() > 20);
    for history in histories {
        for order in history["orders"].as_array().expect("orders") {
            let name = format!("{} in the order {order}", history["name"]);
            assert!(judge::history::is_whole(history, order), "{name}");
            let judged = judge::history::judge(&file["apiKey"], history, order);
            assert_eq!(judged, history["expect"], "{name}");
        }
    }
}

#[test]
fn every_status_has_a_history() {
    let histories = VECTORS["histories"].as_array().expect("histories").iter();
    let reached: Vec<_> = histories.map(|it| &it["expect"]["status"]).collect();
    for status in Status::ALL {
        assert!(
            reached.contains(&&json!(status.as_str())),
            "no {}",
            status.as_str()
        );
    }
}

fn made() -> Value {
    json!({
        "about": [
            "Signed deliveries and what must come of them, tags of HMAC-SHA256, and histories of sessions.",
            "Written by hand and signed by a test; no message of Veriff's. tests/vectors/README.md explains every field.",
        ],
        "schema": 2,
        "apiKey": cases::API_KEY,
        "cases": cases::all(),
        "hmac": cases::hmac::hmac(),
        "refusedSecrets": cases::hmac::refused_secrets(),
        "histories": cases::histories::histories(),
    })
}

/// The file's text: one case a line.
fn text_of(file: &Value) -> String {
    let members = file.as_object().expect("an object").iter();
    let members = members.map(|(key, value)| match value {
        Value::Array(cases) => {
            let cases: Vec<String> = cases.iter().map(|case| format!("    {case}")).collect();
            format!("  {}: [\n{}\n  ]", json!(key), cases.join(",\n"))
        }
        other => format!("  {}: {other}", json!(key)),
    });
    format!("{{\n{}\n}}\n", Vec::from_iter(members).join(",\n"))
}
