//! `POST /sessions/{id}/media`: one picture, or a chip's data, per request; 40 per session.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use http::{HeaderMap, StatusCode};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::body::{RawBody, object};
use super::list_media;
use crate::veriff::auth::{self, Signed};
use crate::veriff::errors::ApiError;
use crate::veriff::media::{self, CONTEXTS};
use crate::veriff::session::{Media, Status};
use crate::veriff::{LocalVeriff, lifecycle};

const UPLOADS: usize = 40;
const NFC_FIELDS: [&str; 4] = ["com", "sod", "dg1", "dg2"];

struct Upload {
    context: String,
    mimetype: String,
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
        mimetype: upload.mimetype,
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
    if let Some(image) = body.get("image") {
        return read_image(image);
    }
    let chip = body
        .values()
        .filter_map(Value::as_object)
        .chain([body])
        .find(|object| object.contains_key("sod"));
    match chip {
        Some(chip) => read_chip(chip),
        None => Err(ApiError::bad_request("1403", "image is missing")),
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
    // A data URI, as the documentation has it, or bare base64, as Veriff's demo sends it.
    let (declared, encoded) = match content.strip_prefix("data:") {
        None => (None, content),
        Some(rest) => match rest.split_once(";base64,") {
            Some((mimetype, encoded)) => (Some(mimetype), encoded),
            None => return Err(not_base64()),
        },
    };
    let bytes = BASE64.decode(encoded).map_err(|_| not_base64())?;
    if bytes.is_empty() {
        return Err(ApiError::bad_request("1400", "image.content is empty"));
    }
    Ok(Upload {
        context,
        mimetype: media::mimetype(&bytes, declared),
        bytes: bytes.into(),
        nfc: false,
    })
}

fn read_chip(chip: &Map<String, Value>) -> Result<Upload, ApiError> {
    for field in NFC_FIELDS {
        let text = chip.get(field).and_then(Value::as_str);
        let text =
            text.ok_or_else(|| ApiError::bad_request("1400", format!("{field} is missing")))?;
        BASE64.decode(text).map_err(|_| not_base64())?;
    }
    Ok(Upload {
        context: "nfc".to_owned(),
        mimetype: "application/json".to_owned(),
        bytes: Value::Object(chip.clone()).to_string().into(),
        nfc: true,
    })
}

fn not_base64() -> ApiError {
    ApiError::bad_request("1401", "the content is not base64")
}
