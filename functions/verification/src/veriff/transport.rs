//! One HTTP request, bounded in time and size.

use super::error::VeriffErrorKind;
use crate::https::Https;
use crate::settings::Integration;
use aws_smithy_types::body::SdkBody;
use http::uri::Scheme;
use http::{HeaderMap, Method, Request};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use hyper::body::Bytes;
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use veriff_verify::signature::sign;

/// A decision with everything in it is a few kilobytes.
const LARGEST_ANSWER: usize = 1024 * 1024;

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

/// The pool of connections. Reading the machine's root certificates takes a while, so a pool that was not
/// given is made at the first request.
#[derive(Clone, Debug, Default)]
pub(super) struct Transport(Arc<OnceLock<Https>>);

impl From<Https> for Transport {
    fn from(https: Https) -> Self {
        Self(Arc::new(https.into()))
    }
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
            .body(SdkBody::from(body))
            .map_err(|_| VeriffErrorKind::Unreachable)?;
        tokio::time::timeout(within, self.exchange(request))
            .await
            .unwrap_or(Err(VeriffErrorKind::TimedOut))
    }

    async fn exchange(&self, request: Request<SdkBody>) -> Result<Answer, VeriffErrorKind> {
        if request.uri().scheme() != Some(&Scheme::HTTP) && !Https::trusts_somebody() {
            return Err(VeriffErrorKind::NoRootCertificates);
        }
        let answer = self.0.get_or_init(Https::default).send(request).await;
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
}
