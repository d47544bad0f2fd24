//! What can be read of a session: decision, full auto, attempts, person, watchlist screening.
//!
//! All are signed over the session's id; a query string (`?version=1.0.0`) is not signed.

use axum::Json;
use axum::extract::{Path, State};
use http::HeaderMap;
use serde_json::{Value, json};

use crate::veriff::auth::{self, Signed};
use crate::veriff::errors::ApiError;
use crate::veriff::session::{Session, Status};
use crate::veriff::{LocalVeriff, compose};

/// `GET …/decision`: `verification` is null until there is a decision.
pub(crate) async fn decision(
    State(veriff): State<LocalVeriff>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Json<Value>, ApiError> {
    read(&veriff, &id, &headers, |session, full_auto_only, _| {
        if full_auto_only {
            json!({"status": "success", "verification": null})
        } else {
            compose::decision(session)
        }
    })
}

/// `GET …/decision/fullauto`: the full-auto result, on integrations that have one.
pub(crate) async fn full_auto(
    State(veriff): State<LocalVeriff>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Json<Value>, ApiError> {
    read(&veriff, &id, &headers, |session, full_auto_only, now| {
        if full_auto_only && session.decided().is_some() {
            compose::full_auto(session, now)
        } else {
            compose::full_auto_pending(session)
        }
    })
}

/// `GET …/attempts`: all attempts, the oldest first.
pub(crate) async fn attempts(
    State(veriff): State<LocalVeriff>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Json<Value>, ApiError> {
    read(&veriff, &id, &headers, |session, _, _| {
        let attempts: Vec<Value> = session
            .attempts
            .iter()
            .map(|attempt| {
                json!({
                    "id": attempt.id,
                    "status": attempt.status.as_str(),
                    "createdTime": compose::millis(attempt.created_at),
                    "userDefinedData": attempt.user_defined,
                })
            })
            .collect();
        json!({"status": "success", "verifications": attempts})
    })
}

/// `GET …/person`: until someone was verified, what the create call said; null if that is nothing.
pub(crate) async fn person(
    State(veriff): State<LocalVeriff>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Json<Value>, ApiError> {
    read(&veriff, &id, &headers, |session, _, _| {
        let verified = session.decided().is_some_and(|(_, verdict)| {
            !matches!(verdict.status, Status::Expired | Status::Abandoned)
        });
        let person = if verified {
            Some(compose::Holder::of(session).person())
        } else {
            compose::given(session)
        };
        let person = person.map(|mut person| {
            person["id"] = json!(session.id);
            person["idCode"] = person["idNumber"].clone();
            person["citizenships"] = json!([]);
            person["pepSanctionMatches"] = json!([]);
            person
        });
        json!({"status": "success", "person": person})
    })
}

/// `GET …/watchlist-screening`: the last screening under `data`, null before the first.
pub(crate) async fn watchlist(
    State(veriff): State<LocalVeriff>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Json<Value>, ApiError> {
    read(&veriff, &id, &headers, |session, _, _| {
        compose::watchlist_answer(session)
    })
}

/// A session of the caller's, looked at as it is now; `look` is also told whether full auto is all
/// there is, and the time.
pub(super) fn read(
    veriff: &LocalVeriff,
    id: &str,
    headers: &HeaderMap,
    look: impl FnOnce(&Session, bool, jiff::Timestamp) -> Value,
) -> Result<Json<Value>, ApiError> {
    let inner = &veriff.inner;
    let integration = auth::signed(inner, headers, Signed::Id(id))?;
    auth::session_id(id)?;
    let now = inner.clock.now();
    inner.read(|store| {
        let session = store.owned(id, &integration)?;
        Ok(Json(look(session, integration.full_auto_only(), now)))
    })
}
