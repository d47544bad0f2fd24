//! Erasure: nothing of a person is left, nothing comes back, and Veriff is asked at its pace.

mod answers;
mod at_veriff;
mod broken_off;
mod cost;
mod in_flight;
mod legal_hold;
mod pace;
mod personal_data;
mod quarantine;

use serde_json::{Value, json};
use std::collections::BTreeMap;
use system_tests::World;
use system_tests::contents::{Item, everything as table};
use verification::store::{Stored, Tombstone};

const T1: &str = "2026-03-02T09:19:31.077000Z";
const T2: &str = "2026-03-02T10:00:00.000000Z";

/// Planted in requests and webhooks; `deliveries` plants more.
const PLANTED: [&str; 16] = [
    "Plantagenia",
    "PLANTAGENIA",
    "Quirindale",
    "QUIRINDALE",
    "ODALYS",
    "Odalys",
    "QUIRIN",
    "1984-02-29",
    "QX9910417",
    "38402290017",
    "planted@shop.example",
    "+3725550142",
    "Planted lane",
    "planted-vendor-data",
    "203.0.113.9",
    "/v/ey",
];

/// A world in which Veriff deletes sessions of both integrations.
async fn deleting_world() -> World {
    World::with_settings(allow_deletion).await
}

fn allow_deletion(settings: &mut Value) {
    let integrations = settings["integrations"].as_array_mut().expect("a list");
    for integration in integrations {
        integration["deletionEnabled"] = json!(true);
    }
}

/// A person with everything that a request can hold.
fn planted_person(end_user_id: &str) -> Value {
    json!({
        "endUserId": end_user_id,
        "vendorData": "planted-vendor-data",
        "person": {
            "firstName": "Plantagenia",
            "lastName": "Quirindale",
            "dateOfBirth": "1984-02-29",
            "idNumber": "38402290017",
            "email": "planted@shop.example",
            "phoneNumber": "+3725550142",
        },
        "document": { "number": "QX9910417", "type": "PASSPORT", "country": "EE" },
        "address": { "fullAddress": "Planted lane 7, 10999 Plantvale" },
    })
}

/// Erases a session; returns what it says of Veriff.
async fn erased(world: &World, id: &str) -> String {
    let answer = world.erase(id).await;
    let body = answer.json();
    assert_eq!(body["erased"], true, "{body}");
    let at_veriff = body["atVeriff"].as_str().expect("a word").to_owned();
    let status = if at_veriff == "pending" { 202 } else { 200 };
    assert_eq!(answer.status, status, "{body}");
    at_veriff
}

/// The tombstone in a session's place.
async fn tombstone(world: &World, id: &str) -> Tombstone {
    let tombstone = match world.stored(id).await {
        Some(Stored::Tombstone(tombstone)) => Some(tombstone),
        _ => None,
    };
    tombstone.expect("a tombstone")
}

/// The planted texts, and `more`, that some item holds.
fn found(items: &[Item], more: &[&str]) -> Vec<String> {
    let planted = PLANTED.iter().chain(more);
    planted
        .filter(|planted| {
            let values = items.iter().flat_map(Item::values);
            values.into_iter().any(|value| value.contains(**planted))
        })
        .map(|planted| (*planted).to_owned())
        .collect()
}

/// The kinds of item there are, by the beginning of their keys.
fn kinds(items: &[Item]) -> BTreeMap<String, usize> {
    let mut kinds = BTreeMap::new();
    for item in items {
        let start = |name: &str| item[name].split('#').next().expect("a part").to_owned();
        *kinds
            .entry(format!("{} {}", start("pk"), start("sk")))
            .or_default() += 1;
    }
    kinds
}

/// The deletions that Veriff was asked for: when, in milliseconds, and what it answered.
async fn deletions(world: &World) -> Vec<(i64, u64)> {
    let url = format!("{}/control/journal", world.sandbox.veriff_origin);
    let answer = world.sandbox.http.get(&url).await.expect("it answers");
    let entries = answer.json()["entries"].clone();
    let entries = entries.as_array().expect("entries").iter();
    entries
        .filter(|entry| entry["method"] == "DELETE")
        .map(|entry| {
            let at = entry["at"].as_str().expect("a time");
            let at: jiff::Timestamp = at.parse().expect("a time");
            (
                at.as_millisecond(),
                entry["status"].as_u64().expect("a status"),
            )
        })
        .collect()
}
