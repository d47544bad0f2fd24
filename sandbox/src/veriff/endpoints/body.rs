//! Request bodies: the exact bytes for the signature, then JSON.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use http::StatusCode;
use serde_json::{Map, Value};

use crate::veriff::errors::ApiError;

/// The body as it came, within the route's limit.
pub(crate) struct RawBody(pub(crate) Bytes);

impl<S: Send + Sync> FromRequest<S> for RawBody {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        match Bytes::from_request(request, state).await {
            Ok(bytes) => Ok(Self(bytes)),
            Err(rejection) if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE => Err(
                ApiError::plain(StatusCode::PAYLOAD_TOO_LARGE, "the body is too large"),
            ),
            Err(_) => Err(ApiError::plain(
                StatusCode::BAD_REQUEST,
                "the body could not be read",
            )),
        }
    }
}

/// Reads a JSON object.
pub(crate) fn object(body: &[u8]) -> Result<Map<String, Value>, ApiError> {
    match serde_json::from_slice(body) {
        Ok(Value::Object(object)) => Ok(object),
        _ => Err(ApiError::bad_request(
            "1104",
            "the body is not a JSON object",
        )),
    }
}

/// Reads the `verification` object that most bodies consist of.
pub(crate) fn verification(body: &[u8]) -> Result<Map<String, Value>, ApiError> {
    match object(body)?.remove("verification") {
        Some(Value::Object(verification)) => Ok(verification),
        Some(_) => Err(ApiError::bad_request(
            "1104",
            "verification is not an object",
        )),
        None => Err(ApiError::bad_request("1102", "verification is missing")),
    }
}
