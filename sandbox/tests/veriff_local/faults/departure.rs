//! Webhooks that come twice, in another order, late, never, or too early.

use serde_json::json;

use super::{choose, choose_for, delete, deliveries, opened_under};
use crate::harness::{ESSENTIAL, Sandbox, TEST};

#[tokio::test]
async fn duplicate_sends_the_same_bytes_twice() {
    let (_sandbox, received) = opened_under(&["duplicate"]).await;
    assert_eq!(received.len(), 2);
    assert_eq!(received[0].raw, received[1].raw);
    let signature = |index: usize| received[index].headers["x-hmac-signature"].clone();
    assert_eq!(signature(0), signature(1));
}

#[tokio::test]
async fn reordered_waits_for_the_next_webhook_of_the_session() {
    let sandbox = Sandbox::start().await;
    let (one, other) = (sandbox.session().await, sandbox.session().await);
    choose(&sandbox, &["reordered"]).await;
    sandbox.open(&one).await;
    assert!(sandbox.receiver.received().is_empty());
    sandbox.open(&other).await;
    assert_eq!(sandbox.receiver.whats(), ["started"], "the other session's");
    sandbox.submit(&one).await;
    let received = sandbox.receiver.received();
    assert_eq!(
        sandbox.receiver.whats()[1..],
        ["submitted", "started"],
        "held until then"
    );
    assert!(received[1..].iter().all(|r| r.body["id"] == json!(one)));
}

#[tokio::test]
async fn reordered_for_all_changes_places_in_pairs() {
    let sandbox = Sandbox::start().await;
    let request = json!({"faults": ["reordered"], "deliveries": null});
    choose_for(&sandbox, request).await;
    let id = sandbox.session().await;
    sandbox.open(&id).await;
    sandbox.submit(&id).await;
    sandbox.decide(&id, "review").await;
    sandbox.decide(&id, "approved").await;
    let whats = sandbox.receiver.whats();
    assert_eq!(whats, ["submitted", "started", "approved", "review"]);
}

#[tokio::test]
async fn reordered_leaves_after_an_hour_if_nothing_follows() {
    let sandbox = Sandbox::start().await;
    let id = sandbox.session().await;
    choose(&sandbox, &["reordered"]).await;
    sandbox.open(&id).await;
    sandbox.advance("59m").await;
    assert!(sandbox.receiver.received().is_empty());
    sandbox.advance("1m").await;
    assert_eq!(sandbox.receiver.whats(), ["started"]);
}

#[tokio::test]
async fn delayed_is_late_on_the_sandboxs_clock() {
    let sandbox = Sandbox::start().await;
    let id = sandbox.session().await;
    choose(&sandbox, &["delayed"]).await;
    sandbox.open(&id).await;
    sandbox.advance("9m").await;
    assert!(sandbox.receiver.received().is_empty());
    sandbox.submit(&id).await;
    assert_eq!(
        sandbox.receiver.whats(),
        ["submitted"],
        "others overtake it"
    );
    sandbox.advance("1m").await;
    assert_eq!(sandbox.receiver.whats(), ["submitted", "started"]);

    let request = json!({"faults": ["delayed"], "delay": "2d"});
    choose_for(&sandbox, request).await;
    sandbox.decide(&id, "approved").await;
    sandbox.advance("47h").await;
    assert_eq!(sandbox.receiver.received().len(), 2);
    sandbox.advance("1h").await;
    assert_eq!(sandbox.receiver.whats()[2], "approved");
}

#[tokio::test]
async fn a_removed_delay_lets_go_at_once() {
    let sandbox = Sandbox::start().await;
    let id = sandbox.session().await;
    for (fault, expected) in [("delayed", 1), ("reordered", 2)] {
        choose(&sandbox, &[fault]).await;
        match expected {
            1 => sandbox.open(&id).await,
            _ => sandbox.submit(&id).await,
        }
        assert_eq!(sandbox.receiver.received().len(), expected - 1, "{fault}");
        assert_eq!(delete(&sandbox, "/faults").await.status, 204);
        let settled = sandbox.veriff.settled(std::time::Duration::from_secs(5));
        assert!(settled.await);
        assert_eq!(sandbox.receiver.received().len(), expected, "{fault}");
    }
}

#[tokio::test]
async fn a_removed_delay_leaves_the_hold_of_a_resubmission() {
    let sandbox = Sandbox::start().await;
    let id = sandbox.session().await;
    sandbox.submit(&id).await;
    choose(&sandbox, &["delayed"]).await;
    sandbox.decide(&id, "resubmission_requested").await;
    delete(&sandbox, "/faults").await;
    sandbox.advance("4m").await;
    assert_eq!(sandbox.receiver.whats(), ["started", "submitted"]);
    sandbox.advance("1m").await;
    assert_eq!(sandbox.receiver.whats()[2], "resubmission_requested");
}

#[tokio::test]
async fn lost_is_never_sent_but_recorded_and_can_be_sent_by_hand() {
    let sandbox = Sandbox::start().await;
    let id = sandbox.session().await;
    choose(&sandbox, &["lost"]).await;
    sandbox.open(&id).await;
    sandbox.advance("10d").await;
    assert_eq!(sandbox.receiver.whats(), ["abandoned"]);
    let lost = deliveries(&sandbox, &id).await.remove(0);
    assert_eq!(lost["state"], "lost");
    assert_eq!(lost["tries"], json!([]));
    let path = format!("/deliveries/{}/replay", lost["id"]);
    let again = sandbox.control(&path, json!({})).await;
    assert_eq!(again.json()["try"]["httpStatus"], 200);
    assert_eq!(sandbox.receiver.whats()[1], "started");
    assert_eq!(deliveries(&sandbox, &id).await[0]["state"], "delivered");
}

#[tokio::test]
async fn before_create_answer_brings_the_event_first() {
    let sandbox = Sandbox::start().await;
    let earlier = sandbox.session().await;
    choose(&sandbox, &["before-create-answer"]).await;
    // Events of sessions that exist are not meant.
    sandbox.open(&earlier).await;
    assert_eq!(sandbox.look("/faults").await["active"][0]["remaining"], 1);
    sandbox
        .receiver
        .answer_after(std::time::Duration::from_millis(300));
    let begun = std::time::Instant::now();
    let answer = sandbox.create_as(TEST, json!({})).await;
    assert!(begun.elapsed() >= std::time::Duration::from_millis(300));
    let verification = &answer.json()["verification"];
    assert_eq!(verification["status"], "created");
    let event = sandbox.receiver.last();
    assert_eq!(event["action"], "started");
    assert_eq!(event["id"], verification["id"]);
    assert_eq!(sandbox.look("/faults").await["active"], json!([]));
    let id = sandbox.session().await;
    assert_eq!(sandbox.status(&id).await, "created", "one session only");
}

#[tokio::test]
async fn before_create_answer_is_nothing_where_no_events_are_sent() {
    let sandbox = Sandbox::start().await;
    choose(&sandbox, &["before-create-answer"]).await;
    let answer = sandbox.create_as(ESSENTIAL, json!({})).await;
    assert_eq!(answer.status, 201);
    assert_eq!(sandbox.receiver.received().len(), 0);
    let active = sandbox.look("/faults").await["active"].clone();
    assert_eq!(active[0]["remaining"], 1, "nothing met it");
}

#[tokio::test]
async fn reordered_is_over_once_it_was_sent() {
    let sandbox = Sandbox::start().await;
    let id = sandbox.session().await;
    choose(&sandbox, &["reordered"]).await;
    sandbox.open(&id).await;
    sandbox.receiver.answer_with(500);
    sandbox.advance("1h").await;
    assert_eq!(sandbox.receiver.whats(), ["started"]);
    sandbox.submit(&id).await;
    let whats = sandbox.receiver.whats();
    assert_eq!(
        whats,
        ["started", "submitted"],
        "its retry is an hour later"
    );
}
