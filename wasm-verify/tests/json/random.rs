//! Random documents, and real ones with random faults: both sides must agree on everything.

use super::{agree, rebuild};
use std::sync::LazyLock;

use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Value, json};
use veriff_verify::json::validate;
use veriff_verify::lifecycle::{DecisionStatus, FactKind};
use veriff_verify::webhook::{PayloadError, Webhook, parse};

/// Every composed payload, as it is and without white space.
static PAYLOADS: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let folder = format!("{}/tests/payloads", env!("CARGO_MANIFEST_DIR"));
    let mut payloads: Vec<Vec<u8>> = std::fs::read_dir(folder)
        .expect("the payloads")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "json")
        })
        .map(|path| std::fs::read(path).expect("a payload"))
        .collect();
    payloads.sort();
    let compact = |body: &Vec<u8>| {
        serde_json::from_slice::<Value>(body)
            .expect("JSON")
            .to_string()
    };
    let compacted: Vec<_> = payloads
        .iter()
        .map(|body| compact(body).into_bytes())
        .collect();
    payloads.extend(compacted);
    payloads
});

/// A fault: where, how much, and what.
#[derive(Clone, Debug)]
enum Fault {
    Flip(Index, u8),
    Cut(Index),
    Remove(Index, usize),
    Insert(Index, &'static [u8]),
    Copy(Index, usize, Index),
    Splice(Index, Index, Index),
}

const PIECES: &[&[u8]] = &[
    b"\"",
    b"\\",
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b":",
    b"null",
    b"\\u0069",
    b"\\ud83d\\ude00",
    b"\\ud800",
    b"\xff",
    b"\xc3\xa9",
    b"\xe2\x82",
    b"\x00",
    b"\x1f",
    b" ",
    b"\n",
    b"1e400",
    b"-",
    b"0",
    b".5",
    b"e9",
    b"\"id\":\"other\",",
    b"\"\\u0069d\":\"escaped\",",
    b"\"status\":\"declined\",",
    b"\"code\":\"9102\",",
    b"\"code\":7002,",
    b"\"verification\":{},",
    b"\"verification\":null,",
    b"\"action\":\"submitted\",",
    b"\"sessionId\":\"other\",",
    b"\"attemptId\":null,",
    b"\"reasonCode\":\"7\",",
    b"\"data\":{\"verification\":{}},",
];

fn fault() -> impl Strategy<Value = Fault> {
    let at = any::<Index>;
    prop_oneof![
        (at(), any::<u8>()).prop_map(|(i, bits)| Fault::Flip(i, bits)),
        at().prop_map(Fault::Cut),
        (at(), 1..40usize).prop_map(|(i, n)| Fault::Remove(i, n)),
        (at(), select(PIECES)).prop_map(|(i, piece)| Fault::Insert(i, piece)),
        (at(), 1..80usize, at()).prop_map(|(i, n, to)| Fault::Copy(i, n, to)),
        (at(), at(), at()).prop_map(|(other, from, at)| Fault::Splice(other, from, at)),
    ]
}

fn damage(body: &mut Vec<u8>, faults: &[Fault], all: &[Vec<u8>]) {
    for fault in faults {
        let len = body.len() + 1;
        match fault {
            Fault::Flip(i, bits) => {
                if let Some(byte) = body.get_mut(i.index(len)) {
                    *byte ^= bits;
                }
            }
            Fault::Cut(i) => body.truncate(i.index(len)),
            Fault::Remove(i, n) => {
                let start = i.index(len);
                body.drain(start..(start + n).min(len - 1));
            }
            Fault::Insert(i, piece) => {
                insert(body, after_a_comma_or_brace(body, i.index(len)), piece)
            }
            Fault::Copy(i, n, to) => {
                let start = i.index(len);
                let piece = body[start..(start + n).min(len - 1)].to_vec();
                insert(body, to.index(len), &piece);
            }
            Fault::Splice(other, from, at) => {
                let other = other.get(all);
                body.truncate(at.index(len));
                body.extend_from_slice(&other[from.index(other.len())..]);
            }
        }
    }
}

/// Half of the places are moved to where a member may begin, so that many results are still JSON.
fn after_a_comma_or_brace(body: &[u8], at: usize) -> usize {
    let next = body[at..]
        .iter()
        .position(|byte| matches!(byte, b',' | b'{'));
    if at.is_multiple_of(2) {
        next.map_or(at, |n| at + n + 1)
    } else {
        at
    }
}

fn insert(body: &mut Vec<u8>, at: usize, piece: &[u8]) {
    body.splice(at..at, piece.iter().copied());
}

/// Whatever the scanner says of a body, `serde_json` says too, the summary field by field.
fn check(body: &[u8]) {
    let reference = agree(body);
    let parsed = parse(body);
    let Some(reference) = reference else {
        assert!(
            parsed.as_ref().is_err_and(|error| !error.is_json()),
            "{parsed:?}"
        );
        return;
    };
    assert_eq!(rebuild(validate(body).expect("valid")), reference);
    if !reference.is_object() {
        assert_eq!(parsed.expect_err("an error"), PayloadError::NotObject);
        return;
    }
    let Ok(webhook) = parsed else {
        return check_error(&reference, &parsed.expect_err("an error"));
    };
    let text = |pointer: &str| reference.pointer(pointer).and_then(Value::as_str);
    let id = |pointer: &str| text(pointer).filter(|id| is_id(id));
    match &webhook {
        Webhook::Decision(decision) => {
            assert_eq!(Some(&*decision.session_id), text("/verification/id"));
            assert_eq!(
                decision.attempt_id.as_deref(),
                id("/verification/attemptId")
            );
            assert_eq!(
                decision.vendor_data.as_deref(),
                text("/verification/vendorData")
            );
            assert_eq!(
                decision.end_user_id.as_deref(),
                text("/verification/endUserId")
            );
            assert_eq!(Some(&*decision.status), text("/verification/status"));
            assert_eq!(Some(decision.code), code(&reference, "/verification/code"));
            assert_eq!(decision.reason.as_deref(), text("/verification/reason"));
            assert_eq!(
                decision.reason_code,
                code(&reference, "/verification/reasonCode")
            );
            let person = decision
                .person()
                .value()
                .map(|person| rebuild_object(person.object()));
            let expected = reference
                .pointer("/verification/person")
                .filter(|p| p.is_object());
            assert_eq!(person.as_ref(), expected);
            let verdicts = webhook
                .facts()
                .iter()
                .filter(|f| matches!(f.kind, FactKind::Decision(_)))
                .count();
            assert_eq!(
                verdicts == 1,
                DecisionStatus::from_text(&decision.status).is_some()
            );
        }
        Webhook::Event(event) => {
            assert_eq!(Some(&*event.session_id), text("/id"));
            assert_eq!(Some(&*event.action), text("/action"));
            assert_eq!(Some(event.code), code(&reference, "/code"));
            assert_eq!(event.attempt_id.as_deref(), id("/attemptId"));
        }
        Webhook::FullAuto(it) => {
            assert_eq!(it.session_id.as_deref(), id("/sessionId"));
            assert_eq!(it.decision.as_deref(), text("/data/verification/decision"));
            assert_eq!(
                it.decision_score()
                    .value()
                    .map(|n| serde_json::from_str(n.as_str()).expect("JSON"))
                    .as_ref(),
                reference
                    .pointer("/data/verification/decisionScore")
                    .filter(|score| score.is_number())
            );
        }
        Webhook::Watchlist(it) => {
            assert_eq!(it.session_id.as_deref(), id("/sessionId"));
            assert_eq!(Some(&*it.match_status), text("/matchStatus"));
            let hits = reference
                .pointer("/hits")
                .and_then(Value::as_array)
                .map_or(0, Vec::len);
            assert_eq!(it.hits().count(), hits);
        }
        Webhook::UserStatus(it) => {
            let at = "/data/verification/userDefinedData/statusCode";
            let name = "/data/verification/userDefinedData/status";
            assert_eq!(Some(&*it.status_code), text(at).or(text(name)));
        }
        _ => {}
    }
    assert!(webhook.session_id().is_none_or(is_id));
}

/// An error names a field that `serde_json` too finds missing, or not fit.
fn check_error(reference: &Value, error: &PayloadError) {
    let pointer = |path: &str| format!("/{}", path.replace('.', "/"));
    match error {
        PayloadError::Missing { path } => assert_eq!(reference.pointer(&pointer(path)), None),
        PayloadError::WrongType { path, .. } => {
            let found = reference.pointer(&pointer(path));
            let fits = match path.rsplit('.').next() {
                Some("id" | "sessionId") => found.and_then(Value::as_str).is_some_and(is_id),
                Some("code") => code(reference, &pointer(path)).is_some(),
                Some("verification") => found.is_some_and(Value::is_object),
                _ => found.is_some_and(Value::is_string),
            };
            assert!(found.is_some() && !fits, "{error}");
        }
        other => panic!("{other}"),
    }
}

fn is_id(id: &str) -> bool {
    (1..=64).contains(&id.len()) && id.chars().all(|c| ('!'..='~').contains(&c))
}

fn code(reference: &Value, pointer: &str) -> Option<u32> {
    match reference.pointer(pointer)? {
        Value::Number(number) => number.as_u64()?.try_into().ok(),
        Value::String(text) if text.chars().all(|c| c.is_ascii_digit()) && text.len() <= 20 => {
            text.parse().ok()
        }
        _ => None,
    }
}

fn rebuild_object(object: veriff_verify::json::Object<'_>) -> Value {
    rebuild(validate(object.as_json().as_bytes()).expect("valid"))
}

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
