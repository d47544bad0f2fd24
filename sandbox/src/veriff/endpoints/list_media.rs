//! `GET /sessions/{id}/media` and `GET /attempts/{id}/media`.

use axum::Json;
use axum::extract::{Path, State};
use http::{HeaderMap, StatusCode};
use serde_json::{Value, json};

use crate::veriff::LocalVeriff;
use crate::veriff::auth::{self, Signed};
use crate::veriff::errors::ApiError;
use crate::veriff::session::{Attempt, Media, Session};

/// The media of a session's latest attempt.
pub(crate) async fn of_session(
    State(veriff): State<LocalVeriff>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Json<Value>, ApiError> {
    let inner = &veriff.inner;
    let integration = auth::signed(inner, &headers, Signed::Id(&id))?;
    auth::session_id(&id)?;
    inner.read(|store| {
        let session = store.owned(&id, &integration)?;
        Ok(Json(list(session, session.attempt(), &inner.public_url)))
    })
}

/// The media of one attempt. The attempt's id is what is signed.
pub(crate) async fn of_attempt(
    State(veriff): State<LocalVeriff>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Json<Value>, ApiError> {
    let inner = &veriff.inner;
    let integration = auth::signed(inner, &headers, Signed::Id(&id))?;
    inner.read(|store| {
        store
            .owner(&id)
            .filter(|session| session.integration == integration.id)
            .and_then(|session| {
                let attempt = session.attempts.iter().find(|attempt| attempt.id == id)?;
                Some(Json(list(session, Some(attempt), &inner.public_url)))
            })
            .ok_or_else(|| ApiError::plain(StatusCode::NOT_FOUND, "attempt not found"))
    })
}

/// What is told of one medium.
pub(crate) fn metadata(media: &Media, session: &str, host: &str) -> Value {
    json!({
        "id": media.id,
        "name": media.context,
        "context": media.context,
        "timestamp": null,
        "size": media.size,
        "mimetype": media.mimetype,
        "url": format!("{host}/v1/media/{}", media.id),
        "sessionId": session,
    })
}

/// There are never videos here, as on Veriff's test integrations.
fn list(session: &Session, attempt: Option<&Attempt>, host: &str) -> Value {
    let of = |nfc: bool| -> Vec<Value> {
        attempt
            .iter()
            .flat_map(|attempt| &attempt.media)
            .filter(|media| media.nfc == nfc)
            .map(|media| metadata(media, &session.id, host))
            .collect()
    };
    json!({
        "status": "success",
        "images": of(false),
        "videos": [],
        "nfcDocuments": of(true),
    })
}
