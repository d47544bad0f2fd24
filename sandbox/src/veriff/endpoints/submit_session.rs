//! `PATCH /sessions/{id}` with `status: submitted`: the pictures are complete.

use axum::Json;
use axum::extract::{Path, State};
use http::HeaderMap;
use serde_json::Value;

use super::body::{RawBody, verification};
use super::create_session;
use crate::veriff::auth::{self, Signed};
use crate::veriff::errors::ApiError;
use crate::veriff::{LocalVeriff, lifecycle};

/// Legal from created and started; the rest is 1304, another status than submitted 1303.
pub(crate) async fn submit_session(
    State(veriff): State<LocalVeriff>,
    Path(id): Path<String>,
    headers: HeaderMap,
    RawBody(body): RawBody,
) -> Result<Json<Value>, ApiError> {
    let inner = &veriff.inner;
    let integration = auth::signed(inner, &headers, Signed::Body(&body))?;
    auth::session_id(&id)?;
    match verification(&body)?.get("status") {
        Some(Value::String(status)) if status == "submitted" => {}
        Some(_) => {
            return Err(ApiError::bad_request(
                "1303",
                "the status can only be submitted",
            ));
        }
        None => return Err(ApiError::bad_request("1102", "status is missing")),
    }
    inner.change(|store, now| {
        store.owned(&id, &integration)?;
        lifecycle::submit(store, &integration, &id, true, now)?;
        let session = store.owned(&id, &integration)?;
        let mut answer = create_session::answer(session, &inner.public_url);
        // What was asked for, even where a magic name has decided the session by now.
        answer["verification"]["status"] = "submitted".into();
        Ok(Json(answer))
    })
}
