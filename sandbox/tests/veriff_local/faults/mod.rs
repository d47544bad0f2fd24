//! Faults: each does what its description says, and no more.

mod choosing;
mod content;
mod departure;
mod receivers;
mod signatures;

use http::Method;
use serde_json::{Value, json};

use crate::harness::{Answer, Received, Sandbox};

/// Chooses faults for the next webhook.
async fn choose(sandbox: &Sandbox, faults: &[&str]) -> Value {
    choose_for(sandbox, json!({"faults": faults})).await
}

async fn choose_for(sandbox: &Sandbox, request: Value) -> Value {
    let answer = sandbox.control("/faults", request).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    answer.json()
}

async fn delete(sandbox: &Sandbox, path: &str) -> Answer {
    let path = format!("/control{path}");
    sandbox.call(Method::DELETE, &path, &[], "").await
}

/// All deliveries of a session, the oldest first.
async fn deliveries(sandbox: &Sandbox, session: &str) -> Vec<Value> {
    let list = sandbox
        .look(&format!("/deliveries?session={session}"))
        .await;
    list["deliveries"].as_array().unwrap().clone()
}

/// What arrives for a session that is opened under these faults, within an hour.
async fn opened_under(faults: &[&str]) -> (Sandbox, Vec<Received>) {
    let sandbox = Sandbox::start().await;
    let id = sandbox.session().await;
    choose(&sandbox, faults).await;
    sandbox.open(&id).await;
    let received = sandbox.receiver.received();
    (sandbox, received)
}
