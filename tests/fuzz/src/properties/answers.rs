//! The answers of Veriff's REST API: create, decision, full auto, attempts, error.

use serde_json::Value;
use veriff_verify::webhook::answer::{
    parse_attempts_answer, parse_create_answer, parse_decision_answer, parse_error_answer,
    parse_full_auto_answer,
};
use veriff_verify::webhook::{self, Webhook};

use crate::differential::agree;

/// Each of the five parsers reads the same bytes: what they find, `serde_json` finds too.
pub fn answers(data: &[u8]) {
    let reference = agree(data);
    let object = reference.as_ref().filter(|it| it.is_object());
    create(data, object);
    decision(data, object);
    full_auto(data, object);
    attempts(data, object);
    error(data, object);
}

fn create(data: &[u8], reference: Option<&Value>) {
    let text = |name: &str| reference?.get("verification")?.get(name)?.as_str();
    let id = text("id").filter(|it| is_id(it));
    let expected = id.zip(text("url").filter(|it| !it.is_empty()));
    let created = parse_create_answer(data).ok();
    let found = created.as_ref();
    let found = found.map(|it| (&*it.id, &*it.url));
    assert_eq!(found, expected);
    // The URL is a bearer secret.
    if let Some(created) = &created
        && created.url.len() > 8
        && !created.id.contains(&created.url)
    {
        assert!(!format!("{created:?}").contains(&created.url));
    }
}

fn decision(data: &[u8], reference: Option<&Value>) {
    let told = parse_decision_answer(data);
    let Some(reference) = reference else {
        return assert!(told.is_err());
    };
    let is_there = reference
        .get("verification")
        .is_some_and(|it| !it.is_null());
    match told {
        Ok(None) => assert!(!is_there),
        Ok(Some(told)) => {
            let verification = &reference["verification"];
            assert_eq!(verification["id"].as_str(), Some(&*told.session_id));
            assert_eq!(verification["status"].as_str(), Some(&*told.status));
            // The webhook has the same fields, so it says the same.
            if let Ok(Webhook::Decision(webhook)) = webhook::parse(data) {
                assert_eq!(webhook.facts(), told.facts());
            }
        }
        Err(error) => assert!(is_there && error.is_json(), "{error}"),
    }
}

fn full_auto(data: &[u8], reference: Option<&Value>) {
    let told = parse_full_auto_answer(data);
    let Some(reference) = reference else {
        return assert!(told.is_err());
    };
    let has = |at: &Value| {
        at.pointer("/data/verification")
            .is_some_and(|it| !it.is_null())
    };
    let candidates = [
        Some(reference),
        reference.get("verification"),
        reference.get("data"),
    ];
    let mut candidates = candidates.into_iter().flatten();
    let inner = candidates.find(|it| it.is_object() && has(it));
    match (told, inner) {
        (Ok(None), None) | (Err(_), Some(_)) => {}
        (Ok(Some(told)), Some(inner)) => {
            let decision = inner.pointer("/data/verification/decision");
            assert_eq!(told.decision.as_deref(), decision.and_then(Value::as_str));
        }
        (told, inner) => panic!("{told:?} of {inner:?}"),
    }
}

fn attempts(data: &[u8], reference: Option<&Value>) {
    let told = parse_attempts_answer(data);
    let Some(reference) = reference else {
        return assert!(told.is_err());
    };
    let listed = match reference.get("verifications") {
        None | Some(Value::Null) => Some(&[][..]),
        Some(listed) => listed.as_array().map(Vec::as_slice),
    };
    let text = |it: &Value, name: &str| it.get(name)?.as_str().map(str::to_owned);
    let expected = listed.and_then(|listed| {
        let each = listed.iter().map(|it| {
            let id = text(it, "id").filter(|it| is_id(it))?;
            Some((id, text(it, "status").filter(|it| !it.is_empty())?))
        });
        each.collect::<Option<Vec<_>>>()
    });
    let told = told.ok();
    for fact in told.iter().flatten().flat_map(|it| it.facts()) {
        assert!(fact.attempt.is_some());
    }
    let told = told.map(|told| told.into_iter().map(|it| (it.id, it.status)).collect());
    assert_eq!(told, expected);
}

fn error(data: &[u8], reference: Option<&Value>) {
    let code = reference.and_then(|it| it.get("code"));
    match (parse_error_answer(data), code) {
        (Some(told), Some(Value::String(code))) => assert_eq!(told, *code),
        (Some(told), Some(Value::Number(code))) => {
            assert_eq!(serde_json::from_str(&told).ok().as_ref(), Some(code));
        }
        (None, code) => assert!(!code.is_some_and(|it| it.is_string() || it.is_number())),
        (told, code) => panic!("{told:?} of {code:?}"),
    }
}

fn is_id(id: &str) -> bool {
    (1..=64).contains(&id.len()) && id.bytes().all(|it| it.is_ascii_graphic())
}
