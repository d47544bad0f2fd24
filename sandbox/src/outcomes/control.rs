//! `GET /control/outcomes`: what the platform heard, and what could not be told.

use super::{DiscardedRecords, EventBus};
use crate::local_only::{self, Callers};
use axum::extract::{Query, State};
use axum::routing::get;
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};

/// The bus, and the records that did not get there.
#[derive(Clone)]
struct Heard {
    bus: EventBus,
    discarded: DiscardedRecords,
}

/// Which events are wanted.
#[derive(Deserialize)]
struct Filter {
    session: Option<String>,
    #[serde(default)]
    after: u64,
}

/// The route, for those callers.
pub(crate) fn router(bus: EventBus, discarded: DiscardedRecords, callers: Callers) -> Router {
    Router::new()
        .route("/control/outcomes", get(list))
        .layer(axum::middleware::from_fn_with_state(
            callers,
            local_only::check_for,
        ))
        .with_state(Heard { bus, discarded })
}

/// All events or one session's, the oldest first; with `after`, those after that number.
async fn list(State(heard): State<Heard>, Query(filter): Query<Filter>) -> Json<Value> {
    let session = filter.session.as_deref();
    Json(json!({
        "outcomes": heard.bus.published(session, filter.after),
        "discarded": heard.discarded.list(session),
    }))
}
