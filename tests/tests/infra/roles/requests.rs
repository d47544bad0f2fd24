//! The functions behind the HTTP API, each driven through everything that it does.

use super::stage::{Stage, T1, new_id, pointer_of};
use http::Method;
use serde_json::{Value, json};
use system_tests::deliveries::{decision, event, watchlist};

/// New, met again, named twice, and with an old session that Veriff is asked about.
pub(super) async fn create_session() -> Stage {
    let stage = Stage::new().await;
    assert_eq!(stage.create(json!({ "vendorData": "a" })).await.0, 201);
    assert_eq!(stage.create(json!({ "vendorData": "a" })).await.0, 200);
    let both = json!({ "vendorData": "b", "endUserId": new_id() });
    assert_eq!(stage.create(both).await.0, 201);
    stage.decided_unheard("c", "declined", Some(105)).await;
    stage.world.advance("7d").await;
    let (status, answer) = stage.create(json!({ "vendorData": "c" })).await;
    assert_eq!(
        (status, &answer["status"]),
        (200, &json!("declined")),
        "{answer}"
    );
    assert_eq!(stage.create(json!({ "vendorData": "a" })).await.0, 201);
    // Veriff is not to be reached: the person's lease is given back.
    stage.lose_veriff();
    let (status, answer) = stage.create(json!({ "vendorData": "d" })).await;
    assert!(status >= 500, "{answer}");
    stage
}

/// Everything that can be asked.
pub(super) async fn read_session() -> Stage {
    let stage = Stage::new().await;
    let id = stage.world.session_for("a").await;
    assert_eq!(
        stage
            .world
            .deliver(&decision(&id, &new_id(), "approved", T1))
            .await,
        200
    );
    for path in [
        format!("/sessions/{id}"),
        format!("/sessions/{id}/history"),
        "/sessions?vendorData=a".into(),
    ] {
        let (status, answer) = stage.ask(Method::GET, &path, Value::Null).await;
        assert_eq!(status, 200, "{path}: {answer}");
    }
    stage
}

/// Holds and erasures: at once, refused by Veriff, with payloads and quarantine.
pub(super) async fn erase_session() -> Stage {
    let stage = Stage::new().await;
    let id = stage.world.session_for("a").await;
    let (path, hold) = (
        format!("/sessions/{id}"),
        format!("/sessions/{id}/legal-hold"),
    );
    let reason = json!({ "reason": "case 7" });
    assert_eq!(stage.ask(Method::PUT, &hold, reason).await.0, 200);
    assert_eq!(stage.ask(Method::DELETE, &path, Value::Null).await.0, 409);
    assert_eq!(stage.ask(Method::DELETE, &hold, Value::Null).await.0, 204);
    assert_eq!(
        stage.world.deliver(&event(&id, &new_id(), "started")).await,
        200
    );
    stage.quarantined_unrecorded(&id).await;
    assert_eq!(stage.ask(Method::DELETE, &path, Value::Null).await.0, 200);
    assert_eq!(stage.ask(Method::DELETE, &path, Value::Null).await.0, 200);
    // One that Veriff is judging, of a person with another session.
    let judged = stage.judged("b").await;
    let beside = stage
        .world
        .sandbox
        .app
        .store
        .also_list(&pointer_of("b"), &new_id())
        .await;
    beside.expect("it is listed");
    let path = format!("/sessions/{judged}");
    assert_eq!(stage.ask(Method::DELETE, &path, Value::Null).await.0, 202);
    stage
}

/// Every kind of delivery that leaves a trace.
pub(super) async fn receive_webhook() -> Stage {
    let stage = Stage::new().await;
    let (id, attempt) = (stage.world.session_for("a").await, new_id());
    let approved = decision(&id, &attempt, "approved", T1);
    for body in [
        event(&id, &attempt, "started"),
        event(&id, &attempt, "submitted"),
        approved.clone(),
        approved,
    ] {
        assert_eq!(stage.deliver(&body.to_string()).await, 200);
    }
    // It names the attempt alone.
    assert_eq!(
        stage
            .deliver(&watchlist(None, &attempt, T1).to_string())
            .await,
        200
    );
    // A session made in the browser, for a person.
    let mut foreign = decision(&new_id(), &new_id(), "approved", T1);
    foreign["verification"]["endUserId"] = json!(new_id());
    assert_eq!(stage.deliver(&foreign.to_string()).await, 200);
    // What cannot be used, with a session and without one.
    let unknown = json!({ "sessionId": id, "attemptId": attempt, "eventType": "of_tomorrow" });
    assert_eq!(stage.deliver(&unknown.to_string()).await, 200);
    assert_eq!(stage.deliver(r#"{"of":"tomorrow"}"#).await, 200);
    assert_eq!(stage.deliver("not JSON").await, 400);
    // Several at once: who comes second finds the session changed.
    for _ in 0..20 {
        let deliveries = [(); 4].map(|()| event(&id, &new_id(), "started").to_string());
        let [a, b, c, d] = &deliveries;
        let at_once = tokio::join!(
            stage.deliver(a),
            stage.deliver(b),
            stage.deliver(c),
            stage.deliver(d)
        );
        assert_eq!(at_once, (200, 200, 200, 200));
        if stage
            .app
            .store
            .units()
            .contains_key("write session, refused")
        {
            break;
        }
    }
    // What comes for an erased session.
    let erased = stage.world.session_for("b").await;
    stage.erased(&erased).await;
    assert_eq!(
        stage
            .deliver(&decision(&erased, &new_id(), "approved", T1).to_string())
            .await,
        200
    );
    let unknown = json!({ "sessionId": erased, "attemptId": new_id(), "eventType": "of_tomorrow" });
    assert_eq!(stage.deliver(&unknown.to_string()).await, 200);
    stage
}
