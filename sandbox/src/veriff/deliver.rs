//! One try of a webhook: signed, sent, judged, recorded, told to observers.
//!
//! Veriff waits five seconds for an answer and takes 200 alone for success.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::body::Bytes;
use http::{Method, Request, Uri};
use http_body_util::{BodyExt, Full};
use hyper_util::client::legacy::Client as HyperClient;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use jiff::Timestamp;
use serde::Serialize;

use super::Inner;
use super::faults::{Fault, Parcel, judge, parcels};
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
    /// What went wrong with it on purpose.
    pub faults: Vec<Fault>,
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

/// Makes one try of a delivery and records how it went. With faults that may be several requests;
/// the last one's outcome is returned.
///
/// A try asked for by hand (`replay`) has the faults that are given with it; any other has the
/// delivery's own.
pub(crate) async fn deliver(
    inner: &Arc<Inner>,
    delivery: Delivery,
    replay: Option<Vec<Fault>>,
) -> Option<Try> {
    let by_hand = replay.is_some();
    let faults = replay.unwrap_or_else(|| delivery.faults_of_next_try());
    let outcomes = attempt(inner, &delivery, &faults, by_hand).await;
    let first = inner.change(|store, _| {
        let outcomes = outcomes.clone();
        store.outbox.tried(delivery.id, outcomes, by_hand)
    });
    let mut last = None;
    for (number, outcome) in (first..).zip(outcomes) {
        let outcome = Try { number, ..outcome };
        // Nobody listening is no error.
        let _ = inner.delivered.send(delivered(&delivery, &outcome));
        last = Some(outcome);
    }
    last
}

async fn attempt(inner: &Inner, delivery: &Delivery, faults: &[Fault], replay: bool) -> Vec<Try> {
    let not_sent = |error: &str| Try {
        number: 0,
        at: inner.clock.now(),
        http_status: None,
        error: Some(error.to_owned()),
        answer: String::new(),
        elapsed_ms: 0,
        replay,
        faults: Vec::new(),
        sent: None,
        extra: false,
    };
    let Some(integration) = inner.integration(&delivery.integration) else {
        return vec![not_sent("the integration is no longer configured")];
    };
    let Some(uri) = integration.webhook_url(delivery.kind) else {
        return vec![not_sent("the integration has no webhook address any more")];
    };
    if uri.scheme() != Some(&http::uri::Scheme::HTTP) {
        let error = "not sent: this server sends to this machine only, over http";
        return vec![not_sent(error)];
    }
    let before = delivery.tried_before();
    let mut outcomes = Vec::new();
    for parcel in parcels(delivery, integration, faults, before) {
        let (at, started) = (inner.clock.now(), Instant::now());
        let extra = parcel.extra;
        let sent = (parcel.body != delivery.body.as_bytes())
            .then(|| String::from_utf8_lossy(&parcel.body).into_owned());
        let send = post(&inner.client, uri.clone(), parcel);
        let outcome = match tokio::time::timeout(TIMEOUT, send).await {
            Ok(outcome) => outcome,
            Err(_) => Err("no answer within 5 seconds".to_owned()),
        };
        let (http_status, error, answer) = match outcome {
            Ok((status, answer)) => (Some(status), None, answer),
            Err(error) => (None, Some(error), String::new()),
        };
        let (http_status, error) = judge(http_status, error, before, faults);
        outcomes.push(Try {
            number: 0,
            at,
            http_status,
            error,
            answer,
            elapsed_ms: u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX),
            replay,
            faults: faults.to_vec(),
            sent,
            extra,
        });
    }
    outcomes
}

fn delivered(delivery: &Delivery, outcome: &Try) -> Delivered {
    Delivered {
        id: delivery.id,
        kind: delivery.kind,
        integration: delivery.integration.clone(),
        session: delivery.session.clone(),
        attempt: delivery.attempt.clone(),
        url: delivery.url.clone(),
        number: outcome.number,
        http_status: outcome.http_status,
        error: outcome.error.clone(),
        at: outcome.at,
        elapsed_ms: outcome.elapsed_ms,
        faults: outcome.faults.clone(),
        body: outcome
            .sent
            .clone()
            .unwrap_or_else(|| delivery.body.clone()),
    }
}

async fn post(client: &Client, uri: Uri, parcel: Parcel) -> Result<(u16, String), String> {
    let mut request = Request::builder().method(Method::POST).uri(uri);
    for (name, value) in parcel.headers {
        request = request.header(name, value);
    }
    let request = request
        .body(Full::new(Bytes::from(parcel.body)))
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
