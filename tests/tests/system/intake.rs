//! Each row of the intake table: the answer, and the state read back.

use http::Method;
use serde_json::{Value, json};
use system_tests::World;
use system_tests::deliveries::{Headers, decision, event, signature, signed, watchlist};
use uuid::Uuid;
use veriff_sandbox::development::LIVE;
use verification::store::Stored;

const T1: &str = "2026-03-02T09:19:31.077000Z";
const T2: &str = "2026-03-02T10:00:00.000000Z";

fn new_id() -> String {
    Uuid::new_v4().to_string()
}

/// A world with one session, and an approval for it that was not delivered yet.
async fn one_session() -> (World, String, Vec<u8>) {
    let world = World::new().await;
    let id = world.session_for("intake").await;
    let body = decision(&id, &new_id(), "approved", T1)
        .to_string()
        .into_bytes();
    (world, id, body)
}

/// The delivery is refused with 401 and changes nothing.
async fn refused(world: &World, id: &str, headers: &Headers, body: &[u8]) {
    let before = world.stored(id).await;
    assert_eq!(world.deliver_raw(headers, body).await, 401);
    assert_eq!(world.stored(id).await, before);
}

#[tokio::test]
async fn unknown_api_key_is_refused() {
    let (world, id, body) = one_session().await;
    refused(
        &world,
        &id,
        &signed(&new_id(), &world.sandbox.secret, &body),
        &body,
    )
    .await;
}

#[tokio::test]
async fn missing_api_key_is_refused() {
    let (world, id, body) = one_session().await;
    let mut headers = signed(&world.sandbox.api_key, &world.sandbox.secret, &body);
    headers.remove(0);
    refused(&world, &id, &headers, &body).await;
}

#[tokio::test]
async fn missing_empty_odd_and_non_hex_signatures_are_refused() {
    let (world, id, body) = one_session().await;
    let good = signature(&world.sandbox.secret, &body);
    let key = ("x-auth-client".to_owned(), world.sandbox.api_key.clone());
    refused(&world, &id, &vec![key.clone()], &body).await;
    for bad in [
        String::new(),
        good[1..].to_owned(),
        good[..62].to_owned(),
        format!("{good}00"),
        format!("zz{}", &good[2..]),
        format!("sha256={good}"),
    ] {
        let headers = vec![key.clone(), ("x-hmac-signature".into(), bad)];
        refused(&world, &id, &headers, &body).await;
    }
}

#[tokio::test]
async fn one_changed_byte_is_refused() {
    let (world, id, body) = one_session().await;
    let headers = signed(&world.sandbox.api_key, &world.sandbox.secret, &body);
    let mut forged = body.clone();
    let at = forged.len() / 2;
    forged[at] ^= 1;
    refused(&world, &id, &headers, &forged).await;
    // Written out again with a blank more, it means the same, and is not what was signed.
    let mut spaced = body.clone();
    spaced.insert(1, b' ');
    refused(&world, &id, &headers, &spaced).await;
}

#[tokio::test]
async fn the_legacy_signature_is_no_signature() {
    let (world, id, body) = one_session().await;
    let headers = vec![
        ("x-auth-client".to_owned(), world.sandbox.api_key.clone()),
        (
            "x-signature".to_owned(),
            signature(&world.sandbox.secret, &body),
        ),
    ];
    refused(&world, &id, &headers, &body).await;
}

#[tokio::test]
async fn twin_headers_count_alone_and_agreeing_and_are_refused_when_they_differ() {
    let (world, id, body) = one_session().await;
    let good = signed(&world.sandbox.api_key, &world.sandbox.secret, &body);
    let mut twins = good.clone();
    twins.push(("vrf-auth-client".into(), new_id()));
    refused(&world, &id, &twins, &body).await;
    let mut twins = good.clone();
    twins.push((
        "vrf-hmac-signature".into(),
        signature("another-secret", &body),
    ));
    refused(&world, &id, &twins, &body).await;

    let alone = vec![
        ("VRF-AUTH-CLIENT".to_owned(), good[0].1.clone()),
        ("VRF-HMAC-SIGNATURE".to_owned(), good[1].1.to_uppercase()),
    ];
    assert_eq!(world.deliver_raw(&alone, &body).await, 200);
    assert_eq!(world.status(&id).await, "approved");
    let mut agreeing = good;
    agreeing.extend(alone);
    assert_eq!(world.deliver_raw(&agreeing, &body).await, 200);
}

#[tokio::test]
async fn genuine_under_one_integration_cannot_touch_a_session_of_another() {
    let (world, id, body) = one_session().await;
    refused(
        &world,
        &id,
        &signed(LIVE.api_key, LIVE.secret, &body),
        &body,
    )
    .await;
    // Nor does the other integration's key with this one's secret.
    refused(
        &world,
        &id,
        &signed(LIVE.api_key, &world.sandbox.secret, &body),
        &body,
    )
    .await;
}

#[tokio::test]
async fn genuine_and_new_is_durable_and_answered_with_exactly_200() {
    let (world, id, body) = one_session().await;
    let headers = signed(&world.sandbox.api_key, &world.sandbox.secret, &body);
    assert_eq!(world.deliver_raw(&headers, &body).await, 200);
    let view = world.session(&id).await;
    assert_eq!(view["status"], "approved");
    assert_eq!(view["decision"]["code"], 9001);
    assert_eq!(view["person"]["lastName"], "QUIRIN");
    assert_eq!(view["estimatedAge"], 41);
}

#[tokio::test]
async fn a_duplicate_is_answered_with_200_and_changes_nothing() {
    let (world, id, body) = one_session().await;
    let headers = signed(&world.sandbox.api_key, &world.sandbox.secret, &body);
    assert_eq!(world.deliver_raw(&headers, &body).await, 200);
    let once = world.stored(&id).await;
    assert_eq!(world.deliver_raw(&headers, &body).await, 200);
    // The same facts in other bytes are a duplicate too.
    let text = String::from_utf8(body).expect("text").replace(":", ": ");
    let headers = signed(
        &world.sandbox.api_key,
        &world.sandbox.secret,
        text.as_bytes(),
    );
    assert_eq!(world.deliver_raw(&headers, text.as_bytes()).await, 200);
    assert_eq!(world.stored(&id).await, once);
}

#[tokio::test]
async fn a_hundred_copies_at_once_are_one_effect() {
    let (world, id, body) = one_session().await;
    let headers = signed(&world.sandbox.api_key, &world.sandbox.secret, &body);
    let world = std::sync::Arc::new(world);
    let mut copies = tokio::task::JoinSet::new();
    for _ in 0..100 {
        let (world, headers, body) = (world.clone(), headers.clone(), body.clone());
        copies.spawn(async move {
            // On a busy machine one may be too late to be acknowledged; Veriff sends it again.
            loop {
                match world.deliver_raw(&headers, &body).await {
                    503 => {}
                    status => return status,
                }
            }
        });
    }
    assert_eq!(copies.join_all().await, vec![200; 100]);
    assert_eq!(world.session(&id).await["revision"], 1);
}

#[tokio::test]
async fn an_unknown_type_goes_to_quarantine_once() {
    let world = World::new().await;
    let body = json!({ "eventType": "moon-phase.changed", "phase": "waxing" });
    assert_eq!(world.deliver(&body).await, 200);
    assert_eq!(
        quarantined(&world, body.to_string().as_bytes()).await,
        Some("unknown-type".into())
    );
    let spent = puts_into_quarantine(&world);
    assert_eq!(world.deliver(&body).await, 200);
    assert_eq!(puts_into_quarantine(&world), spent);
}

#[tokio::test]
async fn a_known_type_that_cannot_be_read_goes_to_quarantine() {
    let (world, id, _) = one_session().await;
    let before = world.stored(&id).await;
    let mut body = decision(&id, &new_id(), "approved", T1);
    body["verification"]["status"] = json!(9001);
    assert_eq!(world.deliver(&body).await, 200);
    assert_eq!(
        quarantined(&world, body.to_string().as_bytes()).await,
        Some("unreadable".into())
    );
    assert_eq!(world.stored(&id).await, before);
}

#[tokio::test]
async fn genuine_but_not_json_is_400_and_in_quarantine_once() {
    let (world, id, _) = one_session().await;
    let before = world.stored(&id).await;
    let bodies: [&[u8]; 6] = [
        b"",
        b"{\"verification\":",
        b"[]",
        b"null",
        b"\xef\xbb\xbf{}",
        b"{\"id\":\"\\ud800\"}",
    ];
    for body in bodies {
        let headers = signed(&world.sandbox.api_key, &world.sandbox.secret, body);
        assert_eq!(world.deliver_raw(&headers, body).await, 400);
        let spent = puts_into_quarantine(&world);
        assert_eq!(quarantined(&world, body).await, Some("not-json".into()));
        assert_eq!(world.deliver_raw(&headers, body).await, 400);
        assert_eq!(puts_into_quarantine(&world), spent);
    }
    assert_eq!(world.stored(&id).await, before);
}

#[tokio::test]
async fn a_session_we_did_not_create_is_kept_and_grants_nothing() {
    let world = World::new().await;
    let (id, person) = (new_id(), new_id());
    let mut body = decision(&id, &new_id(), "approved", T1);
    body["verification"]["endUserId"] = json!(person);
    assert_eq!(world.deliver(&body).await, 200);
    let view = world.session(&id).await;
    assert_eq!(view["status"], "approved");
    assert_eq!(view["grants"], "nothing");
    assert_eq!(view["claimed"], false);
    let own = world
        .call(Some(&person), Method::GET, &format!("/sessions/{id}"), "")
        .await;
    assert_eq!(own.status, 404);
    let current = world
        .call(Some(&person), Method::GET, "/sessions", "")
        .await;
    assert_eq!(current.json()["current"], Value::Null);
}

#[tokio::test]
async fn a_browser_session_counts_where_the_integration_trusts_it() {
    let world = World::with_settings(|settings| {
        settings["integrations"][0]["trustBrowserSessions"] = json!(true);
    })
    .await;
    let (id, person) = (new_id(), new_id());
    let mut body = decision(&id, &new_id(), "approved", T1);
    body["verification"]["endUserId"] = json!(person);
    assert_eq!(world.deliver(&body).await, 200);
    let current = world
        .call(Some(&person), Method::GET, "/sessions", "")
        .await;
    assert_eq!(current.json()["current"]["sessionId"], json!(id));
    assert_eq!(current.json()["current"]["grants"], "test");
}

#[tokio::test]
async fn an_erased_session_swallows_genuine_webhooks_and_keeps_nothing() {
    let (world, id, body) = one_session().await;
    let now = world.sandbox.clock.now();
    world
        .sandbox
        .app
        .store
        .write_tombstone(&id, "local-test", now)
        .await
        .expect("the store answers");
    let headers = signed(&world.sandbox.api_key, &world.sandbox.secret, &body);
    assert_eq!(world.deliver_raw(&headers, &body).await, 200);
    match world.stored(&id).await {
        Some(Stored::Tombstone(tombstone)) => assert_eq!(tombstone.swallowed, 1),
        other => panic!("the tombstone is gone: {other:?}"),
    }
    let payloads = world
        .sandbox
        .app
        .store
        .payloads(&id)
        .await
        .expect("the store answers");
    assert!(payloads.is_empty());
    assert_eq!(world.get(&format!("/sessions/{id}")).await.status, 404);
}

#[tokio::test]
async fn a_large_genuine_payload_has_its_facts_applied() {
    let (world, id, _) = one_session().await;
    let mut body = decision(&id, &new_id(), "declined", T1);
    // Noise, so that it stays large when compressed.
    let noise: String = (0..17_000)
        .map(|_| Uuid::new_v4().simple().to_string())
        .collect();
    body["verification"]["additionalVerifiedData"]["noise"] = json!(noise);
    assert_eq!(world.deliver(&body).await, 200);
    assert_eq!(world.status(&id).await, "declined");
    let payloads = world
        .sandbox
        .app
        .store
        .payloads(&id)
        .await
        .expect("the store answers");
    assert_eq!(payloads.len(), 1);
    assert!(
        payloads[0].body.is_none() || payloads[0].body.as_ref().is_some_and(|b| b.len() > 400_000)
    );
}

#[tokio::test]
async fn over_a_megabyte_is_413_before_any_hashing() {
    let (world, id, _) = one_session().await;
    let before = world.stored(&id).await;
    let body = vec![b' '; receive_webhook::LARGEST_BODY + 1];
    assert_eq!(world.deliver_raw(&Headers::new(), &body).await, 413);
    assert_eq!(world.stored(&id).await, before);
}

#[tokio::test]
async fn a_webhook_that_names_only_the_attempt_finds_its_session() {
    let (world, id, _) = one_session().await;
    let attempt = new_id();
    assert_eq!(world.deliver(&event(&id, &attempt, "started")).await, 200);
    assert_eq!(world.deliver(&watchlist(None, &attempt, T1)).await, 200);
    assert_eq!(
        world.session(&id).await["watchlist"]["matchStatus"],
        "possible_match"
    );
    // An attempt that nobody knows is kept for later.
    let stray = watchlist(None, &new_id(), T1);
    assert_eq!(world.deliver(&stray).await, 200);
    assert_eq!(
        quarantined(&world, stray.to_string().as_bytes()).await,
        Some("no-session".into())
    );
}

#[tokio::test]
async fn a_late_event_does_not_undo_a_decision_and_a_later_decision_does() {
    let (world, id, body) = one_session().await;
    let headers = signed(&world.sandbox.api_key, &world.sandbox.secret, &body);
    assert_eq!(world.deliver_raw(&headers, &body).await, 200);
    assert_eq!(world.deliver(&event(&id, &new_id(), "started")).await, 200);
    assert_eq!(world.status(&id).await, "approved");
    assert_eq!(
        world
            .deliver(&decision(&id, &new_id(), "declined", T2))
            .await,
        200
    );
    let view = world.session(&id).await;
    assert_eq!(view["status"], "declined");
    assert_eq!(view["revised"], true);
}

#[tokio::test]
async fn a_base64_body_is_judged_by_the_bytes_it_stands_for() {
    let (world, id, body) = one_session().await;
    let mut headers = signed(&world.sandbox.api_key, &world.sandbox.secret, &body);
    headers.push(("content-type".into(), "application/octet-stream".into()));
    let url = format!("{}/webhooks/veriff", world.sandbox.platform);
    let headers: Vec<_> = headers
        .iter()
        .map(|(n, v)| (n.as_str(), v.as_str()))
        .collect();
    let answer = world
        .sandbox
        .http
        .send(Method::POST, &url, &headers, body)
        .await;
    assert_eq!(answer.expect("an answer").status, 200);
    assert_eq!(world.status(&id).await, "approved");
}

async fn quarantined(world: &World, body: &[u8]) -> Option<String> {
    let digest = verification::store::digest(body);
    let store = &world.sandbox.app.store;
    store
        .quarantined(&digest)
        .await
        .expect("the store answers")
        .map(|kept| kept.why)
}

/// How many items were written to quarantine so far.
fn puts_into_quarantine(world: &World) -> u64 {
    let spent = world.sandbox.app.store.units();
    spent
        .get("put quarantine")
        .map_or(0, |units| units.requests)
}
