//! The functions that work by themselves or by hand, each driven through everything that it does.

use super::stage::{Stage, T1, new_id, pointer_of};
use aws_sdk_dynamodb::types::AttributeValue;
use publish_outcome::Publisher;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::time::{Duration, Instant};
use system_tests::deliveries::{decision, event, watchlist};
use veriff_sandbox::dynamodb;
use verification::store::Source;

/// Sessions that are over, lost, unreadable, and erased.
pub(super) async fn sweep_expired() -> Stage {
    let stage = Stage::new().await;
    stage.world.session_for("never opened").await;
    stage
        .decided_unheard("told nothing", "approved", None)
        .await;
    let broken = stage.world.session_for("broken").await;
    let client = dynamodb::client(&stage.world.sandbox.dynamodb);
    client
        .update_item()
        .table_name(stage.world.sandbox.table)
        .key("pk", AttributeValue::S(format!("SESSION#{broken}")))
        .key("sk", AttributeValue::S("SESSION".into()))
        .update_expression("SET createdAt = :broken")
        .expression_attribute_values(":broken", AttributeValue::S("yesterday".into()))
        .send()
        .await
        .expect("it is broken");
    // Two erased while Veriff was judging them; one was its person's only session.
    for (person, others) in [("alone", 0), ("with another", 1)] {
        let id = stage.judged(person).await;
        stage.erased(&id).await;
        in_flight(&stage, person, &id, others).await;
    }
    for pause in ["2h", "7d", "3h"] {
        stage.world.advance(pause).await;
        stage.sweep().await;
    }
    stage
}

/// What was in flight while a session was erased: a payload, a message in quarantine, its place as the
/// person's session.
async fn in_flight(stage: &Stage, person: &str, session: &str, others: usize) {
    let (store, now) = (
        &stage.world.sandbox.app.store,
        stage.world.sandbox.clock.now(),
    );
    let kept = store
        .keep_payload(session, "decision", Source::Webhook, b"{}", now, 90)
        .await;
    assert!(kept.expect("a payload"));
    store
        .mark_quarantined(session, "c0ffee", now)
        .await
        .expect("a marker");
    let pointer = pointer_of(person);
    store
        .also_list(&pointer, session)
        .await
        .expect("it is listed");
    for _ in 0..others {
        store
            .also_list(&pointer, &new_id())
            .await
            .expect("it is listed");
    }
}

/// A batch of the stream, and a session told again.
pub(super) async fn publish_outcome() -> Stage {
    let stage = Stage::new().await;
    let publisher = Publisher {
        app: stage.app.clone(),
        bus: stage.recorder.bus(),
    };
    let samples = veriff_sandbox::events::samples().expect("they are made");
    for (path, text) in samples {
        if path.starts_with("publish-outcome/approved") {
            let event = serde_json::from_str(&text).expect("JSON");
            let answer = publish_outcome::handle(&publisher, &event)
                .await
                .expect("a batch");
            assert_eq!(answer, json!({ "batchItemFailures": [] }));
        }
    }
    let id = stage.world.session_for("a").await;
    assert_eq!(
        stage
            .world
            .deliver(&decision(&id, &new_id(), "approved", T1))
            .await,
        200
    );
    let event = json!({ "republish": id });
    let answer = publish_outcome::handle(&publisher, &event)
        .await
        .expect("an answer");
    assert_eq!(answer["republished"].as_array().map(Vec::len), Some(1));
    stage
}

/// The quarantine listed and replayed, and sessions taken over.
pub(super) async fn operate() -> Stage {
    let stage = Stage::new().await;
    let world = &stage.world;
    // Told of an attempt before anything else was, one whose session is erased since, and what nobody knows.
    let (id, attempt) = (world.session_for("a").await, new_id());
    assert_eq!(world.deliver(&watchlist(None, &attempt, T1)).await, 200);
    assert_eq!(world.deliver(&event(&id, &attempt, "started")).await, 200);
    let (gone, attempt) = (world.session_for("b").await, new_id());
    assert_eq!(world.deliver(&watchlist(None, &attempt, T1)).await, 200);
    assert_eq!(world.deliver(&event(&gone, &attempt, "started")).await, 200);
    stage.erased(&gone).await;
    stage.quarantined_unrecorded(&id).await;
    // In quarantine because it could not be read: a session made in a browser.
    let mut of_browser = decision(&new_id(), &new_id(), "approved", T1);
    of_browser["verification"]["endUserId"] = json!(new_id());
    let body = of_browser.to_string();
    let (store, now) = (&world.sandbox.app.store, world.sandbox.clock.now());
    let why = verification::store::WhyQuarantined::Unreadable;
    let put = store
        .quarantine("local-test", why, body.as_bytes(), None, now)
        .await;
    assert!(put.expect("it is kept"));

    let listed = order(&stage, json!({ "quarantine": "list" })).await;
    assert_eq!(
        listed["quarantine"].as_array().map(Vec::len),
        Some(4),
        "{listed}"
    );
    let one = json!({ "replay": verification::store::digest(body.as_bytes()) });
    assert_eq!(order(&stage, one).await["replayed"][0]["result"], "new");
    let replayed = order(&stage, json!({ "replay": "all" })).await;
    let results = replayed["replayed"].as_array().expect("results").iter();
    let results: BTreeSet<_> = results.filter_map(|it| it["result"].as_str()).collect();
    assert_eq!(
        results,
        BTreeSet::from(["erased", "new", "quarantined"]),
        "{replayed}"
    );

    let elsewhere = stage.decided_unheard("c", "approved", None).await;
    made_elsewhere(&stage, &elsewhere, "c").await;
    let entry = json!({ "sessionId": elsewhere, "vendorData": "c" });
    let import = json!({ "import": { "integration": "local-test", "sessions": [entry] } });
    for result in ["imported", "known"] {
        let report = order(&stage, import.clone()).await;
        assert_eq!(report["imported"][0]["result"], result, "{report}");
    }
    stage
}

async fn order(stage: &Stage, order: Value) -> Value {
    let ends = Instant::now() + Duration::from_secs(300);
    operate::handle(&stage.app, order, ends)
        .await
        .expect("it is carried out")
}

/// Lets the table forget a session that Veriff has.
async fn made_elsewhere(stage: &Stage, session: &str, person: &str) {
    let client = dynamodb::client(&stage.world.sandbox.dynamodb);
    for (partition, sort) in [
        (format!("SESSION#{session}"), "SESSION"),
        (pointer_of(person), "CURRENT"),
    ] {
        client
            .delete_item()
            .table_name(stage.world.sandbox.table)
            .key("pk", AttributeValue::S(partition))
            .key("sk", AttributeValue::S(sort.into()))
            .send()
            .await
            .expect("it is forgotten");
    }
}
