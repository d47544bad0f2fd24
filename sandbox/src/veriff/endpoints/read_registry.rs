//! The Mexican registries' results by polling: `GET /sessions/{id}/decision/curp-registry`,
//! `…/ine-registry` and `…/combined-ine-curp-registry`, with `?version=1.0.0`.
//!
//! Each answer has the form of its webhook, with a `status`; its `data` is null until someone was
//! verified. The registries know everyone here.

use axum::Json;
use axum::extract::{Path, State};
use http::HeaderMap;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::read_session::read;
use crate::veriff::errors::ApiError;
use crate::veriff::session::{Session, Status};
use crate::veriff::{LocalVeriff, compose};

/// What INE says of the person's voter card.
pub(crate) async fn ine(
    State(veriff): State<LocalVeriff>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Json<Value>, ApiError> {
    read(&veriff, &id, &headers, |session, _, now| {
        answer(session, now, compose::ine)
    })
}

/// What the population registry says of the person's CURP.
pub(crate) async fn curp(
    State(veriff): State<LocalVeriff>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Json<Value>, ApiError> {
    read(&veriff, &id, &headers, |session, _, now| {
        answer(session, now, |session, _| compose::curp(session))
    })
}

/// Both at once.
pub(crate) async fn ine_curp(
    State(veriff): State<LocalVeriff>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Json<Value>, ApiError> {
    read(&veriff, &id, &headers, |session, _, now| {
        answer(session, now, compose::ine_curp)
    })
}

fn answer(
    session: &Session,
    now: Timestamp,
    compose: impl FnOnce(&Session, Timestamp) -> Value,
) -> Value {
    let verified = session
        .decided()
        .filter(|(_, verdict)| !matches!(verdict.status, Status::Expired | Status::Abandoned));
    let at = verified.map_or(now, |(_, verdict)| verdict.at);
    let mut answer = compose(session, at);
    answer["status"] = json!("success");
    if verified.is_none() {
        answer["data"] = Value::Null;
        if let Some(fields) = answer.as_object_mut() {
            fields.remove("time");
        }
    }
    answer
}
