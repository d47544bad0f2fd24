//! The sandbox as a whole: from a decision at the local Veriff to the event on the bus, by way of the
//! table's stream and the event source.

use serde_json::{Value, json};
use std::time::Duration;
use veriff_sandbox::outcomes::{BATCH_SIZE, Behaviour, MAXIMUM_RETRIES};
use veriff_sandbox::{Options, Sandbox};

/// A sandbox that publishes by itself, as people start it.
async fn started(options: Options) -> Sandbox {
    Sandbox::start(options).await.expect("the sandbox starts")
}

/// A session of the platform; returns its id.
async fn created(sandbox: &Sandbox) -> String {
    let body = json!({ "verification": { "vendorData": uuid::Uuid::new_v4().to_string() } });
    let url = format!("{}/sessions", sandbox.platform);
    let answer = sandbox.http.post(&url, &body).await.expect("an answer");
    system_tests::id_of(&answer)
}

/// Does something at the local Veriff, and waits until the webhooks are delivered.
async fn control(sandbox: &Sandbox, path: &str, body: Value) {
    let url = format!("{}/control/{path}?wait=true", sandbox.veriff_origin);
    let answer = sandbox.http.post(&url, &body).await.expect("an answer");
    assert!(answer.status < 300, "{path}: {}", answer.json());
}

async fn approved(sandbox: &Sandbox) -> String {
    let id = created(sandbox).await;
    control(sandbox, &format!("sessions/{id}/submit"), json!({})).await;
    let decision = json!({ "status": "approved" });
    control(sandbox, &format!("sessions/{id}/decide"), decision).await;
    id
}

/// What `GET /control/outcomes` tells of a session, once everything is handed on.
async fn told(sandbox: &Sandbox, session: &str) -> Value {
    sandbox.event_source.catch_up().await;
    let url = format!(
        "{}/control/outcomes?session={session}",
        sandbox.veriff_origin
    );
    sandbox.http.get(&url).await.expect("an answer").json()
}

#[test]
fn batches_are_as_large_as_the_template_s() {
    let template = include_str!("../../../../infra/template.yaml");
    assert!(template.contains(&format!("BatchSize: {BATCH_SIZE}\n")));
}

#[tokio::test]
async fn a_decided_session_ends_as_exactly_one_event() {
    let sandbox = started(Options::default()).await;
    let id = approved(&sandbox).await;
    let other = approved(&sandbox).await;
    let outcomes = told(&sandbox, &id).await["outcomes"].clone();
    assert_eq!(outcomes.as_array().map(Vec::len), Some(1), "{outcomes}");
    let event = &outcomes[0]["event"];
    assert_eq!(event["source"], "verification.test");
    assert_eq!(event["detail-type"], "Verification Outcome");
    let detail = &event["detail"];
    assert_eq!(detail["id"], format!("{id}:{}", detail["revision"]));
    assert_eq!(
        (&detail["status"], &detail["sessionId"]),
        (&json!("approved"), &json!(id))
    );

    // Veriff repeats itself: its decision once more by hand, and every further webhook twice.
    let deliveries = format!("{}/control/deliveries?session={id}", sandbox.veriff_origin);
    let deliveries = sandbox
        .http
        .get(&deliveries)
        .await
        .expect("an answer")
        .json();
    let last = &deliveries["deliveries"]
        .as_array()
        .expect("a list")
        .last()
        .expect("one")["id"];
    control(&sandbox, &format!("deliveries/{last}/replay"), json!({})).await;
    let twice = json!({ "faults": ["duplicate"], "deliveries": null });
    control(&sandbox, "faults", twice).await;
    let third = approved(&sandbox).await;
    for session in [&id, &other, &third] {
        let outcomes = told(&sandbox, session).await["outcomes"].clone();
        assert_eq!(outcomes.as_array().map(Vec::len), Some(1), "{outcomes}");
        assert_eq!(outcomes[0]["repeat"], false);
    }
    assert_eq!(sandbox.bus.published(None, 0).len(), 3);
    sandbox.stop().await;
}

#[tokio::test]
async fn a_poison_record_blocks_no_other_and_is_kept() {
    let sandbox = started(Options::default()).await;
    let client = veriff_sandbox::dynamodb::client(&sandbox.dynamodb);
    let text = |text: &str| aws_sdk_dynamodb::types::AttributeValue::S(text.to_owned());
    let poison = client
        .put_item()
        .table_name(sandbox.table)
        .item("pk", text("SESSION#poison"))
        .item("sk", text("SESSION"))
        .item("state", text("{"));
    let before = approved(&sandbox).await;
    poison.send().await.expect("it is written");
    let after = approved(&sandbox).await;
    // Once its retries are used up, within seconds, it is out of the way.
    let lost = tokio::time::timeout(Duration::from_secs(20), async {
        loop {
            let told = told(&sandbox, "poison").await;
            if told["discarded"][0].is_object() {
                return told;
            }
        }
    });
    let lost = lost.await.expect("it is given up");
    assert_eq!(lost["outcomes"], json!([]));
    assert_eq!(lost["discarded"][0]["invocations"], MAXIMUM_RETRIES + 1);
    let image = &lost["discarded"][0]["record"]["dynamodb"]["NewImage"];
    assert_eq!(image["state"]["S"], "{", "the record itself is kept");
    for session in [&before, &after] {
        let told = told(&sandbox, session).await;
        assert_eq!(told["outcomes"][0]["event"]["detail"]["status"], "approved");
        assert_eq!(told["discarded"], json!([]));
    }
    let later = approved(&sandbox).await;
    assert_eq!(
        told(&sandbox, &later).await["outcomes"]
            .as_array()
            .map(Vec::len),
        Some(1)
    );
    sandbox.stop().await;
}

#[tokio::test]
async fn what_a_bus_in_trouble_refuses_comes_again_until_it_takes_it() {
    let sandbox = started(Options::default()).await;
    sandbox.bus.behave(Behaviour::Refuses);
    let id = approved(&sandbox).await;
    // The SDK tries three times a call: the fifth request is the second call's.
    let mut requests = 0;
    while requests < 5 {
        requests += sandbox.bus.requests().len();
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert!(sandbox.bus.published(None, 0).is_empty());
    sandbox.bus.behave(Behaviour::Takes);
    let told = told(&sandbox, &id).await;
    assert_eq!(told["outcomes"].as_array().map(Vec::len), Some(1), "{told}");
    assert_eq!(told["discarded"], json!([]));
    sandbox.stop().await;
}

#[tokio::test]
async fn what_time_brings_is_published_before_the_clock_has_moved() {
    let sandbox = started(Options::default()).await;
    for _ in 0..20 {
        created(&sandbox).await;
    }
    control(&sandbox, "clock", json!({ "advance": "8d" })).await;
    let heard = sandbox.bus.published(None, 0);
    assert_eq!(heard.len(), 20, "{heard:?}");
    for one in heard {
        assert_eq!(one.event["detail"]["status"], "expired");
    }
    sandbox.stop().await;
}

#[tokio::test]
async fn after_a_restart_the_stream_goes_on_where_it_was() {
    let folder = tempfile::tempdir().expect("a folder");
    let options = |publishes| Options {
        data: Some(folder.path().to_owned()),
        publishes,
        ..Options::default()
    };
    let sandbox = started(options(true)).await;
    let first = approved(&sandbox).await;
    assert_eq!(
        told(&sandbox, &first).await["outcomes"]
            .as_array()
            .map(Vec::len),
        Some(1)
    );
    sandbox.stop().await;
    let sandbox = started(options(false)).await;
    let second = approved(&sandbox).await;
    sandbox.stop().await;

    let sandbox = started(options(true)).await;
    assert_eq!(
        told(&sandbox, &second).await["outcomes"]
            .as_array()
            .map(Vec::len),
        Some(1)
    );
    assert_eq!(
        told(&sandbox, &first).await["outcomes"],
        json!([]),
        "not once more"
    );
    sandbox.stop().await;
}
