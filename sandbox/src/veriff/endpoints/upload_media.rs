//! `POST /sessions/{id}/media`: one picture, or a chip's data, per request; 40 per session.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::body::{RawBody, object};
use super::list_media;
use crate::pictures::{UPLOADS, longest_side_exceeded};
use crate::veriff::auth::{self, Signed};
use crate::veriff::errors::ApiError;
use crate::veriff::media::{self, CONTEXTS};
use crate::veriff::session::{Media, Status};
use crate::veriff::{LocalVeriff, lifecycle};

const NFC_FIELDS: [&str; 4] = ["com", "sod", "dg1", "dg2"];

struct Upload {
    context: String,
    mimetype: &'static str,
    bytes: Bytes,
    nfc: bool,
}

/// 201 with the medium's metadata; 409 once the session is submitted.
pub(crate) async fn upload_media(
    State(veriff): State<LocalVeriff>,
    Path(id): Path<String>,
    headers: HeaderMap,
    RawBody(body): RawBody,
) -> Result<Response, ApiError> {
    let inner = &veriff.inner;
    let integration = auth::signed(inner, &headers, Signed::Body(&body))?;
    auth::session_id(&id)?;
    let upload = read(&object(&body)?)?;
    let check = |store: &crate::veriff::state::Store| {
        let session = store.owned(&id, &integration)?;
        if !session.status.is_open() {
            return Err(ApiError::plain(
                StatusCode::CONFLICT,
                "the session was submitted; it takes no more media",
            ));
        }
        if session.uploads() >= UPLOADS {
            return Err(ApiError::bad_request(
                "1104",
                "the session has its 40 uploads",
            ));
        }
        Ok(())
    };
    inner.read(check)?;

    let media = Media {
        id: Uuid::new_v4().to_string(),
        context: upload.context,
        mimetype: upload.mimetype.to_owned(),
        size: upload.bytes.len(),
        nfc: upload.nfc,
    };
    let stored = inner.files.put_media(&media.id, upload.bytes).await;
    stored.map_err(|_| ApiError::internal())?;
    let added = inner.change(|store, now| {
        check(store)?;
        let session = store.owned(&id, &integration)?;
        if session.status != Status::Started {
            lifecycle::start(store, &integration, &id, now)?;
        }
        let session = store.sessions.get_mut(&id);
        if let Some(attempt) = session.and_then(|session| session.attempts.last_mut()) {
            attempt.by_api = true;
            attempt.media.push(media.clone());
        }
        store.own(&media.id, &id);
        Ok(())
    });
    if let Err(error) = added {
        inner.files.remove_media(&media.id).await;
        return Err(error);
    }
    let image = list_media::metadata(&media, &id, &inner.public_url);
    let answer = json!({"status": "success", "image": image});
    Ok((StatusCode::CREATED, Json(answer)).into_response())
}

fn read(body: &Map<String, Value>) -> Result<Upload, ApiError> {
    let objects = body.values().filter_map(Value::as_object);
    let inner = objects.clone().flat_map(Map::values);
    let chip = objects
        .chain(inner.filter_map(Value::as_object))
        .chain([body])
        .find(|object| object.contains_key("sod"));
    match (chip, body.get("image")) {
        (Some(chip), _) => read_chip(chip),
        (None, Some(image)) => read_image(image),
        (None, None) => Err(ApiError::bad_request("1403", "image is missing")),
    }
}

fn read_image(image: &Value) -> Result<Upload, ApiError> {
    let context = match image.get("context").and_then(Value::as_str) {
        Some(context) if CONTEXTS.contains(&context) => context.to_owned(),
        Some(_) => {
            return Err(ApiError::bad_request(
                "1402",
                "the context is not supported",
            ));
        }
        None => return Err(ApiError::bad_request("1403", "image.context is missing")),
    };
    let content = match image.get("content").and_then(Value::as_str) {
        Some(content) if !content.is_empty() => content,
        _ => return Err(ApiError::bad_request("1400", "image.content is missing")),
    };
    let (length, bytes) = encoded(content)
        .and_then(media::decode)
        .ok_or_else(not_base64)?;
    if bytes.is_empty() {
        return Err(ApiError::bad_request("1400", "image.content is empty"));
    }
    let mimetype = media::mimetype(&bytes).ok_or_else(|| {
        ApiError::bad_request(
            "1401",
            "the content is none of jpg, jpeg, png, heif, heic, webp, pdf",
        )
    })?;
    if media::too_large(mimetype, length, bytes.len()) {
        return Err(ApiError::plain(
            StatusCode::PAYLOAD_TOO_LARGE,
            "a picture may have 24 MB as base64, a PDF 20 MB",
        ));
    }
    if longest_side_exceeded(&bytes).is_some() {
        return Err(ApiError::plain(
            StatusCode::PAYLOAD_TOO_LARGE,
            "a picture's longest side may have 1920 px",
        ));
    }
    Ok(Upload {
        context,
        mimetype,
        bytes: bytes.into(),
        nfc: false,
    })
}

/// The base64 of a data URI, as the documentation has it, or of the bare text that Veriff's demo
/// sends; none for a data URI of another encoding.
fn encoded(content: &str) -> Option<&str> {
    match content.get(..5) {
        Some(scheme) if scheme.eq_ignore_ascii_case("data:") => {
            let (head, encoded) = content.split_once(',')?;
            head.to_ascii_lowercase()
                .ends_with(";base64")
                .then_some(encoded)
        }
        _ => Some(content),
    }
}

fn read_chip(chip: &Map<String, Value>) -> Result<Upload, ApiError> {
    for field in NFC_FIELDS {
        let text = chip.get(field).and_then(Value::as_str);
        let text =
            text.ok_or_else(|| ApiError::bad_request("1400", format!("{field} is missing")))?;
        media::decode(text).ok_or_else(not_base64)?;
    }
    Ok(Upload {
        context: "nfc".to_owned(),
        mimetype: "application/json",
        bytes: Value::Object(chip.clone()).to_string().into(),
        nfc: true,
    })
}

fn not_base64() -> ApiError {
    ApiError::bad_request("1401", "the content is not base64")
}
