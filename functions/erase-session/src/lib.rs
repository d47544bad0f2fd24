//! `DELETE /sessions/{id}`: erases what is personal of a session, here and at Veriff; and the legal hold
//! that forbids it: `PUT` and `DELETE /sessions/{id}/legal-hold`.
//!
//! | the session | answer to `DELETE` |
//! |---|---|
//! | known, ours or unclaimed | erased: 202 while Veriff is yet to delete it, otherwise 200 |
//! | erased before | the same, as far as it has come |
//! | under legal hold | 409 with the hold's reason |
//! | unknown | 404 |
//!
//! All of it is for the platform's own back end alone; to anybody else there is no such session.

mod erase;
mod hold;

use lambda_http::http::{Method, StatusCode};
use lambda_http::{Body, Request, Response};
use serde_json::json as value;
use verification::App;
use verification::caller::Caller;
use verification::path::{below_sessions, may_be_an_id};
use verification::problem::{Problem, json};
use verification::store::{AtVeriff, StoreError, Tombstone};
use verification::telemetry;

/// Answers one request: 200, 202 or 204, or a problem document.
pub async fn handle(app: &App, request: Request) -> Response<Body> {
    let response = answer(app, &request)
        .await
        .unwrap_or_else(Problem::into_response);
    telemetry::record_units(&app.store);
    response
}

async fn answer(app: &App, request: &Request) -> Result<Response<Body>, Problem> {
    let settings = app.settings.fresh().await;
    let caller = Caller::of(request, &settings.callers)?;
    let Some((Some(id), what)) = below_sessions(request) else {
        return Err(Problem::no_such_route());
    };
    if !caller.is_server() || !may_be_an_id(id) {
        return Err(Problem::not_found());
    }
    match (request.method(), what) {
        (&Method::DELETE, None) => erase::erase(app, id)
            .await
            .map(|tombstone| erased(id, &tombstone)),
        (&Method::PUT, Some("legal-hold")) => hold::set(app, id, request.body().as_ref()).await,
        (&Method::DELETE, Some("legal-hold")) => hold::lift(app, id).await,
        _ => Err(Problem::no_such_route()),
    }
}

fn erased(session_id: &str, tombstone: &Tombstone) -> Response<Body> {
    let status = match tombstone.at_veriff {
        AtVeriff::Pending => StatusCode::ACCEPTED,
        AtVeriff::Done | AtVeriff::Off => StatusCode::OK,
    };
    json(
        status,
        &value!({
            "sessionId": session_id,
            "erased": true,
            "erasedAt": tombstone.erased_at,
            "atVeriff": tombstone.at_veriff,
        }),
    )
}

/// The store failed before anything was changed.
fn store_problem(session_id: &str, error: &StoreError) -> Problem {
    tracing::error!(session = session_id, %error, "store");
    match error {
        StoreError::Corrupt { .. } => Problem::internal(),
        _ => Problem::store_unavailable(),
    }
}
