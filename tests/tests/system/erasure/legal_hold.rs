//! A legal hold: while it lasts, there is no erasure.

use super::{T1, erased, tombstone};
use crate::new_id;
use http::Method;
use serde_json::{Value, json};
use system_tests::World;
use system_tests::deliveries::decision;
use veriff_sandbox::http_client::Answer;
use verification::store::Stored;

async fn hold(world: &World, id: &str, body: Value) -> Answer {
    let path = format!("/sessions/{id}/legal-hold");
    world
        .call(None, Method::PUT, &path, &body.to_string())
        .await
}

async fn lift(world: &World, id: &str) -> u16 {
    let path = format!("/sessions/{id}/legal-hold");
    world.call(None, Method::DELETE, &path, "").await.status
}

#[tokio::test]
async fn it_refuses_erasure_with_its_reason_until_it_is_lifted() {
    let world = World::new().await;
    world.stop_the_clock();
    let id = world.session_for("a").await;
    let since = world.sandbox.clock.now();
    let reason = json!({ "reason": "  case 2026-0417 " });
    let answer = hold(&world, &id, reason).await;
    let told = json!({ "reason": "case 2026-0417", "since": since });
    assert_eq!(answer.status, 200);
    assert_eq!(answer.json(), json!({ "sessionId": id, "legalHold": told }));
    // What comes later does not undo it.
    let body = decision(&id, &new_id(), "approved", T1);
    assert_eq!(world.deliver(&body).await, 200);
    world.create(json!({ "vendorData": "a" })).await;
    world.advance("8d").await;
    world.sweep().await;

    let refused = world.erase(&id).await;
    assert_eq!(refused.status, 409);
    assert_eq!(refused.headers["content-type"], "application/problem+json");
    insta::assert_json_snapshot!(refused.json());
    assert_eq!(world.status(&id).await, "approved");
    let history = world.get(&format!("/sessions/{id}/history")).await.json();
    assert_eq!(history["legalHold"], told);

    assert_eq!(lift(&world, &id).await, 204);
    assert_eq!(lift(&world, &id).await, 204, "again is as good");
    let history = world.get(&format!("/sessions/{id}/history")).await.json();
    assert_eq!(history["legalHold"], json!(null));
    erased(&world, &id).await;
    assert_eq!(lift(&world, &id).await, 404);
    let again = hold(&world, &id, json!({ "reason": "too late" })).await;
    assert_eq!(again.status, 404);
    tombstone(&world, &id).await;
}

#[tokio::test]
async fn another_reason_takes_its_place_and_it_lasts_since_the_first() {
    let world = World::new().await;
    world.stop_the_clock();
    let id = world.session_for("a").await;
    let since = world.sandbox.clock.now();
    hold(&world, &id, json!({ "reason": "case 1" })).await;
    let before = world.stored(&id).await;
    world.advance("1d").await;
    hold(&world, &id, json!({ "reason": "case 1" })).await;
    assert_eq!(world.stored(&id).await, before, "nothing is written");
    let answer = hold(&world, &id, json!({ "reason": "case 2" })).await;
    let told = json!({ "reason": "case 2", "since": since });
    assert_eq!(answer.json()["legalHold"], told);
}

#[tokio::test]
async fn its_reason_is_a_case_and_nobody() {
    let world = World::new().await;
    let id = world.session_for("a").await;
    let before = world.stored(&id).await;
    for (body, field) in [
        (json!({}), json!("reason")),
        (json!({ "reason": 7 }), json!("reason")),
        (json!({ "reason": "" }), json!("reason")),
        (json!({ "reason": " \t " }), json!("reason")),
        (json!({ "reason": "x".repeat(201) }), json!("reason")),
        (json!({ "reason": "two\nlines" }), json!("reason")),
        (
            json!({ "reason": "ask noor@shop.example" }),
            json!("reason"),
        ),
        (json!({ "reason": "a", "until": "2030" }), json!("until")),
        (json!([]), json!(null)),
        (json!(null), json!(null)),
    ] {
        let answer = hold(&world, &id, body.clone()).await;
        assert_eq!(
            (answer.status, &answer.json()["field"]),
            (400, &field),
            "{body}"
        );
    }
    assert_eq!(world.stored(&id).await, before);
    let longest = hold(&world, &id, json!({ "reason": "é".repeat(200) })).await;
    assert_eq!(longest.status, 200);
    let unknown = hold(&world, &new_id(), json!({ "reason": "case 1" })).await;
    assert_eq!(unknown.status, 404);
}

#[tokio::test]
async fn a_hold_and_an_erasure_at_once_never_both_succeed() {
    let world = World::new().await;
    let (mut held, mut erasures) = (0, 0);
    for round in 0..40 {
        let id = world.session_for(&format!("person-{round}")).await;
        let body = json!({ "reason": "case 1" });
        // Webhooks in between, so that both have to try again.
        let (webhook, held_now, erased_now) = (
            decision(&id, &new_id(), "approved", T1),
            hold(&world, &id, body),
            world.erase(&id),
        );
        let (status, held_now, erased_now) = if round % 2 == 0 {
            tokio::join!(world.deliver(&webhook), held_now, erased_now)
        } else {
            let (erased_now, held_now, status) =
                tokio::join!(erased_now, held_now, world.deliver(&webhook));
            (status, held_now, erased_now)
        };
        assert_eq!(status, 200);
        match (held_now.status, erased_now.status) {
            (200, 409) => {
                held += 1;
                let Some(Stored::Session(record, _)) = world.stored(&id).await else {
                    panic!("a session under legal hold is gone");
                };
                assert!(record.legal_hold.is_some());
            }
            (404, 200) => {
                erasures += 1;
                tombstone(&world, &id).await;
            }
            both => panic!("{both:?}"),
        }
    }
    println!("{held} held, {erasures} erased");
}
