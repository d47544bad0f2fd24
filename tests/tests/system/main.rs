//! The whole system, over HTTP: one module per topic, in one binary.

#![expect(clippy::expect_used, reason = "what fails here fails a test")]

mod checklist;
mod create_requests;
mod dead_connection;
mod delivery_faults;
mod erasure;
mod faults;
mod intake;
mod made_by_hand;
mod metrics;
mod operate;
mod outcomes;
mod sessions;
mod settings_secret;
mod sweep;
mod units;

use serde_json::Value;
use std::collections::BTreeSet;
use uuid::Uuid;

/// An id as Veriff gives them.
fn new_id() -> String {
    Uuid::new_v4().to_string()
}

/// The names of all fields of a JSON value, at whatever depth.
fn field_names(value: &Value) -> BTreeSet<&str> {
    match value {
        Value::Object(fields) => fields
            .iter()
            .flat_map(|(name, value)| {
                let mut names = field_names(value);
                names.insert(name);
                names
            })
            .collect(),
        Value::Array(items) => items.iter().flat_map(field_names).collect(),
        _ => BTreeSet::new(),
    }
}

/// Checks that a person's view has nothing but the fields that a person may see.
fn assert_for_a_person(view: &Value) {
    const ALLOWED: [&str; 11] = [
        "createdAt",
        "expiresAt",
        "grants",
        "id",
        "integration",
        "nextStep",
        "sentence",
        "sessionId",
        "status",
        "type",
        "url",
    ];
    let more: Vec<_> = field_names(view)
        .into_iter()
        .filter(|name| !ALLOWED.contains(name))
        .collect();
    assert!(more.is_empty(), "a person must not see {more:?}");
    let sentence = view["sentence"].as_str().expect("a sentence");
    assert!(!sentence.is_empty());
    for word in ["suspici", "fraud", "tamper", "fake", "steal", "stolen"] {
        assert!(!sentence.to_lowercase().contains(word), "{sentence}");
    }
}
