//! `/control`: how a developer, a script or the console steers the local Veriff.
//!
//! Veriff has none of this. Every route checks where the call comes from: see [`local_only`].

mod clock;
mod deliveries;
mod faults;
mod integrations;
mod journal;
mod media;
mod sessions;
mod stream;
mod webhook;

use axum::Json;
use axum::Router;
use axum::extract::rejection::JsonRejection;
use axum::middleware;
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get, post};
use http::StatusCode;
use serde_json::json;

use super::LocalVeriff;
use super::lifecycle::Refusal;
use crate::clock::ClockError;
use crate::local_only::{self, Callers};

/// The control routes.
pub(crate) fn router(callers: Callers) -> Router<LocalVeriff> {
    Router::new()
        .route("/clock", get(clock::show).post(clock::change))
        .route("/integrations", get(integrations::list))
        .route("/journal", get(journal::list))
        .route("/stream", get(stream::stream))
        .route("/media/{id}", get(media::show))
        .route("/sessions", get(sessions::list))
        .route("/sessions/{id}", get(sessions::show))
        .route("/sessions/{id}/open", post(sessions::open))
        .route("/sessions/{id}/submit", post(sessions::submit))
        .route("/sessions/{id}/decide", post(sessions::decide))
        .route("/sessions/{id}/webhook", post(webhook::send))
        .route("/deliveries", get(deliveries::list))
        .route("/deliveries/{id}", get(deliveries::show))
        .route("/deliveries/{id}/replay", post(deliveries::replay))
        .route(
            "/faults",
            get(faults::list).post(faults::choose).delete(faults::clear),
        )
        .route("/faults/{id}", delete(faults::remove))
        .fallback(async || ControlError::new(StatusCode::NOT_FOUND, "no such control route"))
        .layer(middleware::from_fn_with_state(
            callers,
            local_only::check_for,
        ))
}

/// An error of the control API: `{"error": "…"}`.
pub(crate) struct ControlError {
    status: StatusCode,
    message: String,
}

impl ControlError {
    pub(crate) fn new(status: StatusCode, message: impl Into<String>) -> Self {
        Self {
            status,
            message: message.into(),
        }
    }

    pub(crate) fn bad_request(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, message)
    }
}

impl From<Refusal> for ControlError {
    fn from(refusal: Refusal) -> Self {
        let status = match refusal {
            Refusal::UnknownSession => StatusCode::NOT_FOUND,
            Refusal::Status { .. } => StatusCode::CONFLICT,
            Refusal::Unsupported(_) => StatusCode::UNPROCESSABLE_ENTITY,
        };
        Self::new(status, refusal.to_string())
    }
}

impl From<ClockError> for ControlError {
    fn from(error: ClockError) -> Self {
        let status = match error {
            ClockError::Io(_) => StatusCode::INTERNAL_SERVER_ERROR,
            _ => StatusCode::BAD_REQUEST,
        };
        Self::new(status, error.to_string())
    }
}

impl From<JsonRejection> for ControlError {
    fn from(rejection: JsonRejection) -> Self {
        Self::new(rejection.status(), rejection.body_text())
    }
}

impl IntoResponse for ControlError {
    fn into_response(self) -> Response {
        (self.status, Json(json!({"error": self.message}))).into_response()
    }
}
