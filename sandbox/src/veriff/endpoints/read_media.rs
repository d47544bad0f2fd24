//! `GET /media/{id}`: the file itself. The medium's id is what is signed.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode, header};

use crate::veriff::LocalVeriff;
use crate::veriff::auth::{self, Signed};
use crate::veriff::errors::ApiError;

/// The bytes, with the type they had.
pub(crate) async fn read_media(
    State(veriff): State<LocalVeriff>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let inner = &veriff.inner;
    let integration = auth::signed(inner, &headers, Signed::Id(&id))?;
    let missing = || ApiError::plain(StatusCode::NOT_FOUND, "media not found");
    let mimetype = inner
        .read(|store| {
            let session = store.owner(&id)?;
            let mut media = session.attempts.iter().flat_map(|attempt| &attempt.media);
            let medium = media.find(|medium| medium.id == id)?;
            (session.integration == integration.id).then(|| medium.mimetype.clone())
        })
        .ok_or_else(missing)?;
    let bytes = inner.files.media(&id).await.map_err(|_| missing())?;
    Ok((
        [
            (header::CONTENT_TYPE, mimetype.as_str()),
            // Uploaded by anyone: never to be run by a browser.
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
            (header::CONTENT_DISPOSITION, "attachment"),
        ],
        bytes,
    )
        .into_response())
}
