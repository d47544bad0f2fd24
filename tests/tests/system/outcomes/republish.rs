//! Publishing again by hand, from the item; and items of an older layout.

use super::{Heard, Stage, T1, T2, T3, records};
use crate::new_id;
use publish_outcome::PublishError;
use serde_json::{Value, json};
use system_tests::deliveries::{decision, event, watchlist};
use veriff_sandbox::outcomes::Behaviour;

#[tokio::test]
async fn a_session_is_republished_under_the_same_ids() {
    let mut stage = Stage::new().await;
    stage.world.stop_the_clock();
    let (id, attempt) = (stage.world.session_for("a").await, new_id());
    stage.world.deliver(&event(&id, &attempt, "started")).await;
    assert_eq!(
        republished(&stage, &id).await,
        json!([]),
        "nothing to hear yet"
    );
    stage
        .world
        .deliver(&decision(&id, &attempt, "approved", T1))
        .await;
    stage
        .world
        .deliver(&watchlist(Some(&id), &attempt, T2))
        .await;
    let first = stage.publish().await;
    assert_eq!(first.len(), 2);
    // Written since, and heard of nothing.
    stage
        .world
        .deliver(&event(&id, &attempt, "submitted"))
        .await;
    stage
        .world
        .deliver(&decision(&id, &attempt, "expired", T3))
        .await;
    assert_eq!(stage.publish().await, []);

    let ids = republished(&stage, &id).await;
    assert_eq!(ids, json!([first[0].id(), first[1].id()]));
    let again = stage.heard();
    let details = |heard: &[Heard]| heard.iter().map(|it| it.detail.clone()).collect::<Vec<_>>();
    assert_eq!(details(&again), details(&first));

    stage
        .world
        .deliver(&decision(&id, &attempt, "declined", T3))
        .await;
    let declined = stage.publish().await.remove(0);
    assert_eq!(
        republished(&stage, &id).await,
        json!([declined.id(), first[1].id()]),
        "the outcome is another one, the watchlist's word is not"
    );
}

#[tokio::test]
async fn an_erasure_is_republished() {
    let mut stage = Stage::new().await;
    let id = stage.world.session_for("a").await;
    assert_eq!(stage.world.erase(&id).await.status, 200);
    let first = stage.publish().await;
    assert_eq!(republished(&stage, &id).await, json!([first[0].id()]));
    assert_eq!(stage.heard()[0].detail, first[0].detail);
}

#[tokio::test]
async fn what_cannot_be_republished_is_an_error() {
    let stage = Stage::new().await;
    let order = json!({ "republish": new_id() });
    assert_eq!(stage.call(order).await, Err(PublishError::UnknownSession));
    let id = new_id();
    stage
        .world
        .deliver(&decision(&id, &new_id(), "approved", T1))
        .await;
    stage.bus.behave(Behaviour::RefusesWith(id.clone()));
    let error = stage
        .call(json!({ "republish": id }))
        .await
        .expect_err("it is refused");
    assert_eq!(
        error.to_string(),
        "eventbridge did not take the event: ThrottlingException"
    );
}

/// The members that older layouts lacked.
const NEWER: [&str; 4] = ["schema", "revision", "outcomeRevision", "watchlistRevision"];

#[tokio::test]
async fn records_of_an_older_layout_are_read() {
    let mut stage = Stage::new().await;
    stage
        .session_told(&[
            |id, attempt| decision(id, attempt, "approved", T1),
            |id, attempt| watchlist(Some(id), attempt, T2),
        ])
        .await;
    let new = stage.publish().await;
    for lacking in 1..=NEWER.len() {
        let mut batch = records(&stage.world).await;
        for record in &mut batch {
            for image in ["OldImage", "NewImage"] {
                if let Some(image) = record["dynamodb"][image].as_object_mut() {
                    NEWER[NEWER.len() - lacking..].iter().for_each(|name| {
                        image.remove(*name);
                    });
                }
            }
        }
        assert_eq!(stage.hand_on(&batch).await, super::failed(&[]));
        let old = stage.heard();
        assert_eq!(old.len(), 2, "{lacking}");
        for (old, new) in old.iter().zip(&new) {
            assert_eq!(old.gist(), new.gist());
            assert!(old.revision() <= new.revision());
        }
    }
}

#[tokio::test]
async fn a_session_of_an_older_layout_goes_on_with_greater_revisions() {
    let mut stage = Stage::new().await;
    let (id, attempt) = (stage.world.session_for("a").await, new_id());
    stage
        .world
        .deliver(&watchlist(Some(&id), &attempt, T1))
        .await;
    stage
        .world
        .deliver(&decision(&id, &attempt, "approved", T1))
        .await;
    let published = stage.publish().await.pop().expect("an approval");
    let update = veriff_sandbox::dynamodb::client(&stage.world.sandbox.dynamodb)
        .update_item()
        .table_name(stage.world.sandbox.table)
        .key(
            "pk",
            aws_sdk_dynamodb::types::AttributeValue::S(format!("SESSION#{id}")),
        )
        .key(
            "sk",
            aws_sdk_dynamodb::types::AttributeValue::S("SESSION".into()),
        )
        .update_expression("REMOVE outcomeRevision, watchlistRevision, #schema")
        .expression_attribute_names("#schema", "schema");
    update.send().await.expect("it is written");
    assert_eq!(stage.publish().await, [], "nothing has changed");
    assert_eq!(
        republished(&stage, &id).await.as_array().map(Vec::len),
        Some(2)
    );
    let old = stage.heard().remove(0);
    assert!(old.revision() >= published.revision(), "it is not older");
    stage
        .world
        .deliver(&decision(&id, &attempt, "declined", T2))
        .await;
    let newer = stage.publish().await;
    assert_eq!(newer.len(), 1);
    assert!(newer[0].revision() > old.revision());
}

async fn republished(stage: &Stage, id: &str) -> Value {
    let answer = stage.call(json!({ "republish": id })).await;
    answer.expect("it is republished")["republished"].clone()
}
