//! Each outcome is published, once, and nothing else is.

use super::{Stage, T1, T2, T3};
use crate::new_id;
use serde_json::{Value, json};
use system_tests::deliveries::{decision, event, full_auto, watchlist};

const OUTCOME: &str = "Verification Outcome";
const TEST: &str = "verification.test";

#[tokio::test]
async fn each_outcome_is_published_once() {
    for (status, grants, next_step) in [
        ("approved", "test", "none"),
        ("declined", "nothing", "contact-support"),
        ("resubmission_requested", "nothing", "retry"),
        ("review", "nothing", "wait"),
        ("expired", "nothing", "new-session"),
        ("abandoned", "nothing", "new-session"),
    ] {
        let mut stage = Stage::new().await;
        let person = new_id();
        let created = stage
            .world
            .create(json!({ "endUserId": person, "vendorData": "a" }))
            .await;
        let id = system_tests::id_of(&created);
        let attempt = new_id();
        for action in ["started", "submitted"] {
            stage.world.deliver(&event(&id, &attempt, action)).await;
        }
        assert_eq!(
            stage.publish().await,
            [],
            "on the way there is nothing to hear"
        );

        let body = decision(&id, &attempt, status, T1);
        stage.world.deliver(&body).await;
        let heard = stage.publish().await;
        assert_eq!(heard.len(), 1, "{heard:?}");
        assert_eq!(heard[0].gist(), (TEST, OUTCOME, status));
        let detail = &heard[0].detail;
        assert_eq!(detail["id"], format!("{id}:{}", heard[0].revision()));
        assert_eq!(detail["sessionId"], json!(id));
        assert_eq!(detail["attemptId"], json!(attempt));
        assert_eq!(
            detail["integration"],
            json!({ "id": "local-test", "type": "test" })
        );
        assert_eq!(detail["grants"], grants);
        assert_eq!(detail["nextStep"], next_step);
        assert_eq!(detail["endUserId"], json!(person));
        assert_eq!(detail["vendorData"], "a");
        assert_eq!(detail["claimed"], true);
        assert_eq!(detail["revised"], false);
        assert_eq!(detail["code"], body["verification"]["code"]);
        assert_eq!(
            detail.get("reasonCode"),
            some(&body["verification"]["reasonCode"])
        );
        assert_eq!(detail["decidedAt"], "2026-03-02T09:19:31.077Z");
        let age = stage
            .world
            .sandbox
            .clock
            .now()
            .duration_since(heard[0].time);
        assert!((0..60).contains(&age.as_secs()), "{age:?}");

        stage.world.deliver(&body).await;
        assert_eq!(stage.publish().await, [], "a repeat");
    }
}

#[tokio::test]
async fn what_changes_nothing_to_the_outcome_is_not_published() {
    let mut stage = Stage::new().await;
    // Both of Veriff's products say it, with other times, and one of them with a code.
    let (id, attempt) = stage
        .session_told(&[|id, attempt| full_auto(id, attempt, "approved", T1)])
        .await;
    assert_eq!(stage.publish().await.len(), 1);
    for body in [
        decision(&id, &attempt, "approved", T2),
        decision(&id, &attempt, "approved", T3),
        decision(&id, &attempt, "approved", T1),
        event(&id, &attempt, "started"),
        event(&id, &attempt, "submitted"),
        event(&id, &new_id(), "started"),
        decision(&id, &new_id(), "review", T3),
        decision(&id, &attempt, "resubmission_requested", T3),
        decision(&id, &attempt, "expired", T3),
        // An older decision, told late: it marks the session as revised, and the outcome stays.
        decision(&id, &attempt, "declined", "2026-03-01T00:00:00Z"),
    ] {
        assert_eq!(stage.world.deliver(&body).await, 200);
        assert_eq!(stage.publish().await, [], "{body}");
    }
    assert_eq!(stage.world.status(&id).await, "approved");
}

#[tokio::test]
async fn every_request_to_try_again_is_published() {
    let mut stage = Stage::new().await;
    let id = stage.world.session_for("a").await;
    let mut revisions = Vec::new();
    // Veriff's events get lost: nothing but the attempt tells the second request from the first.
    for (attempt, at) in [(new_id(), T1), (new_id(), T2), (new_id(), T3)] {
        let body = decision(&id, &attempt, "resubmission_requested", at);
        stage.world.deliver(&body).await;
        let heard = stage.publish().await;
        assert_eq!(heard.len(), 1, "{heard:?}");
        assert_eq!(heard[0].detail["attemptId"], json!(attempt));
        revisions.push(heard[0].revision());
    }
    assert!(revisions.is_sorted_by(|a, b| a < b), "{revisions:?}");
}

#[tokio::test]
async fn what_the_sweep_closes_is_published() {
    let mut stage = Stage::new().await;
    let id = new_id();
    // A session that Veriff does not have (any more).
    stage.world.deliver(&event(&id, &new_id(), "started")).await;
    assert_eq!(stage.publish().await, []);
    stage.world.advance("171h").await;
    assert_eq!(stage.world.sweep().await.abandoned, 1);
    let heard = stage.publish().await;
    assert_eq!(heard.len(), 1);
    assert_eq!(heard[0].gist(), (TEST, OUTCOME, "abandoned"));
    assert!(
        heard[0].detail["decidedAt"].is_string(),
        "when it was closed"
    );
    assert_eq!(heard[0].detail.get("code"), None);
}

#[tokio::test]
async fn a_word_of_the_watchlist_is_published_when_it_changes() {
    let mut stage = Stage::new().await;
    let (id, attempt) = stage
        .session_told(&[|id, attempt| decision(id, attempt, "approved", T1)])
        .await;
    let approved = stage.publish().await.remove(0);

    stage
        .world
        .deliver(&watchlist(Some(&id), &attempt, T2))
        .await;
    let heard = stage.publish().await;
    assert_eq!(heard.len(), 1, "{heard:?}");
    assert_eq!(
        heard[0].gist(),
        (TEST, "Verification Watchlist", "approved")
    );
    assert_eq!(
        heard[0].detail["watchlist"],
        json!({
            "matchStatus": "possible_match",
            "totalHits": 2,
            "checkType": "updated_result",
            "createdAt": "2026-03-02T10:19:31.077Z",
        })
    );
    assert_eq!(heard[0].detail["grants"], "test");
    assert!(heard[0].revision() > approved.revision());

    // The same word again, later.
    stage
        .world
        .deliver(&watchlist(Some(&id), &attempt, T3))
        .await;
    assert_eq!(stage.publish().await, []);

    let mut more = watchlist(Some(&id), &attempt, "2026-03-03T00:00:00Z");
    more["totalHits"] = json!(3);
    stage.world.deliver(&more).await;
    let again = stage.publish().await;
    assert_eq!(again.len(), 1);
    assert_eq!(again[0].detail["watchlist"]["totalHits"], 3);
    assert!(again[0].revision() > heard[0].revision());
}

#[tokio::test]
async fn an_erasure_is_published_once_and_names_nobody() {
    let mut stage = Stage::new().await;
    let person = json!({ "endUserId": new_id(), "vendorData": "a" });
    let id = system_tests::id_of(&stage.world.create(person).await);
    stage
        .world
        .deliver(&decision(&id, &new_id(), "approved", T1))
        .await;
    let approved = stage.publish().await.remove(0);
    assert_eq!(stage.world.erase(&id).await.status, 200);
    let heard = stage.publish().await;
    assert_eq!(heard.len(), 1, "{heard:?}");
    assert_eq!(heard[0].gist(), (TEST, "Verification Erased", "-"));
    assert_eq!(heard[0].detail["subject"], "erasure");
    assert!(heard[0].revision() > approved.revision());

    // What is counted on the tombstone is nobody's business.
    stage
        .world
        .deliver(&decision(&id, &new_id(), "declined", T2))
        .await;
    assert_eq!(stage.publish().await, []);
}

/// A member that is left out where Veriff says null.
fn some(value: &Value) -> Option<&Value> {
    Some(value).filter(|value| !value.is_null())
}
