//! A small HTTP client for this machine: no TLS, no redirects, whole bodies.

use axum::body::Bytes;
use http::{HeaderMap, Method, Request, header};
use http_body_util::{BodyExt as _, Full};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde_json::Value;
use std::time::Duration;
use thiserror::Error;

/// How long an answer may take.
const TIMEOUT: Duration = Duration::from_secs(35);

/// Sends requests; clones share the connections.
#[derive(Clone, Debug)]
pub struct HttpClient {
    inner: Client<HttpConnector, Full<Bytes>>,
}

/// What came back. Its `Debug` shows the status alone: there are links and names in the rest.
#[derive(Clone)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The whole body.
    pub body: Bytes,
}

impl Answer {
    /// The body as JSON; null if it is none.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }
}

impl std::fmt::Debug for Answer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Answer")
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}

/// Why there is no answer.
#[derive(Debug, Error)]
pub enum ClientError {
    /// Nothing listens there.
    #[error("nothing answers at {origin}")]
    Unreachable {
        /// Scheme, host and port.
        origin: String,
    },
    /// No answer in time.
    #[error("no answer from {origin} within {} seconds", TIMEOUT.as_secs())]
    Timeout {
        /// Scheme, host and port.
        origin: String,
    },
    /// The connection broke.
    #[error("the connection to {origin} broke: {source}")]
    Broken {
        /// Scheme, host and port.
        origin: String,
        /// What broke it.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The request cannot be sent as it is.
    #[error("not a request that HTTP can carry: {0}")]
    Request(#[from] http::Error),
}

impl Default for HttpClient {
    fn default() -> Self {
        Self {
            inner: Client::builder(TokioExecutor::new()).build(HttpConnector::new()),
        }
    }
}

impl HttpClient {
    /// Sends one request and waits for the whole answer.
    ///
    /// # Errors
    /// See [`ClientError`]. Every HTTP status is an answer, not an error.
    pub async fn send(
        &self,
        method: Method,
        url: &str,
        headers: &[(&str, &str)],
        body: impl Into<Bytes>,
    ) -> Result<Answer, ClientError> {
        let mut request = Request::builder().method(method).uri(url);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Full::new(body.into()))?;
        let origin = origin(request.uri());
        match tokio::time::timeout(TIMEOUT, self.exchange(request, &origin)).await {
            Ok(answer) => answer,
            Err(_) => Err(ClientError::Timeout { origin }),
        }
    }

    /// `GET`.
    ///
    /// # Errors
    /// As [`HttpClient::send`].
    pub async fn get(&self, url: &str) -> Result<Answer, ClientError> {
        self.send(Method::GET, url, &[], Bytes::new()).await
    }

    /// `POST` with a JSON body.
    ///
    /// # Errors
    /// As [`HttpClient::send`].
    pub async fn post(&self, url: &str, body: &Value) -> Result<Answer, ClientError> {
        let headers = [(header::CONTENT_TYPE.as_str(), "application/json")];
        self.send(Method::POST, url, &headers, body.to_string())
            .await
    }

    async fn exchange(
        &self,
        request: Request<Full<Bytes>>,
        origin: &str,
    ) -> Result<Answer, ClientError> {
        let response = self.inner.request(request).await.map_err(|error| {
            let origin = origin.to_owned();
            if error.is_connect() {
                ClientError::Unreachable { origin }
            } else {
                ClientError::Broken {
                    origin,
                    source: error.into(),
                }
            }
        })?;
        let (parts, body) = response.into_parts();
        let body = body.collect().await.map_err(|error| ClientError::Broken {
            origin: origin.to_owned(),
            source: error.into(),
        })?;
        Ok(Answer {
            status: parts.status.as_u16(),
            headers: parts.headers,
            body: body.to_bytes(),
        })
    }
}

fn origin(uri: &http::Uri) -> String {
    format!(
        "{}://{}",
        uri.scheme_str().unwrap_or("http"),
        uri.authority().map_or("", http::uri::Authority::as_str)
    )
}
