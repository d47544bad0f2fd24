//! The legal hold: while it lasts, a session cannot be erased.

use crate::store_problem;
use lambda_http::http::StatusCode;
use lambda_http::{Body, Response};
use serde_json::{Value, json as value};
use verification::App;
use verification::person::looks_like_an_address;
use verification::problem::{Problem, json};
use verification::record::{LegalHold, SessionRecord, in_milliseconds};
use verification::store::{Recorded, Stored};

/// A case number, or a few words.
const LONGEST_REASON: usize = 200;

/// Puts a session under legal hold. Again, it changes the reason, and the hold lasts since the first.
pub(crate) async fn set(app: &App, id: &str, body: &[u8]) -> Result<Response<Body>, Problem> {
    let reason = read_reason(body)?;
    let now = in_milliseconds(app.clock.now());
    let record = change(app, id, |record| {
        let since = record.legal_hold.as_ref().map_or(now, |hold| hold.since);
        let hold = LegalHold {
            reason: reason.clone(),
            since,
        };
        record.legal_hold.replace(hold.clone()) != Some(hold)
    })
    .await?;
    let integration = &record.integration_id;
    tracing::info!(session = id, integration, "put under legal hold");
    let body = value!({ "sessionId": id, "legalHold": record.legal_hold });
    Ok(json(StatusCode::OK, &body))
}

/// Lifts a legal hold, if there is one.
pub(crate) async fn lift(app: &App, id: &str) -> Result<Response<Body>, Problem> {
    let record = change(app, id, |record| record.legal_hold.take().is_some()).await?;
    let integration = &record.integration_id;
    tracing::info!(session = id, integration, "no longer under legal hold");
    let mut response = Response::new(Body::Empty);
    *response.status_mut() = StatusCode::NO_CONTENT;
    Ok(response)
}

/// Changes a session by its version, as every webhook does, so that neither loses the other's change.
async fn change(
    app: &App,
    id: &str,
    change: impl FnMut(&mut SessionRecord) -> bool,
) -> Result<Box<SessionRecord>, Problem> {
    let problem = |error| store_problem(id, &error);
    let current = app.store.read_session(id).await.map_err(problem)?;
    let Some(Stored::Session(record, version)) = current else {
        return Err(Problem::not_found());
    };
    let shards = app.settings.current().index_shards;
    let current = Stored::Session(record.clone(), version);
    let recorded = app
        .store
        .change_session(Some(current), &record, shards, change)
        .await
        .map_err(problem)?;
    match recorded {
        Recorded::Changed { record, .. } | Recorded::Unchanged(record) => Ok(record),
        // Erased meanwhile.
        Recorded::Foreign | Recorded::Erased => Err(Problem::not_found()),
    }
}

fn read_reason(body: &[u8]) -> Result<String, Problem> {
    let Ok(Value::Object(mut fields)) = serde_json::from_slice(body) else {
        return Err(Problem::invalid_body("it must be a JSON object"));
    };
    let refuse = |rule: &str| Err(Problem::invalid_field("reason", rule));
    let Some(Value::String(reason)) = fields.remove("reason") else {
        return refuse("must be a string");
    };
    if let Some(name) = fields.keys().next() {
        return Err(Problem::invalid_field(name, "is not known here"));
    }
    let reason = reason.trim();
    if !(1..=LONGEST_REASON).contains(&reason.chars().count()) {
        return refuse("must have 1 to 200 characters");
    }
    if reason.chars().any(char::is_control) {
        return refuse("must be one line of text");
    }
    if reason.split_whitespace().any(looks_like_an_address) {
        return refuse("holds an e-mail address: it must name a case, and nobody");
    }
    Ok(reason.to_owned())
}
