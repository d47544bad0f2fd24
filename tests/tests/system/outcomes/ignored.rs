//! Records that are none of the platform's business.

use super::{Stage, T1};
use crate::new_id;
use serde_json::json;
use system_tests::deliveries::decision;

#[tokio::test]
async fn other_items_removals_and_ttl_are_ignored() {
    let mut stage = Stage::new().await;
    let id = stage.world.session_for("a").await;
    stage
        .world
        .deliver(&decision(&id, &new_id(), "approved", T1))
        .await;
    let records = stage.new_records().await;
    let kinds: Vec<_> = records
        .iter()
        .map(|record| {
            record["dynamodb"]["Keys"]["sk"]["S"]
                .as_str()
                .expect("a key")
        })
        .map(|key| key.split('#').next().expect("a kind"))
        .collect();
    for kind in ["SESSION", "PAYLOAD", "ATTEMPT", "CURRENT"] {
        assert!(kinds.contains(&kind), "the stream has {kinds:?}");
    }
    let session = records.last().expect("a record");
    let mut ignored: Vec<_> = records
        .iter()
        .filter(|record| record["dynamodb"]["Keys"]["sk"]["S"] != "SESSION")
        .cloned()
        .collect();
    let mut removed = session.clone();
    removed["eventName"] = json!("REMOVE");
    removed["dynamodb"]["OldImage"] = removed["dynamodb"]["NewImage"].take();
    removed["dynamodb"]
        .as_object_mut()
        .expect("an object")
        .remove("NewImage");
    ignored.push(removed.clone());
    for mut by_ttl in [removed, session.clone()] {
        by_ttl["userIdentity"] =
            json!({ "type": "Service", "principalId": "dynamodb.amazonaws.com" });
        ignored.push(by_ttl);
    }
    assert_eq!(stage.hand_on(&ignored).await, super::failed(&[]));
    assert_eq!(stage.heard(), []);
    assert!(
        stage.bus.requests().is_empty(),
        "nothing to say, nothing sent"
    );

    // The same record by somebody else counts.
    let mut by_hand = session.clone();
    by_hand["userIdentity"] = json!({ "type": "User", "principalId": "somebody" });
    stage.hand_on(&[by_hand]).await;
    assert_eq!(stage.heard().len(), 1);
}
