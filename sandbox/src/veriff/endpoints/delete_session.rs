//! `DELETE /sessions/{id}`: erases a session; five an hour and ten a day.

use axum::Json;
use axum::extract::{Path, State};
use http::{HeaderMap, StatusCode};
use serde_json::{Value, json};

use crate::veriff::auth::{self, Signed};
use crate::veriff::errors::ApiError;
use crate::veriff::session::Status;
use crate::veriff::{LocalVeriff, lifecycle};

/// 1305 for a session in review, 1306 for one being judged; 429 beyond the limits.
pub(crate) async fn delete_session(
    State(veriff): State<LocalVeriff>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Json<Value>, ApiError> {
    let inner = &veriff.inner;
    let integration = auth::signed(inner, &headers, Signed::Id(&id))?;
    auth::session_id(&id).map_err(ApiError::with_numeric_status)?;
    if !integration.delete_enabled {
        return Err(ApiError::plain(
            StatusCode::FORBIDDEN,
            "deleting sessions is not switched on for this integration",
        ));
    }
    let media = inner.change(|store, now| {
        let session = store.owned(&id, &integration)?;
        let refusal = match session.status {
            Status::Submitted => Some(("1306", "the session is in progress")),
            Status::Review => Some(("1305", "the session is not completed")),
            _ => None,
        };
        if let Some((code, message)) = refusal {
            return Err(ApiError::bad_request(code, message).with_numeric_status());
        }
        let media: Vec<_> = session
            .attempts
            .iter()
            .flat_map(|attempt| attempt.media.iter().map(|media| media.id.clone()))
            .collect();
        store
            .count_deletion(&integration.id, now)
            .map_err(|wait| ApiError::too_many("too many sessions were deleted", wait))?;
        lifecycle::delete(store, &integration, &id, now);
        Ok(media)
    })?;
    for medium in media {
        inner.files.remove_media(&medium).await;
    }
    Ok(Json(
        json!({"status": "success", "verification": {"id": id}}),
    ))
}
