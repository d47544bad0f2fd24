//! Ids and revisions: a consumer that drops what is not newer ends where the session did.

use super::{Heard, Stage, T1, T2, T3};
use crate::made_by_hand::HastyVeriff;
use crate::new_id;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use system_tests::deliveries::{decision, full_auto, watchlist};

#[tokio::test]
async fn a_repeated_record_gives_the_same_events() {
    let mut stage = Stage::new().await;
    stage
        .session_told(&[
            |id, attempt| decision(id, attempt, "approved", T1),
            |id, attempt| watchlist(Some(id), attempt, T1),
            |id, attempt| decision(id, attempt, "declined", T2),
        ])
        .await;
    let records = stage.new_records().await;
    stage.hand_on(&records).await;
    let first = stage.heard();
    assert_eq!(first.len(), 3, "{first:?}");
    // Long after, and after more has happened.
    stage.world.advance("400d").await;
    stage.hand_on(&records).await;
    assert_eq!(stage.heard(), first);
    // One by one, as after a bisected batch.
    for record in &records {
        stage.hand_on(std::slice::from_ref(record)).await;
    }
    assert_eq!(stage.heard(), first);
}

#[tokio::test]
async fn in_whatever_order_the_newest_event_says_what_holds() {
    let mut orders = Vec::new();
    permute(&mut vec![0, 1, 2, 3], 0, &mut orders);
    assert_eq!(orders.len(), 24);
    let mut stage = Stage::new().await;
    let mut sessions = Vec::new();
    for order in orders {
        let (id, a, b) = (new_id(), new_id(), new_id());
        let bodies = [
            decision(&id, &a, "resubmission_requested", T1),
            decision(&id, &b, "approved", T2),
            watchlist(Some(&id), &b, T2),
            decision(&id, &b, "declined", T3),
        ];
        for place in &order {
            stage.world.deliver(&bodies[*place]).await;
        }
        sessions.push((id, order));
    }
    let all = stage.publish().await;
    for (id, order) in sessions {
        let of_it = all.iter().filter(|it| it.detail["sessionId"] == json!(id));
        let heard: Vec<_> = of_it.cloned().collect();
        let ids: BTreeSet<_> = heard.iter().map(Heard::id).collect();
        assert_eq!(
            ids.len(),
            heard.len(),
            "{order:?}: each has an id of its own"
        );
        let revisions: Vec<_> = heard.iter().map(Heard::revision).collect();
        assert!(
            revisions.is_sorted_by(|a, b| a < b),
            "{order:?}: {revisions:?}"
        );
        // EventBridge promises no order either: here the worst one.
        let newest = newest(heard.iter().rev());
        assert_eq!(newest["outcome"]["status"], "declined", "{order:?}");
        assert_eq!(newest["outcome"]["reasonCode"], 105, "{order:?}");
        assert_eq!(
            newest["watchlist"]["watchlist"]["totalHits"], 2,
            "{order:?}"
        );
    }
}

#[tokio::test]
async fn a_revised_decision_is_published_as_a_newer_one() {
    let mut stage = Stage::new().await;
    let (id, attempt) = (stage.world.session_for("a").await, new_id());
    stage
        .world
        .deliver(&decision(&id, &attempt, "approved", T1))
        .await;
    stage
        .world
        .deliver(&decision(&id, &attempt, "declined", T2))
        .await;
    let mut other_reason = decision(&id, &attempt, "declined", T3);
    other_reason["verification"]["reasonCode"] = json!(102);
    stage.world.deliver(&other_reason).await;
    let heard = stage.publish().await;
    assert_eq!(
        worth(&heard),
        [
            ("approved", &json!(false), &json!("test")),
            ("declined", &json!(true), &json!("nothing")),
            ("declined", &json!(true), &json!("nothing")),
        ]
    );
    assert!(heard.is_sorted_by(|a, b| a.revision() < b.revision()));
}

/// Of each event the status, whether it revises, and what it grants.
fn worth(heard: &[Heard]) -> Vec<(&str, &Value, &Value)> {
    let heard = heard.iter();
    heard
        .map(|it| (it.gist().2, &it.detail["revised"], &it.detail["grants"]))
        .collect()
}

#[tokio::test]
async fn what_overrules_a_full_auto_approval_is_published_as_revised() {
    for overruling in ["declined", "review", "resubmission_requested"] {
        let mut stage = Stage::new().await;
        let (id, attempt) = (stage.world.session_for("a").await, new_id());
        for body in [
            full_auto(&id, &attempt, "approved", T1),
            decision(&id, &attempt, overruling, T2),
        ] {
            stage.world.deliver(&body).await;
        }
        let heard = stage.publish().await;
        assert_eq!(
            worth(&heard),
            [
                ("approved", &json!(false), &json!("test")),
                (overruling, &json!(true), &json!("nothing")),
            ]
        );
    }
}

#[tokio::test]
async fn a_session_claimed_late_is_published_again_as_ours() {
    let mut stage = Stage::new().await;
    let (id, attempt) = (new_id(), new_id());
    let first = vec![
        decision(&id, &attempt, "approved", T1),
        watchlist(Some(&id), &attempt, T1),
    ];
    let veriff = HastyVeriff::start(&stage.world, &id, first).await;
    let body = json!({ "verification": { "vendorData": "a" } }).to_string();
    assert_eq!(veriff.create(&body).await.status, 201);
    let heard = stage.publish().await;
    let told: Vec<_> = heard
        .iter()
        .map(|it| (it.gist().1, &it.detail["claimed"], &it.detail["grants"]))
        .collect();
    let (outcome, watchlist) = ("Verification Outcome", "Verification Watchlist");
    assert_eq!(
        told,
        [
            (outcome, &json!(false), &json!("nothing")),
            (watchlist, &json!(false), &json!("nothing")),
            (outcome, &json!(true), &json!("test")),
            (watchlist, &json!(true), &json!("test")),
        ]
    );
    assert!(
        heard.is_sorted_by(|a, b| a.revision() < b.revision()),
        "{heard:?}"
    );
    assert_eq!(heard[2].detail["vendorData"], "a");
}

/// What a consumer keeps that drops what is not newer: per subject, one event.
fn newest<'a>(heard: impl Iterator<Item = &'a Heard>) -> BTreeMap<&'a str, &'a Value> {
    let mut kept = BTreeMap::<&str, &Heard>::new();
    for event in heard {
        let subject = event.detail["subject"].as_str().expect("a subject");
        if kept
            .get(subject)
            .is_none_or(|kept| kept.revision() < event.revision())
        {
            kept.insert(subject, event);
        }
    }
    kept.into_iter()
        .map(|(subject, event)| (subject, &event.detail))
        .collect()
}

fn permute(order: &mut Vec<usize>, from: usize, orders: &mut Vec<Vec<usize>>) {
    if from == order.len() {
        orders.push(order.clone());
        return;
    }
    for place in from..order.len() {
        order.swap(from, place);
        permute(order, from + 1, orders);
        order.swap(from, place);
    }
}
