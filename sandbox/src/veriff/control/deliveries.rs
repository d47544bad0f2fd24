//! `/control/deliveries`: what was sent, how often, and what the receiver answered.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use super::ControlError;
use crate::veriff::deliver::deliver;
use crate::veriff::outbox::Delivery;
use crate::veriff::{Fault, LocalVeriff};

/// Which deliveries are wanted.
#[derive(Deserialize)]
pub(crate) struct Filter {
    session: Option<String>,
}

/// All deliveries or one session's, the oldest first, without their bodies.
pub(crate) async fn list(
    State(veriff): State<LocalVeriff>,
    Query(filter): Query<Filter>,
) -> Json<Value> {
    let wanted = |one: &&Delivery| filter.session.as_ref().is_none_or(|id| one.session == *id);
    let deliveries: Vec<Value> = veriff
        .inner
        .read(|store| store.outbox.iter().filter(wanted).map(view).collect());
    Json(json!({"deliveries": deliveries}))
}

/// One delivery with its body.
pub(crate) async fn show(
    State(veriff): State<LocalVeriff>,
    Path(id): Path<u64>,
) -> Result<Json<Value>, ControlError> {
    let delivery = find(&veriff, id)?;
    let mut shown = view(&delivery);
    shown["body"] = json!(delivery.body);
    Ok(Json(shown))
}

/// With what a delivery is to be sent again.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Again {
    /// What is to go wrong this time.
    #[serde(default)]
    faults: Vec<Fault>,
}

/// Sends a delivery once more, now, and answers with how it went: as it was composed, or with the
/// faults that the body names.
pub(crate) async fn replay(
    State(veriff): State<LocalVeriff>,
    Path(id): Path<u64>,
    body: Bytes,
) -> Result<Json<Value>, ControlError> {
    let again = match body.is_empty() {
        true => Again::default(),
        false => serde_json::from_slice(&body).map_err(|error| {
            ControlError::new(StatusCode::UNPROCESSABLE_ENTITY, error.to_string())
        })?,
    };
    let delivery = find(&veriff, id)?;
    let mut faults = again.faults;
    faults.sort_unstable();
    faults.dedup();
    if let Some(fault) = faults.iter().find(|fault| fault.is_about_departure()) {
        let told = format!("{fault} is about when a webhook leaves; this one leaves now");
        return Err(ControlError::new(StatusCode::UNPROCESSABLE_ENTITY, told));
    }
    let inner = veriff.inner.clone();
    // Finishes and is recorded also when the caller goes away.
    let task = tokio::spawn(async move { deliver(&inner, delivery, Some(faults)).await });
    let outcome = task
        .await
        .map_err(|_| ControlError::new(StatusCode::INTERNAL_SERVER_ERROR, "the replay failed"))?;
    Ok(Json(json!({"id": id, "try": outcome})))
}

fn find(veriff: &LocalVeriff, id: u64) -> Result<Delivery, ControlError> {
    let found = veriff.inner.read(|store| store.outbox.get(id).cloned());
    found.ok_or_else(|| ControlError::new(StatusCode::NOT_FOUND, "delivery not found"))
}

fn view(delivery: &Delivery) -> Value {
    json!({
        "id": delivery.id,
        "type": delivery.kind,
        "integration": delivery.integration,
        "session": delivery.session,
        "attempt": delivery.attempt,
        "url": delivery.url,
        "createdAt": delivery.created_at,
        "due": delivery.due,
        "state": delivery.state,
        "held": delivery.held,
        "faults": delivery.faults.iter().map(|one| one.fault).collect::<Vec<_>>(),
        "tries": delivery.tries,
    })
}
