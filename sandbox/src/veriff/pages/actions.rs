//! What the hosted page's buttons do: add a picture, submit, and choose the outcome.

use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, FormRejection};
use axum::extract::{Form, Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use http::{HeaderMap, StatusCode, header};
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

use crate::veriff::LocalVeriff;
use crate::veriff::control::ControlError;
use crate::veriff::lifecycle::{self, Decision, Refusal};
use crate::veriff::media::{self, CONTEXTS};
use crate::veriff::session::{DecisionStatus, Media, Session, Status};
use crate::veriff::state::Store;
use crate::veriff::validate::{DOCUMENT_TYPES, is_country};

/// As many as over the API.
const UPLOADS: usize = 40;

/// What a picture shows.
#[derive(Deserialize)]
pub(crate) struct Picture {
    context: String,
}

/// The document that the person chose.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Chosen {
    document_type: String,
    country: String,
}

/// The outcome that the developer chose.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Wanted {
    status: String,
    #[serde(default)]
    reason_code: String,
}

/// `POST /v/{token}/media?context=…` with the picture as the body: 201.
pub(crate) async fn add_picture(
    State(veriff): State<LocalVeriff>,
    Path(token): Path<String>,
    Query(Picture { context }): Query<Picture>,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, ControlError> {
    let inner = &veriff.inner;
    let too_large = || ControlError::new(StatusCode::PAYLOAD_TOO_LARGE, "the picture is too large");
    let bytes = body.map_err(|_| too_large())?;
    if !CONTEXTS.contains(&context.as_str()) {
        return Err(ControlError::bad_request("the context is not supported"));
    }
    let mimetype = media::mimetype(&bytes).ok_or_else(|| {
        ControlError::bad_request("the picture is none of jpg, png, heif, heic, webp, pdf")
    })?;
    if media::too_large(mimetype, bytes.len().div_ceil(3) * 4, bytes.len()) {
        return Err(too_large());
    }
    let id = session(&veriff, &token)?;
    let picture = Media {
        id: Uuid::new_v4().to_string(),
        context,
        mimetype: mimetype.to_owned(),
        size: bytes.len(),
        nfc: false,
    };
    let kept = inner.files.put_media(&picture.id, bytes).await;
    kept.map_err(|_| ControlError::new(StatusCode::INTERNAL_SERVER_ERROR, "it cannot be kept"))?;
    let added = inner.change(|store, _| add(store, &id, &picture));
    if let Err(error) = added {
        inner.files.remove_media(&picture.id).await;
        return Err(error);
    }
    Ok((StatusCode::CREATED, Json(json!({"id": picture.id}))).into_response())
}

/// Adds a picture to the attempt that opening the page has started.
fn add(store: &mut Store, id: &str, picture: &Media) -> Result<(), ControlError> {
    let session = store.sessions.get_mut(id).ok_or(Refusal::UnknownSession)?;
    if session.status != Status::Started {
        return Err(refused(session, Status::Started).into());
    }
    if session.uploads() >= UPLOADS {
        return Err(ControlError::bad_request("the session has its 40 pictures"));
    }
    if let Some(attempt) = session.attempts.last_mut() {
        attempt.media.push(picture.clone());
    }
    store.own(&picture.id, id);
    Ok(())
}

/// `POST /v/{token}/submit`: the person is done, and goes back to the callback if there is one.
pub(crate) async fn submit(
    State(veriff): State<LocalVeriff>,
    Path(token): Path<String>,
    headers: HeaderMap,
    chosen: Result<Form<Chosen>, FormRejection>,
) -> Result<Response, ControlError> {
    let inner = &veriff.inner;
    // A form without anything in it submits all the same.
    let Form(chosen) = chosen.unwrap_or_default();
    let id = session(&veriff, &token)?;
    let submitted = inner.act(&id, |store, integration, now| {
        if let Some(session) = store.sessions.get_mut(&id).filter(|s| s.status.is_open()) {
            chosen.note(session);
        }
        lifecycle::submit(store, integration, &id, false, now)
    });
    answer(&veriff, &id, &token, &headers, submitted)
}

/// `POST /v/{token}/decide`: the sandbox decides as the developer wishes. A person's outcomes come
/// after a submission, so an open session is submitted first.
pub(crate) async fn decide(
    State(veriff): State<LocalVeriff>,
    Path(token): Path<String>,
    headers: HeaderMap,
    Form(wanted): Form<Wanted>,
) -> Result<Response, ControlError> {
    let status: DecisionStatus = wanted
        .status
        .parse()
        .map_err(|error| ControlError::bad_request(format!("{error}")))?;
    let code = match wanted.reason_code.trim() {
        "" => None,
        text => Some(text.parse().map_err(|_| {
            ControlError::bad_request("the reason code is not a number that Veriff could send")
        })?),
    };
    let lapses = matches!(status, DecisionStatus::Expired | DecisionStatus::Abandoned);
    let decision = Decision {
        reason_code: code,
        ..Decision::of(status)
    };
    let id = session(&veriff, &token)?;
    let decided = veriff.inner.act(&id, |store, integration, now| {
        let open = store.sessions.get(&id).is_some_and(|s| s.status.is_open());
        if open && !lapses {
            lifecycle::start(store, integration, &id, now)?;
            lifecycle::submit(store, integration, &id, false, now)?;
        }
        lifecycle::decide(store, integration, &id, &decision, now)
    });
    answer(&veriff, &id, &token, &headers, decided)
}

/// To a script the new status as JSON; to a form the way to the callback, or back to the page.
fn answer(
    veriff: &LocalVeriff,
    id: &str,
    token: &str,
    headers: &HeaderMap,
    done: Result<(), Refusal>,
) -> Result<Response, ControlError> {
    let (status, callback) = veriff
        .inner
        .read(|store| {
            let session = store.sessions.get(id)?;
            Some((session.status.as_str(), session.callback.clone()))
        })
        .ok_or(Refusal::UnknownSession)?;
    let accept = headers
        .get(header::ACCEPT)
        .and_then(|one| one.to_str().ok());
    if accept.is_some_and(|accept| accept.starts_with("application/json")) {
        done?;
        return Ok(Json(json!({"status": status})).into_response());
    }
    let page = format!("/v/{token}");
    let to = callback.filter(|_| done.is_ok()).unwrap_or(page);
    Ok(Redirect::to(&to).into_response())
}

/// The id of the session that has the token.
fn session(veriff: &LocalVeriff, token: &str) -> Result<String, Refusal> {
    veriff
        .inner
        .read(|store| {
            let session = store.owner(token).filter(|one| one.token == token)?;
            Some(session.id.clone())
        })
        .ok_or(Refusal::UnknownSession)
}

fn refused(session: &Session, to: Status) -> Refusal {
    Refusal::Status {
        from: session.status,
        to,
    }
}

impl Chosen {
    /// The document will be found to be what the person chose.
    fn note(self, session: &mut Session) {
        if DOCUMENT_TYPES.contains(&self.document_type.as_str()) {
            session
                .document
                .insert("type".to_owned(), self.document_type.into());
        }
        if is_country(&self.country) {
            session
                .document
                .insert("country".to_owned(), self.country.into());
        }
    }
}
