//! EventBridge refuses or is silent, records cannot be read: nothing is lost, and nobody else waits.

use super::{Stage, T1, failed, number};
use crate::new_id;
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use system_tests::deliveries::decision;
use veriff_sandbox::outcomes::Behaviour;

/// Spoils a record.
type Poison = fn(&mut Value);

/// The records of approvals of so many sessions, and the sessions.
async fn approvals(stage: &mut Stage, count: usize) -> (Vec<Value>, Vec<String>) {
    let mut ids = Vec::new();
    for _ in 0..count {
        let id = new_id();
        stage
            .world
            .deliver(&decision(&id, &new_id(), "approved", T1))
            .await;
        ids.push(id);
    }
    let mut records = stage.new_records().await;
    records.retain(|record| record["dynamodb"]["Keys"]["sk"]["S"] == "SESSION");
    assert_eq!(records.len(), count);
    (records, ids)
}

#[tokio::test]
async fn many_events_go_in_requests_of_ten() {
    let mut stage = Stage::new().await;
    let (records, ids) = approvals(&mut stage, 23).await;
    assert_eq!(stage.hand_on(&records).await, failed(&[]));
    assert_eq!(stage.bus.requests(), [10, 10, 3]);
    let heard = stage.heard();
    let told: Vec<_> = heard.iter().map(|it| &it.detail["sessionId"]).collect();
    assert_eq!(
        told,
        ids.iter().collect::<Vec<_>>(),
        "in the stream's order"
    );
}

#[tokio::test]
async fn entries_that_are_refused_fail_alone() {
    let mut stage = Stage::new().await;
    let (records, ids) = approvals(&mut stage, 12).await;
    for refused in [0, 4, 11] {
        stage
            .bus
            .behave(Behaviour::RefusesWith(ids[refused].clone()));
        let answer = stage.hand_on(&records).await;
        assert_eq!(answer, failed(&[number(&records[refused])]));
        assert_eq!(stage.heard().len(), 11);
    }
    // Lambda comes again, from the failed one on.
    stage.bus.behave(Behaviour::Takes);
    assert_eq!(stage.hand_on(&records[11..]).await, failed(&[]));
    assert_eq!(stage.heard()[0].detail["sessionId"], json!(ids[11]));
}

#[tokio::test]
async fn a_request_that_is_refused_fails_every_record_with_an_event() {
    let mut stage = Stage::new().await;
    let silent = stage.world.session_for("a").await;
    let mut batch = stage.new_records().await;
    batch.retain(|record| record["dynamodb"]["Keys"]["pk"]["S"] == format!("SESSION#{silent}"));
    let (records, _) = approvals(&mut stage, 2).await;
    batch.extend(records.iter().cloned());
    stage.bus.behave(Behaviour::Refuses);
    let answer = stage.hand_on(&batch).await;
    let numbers: Vec<_> = records.iter().map(number).collect();
    assert_eq!(answer, failed(&numbers), "one had nothing to say");
    assert_eq!(stage.heard(), []);
}

#[tokio::test]
async fn a_bus_that_hangs_fails_the_batch_before_the_function_runs_out_of_time() {
    let mut stage = Stage::new().await;
    let (records, _) = approvals(&mut stage, 21).await;
    stage.bus.behave(Behaviour::Hangs);
    let begun = Instant::now();
    let answer = stage.hand_on(&records).await;
    assert!(
        begun.elapsed() < Duration::from_secs(9),
        "{:?}",
        begun.elapsed()
    );
    let numbers: Vec<_> = records.iter().map(number).collect();
    assert_eq!(answer, failed(&numbers));
    let tries = stage.bus.requests();
    assert!(
        tries.len() <= 3,
        "the other requests are not tried: {tries:?}"
    );
}

#[tokio::test]
async fn an_entry_that_is_not_answered_has_failed() {
    let mut stage = Stage::new().await;
    let (records, _) = approvals(&mut stage, 3).await;
    stage.bus.behave(Behaviour::ForgetsOne);
    assert_eq!(
        stage.hand_on(&records).await,
        failed(&[number(&records[2])])
    );
}

#[tokio::test]
async fn a_record_that_cannot_be_read_fails_alone() {
    let mut stage = Stage::new().await;
    let (records, ids) = approvals(&mut stage, 3).await;
    let poisons: [(&str, Poison); 9] = [
        ("state", |it| {
            it["dynamodb"]["NewImage"]["state"]["S"] = json!("{")
        }),
        ("state's type", |it| {
            it["dynamodb"]["NewImage"]["state"] = json!({ "N": "1" })
        }),
        ("version", |it| {
            remove(&mut it["dynamodb"]["NewImage"], "version")
        }),
        ("newer schema", |it| {
            it["dynamodb"]["NewImage"]["schema"]["N"] = json!("999")
        }),
        ("no image", |it| remove(&mut it["dynamodb"], "NewImage")),
        ("an image that is none", |it| {
            it["dynamodb"]["NewImage"] = json!([1])
        }),
        ("no keys", |it| remove(&mut it["dynamodb"], "Keys")),
        ("other keys", |it| {
            it["dynamodb"]["Keys"] = json!({ "id": { "S": "7" } })
        }),
        ("unknown event", |it| it["eventName"] = json!("EXPLODE")),
    ];
    for (name, poison) in poisons {
        let mut batch = records.clone();
        poison(&mut batch[1]);
        let answer = stage.hand_on(&batch).await;
        assert_eq!(answer, failed(&[number(&records[1])]), "{name}");
        let heard = stage.heard();
        let told: Vec<_> = heard.iter().map(|it| &it.detail["sessionId"]).collect();
        assert_eq!(told, [&ids[0], &ids[2]], "{name}: the others do not wait");
    }
    // Without a number, Lambda can only be told that the whole batch failed.
    let mut batch = records.clone();
    batch[1] = json!(7);
    assert_eq!(stage.hand_on(&batch).await, failed(&[""]));
}

#[tokio::test]
async fn an_item_that_cannot_be_read_and_is_put_off_is_no_poison_each_time() {
    let mut stage = Stage::new().await;
    let (mut records, _) = approvals(&mut stage, 1).await;
    let record = &mut records[0];
    record["eventName"] = json!("MODIFY");
    let change = &mut record["dynamodb"];
    change["NewImage"]["state"]["S"] = json!("{");
    change["NewImage"]["due"] = json!({ "N": "1" });
    change["OldImage"] = change["NewImage"].clone();
    change["NewImage"]["due"] = json!({ "N": "2" });
    assert_eq!(stage.hand_on(&records).await, failed(&[]));
    assert_eq!(stage.heard().len(), 0);
    // Whatever else has changed, it is not known what that means.
    records[0]["dynamodb"]["OldImage"]["version"]["N"] = json!("0");
    let number = number(&records[0]);
    assert_eq!(stage.hand_on(&records).await, failed(&[number]));
}

#[tokio::test]
async fn an_old_image_that_cannot_be_read_costs_a_repeat_at_most() {
    let mut stage = Stage::new().await;
    let (mut records, _) = approvals(&mut stage, 1).await;
    let first = {
        stage.hand_on(&records).await;
        stage.heard()
    };
    records[0]["eventName"] = json!("MODIFY");
    records[0]["dynamodb"]["OldImage"] = json!({ "state": { "S": "{" } });
    assert_eq!(stage.hand_on(&records).await, failed(&[]));
    assert_eq!(stage.heard(), first);
}

#[tokio::test]
async fn a_call_that_is_no_event_says_what_is_expected() {
    let stage = Stage::new().await;
    for event in [
        json!({}),
        json!(null),
        json!({ "republish": 7 }),
        json!({ "Records": {} }),
    ] {
        let error = stage.call(event).await.expect_err("it is none");
        assert!(error.to_string().contains("republish"), "{error}");
    }
}

fn remove(object: &mut Value, member: &str) {
    object.as_object_mut().expect("an object").remove(member);
}
