//! Veriff or the store down, slow or lying: a clear answer, and nothing half-written.

use http::Method;
use lambda_http::{Body, Request};
use serde_json::{Value, json};
use std::io::Write as _;
use std::sync::Arc;
use std::time::{Duration, Instant};
use system_tests::World;
use system_tests::deliveries::{decision, signature};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use uuid::Uuid;
use verification::App;
use verification::settings::{Settings, SettingsCache, SettingsSource};
use verification::store::Store;

/// Leads the functions to another Veriff.
fn lead_to(world: &World, base_url: &str, change: impl FnOnce(&mut Value)) {
    let mut settings = world.sandbox.settings.clone();
    settings["integrations"][0]["baseUrl"] = json!(base_url);
    settings["integrations"][0]["requireSignedAnswers"] = json!(false);
    change(&mut settings["integrations"][0]);
    let settings = Settings::parse(&settings.to_string()).expect("settings");
    world.sandbox.app.settings.replace(settings);
}

/// A server that gives every request the same answer, or none.
async fn server(answer: Option<(u16, String, String)>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move {
        let mut kept = Vec::new();
        while let Ok((mut socket, _)) = listener.accept().await {
            match &answer {
                None => kept.push(socket),
                Some((status, headers, body)) => {
                    let mut request = [0; 16 * 1024];
                    let _ = socket.read(&mut request).await;
                    let answer = format!(
                        "HTTP/1.1 {status} X\r\ncontent-type: application/json\r\n{headers}content-length: {}\r\nconnection: close\r\n\r\n{body}",
                        body.len()
                    );
                    let _ = socket.write_all(answer.as_bytes()).await;
                    let _ = socket.shutdown().await;
                    // Closed with a request half read, the answer would be lost too.
                    tokio::spawn(async move { socket.read_to_end(&mut Vec::new()).await });
                }
            }
        }
    });
    format!("http://{address}")
}

/// A port on which nothing listens.
async fn nowhere() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    format!("http://{}", listener.local_addr().expect("an address"))
}

fn created(id: &str) -> String {
    json!({ "status": "success", "verification": {
        "id": id, "url": "https://alchemy.veriff.example/v/token", "status": "created" } })
    .to_string()
}

async fn create_fails_with(world: &World, status: u16, problem: &str) {
    let answer = world.create(json!({ "vendorData": "unlucky" })).await;
    assert_eq!(answer.status, status, "{}", answer.json());
    assert_eq!(answer.headers["content-type"], "application/problem+json");
    let kind = format!("urn:verification:problem:{problem}");
    assert_eq!(answer.json()["type"], json!(kind));
    let person = world.get("/sessions?vendorData=unlucky").await.json();
    assert_eq!(person["current"], Value::Null, "nothing is half-written");
    assert_eq!(person["sessions"], json!([]));
}

/// The lease was given back: as soon as Veriff is well, the person gets a session at once.
async fn recovers(world: &World) {
    let veriff = world.sandbox.veriff_origin.clone();
    lead_to(world, &veriff, |_| {});
    let answer = world.create(json!({ "vendorData": "unlucky" })).await;
    assert_eq!(answer.status, 201, "{}", answer.json());
}

#[tokio::test]
async fn veriff_down_is_502() {
    let world = World::new().await;
    lead_to(&world, &nowhere().await, |_| {});
    create_fails_with(&world, 502, "veriff-refused").await;
    recovers(&world).await;
}

#[tokio::test]
async fn veriff_slow_is_504_after_eight_seconds() {
    let world = World::new().await;
    lead_to(&world, &server(None).await, |_| {});
    let since = Instant::now();
    create_fails_with(&world, 504, "veriff-timed-out").await;
    assert!(since.elapsed() >= Duration::from_secs(8));
    recovers(&world).await;
}

#[tokio::test]
async fn veriff_failing_is_502_and_refusing_is_400_with_its_own_code() {
    let world = World::new().await;
    let failing = server(Some((500, String::new(), "oops".into()))).await;
    lead_to(&world, &failing, |_| {});
    create_fails_with(&world, 502, "veriff-refused").await;
    let refusal = json!({ "status": "fail", "code": "1104", "message": "no" }).to_string();
    let refusing = server(Some((400, String::new(), refusal))).await;
    lead_to(&world, &refusing, |_| {});
    create_fails_with(&world, 400, "refused-by-veriff").await;
    let answer = world.create(json!({ "vendorData": "unlucky" })).await;
    assert_eq!(answer.json()["veriffCode"], "1104");
}

#[tokio::test]
async fn an_answer_with_a_wrong_signature_is_an_error() {
    let world = World::new().await;
    let body = created(&Uuid::new_v4().to_string());
    let headers = format!(
        "x-auth-client: {}\r\nx-hmac-signature: {}\r\n",
        world.sandbox.api_key,
        signature("another-secret", body.as_bytes())
    );
    let lying = server(Some((201, headers, body))).await;
    lead_to(&world, &lying, |_| {});
    create_fails_with(&world, 502, "veriff-refused").await;
}

#[tokio::test]
async fn an_unsigned_answer_is_accepted_unless_the_settings_demand_a_signature() {
    let world = World::new().await;
    let body = created(&Uuid::new_v4().to_string());
    let unsigned = server(Some((201, String::new(), body))).await;
    lead_to(&world, &unsigned, |integration| {
        integration["requireSignedAnswers"] = json!(true);
    });
    create_fails_with(&world, 502, "veriff-refused").await;
    lead_to(&world, &unsigned, |_| {});
    let answer = world.create(json!({ "vendorData": "unlucky" })).await;
    assert_eq!(answer.status, 201, "{}", answer.json());
}

#[tokio::test]
async fn an_answer_that_cannot_be_used_is_an_error() {
    let world = World::new().await;
    for body in ["", "[]", "{}", "{\"verification\":{\"id\":7}}", "<html>"] {
        let odd = server(Some((201, String::new(), body.into()))).await;
        lead_to(&world, &odd, |_| {});
        create_fails_with(&world, 502, "veriff-refused").await;
    }
}

/// An app whose store is elsewhere.
fn with_store(world: &World, endpoint: &str) -> App {
    let client = veriff_sandbox::dynamodb::client(endpoint);
    App {
        store: Store::new(client, world.sandbox.table),
        ..world.sandbox.app.clone()
    }
}

/// A genuine webhook, as lambda_http hands it to the handler.
fn webhook(world: &World, secret: &str) -> Request {
    let body = decision(
        &Uuid::new_v4().to_string(),
        &Uuid::new_v4().to_string(),
        "approved",
        "2026-03-02T09:19:31Z",
    )
    .to_string();
    http::Request::builder()
        .method(Method::POST)
        .uri("https://api.example/webhooks/veriff")
        .header("x-auth-client", &world.sandbox.api_key)
        .header("x-hmac-signature", signature(secret, body.as_bytes()))
        .body(Body::Text(body))
        .expect("a request")
}

#[tokio::test]
async fn with_the_store_down_nothing_is_acknowledged() {
    let world = World::new().await;
    let app = with_store(&world, &nowhere().await);
    let answer = receive_webhook::handle(&app, webhook(&world, &world.sandbox.secret)).await;
    assert_eq!(answer.status(), 503);
}

#[tokio::test]
async fn with_the_store_throttled_nothing_is_acknowledged() {
    let world = World::new().await;
    let throttled = json!({
        "__type": "com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException",
        "message": "slow down",
    });
    let app = with_store(
        &world,
        &server(Some((400, String::new(), throttled.to_string()))).await,
    );
    let answer = receive_webhook::handle(&app, webhook(&world, &world.sandbox.secret)).await;
    assert_eq!(answer.status(), 503);
}

#[tokio::test]
async fn with_the_store_slow_the_answer_comes_before_veriff_gives_up() {
    let world = World::new().await;
    let app = with_store(&world, &server(None).await);
    let since = Instant::now();
    let answer = receive_webhook::handle(&app, webhook(&world, &world.sandbox.secret)).await;
    assert_eq!(answer.status(), 503);
    assert!(
        since.elapsed() < Duration::from_millis(4800),
        "{:?}",
        since.elapsed()
    );
}

#[tokio::test]
async fn a_secret_rotated_meanwhile_loses_no_webhook() {
    let world = World::new().await;
    let mut file = tempfile::NamedTempFile::new().expect("a file");
    let mut settings = world.sandbox.settings.clone();
    write!(file, "{settings}").expect("written");
    let cache = SettingsCache::load(SettingsSource::File(file.path().into())).await;
    let app = App {
        settings: Arc::new(cache.expect("settings")),
        ..world.sandbox.app.clone()
    };
    settings["integrations"][0]["sharedSecrets"] = json!(["the-new-secret", world.sandbox.secret]);
    std::fs::write(file.path(), settings.to_string()).expect("written");
    let new = receive_webhook::handle(&app, webhook(&world, "the-new-secret")).await;
    assert_eq!(new.status(), 200, "the settings were read again");
    let old = receive_webhook::handle(&app, webhook(&world, &world.sandbox.secret)).await;
    assert_eq!(old.status(), 200, "the old secret is still live");

    // A flood of forgeries reads the settings once a minute and no more.
    settings["integrations"][0]["sharedSecrets"] = json!(["the-newest-secret"]);
    std::fs::write(file.path(), settings.to_string()).expect("written");
    let newest = receive_webhook::handle(&app, webhook(&world, "the-newest-secret")).await;
    assert_eq!(newest.status(), 401);
}

#[tokio::test]
async fn settings_that_break_meanwhile_leave_the_old_ones_in_force() {
    let world = World::new().await;
    let mut file = tempfile::NamedTempFile::new().expect("a file");
    write!(file, "{}", world.sandbox.settings).expect("written");
    let cache = SettingsCache::load(SettingsSource::File(file.path().into())).await;
    let app = App {
        settings: Arc::new(cache.expect("settings")),
        ..world.sandbox.app.clone()
    };
    std::fs::write(file.path(), "{ broken").expect("written");
    let forged = receive_webhook::handle(&app, webhook(&world, "forged")).await;
    assert_eq!(forged.status(), 401);
    let genuine = receive_webhook::handle(&app, webhook(&world, &world.sandbox.secret)).await;
    assert_eq!(genuine.status(), 200);
}
