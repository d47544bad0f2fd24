//! `DELETE /v1/sessions/{id}`.

use std::time::Duration;

use http::Method;
use serde_json::json;

use crate::harness::{Answer, Sandbox, TEST};

async fn erase(sandbox: &Sandbox, id: &str) -> Answer {
    let path = format!("/sessions/{id}");
    sandbox.signed(TEST, Method::DELETE, &path, id).await
}

#[tokio::test]
async fn an_open_session_is_ended_by_a_last_webhook_and_is_gone() {
    let sandbox = Sandbox::start().await;
    let never = sandbox.session().await;
    let opened = sandbox.session().await;
    sandbox.open(&opened).await;
    for (id, status) in [(&never, "expired"), (&opened, "abandoned")] {
        let answer = erase(&sandbox, id).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        assert_eq!(
            answer.json(),
            json!({"status": "success", "verification": {"id": id}})
        );
        assert!(sandbox.veriff.settled(Duration::from_secs(5)).await);
        let webhook = &sandbox.receiver.last()["verification"];
        assert_eq!(webhook["id"], **id);
        assert_eq!(webhook["status"], status);
        let decision = sandbox.get(&format!("/sessions/{id}/decision"), id).await;
        assert_eq!(decision.status, 404);
        assert_eq!(erase(&sandbox, id).await.status, 404);
    }
}

#[tokio::test]
async fn a_finished_session_goes_silently_with_its_media() {
    let sandbox = Sandbox::start().await;
    let id = sandbox.session().await;
    let picture = json!({"image": {"context": "face", "content": "iVBORw0KGgoAAAAN"}});
    let path = format!("/sessions/{id}/media");
    let uploaded = sandbox.send(Method::POST, &path, picture).await.json();
    let medium = uploaded["image"]["id"].as_str().unwrap();
    sandbox.submit(&id).await;
    sandbox.decide(&id, "approved").await;
    let before = sandbox.receiver.received().len();
    assert_eq!(erase(&sandbox, &id).await.status, 200);
    assert!(sandbox.veriff.settled(Duration::from_secs(5)).await);
    assert_eq!(sandbox.receiver.received().len(), before);
    let file = sandbox.get(&format!("/media/{medium}"), medium).await;
    assert_eq!(file.status, 404);
}

#[tokio::test]
async fn a_session_that_is_being_judged_stays() {
    let sandbox = Sandbox::start().await;
    let id = sandbox.session().await;
    for (status, code) in [("submitted", "1306"), ("review", "1305")] {
        match status {
            "submitted" => sandbox.submit(&id).await,
            status => sandbox.decide(&id, status).await,
        }
        let answer = erase(&sandbox, &id).await;
        assert_eq!(answer.error(), (400, code.to_owned()));
        assert_eq!(answer.json()["status"], 400, "a number, here alone");
        assert_eq!(sandbox.status(&id).await, status);
    }
}

#[tokio::test]
async fn five_in_an_hour_and_ten_in_a_day() {
    let sandbox = Sandbox::start().await;
    for round in 0..2 {
        for _ in 0..5 {
            let id = sandbox.session().await;
            assert_eq!(erase(&sandbox, &id).await.status, 200);
        }
        let id = sandbox.session().await;
        let answer = erase(&sandbox, &id).await;
        assert_eq!(answer.error(), (429, "429".to_owned()), "round {round}");
        assert!(answer.headers.contains_key("retry-after"));
        assert_eq!(sandbox.status(&id).await, "created");
        sandbox.advance("1h").await;
    }
    let id = sandbox.session().await;
    assert_eq!(erase(&sandbox, &id).await.status, 429, "the day's ten");
    sandbox.advance("23h").await;
    assert_eq!(erase(&sandbox, &id).await.status, 200);
}
