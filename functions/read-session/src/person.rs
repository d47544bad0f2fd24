//! A person's current session and the ones before it.
//!
//! The browser comes back from Veriff with no id and no result, also when the person gave up.

use crate::{shown, store_problem};
use lambda_http::http::StatusCode;
use lambda_http::{Body, Request, RequestExt, Response};
use serde_json::{Value, json as value};
use uuid::Uuid;
use verification::App;
use verification::caller::Caller;
use verification::current::current_session;
use verification::person::PersonRef;
use verification::problem::{Problem, json};
use verification::record::SessionRecord;
use verification::settings::{Integration, Settings};
use verification::store::{Pointer, StoreError, Stored};

/// So many former sessions are listed, the newest first.
const LISTED: usize = 10;

pub(crate) async fn answer(
    app: &App,
    request: &Request,
    caller: &Caller,
    settings: &Settings,
) -> Result<Response<Body>, Problem> {
    let (person, integration) = asked_for(request, caller, settings)?;
    let pointer = pointer_of(app, &person, integration)
        .await
        .map_err(store_problem)?;
    // A session that counts for nobody may be another person's: only the back end sees it.
    let may_see = |record: &SessionRecord| record.claimed || caller.is_server();
    let current = current_session(app, integration, &pointer)
        .await
        .map_err(store_problem)?
        .filter(|current| may_see(&current.record));
    let current_view = match &current {
        Some(current) => shown(app, &current.record, integration, caller).await?,
        None => Value::Null,
    };
    let mut history = Vec::new();
    for id in pointer.sessions.iter().rev().take(LISTED) {
        let stored = app.store.read_session(id).await.map_err(store_problem)?;
        if let Some(Stored::Session(record, _)) = stored
            && may_see(&record)
        {
            history.push(value!({
                "sessionId": id,
                "status": record.status().as_str(),
                "createdAt": record.created_at,
            }));
        }
    }
    let next_step = current_view.get("nextStep").cloned();
    Ok(json(
        StatusCode::OK,
        &value!({
            "nextStep": next_step.unwrap_or_else(|| "new-session".into()),
            "current": current_view,
            "sessions": history,
        }),
    ))
}

/// The pointer to a person's current session. Of a person with two names, the `vendorData` only
/// lists the sessions; the newest of them tells the `endUserId`, which has the pointer.
async fn pointer_of(
    app: &App,
    person: &PersonRef,
    integration: &Integration,
) -> Result<Pointer, StoreError> {
    let key = person.pointer_key(&integration.id);
    let pointer = app.store.read_pointer(&key).await?;
    if pointer.current.is_some() {
        return Ok(pointer);
    }
    for id in pointer.sessions.iter().rev() {
        let Some(Stored::Session(record, _)) = app.store.read_session(id).await? else {
            continue;
        };
        let end_user_id = record.end_user_id.as_deref().map(Uuid::try_parse);
        if let Some(Ok(end_user_id)) = end_user_id {
            let key = PersonRef::EndUserId(end_user_id).pointer_key(&integration.id);
            return app.store.read_pointer(&key).await;
        }
    }
    Ok(pointer)
}

/// A signed-in person is always asked about themselves.
fn asked_for<'a>(
    request: &Request,
    caller: &Caller,
    settings: &'a Settings,
) -> Result<(PersonRef, &'a Integration), Problem> {
    let query = request.query_string_parameters();
    if let Caller::EndUser { end_user_id } = caller {
        let other = query
            .first("endUserId")
            .is_some_and(|id| Uuid::try_parse(id).ok() != Some(*end_user_id));
        if other || query.first("vendorData").is_some() || query.first("integration").is_some() {
            return Err(Problem::not_found());
        }
        let integration = settings.default_integration();
        return Ok((PersonRef::EndUserId(*end_user_id), integration));
    }
    let integration = match query.first("integration") {
        None => settings.default_integration(),
        Some(id) => settings
            .integration(id)
            .ok_or_else(|| Problem::invalid_field("integration", "is not one of the settings'"))?,
    };
    match (query.first("endUserId"), query.first("vendorData")) {
        (Some(id), None) => Uuid::try_parse(id)
            .map(|id| (PersonRef::EndUserId(id), integration))
            .map_err(|_| Problem::invalid_field("endUserId", "must be a UUID")),
        (None, Some(text)) if !text.is_empty() => {
            Ok((PersonRef::VendorData(text.to_owned()), integration))
        }
        _ => Err(Problem::invalid_field(
            "endUserId",
            "ask for one person: ?endUserId=… or ?vendorData=…",
        )),
    }
}
