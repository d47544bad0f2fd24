//! `GET /control/media/{id}`: a picture as it was uploaded, for the console to show.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::{StatusCode, header};

use super::ControlError;
use crate::veriff::LocalVeriff;

/// The bytes, under the type that they were found to have; nothing in them runs.
pub(crate) async fn show(
    State(veriff): State<LocalVeriff>,
    Path(id): Path<String>,
) -> Result<Response, ControlError> {
    let inner = &veriff.inner;
    let unknown = || ControlError::new(StatusCode::NOT_FOUND, "medium not found");
    let kind = inner.read(|store| {
        let session = store.owner(&id)?;
        let mut media = session.attempts.iter().flat_map(|attempt| &attempt.media);
        Some(media.find(|one| one.id == id)?.mimetype.clone())
    });
    let kind = kind.ok_or_else(unknown)?;
    let bytes = inner.files.media(&id).await.map_err(|_| unknown())?;
    let headers = [
        (header::CONTENT_TYPE, kind.as_str()),
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; sandbox",
        ),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, bytes).into_response())
}
