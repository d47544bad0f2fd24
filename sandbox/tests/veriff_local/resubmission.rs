//! The person is asked to try again: same URL, new attempt, held webhook, nine times at most.

use http::Method;
use serde_json::{Value, json};

use crate::harness::{Sandbox, TEST};

#[tokio::test]
async fn the_webhook_is_held_for_five_minutes() {
    let sandbox = Sandbox::start().await;
    let id = sandbox.session().await;
    sandbox.submit(&id).await;
    sandbox.decide(&id, "resubmission_requested").await;
    let asked = sandbox.get(&format!("/sessions/{id}/decision"), &id).await;
    assert_eq!(
        asked.json()["verification"]["status"],
        "resubmission_requested",
        "who asks hears at once"
    );
    sandbox.advance("4m30s").await;
    assert_eq!(sandbox.receiver.whats(), ["started", "submitted"]);
    sandbox.advance("30s").await;
    assert_eq!(
        sandbox.receiver.whats(),
        ["started", "submitted", "resubmission_requested"]
    );
    let decision = &sandbox.receiver.last()["verification"];
    assert_eq!(decision["code"], 9103);
    assert_eq!(decision["reasonCode"], 204);
    assert!(decision["reason"].is_string());
}

#[tokio::test]
async fn a_retry_within_five_minutes_means_no_webhook() {
    let sandbox = Sandbox::start().await;
    let id = sandbox.session().await;
    sandbox.submit(&id).await;
    sandbox.decide(&id, "resubmission_requested").await;
    sandbox.advance("4m").await;
    sandbox.submit(&id).await;
    sandbox.advance("1h").await;
    sandbox.decide(&id, "approved").await;
    assert_eq!(
        sandbox.receiver.whats(),
        ["started", "submitted", "started", "submitted", "approved"]
    );
    let deliveries = sandbox.look("/deliveries").await;
    let states: Vec<_> = deliveries["deliveries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["state"].as_str().unwrap())
        .collect();
    assert_eq!(states[2], "cancelled");
    assert!(states.iter().filter(|state| **state == "delivered").count() == 5);
}

#[tokio::test]
async fn another_decision_within_five_minutes_takes_its_place() {
    let sandbox = Sandbox::start().await;
    let id = sandbox.session().await;
    sandbox.submit(&id).await;
    sandbox.decide(&id, "resubmission_requested").await;
    sandbox.decide(&id, "approved").await;
    sandbox.advance("1h").await;
    let whats = ["started", "submitted", "approved"];
    assert_eq!(sandbox.receiver.whats(), whats);
}

#[tokio::test]
async fn the_url_stays_and_the_attempt_is_new() {
    let sandbox = Sandbox::start().await;
    let (id, url) = sandbox.session_as(TEST, json!({})).await;
    sandbox.call(Method::GET, &url, &[], "").await;
    sandbox.submit(&id).await;
    sandbox.decide(&id, "resubmission_requested").await;
    sandbox.advance("5m").await;
    sandbox.call(Method::GET, &url, &[], "").await;
    assert_eq!(sandbox.status(&id).await, "started");
    sandbox.submit(&id).await;
    sandbox.decide(&id, "approved").await;

    let received = sandbox.receiver.received();
    let attempts: Vec<&Value> = received
        .iter()
        .map(|one| match &one.body["attemptId"] {
            Value::Null => &one.body["verification"]["attemptId"],
            attempt => attempt,
        })
        .collect();
    assert_eq!(attempts.len(), 6);
    assert_eq!(attempts[0], attempts[2], "the first attempt's three");
    assert_eq!(attempts[3], attempts[5], "the second attempt's three");
    assert_ne!(attempts[2], attempts[3]);

    let answer = sandbox.get(&format!("/sessions/{id}/attempts"), &id).await;
    let list = answer.json()["verifications"].clone();
    assert_eq!(list[0]["status"], "resubmission_requested");
    assert_eq!(list[1]["status"], "approved");
    assert_eq!(&list[1]["id"], attempts[5]);
    assert!(list[0]["createdTime"].as_str() <= list[1]["createdTime"].as_str());
}

#[tokio::test]
async fn after_pictures_by_api_it_comes_at_once() {
    let sandbox = Sandbox::start().await;
    let id = sandbox.session().await;
    let media = format!("/sessions/{id}/media");
    let picture = json!({"image": {"context": "face", "content": "iVBORw0KGgoAAAAN"}});
    sandbox.send(Method::POST, &media, picture.clone()).await;
    let submitted = json!({"verification": {"status": "submitted"}});
    let path = format!("/sessions/{id}");
    sandbox.send(Method::PATCH, &path, submitted.clone()).await;
    sandbox.decide(&id, "resubmission_requested").await;
    let whats = ["started", "submitted", "resubmission_requested"];
    assert_eq!(sandbox.receiver.whats(), whats);

    let refused = sandbox.send(Method::PATCH, &path, submitted.clone()).await;
    assert_eq!(refused.error(), (400, "1304".to_owned()));
    sandbox.send(Method::POST, &media, picture).await;
    let answer = sandbox.send(Method::PATCH, &path, submitted).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(sandbox.status(&id).await, "submitted");
}

#[tokio::test]
async fn after_nine_the_tenth_attempt_is_declined() {
    let sandbox = Sandbox::start().await;
    let id = sandbox.session().await;
    for _ in 0..9 {
        sandbox.submit(&id).await;
        sandbox.decide(&id, "resubmission_requested").await;
        assert_eq!(sandbox.status(&id).await, "resubmission_requested");
        sandbox.advance("5m").await;
    }
    sandbox.submit(&id).await;
    sandbox.decide(&id, "resubmission_requested").await;
    let decision = &sandbox.receiver.last()["verification"];
    assert_eq!(decision["status"], "declined");
    assert_eq!(decision["code"], 9102);
    assert_eq!(decision["reasonCode"], 539);
    assert_eq!(sandbox.status(&id).await, "declined");
    let requested = |what: &&String| *what == "resubmission_requested";
    assert_eq!(sandbox.receiver.whats().iter().filter(requested).count(), 9);
}

#[tokio::test]
async fn requests_in_a_row_without_the_person_count_as_attempts() {
    let sandbox = Sandbox::start().await;
    let id = sandbox.session().await;
    for _ in 0..10 {
        sandbox.decide(&id, "resubmission_requested").await;
    }
    assert_eq!(sandbox.status(&id).await, "declined");
    let session = sandbox.look(&format!("/sessions/{id}")).await;
    assert_eq!(session["resubmissions"], 9);
    assert_eq!(session["attempts"].as_array().unwrap().len(), 10);
}
