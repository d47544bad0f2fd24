//! `POST /control/sessions/{id}/webhook`: sends a webhook of any type, now. Events and decisions tell
//! what the session already is; they come by themselves when it is opened, submitted and decided.

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, Query, State};
use jiff::SignedDuration;
use serde::Deserialize;
use serde_json::{Value, json};

use super::ControlError;
use super::sessions::Options;
use crate::veriff::LocalVeriff;
use crate::veriff::compose;
use crate::veriff::lifecycle::{self, Refusal};
use crate::veriff::outbox::Kind;

/// Which webhook to send.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Wanted {
    #[serde(rename = "type")]
    kind: Kind,
    /// Watchlist: `possible_match` or `no_match` (the default).
    match_status: Option<String>,
    /// User-defined status: its name.
    status: Option<String>,
    /// User-defined status: its reason.
    reason: Option<String>,
}

pub(crate) async fn send(
    State(veriff): State<LocalVeriff>,
    Path(id): Path<String>,
    Query(options): Query<Options>,
    body: Result<Json<Wanted>, JsonRejection>,
) -> Result<Json<Value>, ControlError> {
    let Json(wanted) = body?;
    let hit = match wanted.match_status.as_deref() {
        None | Some("no_match") => false,
        Some("possible_match") => true,
        Some(_) => {
            return Err(ControlError::bad_request(
                "matchStatus is possible_match or no_match",
            ));
        }
    };
    let delivery = veriff.inner.act(&id, |store, integration, now| {
        let session = store.sessions.get_mut(&id).ok_or(Refusal::UnknownSession)?;
        let body = match wanted.kind {
            Kind::Watchlist => {
                let body = compose::watchlist(session, hit, now);
                session.watchlist = Some(body.clone());
                body
            }
            Kind::Ine => compose::ine(session, now),
            Kind::Curp => compose::curp(session),
            Kind::IneCurp => compose::ine_curp(session, now),
            Kind::UserStatus => {
                let status = wanted.status.as_deref().unwrap_or("Under investigation");
                let reason = wanted.reason.as_deref().unwrap_or("Set by hand");
                let set = compose::user_defined(status, reason, now);
                let body = compose::user_status(session, &set, now);
                if let Some(attempt) = session.attempts.last_mut() {
                    attempt.user_defined.push(set);
                }
                body
            }
            Kind::FullAuto => compose::full_auto(session, now),
            Kind::Event => compose::event(session).ok_or(Refusal::Unsupported(
                "there is an event while the session is started or submitted",
            ))?,
            Kind::Decision if session.decided().is_none() => {
                return Err(Refusal::Unsupported("nothing is decided yet"));
            }
            Kind::Decision => compose::decision(session),
        };
        let hold = SignedDuration::ZERO;
        lifecycle::send(store, integration, &id, wanted.kind, &body, now, hold).ok_or(
            Refusal::Unsupported("the integration has no webhook address"),
        )
    })?;
    options.wait(&veriff).await;
    Ok(Json(json!({"delivery": delivery})))
}
