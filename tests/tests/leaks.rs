//! What is logged, at the most talkative level, and counted: ids of sessions and integrations, and nothing
//! that opens a door or belongs to a person.
//!
//! A binary of its own: whether a place logs at all is decided once for a process, so tests beside this
//! one that do not listen would silence it.

#![expect(clippy::expect_used, reason = "what fails here fails a test")]

use http::Method;
use publish_outcome::Publisher;
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use system_tests::deliveries::{decision, signature, signed, watchlist};
use system_tests::listen::{Lines, listener};
use system_tests::{World, id_of};
use uuid::Uuid;
use veriff_sandbox::outcomes;
use verification::settings::Settings;

const T1: &str = "2026-03-02T09:19:31Z";
/// In a name, a document, a payload or a request: it must be nowhere.
const PLANTED: [&str; 11] = [
    "planted-secret",
    "planted-vendor-data",
    "planted@example.com",
    "Plantagenet",
    "PLANTAGENET",
    "QUIRIN",
    "ODALYS",
    "QX9910417",
    "1984-02-29",
    "203.0.113.9",
    "moon-phase",
];

#[tokio::test]
async fn no_secret_signature_link_or_person_is_logged() {
    let (logs, metrics) = (Lines::default(), Lines::default());
    tracing::subscriber::set_global_default(listener(&logs, &metrics))
        .expect("the first to listen");

    let world = World::new().await;
    let person = Uuid::new_v4().to_string();
    let (id, link) = created(&world, &person).await;
    world.run_through(&id, "declined", Some(105)).await;
    let forged = deliveries_that_go_wrong(&world, &id).await;
    read(&world, &id, &person).await;
    operated(&world, &person).await;
    published(&world, &id).await;
    without_veriff(&world).await;
    world.advance("8d").await;
    world.sweep().await;
    erased(&world, &id).await;

    let token = link.rsplit('/').next().expect("a token");
    let signature = signature("planted-secret", forged.as_bytes());
    let secrets = [&world.sandbox.secret, &signature, &link, token, &person];
    for (what, lines) in [("logged", &logs), ("counted", &metrics)] {
        for planted in secrets.into_iter().chain(PLANTED) {
            assert!(!lines.contain(planted), "{planted} is {what}");
        }
    }
    assert!(!metrics.contain(&id), "a session is no dimension");
    for metric in [
        "WebhookRejected",
        "WebhookQuarantined",
        "OutcomePublished",
        "Drift",
        "SweepLooked",
        "SessionRefused",
        "QuarantineReplayed",
    ] {
        assert!(metrics.contain(metric), "{metric} was not counted");
    }
    every_session_has_its_integration(&logs, &id);
}

/// Whoever searches the log for an integration finds all that happened to its sessions.
fn every_session_has_its_integration(logs: &Lines, id: &str) {
    let lines = logs.json();
    let about = lines.iter().filter(|line| line["session"] == json!(id));
    assert!(about.count() > 10, "little is logged of a session");
    for line in lines.iter().filter(|line| !line["session"].is_null()) {
        assert!(line["integration"].is_string(), "{line}");
    }
}

/// A session for a person with a name; returns its id and its link.
async fn created(world: &World, person: &str) -> (String, String) {
    let answer = world
        .create(json!({
            "endUserId": person,
            "vendorData": "planted-vendor-data",
            "person": { "firstName": "Plantagenet", "lastName": "Zyx" },
        }))
        .await;
    let link = answer.json()["url"].as_str().expect("a link").to_owned();
    (id_of(&answer), link)
}

/// What goes wrong is logged with more words. Returns the body of a forged delivery.
async fn deliveries_that_go_wrong(world: &World, id: &str) -> String {
    let mut unreadable = decision(id, &Uuid::new_v4().to_string(), "approved", T1);
    unreadable["verification"]["status"] = json!({ "planted": "QUIRIN" });
    let mut drifted = decision(id, &Uuid::new_v4().to_string(), "approved", T1);
    drifted["verification"]["newField"] = json!("QUIRIN");
    drifted["verification"]["code"] = json!(9999);
    let unknown = json!({ "eventType": "moon-phase.changed", "phase": "QUIRIN" });
    let stray = watchlist(None, &Uuid::new_v4().to_string(), T1);
    for body in [&unreadable, &drifted, &drifted, &unknown, &stray] {
        assert_eq!(world.deliver(body).await, 200);
    }
    let (key, secret) = (&world.sandbox.api_key, &world.sandbox.secret);
    let broken = b"{\"verification\": {\"person\": \"QUIRIN";
    let headers = signed(key, secret, broken);
    assert_eq!(world.deliver_raw(&headers, broken).await, 400);
    let forged = decision(id, &Uuid::new_v4().to_string(), "approved", T1).to_string();
    let headers = signed(key, "planted-secret", forged.as_bytes());
    assert_eq!(world.deliver_raw(&headers, forged.as_bytes()).await, 401);
    forged
}

async fn read(world: &World, id: &str, person: &str) {
    for path in [
        format!("/sessions/{id}"),
        format!("/sessions/{id}/history"),
        format!("/sessions?endUserId={person}"),
        "/sessions?vendorData=planted-vendor-data".to_owned(),
    ] {
        assert_eq!(world.get(&path).await.status, 200, "{path}");
        world.get_as(&Uuid::new_v4().to_string(), &path).await;
    }
    for body in [
        "{\"verification\": \"QUIRIN\"}",
        "{\"verification\": {\"vendorData\": \"planted@example.com\"}}",
        "QUIRIN",
    ] {
        let refused = world.call(None, Method::POST, "/sessions", body).await;
        assert_eq!(refused.status, 400);
    }
}

async fn operated(world: &World, person: &str) {
    let sessions = json!([
        { "sessionId": Uuid::new_v4(), "endUserId": person, "vendorData": "planted-vendor-data" },
        { "sessionId": "QUIRIN", "vendorData": "planted@example.com" },
    ]);
    let erased = Uuid::new_v4().to_string();
    let mut body = decision(&erased, &Uuid::new_v4().to_string(), "approved", T1);
    body["verification"]["vendorData"] = json!("planted-vendor-data");
    let why = verification::store::WhyQuarantined::Unreadable;
    let (store, now) = (&world.sandbox.app.store, world.sandbox.clock.now());
    let body = body.to_string();
    let kept = store.quarantine("local-test", why, body.as_bytes(), None, now);
    assert!(kept.await.expect("the store answers"));
    for order in [
        json!({ "quarantine": "list" }),
        json!({ "replay": "all" }),
        json!({ "import": { "integration": "local-test", "sessions": sessions } }),
    ] {
        let ends = Instant::now() + Duration::from_secs(300);
        let report = operate::handle(&world.sandbox.app, order, ends).await;
        let report = report.expect("it is carried out").to_string();
        for planted in PLANTED {
            assert!(!report.contains(planted), "{planted} in {report}");
        }
    }
}

async fn published(world: &World, id: &str) {
    let publisher = Publisher {
        app: world.sandbox.app.clone(),
        bus: outcomes::client(&world.sandbox.event_bridge()),
    };
    for event in [
        json!({ "republish": id }),
        json!({ "republish": "QUIRIN" }),
        json!({ "Records": [{ "QUIRIN": 1 }] }),
    ] {
        let _ = publish_outcome::handle(&publisher, &event).await;
    }
}

/// While Veriff does not answer, and then refuses.
async fn without_veriff(world: &World) {
    let good = world.sandbox.app.settings.current();
    let changes: [fn(&mut Value); 2] = [
        |it| it["baseUrl"] = json!("http://127.0.0.1:1/QUIRIN"),
        |it| it["sharedSecrets"] = json!(["planted-secret"]),
    ];
    for change in changes {
        let mut settings = world.sandbox.settings.clone();
        change(&mut settings["integrations"][0]);
        let broken = Settings::parse(&settings.to_string()).expect("settings");
        world.sandbox.app.settings.replace(broken);
        let person = json!({ "endUserId": Uuid::new_v4(), "vendorData": "planted-vendor-data" });
        assert!(world.create(person).await.status >= 500);
        world.advance("3h").await;
        world.sweep().await;
    }
    world.sandbox.app.settings.replace((*good).clone());
}

async fn erased(world: &World, id: &str) {
    let path = format!("/sessions/{id}");
    let hold = json!({ "reason": "case 17" }).to_string();
    for (method, path, body) in [
        (Method::PUT, format!("{path}/legal-hold"), &*hold),
        (Method::DELETE, path.clone(), ""),
        (Method::DELETE, format!("{path}/legal-hold"), ""),
        (Method::DELETE, path.clone(), ""),
    ] {
        world.call(None, method, &path, body).await;
    }
    world
        .deliver(&decision(id, "an-attempt", "approved", T1))
        .await;
}
