//! `GET` and `POST /control/clock`.

use axum::Json;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::ControlError;
use crate::clock::parse_duration;
use crate::veriff::LocalVeriff;

/// What to do with the clock: first stop it or let it run, then move it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Change {
    /// Stop the clock, or let it run on.
    freeze: Option<bool>,
    /// An instant to set it to.
    set: Option<Timestamp>,
    /// A duration to move it forward by: `7d`, `2h`, `30m`, `45s`, `7d2h`.
    advance: Option<String>,
}

/// What the clock shows.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Shown {
    now: Timestamp,
    frozen: bool,
    /// Sandbox time less real time.
    offset_seconds: i64,
    /// Whether everything that was due on the way is done.
    settled: bool,
}

pub(crate) async fn show(State(veriff): State<LocalVeriff>) -> Json<Shown> {
    Json(shown(&veriff, true))
}

/// Answers once everything that was due on the way is done (half a minute at most).
pub(crate) async fn change(
    State(veriff): State<LocalVeriff>,
    body: Result<Json<Change>, JsonRejection>,
) -> Result<Json<Shown>, ControlError> {
    let Json(change) = body?;
    if change.set.is_some() && change.advance.is_some() {
        return Err(ControlError::bad_request("either set or advance, not both"));
    }
    if change.freeze.is_none() && change.set.is_none() && change.advance.is_none() {
        return Err(ControlError::bad_request(
            "one of freeze, set or advance is needed",
        ));
    }
    let by = change.advance.as_deref().map(parse_duration).transpose()?;
    if let Some(freeze) = change.freeze {
        veriff.clock().freeze(freeze)?;
    }
    let to = match by {
        Some(by) => Some(veriff.clock().after(by)?),
        None => change.set,
    };
    let settled = match to {
        Some(to) => veriff.move_clock(to).await?,
        None => true,
    };
    Ok(Json(shown(&veriff, settled)))
}

fn shown(veriff: &LocalVeriff, settled: bool) -> Shown {
    let now = veriff.clock().now();
    let offset: SignedDuration = now.duration_since(Timestamp::now());
    Shown {
        now,
        frozen: veriff.clock().setting().frozen.is_some(),
        offset_seconds: offset.as_millis().div_euclid(1000).try_into().unwrap_or(0),
        settled,
    }
}
