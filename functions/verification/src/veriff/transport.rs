//! One HTTP request, bounded in time and size.

use super::error::VeriffErrorKind;
use crate::settings::Integration;
use http::uri::Scheme;
use http::{HeaderMap, Method, Request};
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper::body::Bytes;
use hyper_rustls::HttpsConnector;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;
use veriff_verify::signature::sign;

/// A decision with everything in it is a few kilobytes.
const LARGEST_ANSWER: usize = 1024 * 1024;

type Body = Full<Bytes>;

/// What Veriff answered.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

/// What the signature covers, by Veriff's rule.
pub(super) enum Signed<'a> {
    /// `POST /sessions` needs none; the body is signed all the same.
    Body,
    /// A request without a body: the id in its path.
    Id(&'a str),
}

/// The connection pools. Reading the machine's root certificates takes a while, so a pool is made at
/// its first request; plain HTTP, which the settings allow to loopback alone, needs none.
#[derive(Clone, Debug, Default)]
pub(super) struct Transport(Arc<Pools>);

#[derive(Debug, Default)]
struct Pools {
    plain: OnceLock<Client<HttpConnector, Body>>,
    tls: Mutex<Option<Client<HttpsConnector<HttpConnector>, Body>>>,
}

impl Transport {
    pub(super) async fn send(
        &self,
        integration: &Integration,
        method: Method,
        path: &str,
        signed: Signed<'_>,
        body: Vec<u8>,
        within: Duration,
    ) -> Result<Answer, VeriffErrorKind> {
        let message = match signed {
            Signed::Body => &body[..],
            Signed::Id(id) => id.as_bytes(),
        };
        let signature = sign(&integration.signing_secret, message).to_hex();
        let base = integration.base_url.as_str().trim_end_matches('/');
        let request = Request::builder()
            .method(method)
            .uri(format!("{base}/v1{path}"))
            .header("content-type", "application/json")
            .header("x-auth-client", &integration.api_key)
            .header("x-hmac-signature", signature)
            .body(Full::new(Bytes::from(body)))
            .map_err(|_| VeriffErrorKind::Unreachable)?;
        tokio::time::timeout(within, self.exchange(request))
            .await
            .unwrap_or(Err(VeriffErrorKind::TimedOut))
    }

    async fn exchange(&self, request: Request<Body>) -> Result<Answer, VeriffErrorKind> {
        let answer = if request.uri().scheme() == Some(&Scheme::HTTP) {
            self.0.plain.get_or_init(plain).request(request).await
        } else {
            self.tls()?.request(request).await
        };
        let (parts, body) = answer
            .map_err(|_| VeriffErrorKind::Unreachable)?
            .into_parts();
        let body = Limited::new(body, LARGEST_ANSWER)
            .collect()
            .await
            .map_err(|error| {
                if error.is::<LengthLimitError>() {
                    VeriffErrorKind::Answer("it is larger than a megabyte".into())
                } else {
                    VeriffErrorKind::Unreachable
                }
            })?
            .to_bytes();
        Ok(Answer {
            status: parts.status.as_u16(),
            headers: parts.headers,
            body,
        })
    }

    fn tls(&self) -> Result<Client<HttpsConnector<HttpConnector>, Body>, VeriffErrorKind> {
        let mut tls = self.0.tls.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(client) = &*tls {
            return Ok(client.clone());
        }
        let https = hyper_rustls::HttpsConnectorBuilder::new()
            .with_native_roots()
            .map_err(|_| VeriffErrorKind::NoRootCertificates)?
            .https_only()
            .enable_http1()
            .build();
        Ok(tls
            .insert(Client::builder(TokioExecutor::new()).build(https))
            .clone())
    }
}

fn plain() -> Client<HttpConnector, Body> {
    Client::builder(TokioExecutor::new()).build_http()
}
