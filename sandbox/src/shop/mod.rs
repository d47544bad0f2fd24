//! `/shop`: a small shop on the platform's port, which shows how a platform uses the HTTP API.
//!
//! It knows nothing that the API does not tell it, and lets nobody in because a browser came back.

use axum::Router;
use axum::extract::Path;
use axum::response::{Redirect, Response};
use axum::routing::get;
use http::StatusCode;

use crate::web::{self, File};

const PAGE: &str = include_str!("index.html");
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; \
                      connect-src 'self'; base-uri 'none'; form-action 'none'; \
                      frame-ancestors 'none'";
const FILES: [File; 3] = [
    File::new(
        "shop.css",
        web::styles!("../web/column.css", "../shop/shop.css"),
    ),
    File::new("shop.js", include_str!("shop.js")),
    File::new("platform.js", include_str!("platform.js")),
];

/// The page, and its files beside it.
pub(crate) fn router<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new()
        .route("/shop", get(page))
        .route("/shop/", get(async || Redirect::permanent("/shop")))
        .route("/shop/{name}", get(file))
}

async fn page() -> Response {
    web::page(StatusCode::OK, PAGE.to_owned(), POLICY)
}

async fn file(Path(name): Path<String>) -> Response {
    web::file(&FILES, &name)
}
