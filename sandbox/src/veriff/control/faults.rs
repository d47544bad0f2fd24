//! `/control/faults`: what is to go wrong with webhooks.

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, State};
use http::StatusCode;
use serde_json::{Value, json};

use super::ControlError;
use crate::veriff::{ActiveFault, Fault, FaultError, FaultRequest, LocalVeriff};

/// All faults there are, and the ones that are chosen.
pub(crate) async fn list(State(veriff): State<LocalVeriff>) -> Json<Value> {
    let known: Vec<Value> = Fault::ALL
        .into_iter()
        .map(|fault| json!({"name": fault, "description": fault.description()}))
        .collect();
    Json(json!({"known": known, "active": veriff.faults()}))
}

/// Chooses faults for webhooks from now on: 201 with the choice.
pub(crate) async fn choose(
    State(veriff): State<LocalVeriff>,
    body: Result<Json<FaultRequest>, JsonRejection>,
) -> Result<(StatusCode, Json<ActiveFault>), ControlError> {
    let Json(request) = body?;
    let chosen = veriff.choose_faults(request).await?;
    Ok((StatusCode::CREATED, Json(chosen)))
}

/// Removes all: 204, also when there were none.
pub(crate) async fn clear(State(veriff): State<LocalVeriff>) -> StatusCode {
    veriff.remove_faults(None).await;
    StatusCode::NO_CONTENT
}

/// Removes one choice: 204, or 404.
pub(crate) async fn remove(
    State(veriff): State<LocalVeriff>,
    Path(id): Path<String>,
) -> Result<StatusCode, ControlError> {
    if veriff.remove_faults(Some(&id)).await {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(ControlError::new(
            StatusCode::NOT_FOUND,
            "no such choice of faults",
        ))
    }
}

impl From<FaultError> for ControlError {
    fn from(error: FaultError) -> Self {
        let status = match error {
            FaultError::UnknownSession | FaultError::UnknownIntegration => StatusCode::NOT_FOUND,
            FaultError::OneSecret | FaultError::BeforeCreateAnswer => {
                StatusCode::UNPROCESSABLE_ENTITY
            }
            _ => StatusCode::BAD_REQUEST,
        };
        Self::new(status, error.to_string())
    }
}
