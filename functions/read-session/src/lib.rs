//! `GET /sessions/{id}`, `GET /sessions?endUserId=…` and `GET /sessions/{id}/history`.
//!
//! There are two views: the person sees status, next step and a neutral sentence; the platform's own
//! back end also sees the reason, and whom and what Veriff verified. Another person's session is a
//! 404, as is one that we did not create and an erased one.

mod history;
mod person;

use lambda_http::http::{Method, StatusCode};
use lambda_http::{Body, Request, Response};
use verification::App;
use verification::caller::Caller;
use verification::path::{below_sessions, may_be_an_id};
use verification::problem::{Problem, json};
use verification::record::SessionRecord;
use verification::settings::{Integration, Settings};
use verification::store::{StoreError, Stored};
use verification::telemetry;
use verification::view::{PersonView, server_view};

/// Answers one request: 200, or a problem document.
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
    if request.method() != Method::GET {
        return Err(Problem::no_such_route());
    }
    match below_sessions(request).ok_or_else(Problem::no_such_route)? {
        (None, _) => person::answer(app, request, &caller, &settings).await,
        (Some(id), None) => session(app, id, &caller, &settings).await,
        (Some(id), Some("history")) => {
            if !caller.is_server() {
                return Err(Problem::not_found());
            }
            let (record, integration) = load(app, id, &caller, &settings).await?;
            history::answer(app, &record, integration).await
        }
        _ => Err(Problem::no_such_route()),
    }
}

async fn session(
    app: &App,
    id: &str,
    caller: &Caller,
    settings: &Settings,
) -> Result<Response<Body>, Problem> {
    let (record, integration) = load(app, id, caller, settings).await?;
    shown(app, &record, integration, caller)
        .await
        .map(|view| json(StatusCode::OK, &view))
}

/// The view that is the caller's.
async fn shown(
    app: &App,
    record: &SessionRecord,
    integration: &Integration,
    caller: &Caller,
) -> Result<serde_json::Value, Problem> {
    let now = app.clock.now();
    if caller.is_server() {
        let payloads = match record.state.outcome() {
            Some(_) => app
                .store
                .payloads(&record.session_id)
                .await
                .map_err(store_problem)?,
            None => Vec::new(),
        };
        return Ok(server_view(record, integration, &payloads, now));
    }
    serde_json::to_value(PersonView::new(record, integration, now)).map_err(|_| Problem::internal())
}

/// A session that the caller may see.
async fn load<'a>(
    app: &App,
    id: &str,
    caller: &Caller,
    settings: &'a Settings,
) -> Result<(Box<SessionRecord>, &'a Integration), Problem> {
    if !may_be_an_id(id) {
        return Err(Problem::not_found());
    }
    let stored = app.store.read_session(id).await.map_err(store_problem)?;
    let Some(Stored::Session(record, _)) = stored else {
        return Err(Problem::not_found());
    };
    let own = match caller {
        Caller::Server => true,
        Caller::EndUser { end_user_id } => {
            record.claimed
                && record
                    .end_user_id
                    .as_deref()
                    .is_some_and(|id| id.eq_ignore_ascii_case(&end_user_id.to_string()))
        }
    };
    let integration = settings.integration(&record.integration_id);
    match (own, integration) {
        (true, Some(integration)) => Ok((record, integration)),
        _ => Err(Problem::not_found()),
    }
}

fn store_problem(error: StoreError) -> Problem {
    tracing::error!(%error, "store");
    match error {
        StoreError::Corrupt { .. } => Problem::internal(),
        _ => Problem::store_unavailable(),
    }
}
