//! The checker's hand on the local Veriff: what a person does there, what Veriff decides, and what
//! the backend asked it for. Through its HTTP routes, without a socket.

use std::net::{Ipv4Addr, SocketAddr};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::ConnectInfo;
use http::{Method, Request, header};
use http_body_util::BodyExt as _;
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde_json::{Value, json};
use tower::ServiceExt as _;
use veriff_verify::signature::{Secret, sign};

use super::config::Keys;
use super::outcome::{Exchange, Unchecked};
use crate::veriff::{LocalVeriff, Status};

/// A driven local Veriff.
pub(crate) struct Veriff {
    local: LocalVeriff,
    router: Router,
    keys: Keys,
    full_auto: bool,
}

/// A request that the local Veriff noted.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Noted {
    at: Timestamp,
    method: String,
    path: String,
    status: u16,
    request: Option<String>,
    answer: Option<String>,
    elapsed_ms: u64,
}

/// A session as Veriff has it.
#[derive(Clone, Debug)]
pub(crate) struct Session {
    pub(crate) id: String,
    pub(crate) url: String,
    pub(crate) attempt: Option<String>,
    pub(crate) vendor_data: Option<String>,
    pub(crate) end_user_id: Option<String>,
    pub(crate) callback: Option<String>,
    pub(crate) first_name: Option<String>,
    pub(crate) last_name: Option<String>,
}

impl Veriff {
    /// Drives `local` as the integration with these keys.
    pub(crate) fn new(local: LocalVeriff, keys: Keys, full_auto: bool) -> Self {
        Self {
            router: local.router(),
            local,
            keys,
            full_auto,
        }
    }

    /// The sessions created since then, the oldest first.
    pub(crate) async fn sessions_since(&self, then: Timestamp) -> Result<Vec<Session>, Unchecked> {
        let path = format!("/control/sessions?createdSince={then}");
        let all = self.control(Method::GET, &path, None).await?;
        let all = all.get("sessions").and_then(Value::as_array);
        Ok(all
            .into_iter()
            .flatten()
            .filter_map(Session::read)
            .collect())
    }

    /// One session.
    pub(crate) async fn session(&self, id: &str) -> Result<Session, Unchecked> {
        let path = format!("/control/sessions/{id}");
        let found = self.control(Method::GET, &path, None).await?;
        Session::read(&found).ok_or_else(|| Unchecked::Veriff("a session without an id".to_owned()))
    }

    /// Creates a session with the API key alone, as anybody can who has seen it.
    pub(crate) async fn create(&self, verification: &Value) -> Result<Session, Unchecked> {
        let body = json!({ "verification": verification }).to_string();
        let headers = [("x-auth-client", self.keys.api_key.as_str())];
        let answer = self
            .call(Method::POST, "/v1/sessions", &headers, body)
            .await?;
        let answer: Value = serde_json::from_slice(&answer).unwrap_or_default();
        let id = answer.pointer("/verification/id").and_then(Value::as_str);
        self.session(id.unwrap_or_default()).await
    }

    /// The person opens the session URL.
    pub(crate) async fn open(&self, id: &str) -> Result<(), Unchecked> {
        let path = format!("/control/sessions/{id}/open");
        self.control(Method::POST, &path, None).await.map(drop)
    }

    /// The person finishes.
    pub(crate) async fn submit(&self, id: &str) -> Result<(), Unchecked> {
        let path = format!("/control/sessions/{id}/submit");
        self.control(Method::POST, &path, None).await.map(drop)
    }

    /// Veriff decides; returns the webhook that tells of it, which nobody has sent.
    pub(crate) async fn decide(
        &self,
        id: &str,
        status: Status,
        reason_code: Option<u32>,
    ) -> Result<Value, Unchecked> {
        let path = format!("/control/sessions/{id}/decide");
        let body = json!({ "status": status.as_str(), "reasonCode": reason_code });
        self.control(Method::POST, &path, Some(body)).await?;
        self.decision(id).await
    }

    /// The decision as Veriff tells it when asked, which is what its webhook says.
    pub(crate) async fn decision(&self, id: &str) -> Result<Value, Unchecked> {
        let path = if self.full_auto {
            format!("/v1/sessions/{id}/decision/fullauto?version=1.0.0")
        } else {
            format!("/v1/sessions/{id}/decision")
        };
        let secret = self.keys.secrets.first().map(String::as_str);
        let secret = Secret::new(secret.unwrap_or_default())
            .map_err(|error| Unchecked::Veriff(error.to_string()))?;
        let signature = sign(&secret, id.as_bytes()).to_hex();
        let headers = [
            ("x-auth-client", self.keys.api_key.as_str()),
            ("x-hmac-signature", signature.as_str()),
        ];
        let answer = self
            .call(Method::GET, &path, &headers, String::new())
            .await?;
        serde_json::from_slice(&answer).map_err(|error| Unchecked::Veriff(error.to_string()))
    }

    /// Lets answers carry a wrong signature from now on, or the right one again.
    pub(crate) fn forge_answers(&self, forge: bool) {
        self.local.forge_answers(forge);
    }

    /// Lets time pass at Veriff.
    pub(crate) async fn advance(&self, by: SignedDuration) -> Result<Timestamp, Unchecked> {
        let failed = |error: crate::clock::ClockError| Unchecked::Veriff(error.to_string());
        let to = self.local.clock().after(by).map_err(failed)?;
        self.local.move_clock(to).await.map_err(failed)?;
        Ok(to)
    }

    /// What was asked of Veriff since then and refused. Nothing where that cannot be told.
    pub(crate) async fn refusals_since(&self, then: Timestamp) -> Vec<Exchange> {
        let journal = self.control(Method::GET, "/control/journal", None).await;
        let Ok(Value::Object(mut journal)) = journal else {
            return Vec::new();
        };
        let entries = match journal.remove("entries") {
            Some(Value::Array(entries)) => entries,
            _ => Vec::new(),
        };
        let noted = |entry: Value| serde_json::from_value::<Noted>(entry).ok();
        entries
            .into_iter()
            .filter_map(noted)
            .filter(|one| one.at >= then && one.status >= 400 && one.path.starts_with("/v1/"))
            .map(|one| Exchange {
                step: "what Veriff was asked, and answered".to_owned(),
                method: one.method,
                url: one.path,
                headers: Vec::new(),
                body: one.request.unwrap_or_default(),
                status: Some(one.status),
                error: None,
                answer: one.answer.unwrap_or_default(),
                elapsed_ms: one.elapsed_ms,
            })
            .collect()
    }

    /// Veriff's present time.
    pub(crate) fn now(&self) -> Timestamp {
        self.local.clock().now()
    }

    async fn control(
        &self,
        method: Method,
        path: &str,
        body: Option<Value>,
    ) -> Result<Value, Unchecked> {
        let body = body.map(|body| body.to_string()).unwrap_or_default();
        let answer = self.call(method, path, &[], body).await?;
        serde_json::from_slice(&answer).map_err(|error| Unchecked::Veriff(error.to_string()))
    }

    async fn call(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: String,
    ) -> Result<Bytes, Unchecked> {
        let failed = |error: &dyn std::fmt::Display| Unchecked::Veriff(error.to_string());
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, "127.0.0.1")
            .header(header::CONTENT_TYPE, "application/json")
            .extension(ConnectInfo(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request
            .body(Body::from(body))
            .map_err(|error| failed(&error))?;
        let Ok(response) = self.router.clone().oneshot(request).await;
        let status = response.status();
        let collected = response.into_body().collect().await;
        let answer = collected.map_err(|error| failed(&error))?.to_bytes();
        if status.is_success() {
            Ok(answer)
        } else {
            let told = String::from_utf8_lossy(&answer);
            let told: String = told.chars().take(200).collect();
            Err(Unchecked::Veriff(format!(
                "{path} answered {status}: {told}"
            )))
        }
    }
}

impl Session {
    fn read(view: &Value) -> Option<Self> {
        let text = |name: &str| view.get(name).and_then(Value::as_str).map(str::to_owned);
        let named = |name: &str| {
            let person = view.get("person")?;
            person.get(name)?.as_str().map(str::to_owned)
        };
        let attempts = view.get("attempts").and_then(Value::as_array);
        let attempt = attempts
            .and_then(|attempts| attempts.last())
            .and_then(|attempt| attempt.get("id"))
            .and_then(Value::as_str);
        Some(Self {
            id: text("id")?,
            url: text("url")?,
            attempt: attempt.map(str::to_owned),
            vendor_data: text("vendorData"),
            end_user_id: text("endUserId"),
            callback: text("callback"),
            first_name: named("firstName"),
            last_name: named("lastName"),
        })
    }
}
