//! The cases of `cases.txt`, judged by the scanner, by `serde_json`, and as part of a webhook.

use veriff_verify::json::{JsonError, validate};
use veriff_verify::webhook::{PayloadError, parse};

use super::fields::check;
use super::{agree, rebuild};

const CASES: &str = include_str!("cases.txt");

struct Case {
    verdict: &'static str,
    name: &'static str,
    text: Vec<u8>,
    /// The same value, written plainly.
    means: Option<Vec<u8>>,
}

fn cases() -> Vec<Case> {
    let lines = CASES.lines();
    let lines = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(case).collect()
}

fn case(line: &'static str) -> Case {
    let mut columns = line.split(" |").map(str::trim);
    let mut column = || columns.next();
    Case {
        verdict: column().expect("a verdict"),
        name: column().expect("a name"),
        text: bytes(column().expect("a text")),
        means: column().map(bytes),
    }
}

/// The bytes that a text stands for.
fn bytes(mut text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    while let Some((plain, rest)) = text.split_once('<') {
        bytes.extend(plain.bytes());
        let (inside, rest) = rest.split_once('>').expect("a > behind each <");
        match inside.split_once('*') {
            Some((times, what)) => {
                bytes.extend(what.repeat(times.parse().expect("a number")).bytes());
            }
            None => bytes.extend(
                inside
                    .split(' ')
                    .map(|hex| u8::from_str_radix(hex, 16).expect("hex")),
            ),
        }
        text = rest;
    }
    bytes.extend(text.bytes());
    bytes
}

#[test]
fn each_is_judged_as_it_says() {
    for it in cases() {
        let Case { name, text, .. } = &it;
        let reference = agree(text);
        let ours = validate(text);
        match it.verdict {
            "object" => assert!(ours.is_ok_and(|it| it.as_object().is_some()), "{name}"),
            "value" => {
                assert!(ours.is_ok_and(|it| it.as_object().is_none()), "{name}");
                assert_eq!(parse(text).err(), Some(PayloadError::NotObject), "{name}");
            }
            "refused" => {
                assert!(matches!(ours, Err(JsonError::Syntax { .. })), "{name}");
                let error = parse(text).err();
                assert!(
                    matches!(error, Some(PayloadError::NotJson { .. })),
                    "{name}"
                );
            }
            "deep" => {
                assert!(matches!(ours, Err(JsonError::TooDeep { .. })), "{name}");
                let error = parse(text).err();
                assert!(
                    matches!(error, Some(PayloadError::TooDeep { .. })),
                    "{name}"
                );
            }
            other => panic!("{other} is no verdict: {name}"),
        }
        if let (Some(reference), Ok(ours)) = (reference, ours) {
            assert_eq!(rebuild(ours), reference, "{name}");
            if let Some(means) = &it.means {
                assert_eq!(Some(reference), agree(means), "{name}");
            }
        }
        check(text);
    }
}

/// A member that nobody reads must be JSON all the same, and changes nothing.
#[test]
fn inside_a_webhook_too() {
    let started = br#"{"id":"s","attemptId":"a","code":7001,"action":"started","later":"#;
    let plain = [&started[..], b"0}"].concat();
    let facts = parse(&plain).expect("a webhook").facts();
    for Case { name, text, .. } in cases() {
        let body = [&started[..], &text, b"}"].concat();
        check(&body);
        // Some of what is broken is whole again inside an object.
        if let Ok(webhook) = parse(&body) {
            assert!(agree(&body).is_some(), "{name}");
            assert_eq!(webhook.facts(), facts, "{name}");
        }
    }
}

#[test]
fn there_are_many_and_each_has_its_own_name() {
    let cases = cases();
    assert!(cases.len() > 150, "{}", cases.len());
    let mut texts: Vec<_> = cases.iter().map(|it| &it.text).collect();
    texts.sort();
    texts.dedup();
    assert_eq!(texts.len(), cases.len(), "a text stands here twice");
}
