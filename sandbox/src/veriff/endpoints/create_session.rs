//! `POST /sessions`: needs the API key only, so that browsers can call it.

use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64URL;
use http::{HeaderMap, StatusCode};
use jiff::Timestamp;
use serde_json::{Value, json};
use uuid::Uuid;

use super::body::{RawBody, verification};
use crate::veriff::auth;
use crate::veriff::config::Integration;
use crate::veriff::errors::ApiError;
use crate::veriff::session::{Attempt, Session, Status};
use crate::veriff::state::Store;
use crate::veriff::{LocalVeriff, lifecycle, schedule, validate};

/// How long a creation waits for the receiver of a webhook that is to come before its answer.
const EARLY: Duration = Duration::from_secs(6);

/// 201 with the session and its URL.
pub(crate) async fn create_session(
    State(veriff): State<LocalVeriff>,
    headers: HeaderMap,
    RawBody(body): RawBody,
) -> Result<Response, ApiError> {
    let inner = &veriff.inner;
    let integration = auth::integration(inner, &headers)?;
    let fields = verification(&body)?;
    let wanted = validate::session(fields, inner.clock.now(), inner.strict)?;
    let (session, opened) = inner.change(|store, now| {
        let id = Uuid::new_v4().to_string();
        let session = Session {
            token: token(&id, now),
            id,
            integration: integration.id.clone(),
            status: Status::Created,
            created_at: now,
            vendor_data: wanted.vendor_data,
            end_user_id: wanted.end_user_id,
            callback: wanted.callback,
            person: wanted.person,
            document: wanted.document,
            attempts: vec![Attempt::new(now)],
            resubmissions: 0,
            collected_data: None,
            watchlist: None,
        };
        store.insert(session.clone());
        let opened = open_early(store, &integration, &session.id, now);
        (session, opened)
    });
    if opened {
        schedule::settled(inner, EARLY).await;
    }
    let answer = answer(&session, &inner.public_url);
    Ok((StatusCode::CREATED, Json(answer)).into_response())
}

/// Opens a session before its creation is answered, if that fault is chosen for it.
fn open_early(store: &mut Store, integration: &Integration, id: &str, now: Timestamp) -> bool {
    if !store.outbox.faults.awaits_creation(&integration.id) {
        return false;
    }
    store.outbox.faults.creating = true;
    let opened = lifecycle::start(store, integration, id, now);
    store.outbox.faults.creating = false;
    opened.is_ok()
}

/// The answer to creating and to submitting.
pub(crate) fn answer(session: &Session, host: &str) -> Value {
    json!({
        "status": "success",
        "verification": {
            "id": session.id,
            "url": session_url(session, host),
            "vendorData": session.vendor_data,
            "endUserId": session.end_user_id,
            "host": host,
            // The name that `host` had, which old clients read.
            "baseUrl": host,
            "status": session.status.as_str(),
            "sessionToken": session.token,
        },
    })
}

/// The session URL. Who has it may do the verification.
pub(crate) fn session_url(session: &Session, host: &str) -> String {
    format!("{host}/v/{}", session.token)
}

/// A token shaped like Veriff's: a JWT with the session's id and time. Its last part is random, not
/// a signature: it is looked up, never verified.
fn token(session: &str, now: Timestamp) -> String {
    let part = |value: Value| BASE64URL.encode(value.to_string());
    let mut random = [0; 32];
    random[..16].copy_from_slice(Uuid::new_v4().as_bytes());
    random[16..].copy_from_slice(Uuid::new_v4().as_bytes());
    format!(
        "{}.{}.{}",
        part(json!({"alg": "HS256", "typ": "JWT"})),
        part(json!({"session_id": session, "iat": now.as_second()})),
        BASE64URL.encode(random)
    )
}
