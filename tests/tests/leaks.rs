//! What is logged, at the most talkative level: ids of sessions and integrations, and nothing that
//! opens a door or belongs to a person.
//!
//! A binary of its own: whether a place logs at all is decided once for a process, so tests beside this
//! one that do not listen would silence it.

use http::Method;
use serde_json::json;
use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};
use system_tests::World;
use system_tests::deliveries::{decision, signature, signed};
use tracing::Level;
use tracing_subscriber::layer::{Layer as _, SubscriberExt as _};
use uuid::Uuid;
use verification::telemetry::{self, Emf};

/// Everything that was logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    fn text(&self) -> String {
        let bytes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut log = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        log.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn no_secret_signature_link_or_person_is_logged() {
    let log = Log::default();
    let writer = log.clone();
    let metrics = log.clone();
    let logs = tracing_subscriber::fmt::layer()
        .json()
        .with_writer(move || writer.clone())
        .with_filter(telemetry::filter(Level::TRACE));
    let subscriber = tracing_subscriber::registry()
        .with(logs)
        .with(Emf::new(move || metrics.clone()));
    tracing::subscriber::set_global_default(subscriber).expect("the first to listen");

    let world = World::new().await;
    let person = Uuid::new_v4().to_string();
    let created = world
        .create(json!({
            "endUserId": person,
            "vendorData": "planted-vendor-data",
            "person": { "firstName": "Plantagenet", "lastName": "Zyx" },
        }))
        .await;
    let view = created.json();
    let id = view["sessionId"].as_str().expect("an id").to_owned();
    let link = view["url"].as_str().expect("a link").to_owned();
    let token = link.rsplit('/').next().expect("a token").to_owned();
    world.run_through(&id, "declined", Some(105)).await;

    // What goes wrong is logged with more words, so it has to go wrong too.
    let mut body = decision(
        &id,
        &Uuid::new_v4().to_string(),
        "approved",
        "2026-03-02T09:19:31Z",
    );
    body["verification"]["status"] = json!({ "planted": "QUIRIN" });
    assert_eq!(world.deliver(&body).await, 200);
    let forged = decision(
        &id,
        &Uuid::new_v4().to_string(),
        "approved",
        "2026-03-02T09:19:31Z",
    )
    .to_string();
    let headers = signed(&world.sandbox.api_key, "planted-secret", forged.as_bytes());
    assert_eq!(world.deliver_raw(&headers, forged.as_bytes()).await, 401);
    let broken = world
        .call(
            None,
            Method::POST,
            "/sessions",
            "{\"verification\": \"QUIRIN\"}",
        )
        .await;
    assert_eq!(broken.status, 400);
    world.advance("8d").await;
    world.sweep().await;

    let log = log.text();
    assert!(log.contains(&id), "the session's id is logged: {log}");
    assert!(log.contains("WebhookRejected"), "{log}");
    for planted in [
        world.sandbox.secret.as_str(),
        "planted-secret",
        &signature("planted-secret", forged.as_bytes()),
        &link,
        &token,
        "Plantagenet",
        "PLANTAGENET",
        "QUIRIN",
        "QX9910417",
        "1984-02-29",
        "203.0.113.9",
        "planted-vendor-data",
        &person,
    ] {
        assert!(!log.contains(planted), "{planted} is logged");
    }
}
