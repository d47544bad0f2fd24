//! Sends the checker's requests: timed, without redirects, to permitted hosts only.

use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use axum::body::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client as HyperClient;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde_json::Value;

use super::hosts::Hosts;
use super::outcome::Got;

/// So long an answer is waited for: twice what Veriff waits, so that a late one is seen as late.
const TIMEOUT: Duration = Duration::from_secs(10);
/// So much of an answer is read.
const LARGEST: usize = 1024 * 1024;

type Body = Full<Bytes>;
type TlsClient = HyperClient<HttpsConnector<HttpConnector>, Body>;

/// A client; clones share the connections.
#[derive(Clone)]
pub(crate) struct Client {
    plain: HyperClient<HttpConnector, Body>,
    /// Made when first needed: reading this machine's certificates takes its time.
    tls: Arc<OnceLock<Option<TlsClient>>>,
    hosts: Hosts,
}

/// What came back, or why nothing did.
pub(crate) struct Answer {
    pub(crate) got: Got,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    pub(crate) elapsed: Duration,
}

impl Answer {
    /// The HTTP status.
    pub(crate) fn status(&self) -> Option<u16> {
        match self.got {
            Got::Status(status) => Some(status),
            _ => None,
        }
    }

    /// The body as JSON; null if it is none.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }
}

impl Client {
    /// A client for these hosts.
    pub(crate) fn new(hosts: Hosts) -> Self {
        // A connection for each request: a backend that breaks one off must not spoil the next.
        let plain = HyperClient::builder(TokioExecutor::new())
            .pool_max_idle_per_host(0)
            .build_http();
        Self {
            plain,
            tls: Arc::default(),
            hosts,
        }
    }

    /// Whether that URL may be asked.
    pub(crate) fn permits(&self, url: &str) -> bool {
        self.hosts.permit(url).is_ok()
    }

    /// Sends one request; whatever happens is an [`Answer`].
    pub(crate) async fn send(
        &self,
        method: Method,
        url: &str,
        headers: &[(String, String)],
        body: Bytes,
    ) -> Answer {
        let began = Instant::now();
        let (got, headers, body) =
            match tokio::time::timeout(TIMEOUT, self.exchange(method, url, headers, body)).await {
                Ok(Ok((status, headers, body))) => (Got::Status(status), headers, body),
                Ok(Err(why)) => (Got::Broken(why), HeaderMap::new(), Bytes::new()),
                Err(_) => (Got::Silence, HeaderMap::new(), Bytes::new()),
            };
        Answer {
            got,
            headers,
            body,
            elapsed: began.elapsed(),
        }
    }

    async fn exchange(
        &self,
        method: Method,
        url: &str,
        headers: &[(String, String)],
        body: Bytes,
    ) -> Result<(u16, HeaderMap, Bytes), String> {
        let url = self.hosts.permit(url).map_err(|error| error.to_string())?;
        let mut request = Request::builder().method(method).uri(url.as_str());
        for (name, value) in headers {
            // Bytes, since a header of a description may hold any text.
            let name =
                HeaderName::from_bytes(name.as_bytes()).map_err(|error| error.to_string())?;
            let value =
                HeaderValue::from_bytes(value.as_bytes()).map_err(|error| error.to_string())?;
            request = request.header(name, value);
        }
        let request = request
            .body(Full::new(body))
            .map_err(|error| error.to_string())?;
        let sent = if url.scheme() == "https" {
            let tls = self.tls.get_or_init(with_tls);
            let tls = tls.as_ref().ok_or("no root certificates on this machine")?;
            tls.request(request).await
        } else {
            self.plain.request(request).await
        };
        let response = sent.map_err(|error| cause(&error))?;
        let (parts, body) = response.into_parts();
        // A refusal may be sent before a large body was taken, and the connection closed: what
        // counts is the status.
        let body = match Limited::new(body, LARGEST).collect().await {
            Ok(body) => body.to_bytes(),
            Err(_) => Bytes::new(),
        };
        Ok((parts.status.as_u16(), parts.headers, body))
    }
}

fn with_tls() -> Option<TlsClient> {
    let connector = HttpsConnectorBuilder::new()
        .with_native_roots()
        .ok()?
        .https_only()
        .enable_http1()
        .build();
    let client = HyperClient::builder(TokioExecutor::new())
        .pool_max_idle_per_host(0)
        .build(connector);
    Some(client)
}

/// The innermost cause says what happened ("connection refused").
fn cause(error: &dyn std::error::Error) -> String {
    let mut error = error;
    while let Some(source) = error.source() {
        error = source;
    }
    error.to_string()
}
