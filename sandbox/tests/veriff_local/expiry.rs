//! Seven days after its creation an unfinished session is over.

use serde_json::{Value, json};

use crate::harness::{ESSENTIAL, Sandbox, TEST};

#[tokio::test]
async fn never_opened_is_expired_and_opened_is_abandoned() {
    let sandbox = Sandbox::start().await;
    let never = sandbox.session().await;
    let opened = sandbox.session().await;
    let again = sandbox.session().await;
    sandbox.open(&opened).await;
    sandbox.submit(&again).await;
    sandbox.decide(&again, "resubmission_requested").await;
    sandbox.advance("6d23h59m").await;
    for (id, status) in [
        (&never, "created"),
        (&opened, "started"),
        (&again, "resubmission_requested"),
    ] {
        assert_eq!(&sandbox.status(id).await, status);
    }
    let before = sandbox.receiver.received().len();
    sandbox.advance("1m").await;
    for (id, status) in [
        (&never, "expired"),
        (&opened, "abandoned"),
        (&again, "abandoned"),
    ] {
        assert_eq!(&sandbox.status(id).await, status);
        let received = sandbox.receiver.received();
        let about = |body: &Value| body["verification"]["id"] == **id;
        let webhook = &received[before..]
            .iter()
            .find(|one| about(&one.body))
            .unwrap()
            .body["verification"];
        assert_eq!(webhook["status"], status);
        assert_eq!(webhook["code"], 9104);
        assert_eq!(webhook["person"]["firstName"], Value::Null);
    }
    assert_eq!(sandbox.receiver.received().len(), before + 3);
}

#[tokio::test]
async fn its_decision_names_who_the_create_call_named_and_no_address_that_never_came() {
    let sandbox = Sandbox::start().await;
    let named = json!({"person": {"firstName": "Noor", "gender": "FEMALE"}});
    let (never, _) = sandbox.session_as(TEST, named.clone()).await;
    let (opened, _) = sandbox.session_as(TEST, named).await;
    sandbox.open(&opened).await;
    sandbox.advance("7d").await;
    for (id, ip) in [(never, Value::Null), (opened, json!("198.51.100.7"))] {
        let decision = sandbox.get(&format!("/sessions/{id}/decision"), &id).await;
        let decision = decision.json();
        let person = &decision["verification"]["person"];
        assert_eq!(person["firstName"], "Noor");
        assert_eq!(person["gender"], "F");
        assert_eq!(person["lastName"], Value::Null);
        assert_eq!(decision["verification"]["document"]["number"], Value::Null);
        assert_eq!(decision["technicalData"]["ip"], ip);
    }
}

#[tokio::test]
async fn submitted_and_decided_sessions_do_not_expire() {
    let sandbox = Sandbox::start().await;
    let mut ids = Vec::new();
    for status in ["submitted", "review", "approved", "declined"] {
        let id = sandbox.session().await;
        sandbox.submit(&id).await;
        if status != "submitted" {
            sandbox.decide(&id, status).await;
        }
        ids.push((id, status));
    }
    sandbox.advance("8d").await;
    for (id, status) in ids {
        assert_eq!(sandbox.status(&id).await, status);
    }
}

#[tokio::test]
async fn a_week_in_one_jump_is_a_week_in_order() {
    let sandbox = Sandbox::start().await;
    let id = sandbox.session().await;
    sandbox.submit(&id).await;
    sandbox.decide(&id, "resubmission_requested").await;
    sandbox.advance("30d").await;
    assert_eq!(
        sandbox.receiver.whats(),
        [
            "started",
            "submitted",
            "resubmission_requested",
            "abandoned"
        ]
    );
    let session = sandbox.look(&format!("/sessions/{id}")).await;
    let decision = &session["attempts"][0]["decision"];
    assert_eq!(decision["at"], session["expiresAt"], "then, not now");
}

#[tokio::test]
async fn full_auto_tells_of_expiry_too() {
    let sandbox = Sandbox::start().await;
    sandbox.session_as(ESSENTIAL, json!({})).await;
    sandbox.advance("7d").await;
    let webhook = sandbox.receiver.last();
    assert_eq!(webhook["data"]["verification"]["decision"], "expired");
}

#[tokio::test]
async fn a_resubmission_asked_for_too_late_is_told_before_the_end() {
    let sandbox = Sandbox::start().await;
    let id = sandbox.session().await;
    sandbox.submit(&id).await;
    sandbox.advance("8d").await;
    sandbox.decide(&id, "resubmission_requested").await;
    sandbox.advance("5m").await;
    let whats = [
        "started",
        "submitted",
        "resubmission_requested",
        "abandoned",
    ];
    assert_eq!(sandbox.receiver.whats(), whats);
}
