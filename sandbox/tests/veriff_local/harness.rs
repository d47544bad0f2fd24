//! A local Veriff on a free port, with a receiver for its webhooks, and a client for both.

use std::path::Path;

use axum::body::Bytes;
use http::{HeaderMap, Method, Request};
use http_body_util::{BodyExt, Full};
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use veriff_sandbox::clock::SandboxClock;
use veriff_sandbox::veriff::{
    IntegrationConfig, IntegrationKind, LocalVeriff, Plan, VeriffConfig, WebhookUrls,
};

pub(crate) use crate::keys::*;
pub(crate) use crate::receiver::*;

pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The HTTP status and Veriff's code.
    pub(crate) fn error(&self) -> (u16, String) {
        let body = self.json();
        let code = body["code"].as_str().unwrap_or("none").to_owned();
        assert!(body["message"].is_string(), "{body}");
        (self.status, code)
    }
}

pub(crate) struct Sandbox {
    pub(crate) veriff: LocalVeriff,
    pub(crate) origin: String,
    pub(crate) receiver: Receiver,
    server: tokio::task::JoinHandle<()>,
}

impl Sandbox {
    /// A local Veriff in memory.
    pub(crate) async fn start() -> Self {
        Self::with(Receiver::start().await, None).await
    }

    pub(crate) async fn with(receiver: Receiver, data: Option<&Path>) -> Self {
        Self::configured(receiver, data, |_| {}).await
    }

    /// With a configuration of its own.
    pub(crate) async fn configured(
        receiver: Receiver,
        data: Option<&Path>,
        adjust: impl FnOnce(&mut VeriffConfig),
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let clock = match data {
            Some(dir) => SandboxClock::persisted(dir).unwrap(),
            None => SandboxClock::new(),
        };
        let mut config = VeriffConfig {
            integrations: vec![
                integration(TEST, IntegrationKind::Test, Plan::Plus, &receiver.url),
                integration(LIVE, IntegrationKind::Live, Plan::Plus, &receiver.url),
                integration(
                    ESSENTIAL,
                    IntegrationKind::Live,
                    Plan::Essential,
                    &receiver.url,
                ),
            ],
            data: data.map(Path::to_owned),
            public_url: origin.clone(),
            strict: false,
        };
        adjust(&mut config);
        let veriff = LocalVeriff::start(config, clock).unwrap();
        let app = veriff.router();
        let server = tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        Self {
            veriff,
            origin,
            receiver,
            server,
        }
    }

    pub(crate) async fn stop(self) -> Receiver {
        self.veriff.shutdown().await;
        self.server.abort();
        self.receiver
    }

    pub(crate) async fn call(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<Bytes>,
    ) -> Answer {
        let mut request = Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.origin));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Full::new(body.into())).unwrap();
        let client = Client::builder(TokioExecutor::new()).build_http();
        let response = client.request(request).await.unwrap();
        let (parts, body) = response.into_parts();
        Answer {
            status: parts.status.as_u16(),
            headers: parts.headers,
            body: body.collect().await.unwrap().to_bytes(),
        }
    }

    /// `POST /v1/sessions` with that `verification`.
    pub(crate) async fn create_as(&self, keys: Keys, verification: Value) -> Answer {
        let headers = [
            ("x-auth-client", keys.key),
            ("content-type", "application/json"),
        ];
        let body = json!({"verification": verification}).to_string();
        self.call(Method::POST, "/v1/sessions", &headers, body)
            .await
    }

    /// A new session's id and the path of its URL.
    pub(crate) async fn session_as(&self, keys: Keys, verification: Value) -> (String, String) {
        let answer = self.create_as(keys, verification).await;
        assert_eq!(answer.status, 201, "{}", answer.text());
        let body = answer.json();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let url = text(&body["verification"]["url"]);
        let path = url.strip_prefix(&self.origin).unwrap().to_owned();
        (text(&body["verification"]["id"]), path)
    }

    /// A new test session's id.
    pub(crate) async fn session(&self) -> String {
        self.session_as(TEST, json!({})).await.0
    }

    /// A GET or DELETE below `/v1`, signed over `id`.
    pub(crate) async fn signed(&self, keys: Keys, method: Method, path: &str, id: &str) -> Answer {
        let signature = signature(keys, id.as_bytes());
        let headers = [
            ("x-auth-client", keys.key),
            ("x-hmac-signature", signature.as_str()),
        ];
        self.call(method, &format!("/v1{path}"), &headers, "").await
    }

    pub(crate) async fn get(&self, path: &str, id: &str) -> Answer {
        self.signed(TEST, Method::GET, path, id).await
    }

    /// A POST or PATCH below `/v1`, signed over its body.
    pub(crate) async fn send(&self, method: Method, path: &str, body: Value) -> Answer {
        let body = body.to_string();
        let signature = signature(TEST, body.as_bytes());
        let headers = [
            ("x-auth-client", TEST.key),
            ("x-hmac-signature", signature.as_str()),
            ("content-type", "application/json"),
        ];
        self.call(method, &format!("/v1{path}"), &headers, body)
            .await
    }

    /// A POST to `/control`.
    pub(crate) async fn control(&self, path: &str, body: Value) -> Answer {
        let headers = [("content-type", "application/json")];
        let path = format!("/control{path}");
        self.call(Method::POST, &path, &headers, body.to_string())
            .await
    }

    /// A POST to `/control` that must succeed, once the webhooks are out.
    pub(crate) async fn steer(&self, path: &str, body: Value) -> Value {
        let answer = self.control(&format!("{path}?wait=true"), body).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        answer.json()
    }

    pub(crate) async fn look(&self, path: &str) -> Value {
        let path = format!("/control{path}");
        let answer = self.call(Method::GET, &path, &[], "").await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        answer.json()
    }

    pub(crate) async fn open(&self, id: &str) {
        self.steer(&format!("/sessions/{id}/open"), json!({})).await;
    }

    pub(crate) async fn submit(&self, id: &str) {
        self.steer(&format!("/sessions/{id}/submit"), json!({}))
            .await;
    }

    pub(crate) async fn decide(&self, id: &str, status: &str) {
        let body = json!({"status": status});
        self.steer(&format!("/sessions/{id}/decide"), body).await;
    }

    pub(crate) async fn advance(&self, by: &str) {
        let clock = self.steer("/clock", json!({"advance": by})).await;
        assert_eq!(clock["settled"], true);
    }

    pub(crate) async fn status(&self, id: &str) -> String {
        let session = self.look(&format!("/sessions/{id}")).await;
        session["status"].as_str().unwrap().to_owned()
    }
}

fn integration(
    keys: Keys,
    kind: IntegrationKind,
    plan: Plan,
    webhook_url: &str,
) -> IntegrationConfig {
    IntegrationConfig {
        id: keys.id.to_owned(),
        kind,
        plan,
        api_key: keys.key.to_owned(),
        shared_secrets: vec![keys.secret.to_owned(), keys.other_secret()],
        webhook_url: Some(webhook_url.to_owned()),
        webhook_urls: WebhookUrls::default(),
        active: true,
        decide_after: None,
        decide_as: None,
        delete_enabled: true,
    }
}
