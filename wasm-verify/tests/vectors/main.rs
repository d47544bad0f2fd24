//! One file of signed deliveries and what must come of them, for every language: `../vectors.json`.
//!
//! The cases are written in [`cases`], expectations included, by hand. This test fails when the file
//! is not what they make; `UPDATE_VECTORS=1 cargo test -p veriff-verify --test vectors` writes it anew.
#![expect(clippy::expect_used, clippy::panic, reason = "tests")]

mod cases;
mod judge;

use std::sync::LazyLock;

use serde_json::{Value, json};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors.json");

/// What the file holds, once it has been written anew if that was asked for.
static VECTORS: LazyLock<Value> = LazyLock::new(|| {
    if std::env::var_os("UPDATE_VECTORS").is_some() {
        let text = serde_json::to_string_pretty(&made()).expect("JSON") + "\n";
        std::fs::write(FILE, text).expect("the file is written");
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
        .map(|c| &c["name"])
        .collect();
    let all = names.len();
    names.sort_by_key(|name| name.to_string());
    names.dedup();
    assert_eq!(names.len(), all, "a name is used twice");
}

fn made() -> Value {
    json!({
        "about": [
            "Signed deliveries and what must come of them. Written by hand and signed by a test; no message of Veriff's.",
            "secrets: the integration's shared secrets, in order. headers: pairs, in order. body: base64 of the raw bytes.",
            "expect.ok: genuine and readable; secretIndex says by which secret. Times are milliseconds since 1970, UTC.",
            "expect.reason: why not, in the order of judging: headers, key, signature, JSON, fields. path: which field.",
            "drift: how much in the message was unexpected; it refuses nothing.",
        ],
        "schema": 1,
        "apiKey": cases::API_KEY,
        "cases": cases::all(),
    })
}
