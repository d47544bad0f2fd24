//! `POST /sessions/{id}/collected-data`: what the platform knows of the person's device.

use axum::Json;
use axum::extract::{Path, State};
use http::HeaderMap;
use serde_json::{Map, Value, json};

use super::body::{RawBody, object};
use crate::veriff::LocalVeriff;
use crate::veriff::auth::{self, Signed};
use crate::veriff::errors::ApiError;
use crate::veriff::session::Status;

const LONGEST: usize = 255;

/// The session must be created or started (else 1304).
pub(crate) async fn collected_data(
    State(veriff): State<LocalVeriff>,
    Path(id): Path<String>,
    headers: HeaderMap,
    RawBody(body): RawBody,
) -> Result<Json<Value>, ApiError> {
    let inner = &veriff.inner;
    let integration = auth::signed(inner, &headers, Signed::Body(&body))?;
    auth::session_id(&id)?;
    let data = object(&body)?;
    check(&data)?;
    inner.change(|store, _| {
        let session = store.owned_mut(&id, &integration)?;
        if !matches!(session.status, Status::Created | Status::Started) {
            return Err(ApiError::bad_request(
                "1304",
                "the session is neither created nor started",
            ));
        }
        session.collected_data = Some(Value::Object(data));
        Ok(Json(json!({
            "status": "success",
            "sessionId": session.id,
            "attemptId": session.attempt().map(|attempt| &attempt.id),
        })))
    })
}

fn check(data: &Map<String, Value>) -> Result<(), ApiError> {
    let at = |path: &[&str]| {
        let mut value = data.get(*path.first()?)?;
        for name in path.get(1..)? {
            value = value.get(name)?;
        }
        Some(value)
    };
    let address = at(&["network", "ip", "addressV4"]).or(at(&["network", "ip", "addressV6"]));
    for (value, name) in [
        (at(&["providerName"]), "providerName"),
        (address, "network.ip.addressV4 or addressV6"),
        (at(&["device", "fingerprint"]), "device.fingerprint"),
    ] {
        match value {
            Some(Value::String(text)) if text.is_empty() || text.chars().count() > LONGEST => {
                return Err(ApiError::bad_request(
                    "1104",
                    format!("{name} is empty or longer than {LONGEST} characters"),
                ));
            }
            Some(Value::String(_)) => {}
            Some(_) => {
                return Err(ApiError::bad_request(
                    "1104",
                    format!("{name} is not a string"),
                ));
            }
            None => return Err(ApiError::bad_request("1102", format!("{name} is missing"))),
        }
    }
    Ok(())
}
