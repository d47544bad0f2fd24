//! One HTTP request, to this machine or over TLS; redirects are not followed.

use std::time::Duration;

use axum::body::Bytes;
use http::uri::Scheme;
use http::{HeaderMap, Request};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;

/// A picture of 24 MB over a slow line takes a while.
const WITHIN: Duration = Duration::from_secs(120);
/// A video of a session.
const LARGEST: usize = 512 * 1024 * 1024;

/// Sends requests.
pub(super) enum Wire {
    Plain(Client<HttpConnector, Full<Bytes>>),
    Tls(Client<HttpsConnector<HttpConnector>, Full<Bytes>>),
}

/// What came back.
pub(super) struct Response {
    pub(super) status: u16,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

impl Wire {
    /// For this machine over http, for others over https with the system's root certificates.
    pub(super) fn to(origin: &str) -> std::io::Result<Self> {
        if origin.starts_with("http:") {
            return Ok(Self::Plain(
                Client::builder(TokioExecutor::new()).build_http(),
            ));
        }
        let https = HttpsConnectorBuilder::new()
            .with_native_roots()?
            .https_only()
            .enable_http1()
            .build();
        Ok(Self::Tls(
            Client::builder(TokioExecutor::new()).build(https),
        ))
    }

    /// Sends a request. The error says what broke, without the address.
    pub(super) async fn send(&self, request: Request<Full<Bytes>>) -> Result<Response, String> {
        tokio::time::timeout(WITHIN, self.exchange(request))
            .await
            .unwrap_or_else(|_| Err(format!("none within {} seconds", WITHIN.as_secs())))
    }

    async fn exchange(&self, request: Request<Full<Bytes>>) -> Result<Response, String> {
        let tls = request.uri().scheme() == Some(&Scheme::HTTPS);
        let answer = match self {
            Self::Plain(client) if !tls => client.request(request).await,
            Self::Tls(client) if tls => client.request(request).await,
            _ => return Err("the address changed its scheme".to_owned()),
        };
        let (parts, body) = answer.map_err(|error| innermost(&error))?.into_parts();
        let body = Limited::new(body, LARGEST).collect().await;
        let body = body.map_err(|error| innermost(&*error))?.to_bytes();
        Ok(Response {
            status: parts.status.as_u16(),
            headers: parts.headers,
            body,
        })
    }
}

/// The innermost cause says what happened ("connection refused").
fn innermost(error: &(dyn std::error::Error + 'static)) -> String {
    let mut error = error;
    while let Some(source) = error.source() {
        error = source;
    }
    error.to_string()
}
