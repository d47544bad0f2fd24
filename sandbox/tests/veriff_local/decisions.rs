//! From created to decided, and the webhooks on the way.

use http::Method;
use serde_json::{Value, json};

use crate::harness::{ESSENTIAL, LIVE, Sandbox, TEST};

#[tokio::test]
async fn open_submit_decide() {
    let sandbox = Sandbox::start().await;
    let person = "5a1f0e9c-8d7b-4c6a-9e5f-4d3c2b1a0f9e";
    let (id, _) = sandbox
        .session_as(
            TEST,
            json!({"vendorData": "acct \"ö\"", "endUserId": person}),
        )
        .await;
    sandbox.open(&id).await;
    sandbox.submit(&id).await;
    assert_eq!(sandbox.status(&id).await, "submitted");
    sandbox.decide(&id, "approved").await;

    let received = sandbox.receiver.received();
    assert_eq!(
        sandbox.receiver.whats(),
        ["started", "submitted", "approved"]
    );
    let (started, submitted) = (&received[0].body, &received[1].body);
    let decision = &received[2].body["verification"];
    assert_eq!(started["code"], 7001);
    assert_eq!(submitted["code"], 7002);
    assert_eq!(decision["code"], 9001);
    assert_eq!(started["feature"], "selfid");
    assert_eq!(started["id"], id);
    assert_eq!(decision["id"], id);
    let attempt = &started["attemptId"];
    assert!(attempt.is_string());
    assert_eq!(&submitted["attemptId"], attempt);
    assert_eq!(&decision["attemptId"], attempt);
    for message in [started, submitted, decision] {
        assert_eq!(message["vendorData"], "acct \"ö\"");
        assert_eq!(message["endUserId"], person);
    }
    assert_eq!(decision["reason"], Value::Null);
    assert_eq!(decision["reasonCode"], Value::Null);
    let time = |field: &str| decision[field].as_str().unwrap().to_owned();
    assert!(time("acceptanceTime") <= time("submissionTime"));
    assert!(time("submissionTime") <= time("decisionTime"));
    assert_eq!(
        time("decisionTime").len(),
        "2026-03-02T09:19:31.077000Z".len()
    );

    let answer = sandbox.get(&format!("/sessions/{id}/decision"), &id).await;
    assert_eq!(answer.json(), received[2].body, "asking gives the same");
}

#[tokio::test]
async fn every_status_can_be_forced_with_any_reason() {
    let sandbox = Sandbox::start().await;
    for (status, code, reason_code, person) in [
        ("approved", 9001, Value::Null, true),
        ("declined", 9102, json!(102), true),
        ("review", 9121, Value::Null, true),
        ("expired", 9104, Value::Null, false),
        ("abandoned", 9104, Value::Null, false),
    ] {
        let id = sandbox.session().await;
        sandbox.decide(&id, status).await;
        let decision = &sandbox.receiver.last()["verification"];
        assert_eq!(decision["status"], status);
        assert_eq!(decision["code"], code);
        assert_eq!(decision["reasonCode"], reason_code);
        assert!(decision["attemptId"].is_string());
        assert_eq!(decision["person"]["lastName"].is_string(), person);
        assert_eq!(decision["document"]["type"].is_string(), person);
        assert_eq!(decision["decisionTime"].is_string(), person);
        assert_eq!(sandbox.status(&id).await, status);
    }
    let id = sandbox.session().await;
    let body = json!({"status": "declined", "reasonCode": 4711, "reason": "because"});
    sandbox.steer(&format!("/sessions/{id}/decide"), body).await;
    let decision = &sandbox.receiver.last()["verification"];
    assert_eq!(decision["reasonCode"], 4711);
    assert_eq!(decision["reason"], "because");
}

#[tokio::test]
async fn review_is_followed_by_a_final_decision_about_the_same_attempt() {
    let sandbox = Sandbox::start().await;
    let id = sandbox.session().await;
    sandbox.submit(&id).await;
    sandbox.decide(&id, "review").await;
    let review = sandbox.receiver.last();
    sandbox.decide(&id, "declined").await;
    let last = sandbox.receiver.last();
    assert_eq!(last["verification"]["status"], "declined");
    let attempt = |body: &Value| body["verification"]["attemptId"].clone();
    assert_eq!(attempt(&last), attempt(&review));
}

#[tokio::test]
async fn a_concluded_session_is_decided_again_only_as_a_revision() {
    let sandbox = Sandbox::start().await;
    let id = sandbox.session().await;
    sandbox.decide(&id, "approved").await;
    let path = format!("/sessions/{id}/decide");
    let answer = sandbox.control(&path, json!({"status": "declined"})).await;
    assert_eq!(answer.status, 409);
    assert_eq!(sandbox.status(&id).await, "approved");
    let revision = json!({"status": "expired", "revise": true});
    assert_eq!(sandbox.control(&path, revision).await.status, 409);
    let revision = json!({"status": "declined", "revise": true});
    sandbox.steer(&path, revision).await;
    assert_eq!(sandbox.status(&id).await, "declined");
    assert_eq!(sandbox.receiver.whats(), ["approved", "declined"]);
    for action in ["open", "submit"] {
        let path = format!("/sessions/{id}/{action}");
        assert_eq!(sandbox.control(&path, json!({})).await.status, 409);
    }
}

#[tokio::test]
async fn nothing_decides_by_itself() {
    let sandbox = Sandbox::start().await;
    let id = sandbox.session().await;
    sandbox.submit(&id).await;
    sandbox.advance("30d").await;
    assert_eq!(sandbox.status(&id).await, "submitted");
    assert_eq!(sandbox.receiver.whats(), ["started", "submitted"]);
    let answer = sandbox.get(&format!("/sessions/{id}/decision"), &id).await;
    assert_eq!(answer.status, 200);
    assert_eq!(
        answer.json(),
        json!({"status": "success", "verification": null})
    );
}

#[tokio::test]
async fn the_old_first_names_decide_at_submission() {
    let sandbox = Sandbox::start().await;
    for (name, status) in [
        ("Approve", "approved"),
        ("approved", "approved"),
        ("DECLINE", "declined"),
        ("Declined", "declined"),
        ("Resubmit", "resubmission_requested"),
        ("Approver", "submitted"),
    ] {
        let person = json!({"firstName": name, "lastName": "Sample"});
        let (id, _) = sandbox.session_as(TEST, json!({"person": person})).await;
        sandbox.open(&id).await;
        assert_eq!(sandbox.status(&id).await, "started", "{name}");
        sandbox.submit(&id).await;
        assert_eq!(sandbox.status(&id).await, status, "{name}");
    }
}

#[tokio::test]
async fn patch_submits_once_and_only_with_that_status() {
    let sandbox = Sandbox::start().await;
    let id = sandbox.session().await;
    let path = format!("/sessions/{id}");
    let patch = |body| sandbox.send(Method::PATCH, &path, body);
    for (body, code) in [
        (json!({}), "1102"),
        (json!({"verification": {}}), "1102"),
        (json!({"verification": {"status": "started"}}), "1303"),
        (json!({"verification": {"status": 7}}), "1303"),
    ] {
        assert_eq!(patch(body).await.error(), (400, code.to_owned()));
    }
    let submitted = json!({"verification": {
        "status": "submitted", "frontState": "done", "timestamp": "2016-05-19T08:30:25.597Z",
    }});
    let answer = patch(submitted.clone()).await;
    assert_eq!(answer.status, 200);
    let session = answer.json()["verification"].clone();
    assert_eq!(session["id"], id);
    assert_eq!(session["status"], "submitted");
    for field in ["url", "host", "sessionToken"] {
        assert!(session[field].is_string(), "{field}");
    }
    assert_eq!(patch(submitted).await.error(), (400, "1304".to_owned()));
    sandbox
        .veriff
        .settled(std::time::Duration::from_secs(5))
        .await;
    assert_eq!(sandbox.receiver.whats(), ["submitted"]);
}

#[tokio::test]
async fn a_live_essential_integration_sends_full_auto_alone() {
    let sandbox = Sandbox::start().await;
    let (id, _) = sandbox
        .session_as(ESSENTIAL, json!({"vendorData": "v"}))
        .await;
    let full_auto = format!("/sessions/{id}/decision/fullauto?version=1.0.0");
    let get = |path| sandbox.signed(ESSENTIAL, Method::GET, path, &id);
    let pending = get(&full_auto).await.json();
    assert_eq!(pending["data"]["verification"], Value::Null);

    sandbox.submit(&id).await;
    let path = format!("/sessions/{id}/decide");
    let answer = sandbox.control(&path, json!({"status": "review"})).await;
    assert_eq!(answer.status, 422, "full auto knows no review");
    sandbox.decide(&id, "approved").await;

    assert_eq!(
        sandbox.receiver.received().len(),
        1,
        "no events, no decision"
    );
    let webhook = sandbox.receiver.last();
    assert_eq!(webhook["eventType"], "fullauto");
    assert_eq!(webhook["sessionId"], id);
    assert_eq!(webhook["vendorData"], "v");
    let verification = &webhook["data"]["verification"];
    assert_eq!(verification["decision"], "approved");
    assert_eq!(verification["document"]["type"]["value"], "passport");
    assert_eq!(get(&full_auto).await.json(), webhook);
    let decision = get(&format!("/sessions/{id}/decision")).await.json();
    assert_eq!(decision["verification"], Value::Null);
}

#[tokio::test]
async fn other_live_integrations_send_events_and_decisions() {
    let sandbox = Sandbox::start().await;
    let (id, _) = sandbox.session_as(LIVE, json!({})).await;
    sandbox.submit(&id).await;
    sandbox.decide(&id, "approved").await;
    assert_eq!(
        sandbox.receiver.whats(),
        ["started", "submitted", "approved"]
    );
    for received in sandbox.receiver.received() {
        assert_eq!(received.headers["x-auth-client"], LIVE.key);
    }
    let path = format!("/sessions/{id}/decision/fullauto?version=1.0.0");
    let full_auto = sandbox.signed(LIVE, Method::GET, &path, &id).await.json();
    assert_eq!(full_auto["data"]["verification"], Value::Null);
}

#[tokio::test]
async fn the_other_webhooks_are_sent_on_demand() {
    let sandbox = Sandbox::start().await;
    let id = sandbox.session().await;
    sandbox.decide(&id, "approved").await;
    let path = format!("/sessions/{id}/webhook");
    let sent = async |body: Value| {
        sandbox.steer(&path, body).await;
        sandbox.receiver.last()
    };
    let first = sent(json!({"type": "watchlist"})).await;
    assert_eq!(first["checkType"], "initial_result");
    assert_eq!(first["matchStatus"], "no_match");
    let match_status = "possible_match";
    let second = sent(json!({"type": "watchlist", "matchStatus": match_status})).await;
    assert_eq!(second["checkType"], "updated_result");
    assert_eq!(second["totalHits"], 1);
    assert_eq!(second["sessionId"], id);
    assert_eq!(
        sent(json!({"type": "ine"})).await["eventType"],
        "ine_registry"
    );
    let curp = sent(json!({"type": "curp"})).await;
    assert_eq!(curp["type"], "curp_registry");
    assert_eq!(curp["id"], id);
    assert!(curp["data"]["attemptId"].is_string());
    let both = sent(json!({"type": "ine-curp"})).await;
    assert_eq!(both["eventType"], "combined-ine-curp-registry");
    let status = sent(json!({"type": "user-status", "status": "On hold"})).await;
    assert_eq!(status["eventType"], "user-status.created");
    let data = &status["data"]["verification"]["userDefinedData"];
    assert_eq!(data["status"], "On hold");
    assert_eq!(data["statusCode"], "on_hold");
    let full_auto = sent(json!({"type": "fullauto"})).await;
    assert_eq!(full_auto["data"]["verification"]["decision"], "approved");

    let decision = sent(json!({"type": "decision"})).await;
    assert_eq!(decision["verification"]["status"], "approved");
    let answer = sandbox.control(&path, json!({"type": "event"})).await;
    assert_eq!(answer.status, 422, "the session is over");
    let fresh = sandbox.session().await;
    let other = format!("/sessions/{fresh}/webhook");
    let answer = sandbox.control(&other, json!({"type": "decision"})).await;
    assert_eq!(answer.status, 422, "nothing is decided");
    sandbox.open(&fresh).await;
    sandbox.steer(&other, json!({"type": "event"})).await;
    assert_eq!(sandbox.receiver.last()["action"], "started");
    let answer = sandbox.control(&path, json!({"type": "unheard-of"})).await;
    assert_eq!(answer.status, 422);

    let path = format!("/sessions/{id}/watchlist-screening");
    let data = sandbox.get(&path, &id).await.json()["data"].clone();
    assert_eq!(data["matchStatus"], match_status);
    assert_eq!(data["totalHits"], "1", "text here, a number in the webhook");
}
