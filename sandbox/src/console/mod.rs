//! `/console`: a page on Veriff's port to see and steer the local Veriff, by way of `/control`.
//!
//! Plain HTML, CSS and JavaScript modules, sent as they are. Like `/control` itself, the page is for
//! this machine's own callers only (see [`local_only`]), and no other page may show it in a frame.

use axum::Router;
use axum::extract::Path;
use axum::middleware;
use axum::response::{Redirect, Response};
use axum::routing::get;
use http::StatusCode;

use crate::local_only::{self, Callers};
use crate::web::{self, File};

const PAGE: &str = include_str!("index.html");
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
                      connect-src 'self'; base-uri 'none'; form-action 'none'; \
                      frame-ancestors 'none'";
const FILES: [File; 11] = [
    File::new(
        "console.css",
        web::styles!("../console/console.css", "../console/session.css"),
    ),
    File::new("main.js", include_str!("main.js")),
    File::new("api.js", include_str!("api.js")),
    File::new("dom.js", include_str!("dom.js")),
    File::new("clock.js", include_str!("clock.js")),
    File::new("sessions.js", include_str!("sessions.js")),
    File::new("session.js", include_str!("session.js")),
    File::new("timeline.js", include_str!("timeline.js")),
    File::new("outcomes.js", include_str!("outcomes.js")),
    File::new("integrations.js", include_str!("integrations.js")),
    File::new("faults.js", include_str!("faults.js")),
];

/// The page, and its files beside it.
pub(crate) fn router<S: Clone + Send + Sync + 'static>(callers: Callers) -> Router<S> {
    Router::new()
        .route("/console", get(page))
        .route("/console/", get(async || Redirect::permanent("/console")))
        .route("/console/{name}", get(file))
        .layer(middleware::from_fn_with_state(
            callers,
            local_only::check_for,
        ))
}

async fn page() -> Response {
    let html = web::fill(PAGE, &[("codes", &web::reason_options())]);
    web::page(StatusCode::OK, html, POLICY)
}

async fn file(Path(name): Path<String>) -> Response {
    web::file(&FILES, &name)
}
