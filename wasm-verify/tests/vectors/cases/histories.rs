//! Histories: all webhooks of one session, and the state that they make in whatever order they come.

mod decided;
mod open;
mod resubmitted;

use base64::prelude::{BASE64_STANDARD, Engine};
use serde_json::{Value, json};

use super::messages::{GENERATED, millis};
use super::{API_KEY, SECRET, signature};

// Of two attempts the later one has the smaller id: ids say nothing of an order in time.
const A: &str = "f3b8d0a1-5c62-4e97-8f14-2a6b9c7d0e35";
const B: &str = "86a4c2e0-19d7-4b3f-a5e8-7c0f1d6b2943";
const C: &str = "1d7e5f93-b0c8-4a26-9e41-3f8a6d2c7b50";
const DAMAGED: &str = "Document damaged";

/// The histories, in order.
pub(crate) fn histories() -> Vec<Value> {
    let mut all = decided::decided_once();
    all.extend(resubmitted::resubmissions());
    all.extend(decided::decided_again());
    all.extend(open::undecided());
    all.extend(open::odd());
    all
}

/// A history, each message signed, with several orders in which it may arrive.
fn history(name: &str, messages: &[Value], expect: Value, stored: &str) -> Value {
    let deliveries: Vec<Value> = messages
        .iter()
        .map(|message| {
            let body = message.to_string();
            let signature = signature(SECRET, body.as_bytes());
            let headers = json!([["X-AUTH-CLIENT", API_KEY], ["X-HMAC-SIGNATURE", signature]]);
            json!({"headers": headers, "body": BASE64_STANDARD.encode(body)})
        })
        .collect();
    let mut expect = expect;
    expect["stored"] = json!(stored);
    json!({
        "name": format!("history-{name}"),
        "secrets": [SECRET],
        "deliveries": deliveries,
        "orders": orders(messages.len()),
        "expect": expect,
    })
}

/// As it happened, backwards, each twice, all twice, every other first, and begun in the middle.
fn orders(count: usize) -> Value {
    let given = || 0..count;
    let half = count / 2;
    json!([
        Vec::from_iter(given()),
        Vec::from_iter(given().rev()),
        Vec::from_iter(given().flat_map(|at| [at, at])),
        Vec::from_iter(given().chain(given())),
        Vec::from_iter((1..count).step_by(2).chain(given().step_by(2))),
        Vec::from_iter((half..count).chain(0..half + 1)),
    ])
}

/// What is expected unless `also` says otherwise.
fn state(status: &str, also: Value) -> Value {
    let mut state = json!({
        "status": status, "outcome": null, "currentAttemptId": null, "acceptedAt": GENERATED,
        "resubmissions": 0, "disagreements": 0, "opened": true, "revised": false, "ambiguous": false,
        "watchlist": null, "userStatus": null, "registries": [],
    });
    for (key, value) in also.as_object().expect("an object") {
        state[key] = value.clone();
    }
    state
}

/// What is expected where a decision gives the status.
fn decided(status: &str, attempt: &str, code: u32, minute: i64) -> Value {
    let outcome = json!({
        "status": status, "attemptId": attempt, "source": "decision", "code": code, "reason": null,
        "reasonCode": null, "decidedAt": millis(minute), "submittedAt": millis(minute - 2),
    });
    state(
        status,
        json!({"outcome": outcome, "currentAttemptId": attempt}),
    )
}

fn with(mut state: Value, pointer: &str, value: Value) -> Value {
    *state.pointer_mut(pointer).expect("a member of the state") = value;
    state
}

fn reasoned(state: Value, code: u32, reason: &str) -> Value {
    let state = with(state, "/outcome/reasonCode", json!(code));
    with(state, "/outcome/reason", json!(reason))
}

/// The verdict as it is stored.
fn kept(letter: char, minute: i64, more: &str) -> String {
    let (decided, submitted) = (millis(minute), millis(minute - 2));
    format!(r#"{{"s":"{letter}","t":{decided},"b":{submitted},{more}}}"#)
}
