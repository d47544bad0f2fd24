//! One try of a webhook: signed, sent, judged, recorded, told to observers.
//!
//! Veriff waits five seconds for an answer and takes 200 alone for success.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::body::Bytes;
use http::{Method, Request, header};
use http_body_util::{BodyExt, Full};
use hyper_util::client::legacy::Client as HyperClient;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use jiff::Timestamp;
use serde::Serialize;
use veriff_verify::signature::sign;

use super::Inner;
use super::config::Integration;
use super::outbox::{Delivery, Kind, Try};

/// Real time, whatever the sandbox's clock does.
const TIMEOUT: Duration = Duration::from_secs(5);
/// How much of an answer is kept.
const ANSWER_KEPT: usize = 512;

pub(crate) type Client = HyperClient<HttpConnector, Full<Bytes>>;

/// What an observer is told of each try.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Delivered {
    /// The delivery, the same for all its tries.
    pub id: u64,
    /// The type of webhook.
    #[serde(rename = "type")]
    pub kind: Kind,
    /// The integration's id.
    pub integration: String,
    /// The session's id.
    pub session: String,
    /// The attempt's id, where the message is about one.
    pub attempt: Option<String>,
    /// Where it went.
    pub url: String,
    /// The number of the try, from 1.
    pub number: u32,
    /// The receiver's HTTP status, if it answered in time.
    pub http_status: Option<u16>,
    /// What went wrong, if it did not.
    pub error: Option<String>,
    /// Sandbox time.
    pub at: Timestamp,
    /// Real milliseconds until the answer or the failure.
    pub elapsed_ms: u64,
    /// The body that was sent. It holds a person's data, if an invented one's.
    pub body: String,
}

/// Without the body, which is about a person.
impl fmt::Debug for Delivered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Delivered")
            .field("id", &self.id)
            .field("kind", &self.kind)
            .field("session", &self.session)
            .field("number", &self.number)
            .field("http_status", &self.http_status)
            .field("error", &self.error)
            .finish_non_exhaustive()
    }
}

/// A client that reaches loopback (the addresses were checked) and keeps no idle connections.
pub(crate) fn client() -> Client {
    HyperClient::builder(TokioExecutor::new())
        .pool_max_idle_per_host(0)
        .build_http()
}

/// Sends a delivery once and records how it went.
pub(crate) async fn deliver(inner: &Arc<Inner>, delivery: Delivery, replay: bool) -> Try {
    let at = inner.clock.now();
    let started = Instant::now();
    let outcome = match inner.integration(&delivery.integration) {
        Some(integration) => {
            let send = post(&inner.client, integration, &delivery);
            match tokio::time::timeout(TIMEOUT, send).await {
                Ok(outcome) => outcome,
                Err(_) => Err("no answer within 5 seconds".to_owned()),
            }
        }
        None => Err("the integration is no longer configured".to_owned()),
    };
    let (http_status, error, answer) = match outcome {
        Ok((status, answer)) => (Some(status), None, answer),
        Err(error) => (None, Some(error), String::new()),
    };
    let outcome = Try {
        number: 0,
        at,
        http_status,
        error,
        answer,
        elapsed_ms: u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX),
        replay,
    };
    let number = inner.change(|store, _| store.outbox.tried(delivery.id, outcome.clone()));
    let outcome = Try { number, ..outcome };
    // Nobody listening is no error.
    let _ = inner.delivered.send(Delivered {
        id: delivery.id,
        kind: delivery.kind,
        integration: delivery.integration,
        session: delivery.session,
        attempt: delivery.attempt,
        url: delivery.url,
        number,
        http_status,
        error: outcome.error.clone(),
        at,
        elapsed_ms: outcome.elapsed_ms,
        body: delivery.body,
    });
    outcome
}

async fn post(
    client: &Client,
    integration: &Integration,
    delivery: &Delivery,
) -> Result<(u16, String), String> {
    let body = Bytes::from(delivery.body.clone());
    let signature = sign(&integration.signing, &body).to_hex();
    let uri = integration
        .webhook_url(delivery.kind)
        .cloned()
        .ok_or("the integration has no webhook address any more")?;
    if uri.scheme() != Some(&http::uri::Scheme::HTTP) {
        return Err("not sent: this server sends to this machine only, over http".to_owned());
    }
    let request = Request::builder()
        .method(Method::POST)
        .uri(uri)
        .header(header::CONTENT_TYPE, "application/json")
        .header("x-auth-client", &integration.api_key)
        .header("x-hmac-signature", &signature)
        .header("vrf-auth-client", &integration.api_key)
        .header("vrf-hmac-signature", &signature)
        .header("vrf-integration-id", &integration.id)
        .body(Full::new(body))
        .map_err(|error| error.to_string())?;
    let response = client
        .request(request)
        .await
        .map_err(|error| cause(&error))?;
    let status = response.status().as_u16();
    let mut answer = Vec::new();
    let mut body = response.into_body();
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|error| cause(&error))?;
        if let Some(data) = frame.data_ref() {
            let room = ANSWER_KEPT.saturating_sub(answer.len());
            answer.extend(data.iter().take(room));
        }
        if answer.len() >= ANSWER_KEPT {
            break;
        }
    }
    Ok((status, String::from_utf8_lossy(&answer).into_owned()))
}

/// The innermost cause says what happened ("connection refused").
fn cause(error: &dyn std::error::Error) -> String {
    let mut error = error;
    while let Some(source) = error.source() {
        error = source;
    }
    error.to_string()
}
