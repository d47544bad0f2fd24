//! `GET /control/journal`: requests and their answers, the passing of time, the platform's status.

use axum::Json;
use axum::extract::{Query, State};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::veriff::LocalVeriff;

/// Which entries are wanted.
#[derive(Deserialize)]
pub(crate) struct Filter {
    session: Option<String>,
}

/// All entries or one session's, the oldest first.
pub(crate) async fn list(
    State(veriff): State<LocalVeriff>,
    Query(filter): Query<Filter>,
) -> Json<Value> {
    let entries = veriff.inner.journal.entries(filter.session.as_deref());
    Json(json!({"entries": entries}))
}
