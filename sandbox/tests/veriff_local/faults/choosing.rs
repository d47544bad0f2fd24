//! Choosing faults, for how many webhooks and for which, and removing them.

use serde_json::{Value, json};

use super::{choose, choose_for, delete, deliveries};
use crate::harness::{LIVE, Sandbox, TEST};

#[tokio::test]
async fn the_faults_there_are_are_listed_with_what_they_do() {
    let sandbox = Sandbox::start().await;
    let list = sandbox.look("/faults").await;
    let known = list["known"].as_array().unwrap();
    let names: Vec<_> = known
        .iter()
        .map(|one| one["name"].as_str().unwrap())
        .collect();
    for wanted in [
        "duplicate",
        "reordered",
        "delayed",
        "lost",
        "before-create-answer",
        "upper-case-hex",
        "twin-headers",
        "twin-headers-differ",
        "rotated-secret",
        "wrong-key",
        "bad-signature",
        "truncated-body",
        "byte-order-mark",
        "invalid-json",
        "unknown-type",
        "unknown-status",
        "unknown-fields",
        "receiver-500",
        "slow-receiver",
        "unstable-json",
    ] {
        assert!(names.contains(&wanted), "{wanted}");
    }
    assert!(known.iter().all(|one| one["description"].is_string()));
    assert_eq!(list["active"], json!([]));
}

#[tokio::test]
async fn a_counted_choice_is_for_so_many_webhooks() {
    let sandbox = Sandbox::start().await;
    let request = json!({"faults": ["upper-case-hex", "duplicate"], "deliveries": 2});
    let chosen = choose_for(&sandbox, request).await;
    assert_eq!(chosen["faults"], json!(["duplicate", "upper-case-hex"]));
    assert_eq!(chosen["remaining"], 2);
    let id = sandbox.session().await;
    sandbox.open(&id).await;
    assert_eq!(sandbox.look("/faults").await["active"][0]["remaining"], 1);
    sandbox.submit(&id).await;
    assert_eq!(sandbox.look("/faults").await["active"], json!([]));
    sandbox.decide(&id, "approved").await;
    let whats = sandbox.receiver.whats();
    assert_eq!(
        whats,
        ["started", "started", "submitted", "submitted", "approved"]
    );
    let all = deliveries(&sandbox, &id).await;
    assert_eq!(all[0]["faults"], json!(["duplicate", "upper-case-hex"]));
    assert_eq!(
        all[0]["tries"][1]["faults"],
        json!(["duplicate", "upper-case-hex"])
    );
    assert_eq!(all[2]["faults"], json!([]));
    assert_eq!(all[2]["tries"][0]["faults"], Value::Null);
}

#[tokio::test]
async fn a_choice_without_a_count_lasts_until_it_is_removed() {
    let sandbox = Sandbox::start().await;
    let request = json!({"faults": ["receiver-500"], "deliveries": null});
    let chosen = choose_for(&sandbox, request).await;
    assert_eq!(chosen["remaining"], Value::Null);
    let id = sandbox.session().await;
    sandbox.open(&id).await;
    sandbox.advance("5h").await;
    assert_eq!(sandbox.receiver.received().len(), 6, "its retries too");
    let path = format!("/faults/{}", chosen["id"].as_str().unwrap());
    assert_eq!(delete(&sandbox, &path).await.status, 204);
    assert_eq!(delete(&sandbox, &path).await.status, 404);
    sandbox.advance("5h").await;
    assert_eq!(sandbox.receiver.received().len(), 7, "then it is well");
    assert_eq!(deliveries(&sandbox, &id).await[0]["state"], "delivered");
}

#[tokio::test]
async fn choices_are_for_a_session_an_integration_or_a_type() {
    let sandbox = Sandbox::start().await;
    let id = sandbox.session().await;
    for (filter, first, second) in [
        (json!({"sessionId": id}), 2, 1),
        (json!({"integrationId": LIVE.id}), 1, 2),
        (json!({"webhook": "decision"}), 1, 1),
        (json!({"webhook": "event"}), 2, 2),
    ] {
        let (one, _) = match filter["sessionId"].as_str() {
            Some(id) => (id.to_owned(), String::new()),
            None => sandbox.session_as(TEST, json!({})).await,
        };
        let (other, _) = sandbox.session_as(LIVE, json!({})).await;
        let mut request = filter.clone();
        request["faults"] = json!(["duplicate"]);
        request["deliveries"] = Value::Null;
        choose_for(&sandbox, request).await;
        for (id, times) in [(one, first), (other, second)] {
            let before = sandbox.receiver.received().len();
            sandbox.open(&id).await;
            assert_eq!(
                sandbox.receiver.received().len() - before,
                times,
                "{filter}"
            );
        }
        assert_eq!(delete(&sandbox, "/faults").await.status, 204);
        assert_eq!(sandbox.look("/faults").await["active"], json!([]));
    }
}

#[tokio::test]
async fn what_cannot_be_chosen_is_refused() {
    let sandbox = Sandbox::configured(crate::harness::Receiver::start().await, None, |config| {
        config.integrations[1].shared_secrets.truncate(1);
    })
    .await;
    let id = sandbox.session().await;
    let unknown = "3d0c9a14-7b52-4e0f-9a6b-2f1c5d8e7a41";
    for (request, status, told) in [
        (json!({"faults": []}), 400, "at least one"),
        (json!({}), 422, "faults"),
        (json!({"faults": ["gravity"]}), 422, "slow-receiver"),
        (
            json!({"faults": ["lost"], "deliveries": 0}),
            400,
            "at least one",
        ),
        (json!({"faults": ["lost"], "often": 1}), 422, "often"),
        (json!({"faults": ["delayed"], "delay": "soon"}), 400, "7d"),
        (
            json!({"faults": ["delayed"], "delay": "-1h"}),
            400,
            "negative",
        ),
        (
            json!({"faults": ["lost"], "webhook": "parcel"}),
            422,
            "parcel",
        ),
        (
            json!({"faults": ["lost"], "sessionId": unknown}),
            404,
            "session",
        ),
        (
            json!({"faults": ["lost"], "integrationId": "x"}),
            404,
            "integration",
        ),
        (
            json!({"faults": ["rotated-secret"], "integrationId": LIVE.id}),
            422,
            "two",
        ),
        (
            json!({"faults": ["before-create-answer"], "sessionId": id}),
            422,
            "created",
        ),
        (
            json!({"faults": ["before-create-answer"], "webhook": "decision"}),
            422,
            "created",
        ),
    ] {
        let answer = sandbox.control("/faults", request.clone()).await;
        assert_eq!(answer.status, status, "{request}: {}", answer.text());
        let text = answer.json()["error"].as_str().unwrap().to_owned();
        assert!(text.contains(told), "{request}: {text}");
    }
    assert_eq!(sandbox.look("/faults").await["active"], json!([]));
}

#[tokio::test]
async fn choices_survive_a_restart() {
    let dir = tempfile::tempdir().unwrap();
    let receiver = crate::harness::Receiver::start().await;
    let sandbox = Sandbox::with(receiver, Some(dir.path())).await;
    let id = sandbox.session().await;
    choose(&sandbox, &["duplicate"]).await;
    let receiver = sandbox.stop().await;
    let sandbox = Sandbox::with(receiver, Some(dir.path())).await;
    sandbox.open(&id).await;
    assert_eq!(sandbox.receiver.whats(), ["started", "started"]);
}

#[tokio::test]
async fn a_delivery_is_sent_again_with_faults_of_ones_choice() {
    let sandbox = Sandbox::start().await;
    let id = sandbox.session().await;
    sandbox.open(&id).await;
    let number = deliveries(&sandbox, &id).await[0]["id"].clone();
    let path = format!("/deliveries/{number}/replay");
    let body = json!({"faults": ["unknown-fields", "duplicate"]});
    let answer = sandbox.control(&path, body).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(answer.json()["try"]["number"], 3);
    let received = sandbox.receiver.received();
    assert_eq!(received.len(), 3);
    assert!(received[2].body["sandboxUnknown"].is_object());
    let shown = deliveries(&sandbox, &id).await.remove(0);
    assert_eq!(
        shown["tries"][2]["faults"],
        json!(["duplicate", "unknown-fields"])
    );
    let sent = shown["tries"][2]["sent"].as_str().unwrap();
    assert_eq!(sent.as_bytes(), received[2].raw);
    for fault in ["gravity", "lost", "delayed", "before-create-answer"] {
        let answer = sandbox.control(&path, json!({"faults": [fault]})).await;
        assert_eq!(answer.status, 422, "{fault}");
    }
    assert_eq!(sandbox.receiver.received().len(), 3);
}
