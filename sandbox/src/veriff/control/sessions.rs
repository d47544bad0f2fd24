//! `/control/sessions`: look at sessions, and do what a person or a reviewer would.

use std::time::Duration;

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, Query, State};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json};

use super::ControlError;
use crate::veriff::endpoints::session_url;
use crate::veriff::lifecycle::Decision;
use crate::veriff::session::Session;
use crate::veriff::{Inner, LocalVeriff};

/// First tries of one session's webhooks come one after another, each within five seconds.
const PATIENCE: Duration = Duration::from_secs(12);

/// How the answer is to be given.
#[derive(Default, Deserialize)]
pub(crate) struct Options {
    /// Answer once the webhooks that are due were tried.
    #[serde(default)]
    wait: bool,
}

/// A decision to be forced.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Decide {
    status: String,
    reason_code: Option<u32>,
    reason: Option<String>,
    /// Decide an approved or declined session once more.
    #[serde(default)]
    revise: bool,
}

/// Which sessions are wanted.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Filter {
    /// Those created then or later.
    created_since: Option<Timestamp>,
    /// The last that many.
    newest: Option<usize>,
    /// Those with this text in their id, status, integration, `vendorData` or `endUserId`, in upper
    /// or lower case.
    contains: Option<String>,
}

/// All sessions or those that are wanted, the oldest first, and how many there are.
pub(crate) async fn list(
    State(veriff): State<LocalVeriff>,
    Query(filter): Query<Filter>,
) -> Json<Value> {
    let inner = &veriff.inner;
    let text = filter.contains.unwrap_or_default().to_lowercase();
    let since = filter.created_since.unwrap_or(Timestamp::MIN);
    Json(inner.read(|store| {
        let mut wanted: Vec<&Session> = store
            .sessions
            .values()
            .filter(|one| one.created_at >= since && contains(one, &text))
            .collect();
        wanted.sort_by_key(|one| one.created_at);
        let kept = filter.newest.unwrap_or(usize::MAX).min(wanted.len());
        let sessions: Vec<Value> = wanted[wanted.len() - kept..]
            .iter()
            .map(|one| view(one, inner))
            .collect();
        json!({"sessions": sessions, "matching": wanted.len(), "total": store.sessions.len()})
    }))
}

fn contains(session: &Session, text: &str) -> bool {
    let named = [
        Some(session.id.as_str()),
        Some(session.status.as_str()),
        Some(&session.integration),
        session.vendor_data.as_deref(),
        session.end_user_id.as_deref(),
    ];
    let mut named = named.into_iter().flatten();
    text.is_empty() || named.any(|name| name.to_lowercase().contains(text))
}

pub(crate) async fn show(
    State(veriff): State<LocalVeriff>,
    Path(id): Path<String>,
) -> Result<Json<Value>, ControlError> {
    shown(&veriff, &id)
}

/// The person opens the link.
pub(crate) async fn open(
    State(veriff): State<LocalVeriff>,
    Path(id): Path<String>,
    Query(options): Query<Options>,
) -> Result<Json<Value>, ControlError> {
    veriff.open(&id).await?;
    options.wait(&veriff).await;
    shown(&veriff, &id)
}

/// The person submits, having opened the link first if they had not.
pub(crate) async fn submit(
    State(veriff): State<LocalVeriff>,
    Path(id): Path<String>,
    Query(options): Query<Options>,
) -> Result<Json<Value>, ControlError> {
    veriff.submit(&id).await?;
    options.wait(&veriff).await;
    shown(&veriff, &id)
}

/// Sets the status, as Veriff's portal would.
pub(crate) async fn decide(
    State(veriff): State<LocalVeriff>,
    Path(id): Path<String>,
    Query(options): Query<Options>,
    body: Result<Json<Decide>, JsonRejection>,
) -> Result<Json<Value>, ControlError> {
    let Json(body) = body?;
    let decision = Decision {
        status: body
            .status
            .parse()
            .map_err(|error| ControlError::bad_request(format!("{error}")))?,
        reason_code: body.reason_code,
        reason: body.reason,
        revise: body.revise,
    };
    veriff.decide(&id, &decision).await?;
    options.wait(&veriff).await;
    shown(&veriff, &id)
}

impl Options {
    pub(crate) async fn wait(&self, veriff: &LocalVeriff) {
        if self.wait {
            veriff.settled(PATIENCE).await;
        }
    }
}

fn shown(veriff: &LocalVeriff, id: &str) -> Result<Json<Value>, ControlError> {
    let inner = &veriff.inner;
    inner
        .read(|store| store.sessions.get(id).map(|session| view(session, inner)))
        .map(Json)
        .ok_or_else(|| ControlError::new(http::StatusCode::NOT_FOUND, "session not found"))
}

fn view(session: &Session, inner: &Inner) -> Value {
    let attempts: Vec<Value> = session
        .attempts
        .iter()
        .map(|attempt| {
            json!({
                "id": attempt.id,
                "status": attempt.status.as_str(),
                "createdAt": attempt.created_at,
                "submittedAt": attempt.submitted_at,
                "byApi": attempt.by_api,
                "media": attempt.media.len(),
                "pictures": attempt.media.iter().map(|one| json!({
                    "id": one.id,
                    "context": one.context,
                    "mimetype": one.mimetype,
                    "size": one.size,
                })).collect::<Vec<_>>(),
                "decision": attempt.verdict.as_ref().map(|verdict| json!({
                    "status": verdict.status.as_str(),
                    "code": verdict.status.code(),
                    "reasonCode": verdict.reason_code,
                    "reason": verdict.reason,
                    "at": verdict.at,
                })),
            })
        })
        .collect();
    json!({
        "id": session.id,
        "integration": session.integration,
        "status": session.status.as_str(),
        "url": session_url(session, &inner.public_url),
        "vendorData": session.vendor_data,
        "endUserId": session.end_user_id,
        "callback": session.callback,
        "person": session.person,
        "createdAt": session.created_at,
        "expiresAt": session.expires_at(),
        "resubmissions": session.resubmissions,
        "attempts": attempts,
    })
}
