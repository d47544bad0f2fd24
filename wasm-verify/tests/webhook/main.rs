//! What each webhook says, by composed payloads, and what is refused.
#![expect(clippy::expect_used, clippy::panic, reason = "tests")]

mod answers;
mod decision;
mod drift;
mod event;
mod full_auto;
mod others;
mod strict;

use serde_json::Value;

pub(crate) const SESSION: &str = "c41e7d52-9a0b-4f3e-8d26-5b7a1e90c3f8";
pub(crate) const ATTEMPT: &str = "7d9f02be-63c1-4a85-b2e4-0f18d6c5a937";
pub(crate) const END_USER: &str = "e2b8c6a0-17d4-4f59-93ab-6c0d5e8f7a12";
pub(crate) const VENDOR_DATA: &str = "order-88-Ü";

/// A payload by name.
pub(crate) fn payload(name: &str) -> Vec<u8> {
    let path = format!("{}/tests/payloads/{name}.json", env!("CARGO_MANIFEST_DIR"));
    std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// A payload, changed at a JSON pointer: set to a value, or removed.
pub(crate) fn changed(name: &str, pointer: &str, to: Option<Value>) -> Vec<u8> {
    let mut document: Value = serde_json::from_slice(&payload(name)).expect("a payload is JSON");
    let (parent, key) = pointer.rsplit_once('/').expect("a pointer");
    let parent = document
        .pointer_mut(parent)
        .and_then(Value::as_object_mut)
        .expect("an object");
    match to {
        Some(value) => parent.insert(key.to_owned(), value),
        None => parent.remove(key),
    };
    document.to_string().into_bytes()
}

/// All payload names.
pub(crate) fn names() -> Vec<String> {
    let folder = format!("{}/tests/payloads", env!("CARGO_MANIFEST_DIR"));
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .expect("the payloads")
        .filter_map(|entry| entry.expect("an entry").file_name().into_string().ok())
        .filter_map(|name| name.strip_suffix(".json").map(str::to_owned))
        .collect();
    names.sort();
    names
}
