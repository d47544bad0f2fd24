//! Settings kept in AWS Secrets Manager: a rotation or a new integration needs no deployment and loses no
//! webhook, and a secret that cannot be read stops a start with a clear word and a running function not
//! at all.

use super::new_id;
use axum::body::Bytes;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use axum::{Json, Router, routing::post};
use http::{HeaderMap, StatusCode};
use lambda_http::Body;
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use system_tests::World;
use system_tests::deliveries::{decision, signature};
use system_tests::listen::Metrics;
use tokio::net::TcpListener;
use verification::App;
use verification::settings::{SettingsCache, SettingsError, SettingsSource};

/// Veriff's API key of an integration that is added later.
const ADDED_KEY: &str = "5f9a3c1e-0d27-4a46-9b8e-2c7d10e4f6a3";

/// What Veriff's portal shows after a rotation.
const NEW_SECRET: &str = "the-new-secret";

/// What the secret holds: its string, or the code of an error.
type Held = Arc<Mutex<Result<Value, &'static str>>>;

/// A small Secrets Manager with one secret.
async fn secrets_manager(held: Held) -> SettingsSource {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
    let endpoint = format!("http://{}", listener.local_addr().expect("an address"));
    let router = Router::new()
        .route("/", post(get_secret_value))
        .with_state(held);
    tokio::spawn(async move { axum::serve(listener, router).await.expect("it serves") });
    let credentials =
        aws_sdk_secretsmanager::config::Credentials::new("a", "b", None, None, "test");
    let config = aws_sdk_secretsmanager::Config::builder()
        .behavior_version_latest()
        .http_client(verification::https::Https::plain())
        .region(aws_sdk_secretsmanager::config::Region::new("eu-west-1"))
        .credentials_provider(credentials)
        .retry_config(aws_sdk_secretsmanager::config::retry::RetryConfig::disabled())
        .endpoint_url(endpoint)
        .build();
    SettingsSource::Secret {
        client: aws_sdk_secretsmanager::Client::from_conf(config),
        id: "veriff/settings".into(),
    }
}

async fn get_secret_value(State(held): State<Held>, headers: HeaderMap, body: Bytes) -> Response {
    assert_eq!(headers["x-amz-target"], "secretsmanager.GetSecretValue");
    let request: Value = serde_json::from_slice(&body).expect("JSON");
    assert_eq!(request, json!({ "SecretId": "veriff/settings" }));
    match &*held.lock().expect("no test panicked") {
        Ok(Value::Null) => Json(json!({ "Name": "veriff/settings" })).into_response(),
        Ok(settings) => {
            Json(json!({ "Name": "veriff/settings", "SecretString": settings.to_string() }))
                .into_response()
        }
        Err(code) => {
            let error = json!({ "__type": code, "message": "PLANTED-MESSAGE" });
            (StatusCode::BAD_REQUEST, Json(error)).into_response()
        }
    }
}

/// The world's functions with their settings in a secret.
async fn app_of(world: &World, held: &Held) -> App {
    let source = secrets_manager(held.clone()).await;
    let cache = SettingsCache::load(source).await.expect("settings");
    App {
        settings: Arc::new(cache),
        ..world.sandbox.app.clone()
    }
}

/// What the functions answer to a decision, of a session of its own, under this key and secret.
async fn answer(app: &App, api_key: &str, secret: &str) -> u16 {
    let body = decision(&new_id(), &new_id(), "approved", "2026-03-02T09:19:31Z").to_string();
    let request = http::Request::builder()
        .method(http::Method::POST)
        .uri("https://api.example/webhooks/veriff")
        .header("x-auth-client", api_key)
        .header("x-hmac-signature", signature(secret, body.as_bytes()))
        .body(Body::Text(body))
        .expect("a request");
    receive_webhook::handle(app, request)
        .await
        .status()
        .as_u16()
}

#[tokio::test]
async fn a_secret_of_veriffs_is_rotated_and_no_webhook_is_lost() {
    let world = World::new().await;
    let (key, old) = (world.sandbox.api_key.clone(), world.sandbox.secret.clone());
    let mut settings = world.sandbox.settings.clone();
    let held: Held = Arc::new(Mutex::new(Ok(settings.clone())));
    let app = app_of(&world, &held).await;
    let mut put = |secrets: Value| {
        settings["integrations"][0]["sharedSecrets"] = secrets;
        *held.lock().expect("held") = Ok(settings.clone());
    };
    let metrics = Metrics::listen();
    let used = |secret: &str| metrics.sum("SecretUsed", &fingerprint(secret));
    assert_eq!(answer(&app, &key, &old).await, 200);
    assert_eq!((used(&old), used(NEW_SECRET)), (1.0, 0.0));

    // The new one is added before Veriff signs with it. Webhooks signed with either are taken in.
    put(json!([old, NEW_SECRET]));
    assert_eq!(answer(&app, &key, NEW_SECRET).await, 200);
    assert_eq!(answer(&app, &key, &old).await, 200, "an hourly repeat");
    assert_eq!(answer(&app, &key, "neither").await, 401);
    assert_eq!((used(&old), used(NEW_SECRET)), (2.0, 1.0));

    // Veriff has switched: from now on the old one's count stands still, and it can be retired.
    for _ in 0..3 {
        assert_eq!(answer(&app, &key, NEW_SECRET).await, 200);
    }
    assert_eq!((used(&old), used(NEW_SECRET)), (2.0, 4.0));
    put(json!([NEW_SECRET]));
    let retired = app_of(&world, &held).await;
    assert_eq!(answer(&retired, &key, NEW_SECRET).await, 200);
    assert_eq!(answer(&retired, &key, &old).await, 401);
    assert_eq!((used(&old), used(NEW_SECRET)), (2.0, 5.0));
    assert_eq!(metrics.sum("SecretUsed", "*"), 7.0);
    assert_eq!(metrics.sum("WebhookRejected", "signature"), 2.0);
}

/// A secret's name in metrics, as the runbook has it computed.
fn fingerprint(secret: &str) -> String {
    signature(secret, b"veriff-verify secret fingerprint")[..16].to_owned()
}

#[tokio::test]
async fn an_integration_is_added_without_a_deployment() {
    let world = World::new().await;
    let mut settings = world.sandbox.settings.clone();
    let held: Held = Arc::new(Mutex::new(Ok(settings.clone())));
    let app = app_of(&world, &held).await;
    let mut added = settings["integrations"][0].clone();
    added["id"] = json!("added");
    added["apiKey"] = json!(ADDED_KEY);
    added["sharedSecrets"] = json!(["the-added-secret"]);
    settings["integrations"]
        .as_array_mut()
        .expect("a list")
        .push(added);
    *held.lock().expect("held") = Ok(settings);
    assert_eq!(answer(&app, ADDED_KEY, "the-added-secret").await, 200);
}

#[tokio::test]
async fn a_secret_that_fails_later_leaves_the_settings_in_force() {
    let world = World::new().await;
    for failure in [
        Err("InternalServiceError"),
        Ok(Value::Null),
        Ok(json!({ "schema": 1 })),
    ] {
        let held: Held = Arc::new(Mutex::new(Ok(world.sandbox.settings.clone())));
        let app = app_of(&world, &held).await;
        *held.lock().expect("held") = failure;
        assert_eq!(answer(&app, &world.sandbox.api_key, "forged").await, 401);
        let genuine = answer(&app, &world.sandbox.api_key, &world.sandbox.secret).await;
        assert_eq!(genuine, 200);
    }
}

#[tokio::test]
async fn a_start_without_readable_settings_says_which_secret_and_why() {
    for (held, says) in [
        (
            Err("ResourceNotFoundException"),
            "ResourceNotFoundException",
        ),
        (Err("AccessDeniedException"), "AccessDeniedException"),
        (Ok(Value::Null), "it holds no text"),
        (Ok(json!({ "schema": 1 })), "`integrations` is missing"),
    ] {
        let is_broken = held.as_ref().is_ok_and(|value| !value.is_null());
        let source = secrets_manager(Arc::new(Mutex::new(held))).await;
        let error: SettingsError = SettingsCache::load(source).await.expect_err("no settings");
        let text = error.to_string();
        assert!(text.contains(says), "{text}");
        assert!(
            is_broken || text.contains("the secret veriff/settings"),
            "{text}"
        );
        assert!(!text.contains("PLANTED"), "{text}");
    }
}
