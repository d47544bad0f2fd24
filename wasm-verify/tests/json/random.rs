//! Random documents, and real ones with random faults: both sides must agree on everything.

use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};
use veriff_verify::webhook::parse;

use super::agree;
use super::faults::{PAYLOADS, damage, fault};
use super::fields::check;

fn documents() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(json!(null)),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "\\PC{0,20}".prop_map(Value::from),
        "[\"\\\\\u{0}-\u{20}é😀]{0,12}".prop_map(Value::from),
    ];
    leaf.prop_recursive(6, 80, 8, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..8).prop_map(Value::from),
            prop::collection::hash_map("[a-z\"\\\\\u{1}é]{0,9}", inner, 0..8)
                .prop_map(|members| members.into_iter().collect()),
        ]
    })
}

fn cases() -> u32 {
    std::env::var("PROPTEST_CASES")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(6000)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases()))]

    #[test]
    fn faulty_payloads(which: Index, faults in prop::collection::vec(fault(), 1..4)) {
        let mut body = which.get(&PAYLOADS).clone();
        damage(&mut body, &faults, &PAYLOADS);
        check(&body);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn random_documents(document in documents()) {
        check(document.to_string().as_bytes());
        check(serde_json::to_string_pretty(&document).expect("JSON").as_bytes());
    }

    #[test]
    fn random_bytes(body: Vec<u8>) {
        check(&body);
    }

    #[test]
    fn soup(body in "[\\[\\]{}:,\"\\\\utfn0-9a-e. \n-]{0,40}") {
        check(body.as_bytes());
    }
}

#[test]
fn every_payload_agrees() {
    for body in PAYLOADS.iter() {
        check(body);
        assert!(parse(body).is_ok());
    }
}

/// Every member of every payload written twice, first with another value: the last must count.
#[test]
fn the_first_of_two_members_never_counts() {
    for body in PAYLOADS.iter() {
        let text = std::str::from_utf8(body).expect("text");
        for (at, _) in text.match_indices(['{', ',']) {
            let after = text[at + 1..].trim_start();
            let Some(name) = after
                .strip_prefix('"')
                .and_then(|rest| rest.split_once('"'))
            else {
                continue;
            };
            if !name.1.trim_start().starts_with(':') {
                continue;
            }
            for earlier in [
                "{\"id\":\"x\",\"status\":\"y\",\"code\":1,\"verification\":{\"decision\":\"z\"}}",
                "null",
                "[0]",
            ] {
                let twice = format!("{}\"{}\":{earlier},{after}", &text[..=at], name.0);
                assert!(agree(twice.as_bytes()).is_some());
                check(twice.as_bytes());
                let once = parse(text.as_bytes()).expect("a webhook").facts();
                assert_eq!(
                    parse(twice.as_bytes()).expect("a webhook").facts(),
                    once,
                    "{}",
                    name.0
                );
            }
        }
    }
}
