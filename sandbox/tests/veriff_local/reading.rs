//! The smaller endpoints.

use http::Method;
use serde_json::{Value, json};

use crate::harness::{Sandbox, TEST};

#[tokio::test]
async fn attempts_start_with_one_that_waits() {
    let sandbox = Sandbox::start().await;
    let id = sandbox.session().await;
    let answer = sandbox.get(&format!("/sessions/{id}/attempts"), &id).await;
    let list = answer.json();
    assert_eq!(list["status"], "success");
    assert_eq!(list["verifications"].as_array().unwrap().len(), 1);
    assert_eq!(list["verifications"][0]["status"], "created");
    sandbox.open(&id).await;
    let started = sandbox.receiver.last();
    let answer = sandbox.get(&format!("/sessions/{id}/attempts"), &id).await;
    let list = answer.json();
    assert_eq!(list["verifications"][0]["id"], started["attemptId"]);
    assert_eq!(list["verifications"][0]["status"], "started");
}

#[tokio::test]
async fn attempts_tell_the_statuses_of_ones_own_that_they_were_given() {
    let sandbox = Sandbox::start().await;
    let id = sandbox.session().await;
    let path = format!("/sessions/{id}/attempts");
    let of_attempt = async |at: usize| {
        let list = sandbox.get(&path, &id).await.json();
        list["verifications"][at]["userDefinedData"].clone()
    };
    assert_eq!(of_attempt(0).await, json!([]));
    sandbox.submit(&id).await;
    sandbox.decide(&id, "resubmission_requested").await;
    let webhook = json!({"type": "user-status", "status": "On hold", "reason": "A question"});
    sandbox
        .steer(&format!("/sessions/{id}/webhook"), webhook)
        .await;
    let told = sandbox.receiver.last()["data"]["verification"]["userDefinedData"].clone();
    assert_eq!(told["statusCode"], "on_hold");
    sandbox.open(&id).await;
    assert_eq!(of_attempt(0).await, json!([told]));
    assert_eq!(of_attempt(1).await, json!([]));
}

#[tokio::test]
async fn the_person_is_there_once_someone_was_verified() {
    let sandbox = Sandbox::start().await;
    let id = sandbox.session().await;
    let path = format!("/sessions/{id}/person");
    let get = || sandbox.get(&path, &id);
    assert_eq!(get().await.json()["person"], Value::Null);
    sandbox.decide(&id, "approved").await;
    let person = get().await.json()["person"].clone();
    assert!(person["firstName"].is_string());
    assert_eq!(person["pepSanctionMatches"], json!([]));
    assert_eq!(person["citizenships"], json!([]));
    assert_eq!(person["idCode"], Value::Null);
}

#[tokio::test]
async fn until_someone_was_verified_the_person_is_who_the_create_call_named() {
    let sandbox = Sandbox::start().await;
    let noor = json!({"firstName": "Noor", "idNumber": "K-7", "dateOfBirth": "1990-02-28"});
    let (id, _) = sandbox.session_as(TEST, json!({"person": noor})).await;
    let path = format!("/sessions/{id}/person");
    for days in [0, 7] {
        sandbox.advance(&format!("{days}d")).await;
        let person = sandbox.get(&path, &id).await.json()["person"].clone();
        assert_eq!(person["firstName"], "Noor", "after {days} days");
        assert_eq!(person["dateOfBirth"], "1990-02-28");
        assert_eq!(person["lastName"], Value::Null);
        assert_eq!(
            (&person["idNumber"], &person["idCode"]),
            (&json!("K-7"), &json!("K-7"))
        );
    }
    assert_eq!(sandbox.status(&id).await, "expired");
}

#[tokio::test]
async fn collected_data_needs_provider_address_and_fingerprint() {
    let sandbox = Sandbox::start().await;
    let id = sandbox.session().await;
    let path = format!("/sessions/{id}/collected-data");
    let good = json!({
        "providerName": "platform",
        "network": {"ip": {"addressV4": "203.0.113.5"}},
        "device": {"fingerprint": "f"},
    });
    let answer = sandbox.send(Method::POST, &path, good.clone()).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(answer.json()["sessionId"], id);
    assert!(answer.json()["attemptId"].is_string());

    for field in ["providerName", "network", "device"] {
        let mut bad = good.clone();
        bad.as_object_mut().unwrap().remove(field);
        let answer = sandbox.send(Method::POST, &path, bad).await;
        assert_eq!(answer.error(), (400, "1102".to_owned()), "{field}");
    }
    let mut bad = good.clone();
    bad["device"]["fingerprint"] = json!("x".repeat(256));
    let answer = sandbox.send(Method::POST, &path, bad).await;
    assert_eq!(answer.error(), (400, "1104".to_owned()));

    sandbox.submit(&id).await;
    let answer = sandbox.send(Method::POST, &path, good).await;
    assert_eq!(answer.error(), (400, "1304".to_owned()));
}
