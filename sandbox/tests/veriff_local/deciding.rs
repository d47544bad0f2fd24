//! Decisions that nobody makes by hand: magic values, and live integrations that decide by
//! themselves.

use http::Method;
use serde_json::{Value, json};
use veriff_sandbox::veriff::Plan;

use crate::harness::{ESSENTIAL, LIVE, Receiver, Sandbox, TEST};

#[tokio::test]
async fn a_magic_value_in_vendor_data_decides_at_submission() {
    let sandbox = Sandbox::start().await;
    for (vendor_data, status, reason_code) in [
        ("veriff-sandbox:approved", "approved", None),
        (
            "customer-7 veriff-sandbox:declined:106",
            "declined",
            Some(106),
        ),
        ("veriff-sandbox:declined", "declined", Some(102)),
        (
            "veriff-sandbox:declined:9999/customer-7",
            "declined",
            Some(9999),
        ),
        (
            "veriff-sandbox:resubmission_requested:620",
            "resubmission_requested",
            Some(620),
        ),
        ("veriff-sandbox:review", "review", None),
        ("veriff-sandbox:expired", "expired", None),
        ("veriff-sandbox:abandoned:7", "abandoned", Some(7)),
        ("declined:102", "submitted", None),
        ("sandbox:declined:102", "submitted", None),
    ] {
        for keys in [TEST, LIVE] {
            let (id, _) = sandbox
                .session_as(keys, json!({"vendorData": vendor_data}))
                .await;
            sandbox.open(&id).await;
            assert_eq!(sandbox.status(&id).await, "started", "{vendor_data}");
            sandbox.submit(&id).await;
            assert_eq!(sandbox.status(&id).await, status, "{vendor_data}");
            let path = format!("/sessions/{id}/decision");
            let answer = sandbox.signed(keys, Method::GET, &path, &id).await;
            let decision = &answer.json()["verification"];
            if status == "submitted" {
                assert_eq!(*decision, Value::Null);
                continue;
            }
            assert_eq!(decision["reasonCode"], json!(reason_code), "{vendor_data}");
            assert_eq!(decision["vendorData"], vendor_data, "as it was sent");
        }
    }
}

#[tokio::test]
async fn a_magic_value_goes_before_a_name_and_works_over_the_api() {
    let sandbox = Sandbox::start().await;
    let wanted = json!({
        "vendorData": "veriff-sandbox:declined:103",
        "person": {"firstName": "Approve", "lastName": "Sample"},
    });
    let (id, _) = sandbox.session_as(TEST, wanted).await;
    let submitted = json!({"verification": {"status": "submitted"}});
    let path = format!("/sessions/{id}");
    let answer = sandbox.send(Method::PATCH, &path, submitted).await;
    assert_eq!(answer.json()["verification"]["status"], "submitted");
    assert_eq!(sandbox.status(&id).await, "declined");
}

#[tokio::test]
async fn a_misspelt_magic_value_is_refused_at_once() {
    let sandbox = Sandbox::start().await;
    for vendor_data in [
        "veriff-sandbox:",
        "veriff-sandbox:denied",
        "veriff-sandbox:declined:",
        "veriff-sandbox:declined:many",
        "veriff-sandbox:declined:99999999999",
        "veriff-sandbox:approved-customer",
    ] {
        let answer = sandbox
            .create_as(TEST, json!({"vendorData": vendor_data}))
            .await;
        assert_eq!(answer.error(), (400, "1104".to_owned()), "{vendor_data}");
    }
}

#[tokio::test]
async fn full_auto_knows_no_review_by_magic_either() {
    let sandbox = Sandbox::start().await;
    let wanted = json!({"vendorData": "veriff-sandbox:review"});
    let (id, _) = sandbox.session_as(ESSENTIAL, wanted).await;
    sandbox.submit(&id).await;
    assert_eq!(sandbox.status(&id).await, "submitted");
}

/// With a live integration that decides five minutes after submission.
async fn deciding(as_what: Option<&str>) -> Sandbox {
    let receiver = Receiver::start().await;
    Sandbox::configured(receiver, None, |config| {
        config.integrations[1].decide_after = Some("5m".to_owned());
        config.integrations[1].decide_as = as_what.map(str::to_owned);
    })
    .await
}

#[tokio::test]
async fn a_live_integration_decides_by_itself_and_a_test_one_does_not() {
    let sandbox = deciding(None).await;
    let (live, _) = sandbox.session_as(LIVE, json!({})).await;
    let test = sandbox.session().await;
    for id in [&live, &test] {
        sandbox.submit(id).await;
    }
    sandbox.advance("4m").await;
    assert_eq!(sandbox.status(&live).await, "submitted");
    sandbox.advance("1m").await;
    assert_eq!(sandbox.status(&live).await, "approved");
    assert_eq!(sandbox.receiver.whats().last().unwrap(), "approved");
    assert_eq!(sandbox.receiver.last()["verification"]["id"], live);
    sandbox.advance("30d").await;
    assert_eq!(sandbox.status(&test).await, "submitted");
    assert_eq!(sandbox.receiver.whats().len(), 5);
}

#[tokio::test]
async fn the_decision_is_dated_when_it_fell() {
    let sandbox = deciding(Some("declined:105")).await;
    let (id, _) = sandbox.session_as(LIVE, json!({})).await;
    sandbox.submit(&id).await;
    sandbox.advance("3d").await;
    let decision = sandbox.receiver.last()["verification"].clone();
    assert_eq!(decision["status"], "declined");
    assert_eq!(decision["reasonCode"], 105);
    let time =
        |name: &str| -> jiff::Timestamp { decision[name].as_str().unwrap().parse().unwrap() };
    let took = time("decisionTime").duration_since(time("submissionTime"));
    assert_eq!(took.as_mins(), 5);
}

#[tokio::test]
async fn a_decision_by_hand_comes_first_and_each_attempt_has_its_own() {
    let sandbox = deciding(Some("resubmission_requested")).await;
    let (id, _) = sandbox.session_as(LIVE, json!({})).await;
    sandbox.submit(&id).await;
    sandbox.decide(&id, "approved").await;
    sandbox.advance("10m").await;
    assert_eq!(sandbox.status(&id).await, "approved");

    let (id, _) = sandbox.session_as(LIVE, json!({})).await;
    for round in 1..=10 {
        sandbox.submit(&id).await;
        sandbox.advance("5m").await;
        let want = if round == 10 {
            "declined"
        } else {
            "resubmission_requested"
        };
        assert_eq!(sandbox.status(&id).await, want, "{round}");
    }
}

#[tokio::test]
async fn a_decision_to_come_outlasts_a_restart() {
    let dir = tempfile::tempdir().unwrap();
    let adjust = |config: &mut veriff_sandbox::veriff::VeriffConfig| {
        config.integrations[1].decide_after = Some("1h".to_owned());
    };
    let receiver = Receiver::start().await;
    let sandbox = Sandbox::configured(receiver, Some(dir.path()), adjust).await;
    let (id, _) = sandbox.session_as(LIVE, json!({})).await;
    sandbox.submit(&id).await;
    let receiver = sandbox.stop().await;
    let sandbox = Sandbox::configured(receiver, Some(dir.path()), adjust).await;
    assert_eq!(sandbox.status(&id).await, "submitted");
    sandbox.advance("1h").await;
    assert_eq!(sandbox.status(&id).await, "approved");
}

#[tokio::test]
async fn on_essential_a_test_integration_sends_events_and_decisions() {
    let receiver = Receiver::start().await;
    let sandbox = Sandbox::configured(receiver, None, |config| {
        config.integrations[0].plan = Plan::Essential;
        config.integrations[2].decide_after = Some("1m".to_owned());
    })
    .await;
    let id = sandbox.session().await;
    sandbox.submit(&id).await;
    sandbox.decide(&id, "approved").await;
    assert_eq!(
        sandbox.receiver.whats(),
        ["started", "submitted", "approved"]
    );
    assert!(sandbox.receiver.last()["verification"].is_object());

    let (id, _) = sandbox.session_as(ESSENTIAL, json!({})).await;
    sandbox.submit(&id).await;
    sandbox.advance("1m").await;
    assert_eq!(sandbox.receiver.received().len(), 4, "full auto alone");
    let last = sandbox.receiver.last();
    assert_eq!(last["eventType"], "fullauto");
    assert_eq!(last["sessionId"], id);
    assert_eq!(last["data"]["verification"]["decision"], "approved");
}
