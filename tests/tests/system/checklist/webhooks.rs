//! Webhooks forged, broken, repeated, out of order, unknown, late and lost. What is answered in
//! each case is in `intake`; here, what a developer sees of it.

use crate::new_id;
use serde_json::{Value, json};
use system_tests::World;
use system_tests::deliveries::{decision, event, signature, signed, watchlist};
use veriff_sandbox::development::TEST;

const T1: &str = "2026-03-02T09:19:31.077000Z";

/// The secret after a rotation.
const NEW_SECRET: &str = "00000000-0000-4000-8000-5ec2e7000009";

#[tokio::test]
async fn wrong_api_key_webhook_refused() {
    let world = World::new().await;
    let id = world.session_for("a").await;
    let body = decision(&id, &new_id(), "approved", T1).to_string();
    let before = world.stored(&id).await;
    let headers = signed(&new_id(), &world.sandbox.secret, body.as_bytes());
    assert_eq!(world.deliver_raw(&headers, body.as_bytes()).await, 401);
    assert_eq!(world.stored(&id).await, before);
    assert_eq!(world.session(&id).await["grants"], "nothing");
}

#[tokio::test]
async fn mismatched_hmac_refused() {
    let world = World::new().await;
    let id = world.session_for("a").await;
    let body = decision(&id, &new_id(), "approved", T1).to_string();
    let before = world.stored(&id).await;
    let good = signature(&world.sandbox.secret, body.as_bytes());
    let altered = body.replacen("approved", "declined", 1);
    let last = if good.ends_with('0') { "1" } else { "0" };
    let off_by_one = format!("{}{last}", &good[..63]);
    let by_another = signature("another-secret", body.as_bytes());
    for (signature, body) in [
        (Some(good.as_str()), altered.as_str()),
        (Some(&off_by_one), &body),
        (Some(&by_another), &body),
        (Some(&good[..63]), &body),
        (None, &body),
    ] {
        let mut headers = vec![("x-auth-client".to_owned(), world.sandbox.api_key.clone())];
        headers.extend(signature.map(|hex| ("x-hmac-signature".to_owned(), hex.to_owned())));
        assert_eq!(world.deliver_raw(&headers, body.as_bytes()).await, 401);
        assert_eq!(world.stored(&id).await, before);
    }
}

#[tokio::test]
async fn invalid_json_does_not_crash() {
    let world = World::new().await;
    let id = world.session_for("a").await;
    let before = world.stored(&id).await;
    let deep = "[".repeat(200_000);
    let huge = " ".repeat(2 * 1024 * 1024);
    let no_text = b"\xff\xfe\x00".as_slice();
    let broken: [(&[u8], u16); 8] = [
        (b"", 400),
        (b"{", 400),
        (b"{\"id\":", 400),
        (b"nonsense", 400),
        (b"[1,2,3]", 400),
        (no_text, 400),
        (deep.as_bytes(), 400),
        (huge.as_bytes(), 413),
    ];
    for (body, status) in broken {
        let headers = signed(&world.sandbox.api_key, &world.sandbox.secret, body);
        let start = &body[..body.len().min(16)];
        assert_eq!(world.deliver_raw(&headers, body).await, status, "{start:?}");
    }
    let mut wrong_types = decision(&id, &new_id(), "approved", T1);
    wrong_types["verification"]["id"] = json!(17);
    wrong_types["verification"]["status"] = json!(["approved"]);
    assert_eq!(world.deliver(&wrong_types).await, 200);
    assert_eq!(world.stored(&id).await, before);
    // The server is alive.
    let body = decision(&id, &new_id(), "approved", T1);
    assert_eq!(world.deliver(&body).await, 200);
    assert_eq!(world.status(&id).await, "approved");
}

#[tokio::test]
async fn duplicate_delivery() {
    let world = World::new().await;
    let id = world.session_for("a").await;
    let mut deliveries = world.sandbox.local_veriff.observe();
    world.run_through(&id, "approved", None).await;
    let before = world.session(&id).await;
    let mut ids = Vec::new();
    while let Ok(delivered) = deliveries.try_recv() {
        ids.push(delivered.id);
    }
    assert_eq!(ids.len(), 3);
    for delivery in ids {
        let path = format!("/deliveries/{delivery}/replay");
        let replayed = world.control(&path, json!({})).await.json();
        assert_eq!(replayed["try"]["httpStatus"], 200, "{replayed}");
    }
    assert_eq!(world.session(&id).await, before);
}

#[tokio::test]
async fn out_of_order_delivery() {
    let world = World::new().await;
    let attempt = new_id();
    let bodies = |id: &str| {
        [
            event(id, &attempt, "started"),
            event(id, &attempt, "submitted"),
            decision(id, &attempt, "approved", T1),
        ]
    };
    let orders = [
        [0, 1, 2],
        [0, 2, 1],
        [1, 0, 2],
        [1, 2, 0],
        [2, 0, 1],
        [2, 1, 0],
    ];
    let mut ends: Vec<Value> = Vec::new();
    for order in orders {
        let id = world.session_for(&format!("{order:?}")).await;
        for index in order {
            assert_eq!(world.deliver(&bodies(&id)[index]).await, 200);
        }
        let view = world.session(&id).await;
        let fields = ["status", "decision", "attemptId", "grants", "revised"];
        ends.push(fields.iter().map(|field| view[field].clone()).collect());
    }
    assert_eq!(ends[0][0], "approved");
    assert!(ends.iter().all(|end| *end == ends[0]), "{ends:?}");
}

#[tokio::test]
async fn key_overlap() {
    let world = World::with(
        |settings| {
            settings["integrations"][0]["sharedSecrets"] = json!([TEST.secret, NEW_SECRET]);
        },
        |veriff| {
            let secrets = [NEW_SECRET, TEST.secret].map(str::to_owned);
            veriff.integrations[0].shared_secrets = secrets.to_vec();
        },
    )
    .await;
    // Veriff signs with the new secret already, answers and webhooks alike.
    let id = world.session_for("a").await;
    world.run_through(&id, "approved", None).await;
    assert_eq!(world.status(&id).await, "approved");
    // What is still under way, signed with the old one, counts too.
    let id = world.session_for("b").await;
    let body = decision(&id, &new_id(), "declined", T1);
    assert_eq!(world.deliver(&body).await, 200);
    assert_eq!(world.status(&id).await, "declined");

    // Once the old one is out of the settings, it counts no more.
    let world = World::with(
        |settings| settings["integrations"][0]["sharedSecrets"] = json!([NEW_SECRET]),
        |veriff| veriff.integrations[0].shared_secrets = vec![NEW_SECRET.to_owned()],
    )
    .await;
    let id = world.session_for("a").await;
    let body = decision(&id, &new_id(), "approved", T1);
    assert_eq!(world.deliver(&body).await, 401);
    let body = body.to_string();
    let headers = signed(TEST.api_key, NEW_SECRET, body.as_bytes());
    assert_eq!(world.deliver_raw(&headers, body.as_bytes()).await, 200);
    assert_eq!(world.status(&id).await, "approved");
}

#[tokio::test]
async fn unknown_event_type() {
    let world = World::new().await;
    let id = world.session_for("a").await;
    let before = world.stored(&id).await;
    let mut unknown_action = event(&id, &new_id(), "started");
    unknown_action["action"] = json!("levitated");
    unknown_action["code"] = json!(7099);
    let mut unknown_status = decision(&id, &new_id(), "approved", T1);
    unknown_status["verification"]["status"] = json!("sanctified");
    unknown_status["verification"]["code"] = json!(9001);
    for body in [
        json!({ "eventType": "moon-phase.changed", "sessionId": id }),
        json!({ "anything": { "id": id, "status": "approved" } }),
        json!({}),
        unknown_action,
        unknown_status,
    ] {
        assert_eq!(world.deliver(&body).await, 200, "{body}");
        let view = world.session(&id).await;
        assert_eq!(view["status"], "created", "{body}");
        assert_eq!(view["grants"], "nothing", "{body}");
    }
    let after = world.stored(&id).await;
    let status = |stored: &Option<verification::store::Stored>| match stored {
        Some(verification::store::Stored::Session(record, _)) => record.status(),
        _ => panic!("the session is gone"),
    };
    assert_eq!(status(&after), status(&before));
}

#[tokio::test]
async fn watchlist_update_long_after_approval() {
    let world = World::new().await;
    let id = world.session_for("a").await;
    world.run_through(&id, "approved", None).await;
    let before = world.session(&id).await;
    assert_eq!(before["watchlist"], Value::Null);
    world.advance("300d").await;
    let path = format!("/sessions/{id}/webhook");
    let wanted = json!({ "type": "watchlist", "matchStatus": "possible_match" });
    assert!(world.control(&path, wanted).await.status < 300);
    world.settle().await;
    let after = world.session(&id).await;
    assert_eq!(after["status"], "approved");
    assert_eq!(after["watchlist"]["matchStatus"], "possible_match");
    assert!(after["revision"].as_u64() > before["revision"].as_u64());
    // One from before does not undo it.
    let attempt = before["attemptId"].as_str().expect("an attempt");
    let mut late = watchlist(Some(&id), attempt, T1);
    late["matchStatus"] = json!("no_match");
    assert_eq!(world.deliver(&late).await, 200);
    assert_eq!(world.session(&id).await, after);
}

#[tokio::test]
async fn missed_webhook_recovered_by_get_decision() {
    let world = World::with(|_| {}, |veriff| veriff.integrations[0].webhook_url = None).await;
    // The submission was told, the decision was lost.
    let id = world.session_for("a").await;
    let attempt = world.at_veriff(&id).await["attempts"][0]["id"].clone();
    let attempt = attempt.as_str().expect("an attempt");
    world.run_through(&id, "approved", None).await;
    assert_eq!(world.deliver(&event(&id, attempt, "submitted")).await, 200);
    assert_eq!(
        world.sweep().await.looked,
        0,
        "Veriff has an hour to decide"
    );
    world.advance("1h1m").await;
    let report = world.sweep().await;
    assert_eq!((report.looked, report.repaired), (1, 1));
    let view = world.session(&id).await;
    assert_eq!(view["status"], "approved");
    assert_eq!(view["grants"], "test");
    assert!(view["person"].is_object(), "the answer is kept as well");

    // Not a single webhook came.
    let id = world.session_for("b").await;
    world.run_through(&id, "declined", Some(105)).await;
    world.advance("7d3h").await;
    assert_eq!(world.sweep().await.repaired, 1);
    assert_eq!(world.session(&id).await["decision"]["reasonCode"], 105);
    assert_eq!(world.sweep().await.looked, 0);
}
