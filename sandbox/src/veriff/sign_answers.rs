//! Veriff signs its answers: the API key, and the HMAC of the body.

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::{HeaderName, HeaderValue};
use veriff_verify::signature::sign;

use super::{LocalVeriff, auth};
use crate::veriff::errors::ApiError;

/// The longest answer is a medium.
const LONGEST: usize = 64 * 1024 * 1024;

/// Signs every answer to a request that names an integration, errors included.
pub(crate) async fn sign_answers(
    State(veriff): State<LocalVeriff>,
    request: Request,
    next: Next,
) -> Response {
    let integration = auth::integration(&veriff.inner, request.headers());
    let response = next.run(request).await;
    let Ok(integration) = integration else {
        return response;
    };
    let (mut parts, body) = response.into_parts();
    let Ok(body) = to_bytes(body, LONGEST).await else {
        return ApiError::internal().into_response();
    };
    let signature = sign(&integration.signing, &body).to_hex();
    for (name, value) in [
        ("x-auth-client", integration.api_key.as_str()),
        ("x-hmac-signature", signature.as_str()),
    ] {
        if let Ok(value) = HeaderValue::from_str(value) {
            parts.headers.insert(HeaderName::from_static(name), value);
        }
    }
    Response::from_parts(parts, Body::from(body))
}
