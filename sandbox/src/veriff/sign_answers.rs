//! Veriff signs its answers: the API key, and the HMAC of the body. A request with the signature of
//! old clients is answered with one of that kind too.

use std::sync::atomic::{AtomicBool, Ordering};

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::{HeaderName, HeaderValue};
use veriff_verify::signature::sign;

use super::config::Integration;
use super::{LocalVeriff, auth, legacy_signature};
use crate::veriff::errors::ApiError;

/// The longest answer is a medium.
const LONGEST: usize = 64 * 1024 * 1024;

/// Whether answers are signed as they should be.
#[derive(Default)]
pub(crate) struct Signing {
    forged: AtomicBool,
}

impl LocalVeriff {
    /// Lets answers carry a signature that is not theirs, as somebody in between could make them, or
    /// the right one again.
    pub(crate) fn forge_answers(&self, forge: bool) {
        self.inner.signing.forged.store(forge, Ordering::SeqCst);
    }
}

/// The headers that name an integration and sign what comes with them, under both of their names:
/// Veriff signs answers and webhooks alike.
pub(super) fn signature_headers(
    integration: &Integration,
    signature: String,
) -> [(&'static str, String); 5] {
    [
        ("x-auth-client", integration.api_key.clone()),
        ("x-hmac-signature", signature.clone()),
        ("vrf-auth-client", integration.api_key.clone()),
        ("vrf-hmac-signature", signature),
        ("vrf-integration-id", integration.id.clone()),
    ]
}

/// Signs every answer to a request that names an integration, errors included.
pub(crate) async fn sign_answers(
    State(veriff): State<LocalVeriff>,
    request: Request,
    next: Next,
) -> Response {
    let integration = auth::integration(&veriff.inner, request.headers());
    let legacy = request.headers().contains_key(legacy_signature::HEADER);
    let response = next.run(request).await;
    let Ok(integration) = integration else {
        return response;
    };
    let (mut parts, body) = response.into_parts();
    let Ok(body) = to_bytes(body, LONGEST).await else {
        return ApiError::internal().into_response();
    };
    let signed = match veriff.inner.signing.forged.load(Ordering::SeqCst) {
        false => &body[..],
        true => b"another answer",
    };
    let signature = sign(&integration.signing, signed).to_hex();
    let in_kind = legacy
        .then(|| integration.secret_texts.first())
        .flatten()
        .map(|secret| legacy_signature::sign(secret, signed));
    let headers = signature_headers(&integration, signature).into_iter();
    for (name, value) in headers.chain(in_kind.map(|value| (legacy_signature::HEADER, value))) {
        if let Ok(value) = HeaderValue::try_from(value) {
            parts.headers.insert(HeaderName::from_static(name), value);
        }
    }
    Response::from_parts(parts, Body::from(body))
}
