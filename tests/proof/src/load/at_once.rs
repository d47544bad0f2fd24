//! The same thing a hundred times at the same time has one effect.

use futures_util::future::join_all;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use system_tests::World;
use system_tests::deliveries::decision;
use verification::store::Stored;

/// Delivers one webhook in so many copies at once; returns what is wrong, if anything is.
pub async fn deliveries(copies: usize) -> Result<(), String> {
    let world = World::new().await;
    let id = world.session_for("one").await;
    let body = decision(&id, &id, "approved", "2026-03-02T09:19:31.077000Z");
    let statuses = join_all((0..copies).map(|_| world.deliver(&body))).await;
    if statuses.iter().any(|status| *status != 200) {
        return Err(format!("not all were acknowledged: {statuses:?}"));
    }
    let Some(Stored::Session(record, _)) = world.stored(&id).await else {
        return Err("the session is gone".into());
    };
    world.sandbox.event_source.catch_up().await;
    let events = world.sandbox.bus.published(Some(&id), 0).len();
    let payloads = world.sandbox.app.store.payloads(&id).await;
    let payloads = payloads.map_err(|error| error.to_string())?.len();
    match (record.status().as_str(), record.revision, events, payloads) {
        ("approved", 1, 1, 1) => Ok(()),
        other => Err(format!(
            "status, revision, events and payloads are {other:?}"
        )),
    }
}

/// Asks for one person's session so often at once; returns what is wrong, if anything is.
pub async fn creates(requests: usize) -> Result<(), String> {
    let world = World::new().await;
    let ask = || world.create(json!({ "vendorData": "one" }));
    let answers = join_all((0..requests).map(|_| ask())).await;
    let mut ids = BTreeSet::new();
    for answer in &answers {
        match answer.status {
            200 | 201 => {
                let id: Value = answer.json()["sessionId"].take();
                ids.insert(id.to_string());
            }
            // Another request is at it, and this one shall come again.
            503 if answer.headers.contains_key("retry-after") => {}
            status => return Err(format!("a request was answered with {status}")),
        }
    }
    let made = world.sessions_at_veriff().await;
    match (ids.len(), made) {
        (1, 1) => Ok(()),
        other => Err(format!("sessions shown and made are {other:?}")),
    }
}
