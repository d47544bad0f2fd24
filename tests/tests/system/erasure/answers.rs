//! Who may erase what, and what they are told.

use super::{T1, deleting_world, deletions, erased, tombstone};
use crate::new_id;
use http::Method;
use serde_json::json;
use system_tests::deliveries::decision;
use system_tests::{World, id_of};
use verification::store::Stored;

#[tokio::test]
async fn an_erasure_is_told_with_its_time_and_told_again_the_same() {
    let world = World::new().await;
    world.stop_the_clock();
    let id = world.session_for("a").await;
    let first = world.erase(&id).await;
    let now = world.sandbox.clock.now();
    assert_eq!(first.status, 200);
    assert_eq!(
        first.json(),
        json!({ "sessionId": id, "erased": true, "erasedAt": now, "atVeriff": "off" })
    );
    assert_eq!(first.headers["cache-control"], "no-store");
    // A repeat does not begin anew.
    let late = decision(&id, &new_id(), "approved", T1);
    assert_eq!(world.deliver(&late).await, 200);
    let before = tombstone(&world, &id).await;
    assert_eq!(before.swallowed, 1);
    world.advance("5m").await;
    let again = world.erase(&id).await;
    assert_eq!((again.status, again.json()), (200, first.json()));
    assert_eq!(tombstone(&world, &id).await, before);
}

#[tokio::test]
async fn only_the_back_end_may_and_to_anybody_else_there_is_no_such_session() {
    let world = World::new().await;
    let person = new_id();
    let id = id_of(&world.create_as(&person, json!({})).await);
    let before = world.stored(&id).await;
    let hold = json!({ "reason": "case 1" }).to_string();
    for (method, path, body) in [
        (Method::DELETE, format!("/sessions/{id}"), ""),
        (Method::PUT, format!("/sessions/{id}/legal-hold"), &*hold),
        (Method::DELETE, format!("/sessions/{id}/legal-hold"), ""),
    ] {
        let answer = world.call(Some(&person), method, &path, body).await;
        assert_eq!(answer.status, 404, "{path}");
        assert_eq!(answer.headers["content-type"], "application/problem+json");
    }
    assert_eq!(world.stored(&id).await, before);
}

#[tokio::test]
async fn an_unknown_session_is_404_and_leaves_nothing() {
    let world = World::new().await;
    for id in [new_id(), "x".into(), "y".repeat(65), "%2e%2e".into()] {
        assert_eq!(world.erase(&id).await.status, 404);
        assert_eq!(world.stored(&id).await, None);
    }
}

#[tokio::test]
async fn a_session_that_we_did_not_create_can_be_erased() {
    let world = World::new().await;
    let id = new_id();
    let mut body = decision(&id, &new_id(), "approved", T1);
    body["verification"]["endUserId"] = json!(new_id());
    assert_eq!(world.deliver(&body).await, 200);
    assert!(matches!(
        world.stored(&id).await,
        Some(Stored::Session(record, _)) if !record.claimed
    ));
    assert_eq!(erased(&world, &id).await, "off");
    assert_eq!(world.get(&format!("/sessions/{id}")).await.status, 404);
}

#[tokio::test]
async fn an_erased_session_is_gone_although_veriff_still_knows_it() {
    let world = World::new().await;
    let person = new_id();
    let id = id_of(&world.create_as(&person, json!({})).await);
    world.run_through(&id, "approved", None).await;
    erased(&world, &id).await;
    assert_eq!(world.at_veriff(&id).await["status"], "approved");
    for path in [format!("/sessions/{id}"), format!("/sessions/{id}/history")] {
        assert_eq!(world.get(&path).await.status, 404);
        assert_eq!(world.get_as(&person, &path).await.status, 404);
    }
    let own = world.get_as(&person, "/sessions").await.json();
    assert_eq!(
        (&own["current"], &own["sessions"]),
        (&json!(null), &json!([]))
    );
    // The person begins anew.
    let next = world.create_as(&person, json!({})).await;
    assert_eq!(next.status, 201);
    assert_ne!(id_of(&next), id);
}

#[tokio::test]
async fn two_at_once_are_one_erasure() {
    for _ in 0..5 {
        let world = deleting_world().await;
        let id = world.session_for("a").await;
        let (one, other) = tokio::join!(world.erase(&id), world.erase(&id));
        for answer in [&one, &other] {
            assert!(matches!(answer.status, 200 | 202), "{}", answer.json());
        }
        assert_eq!(one.json()["erasedAt"], other.json()["erasedAt"]);
        assert_eq!(deletions(&world).await.len(), 1);
        assert_eq!(erased(&world, &id).await, "done");
    }
}
