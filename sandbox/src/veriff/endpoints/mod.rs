//! Veriff's REST API under `/v1`: one file per endpoint.

mod body;
mod collected_data;
mod create_session;
mod delete_session;
mod list_media;
mod read_media;
mod read_registry;
mod read_session;
mod submit_session;
mod upload_media;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::middleware;
use axum::routing::{MethodRouter, get, patch, post};
use tower_http::cors::{Any, CorsLayer};

pub(crate) use create_session::session_url;

use super::LocalVeriff;
use super::errors::ApiError;
use super::sign_answers::sign_answers;

/// A picture of 24 MB in base64, and what stands around it.
const MEDIA_LIMIT: usize = 32 * 1024 * 1024;

/// The routes, with signed answers; open to pages of any origin, since browser SDKs create
/// sessions.
pub(crate) fn router(veriff: &LocalVeriff) -> Router<LocalVeriff> {
    let media = post(upload_media::upload_media)
        .layer(DefaultBodyLimit::max(MEDIA_LIMIT))
        .get(list_media::of_session);
    let routes: [(&str, MethodRouter<LocalVeriff>); 14] = [
        ("/sessions", post(create_session::create_session)),
        (
            "/sessions/{id}",
            patch(submit_session::submit_session).delete(delete_session::delete_session),
        ),
        ("/sessions/{id}/media", media),
        (
            "/sessions/{id}/collected-data",
            post(collected_data::collected_data),
        ),
        ("/sessions/{id}/decision", get(read_session::decision)),
        (
            "/sessions/{id}/decision/fullauto",
            get(read_session::full_auto),
        ),
        (
            "/sessions/{id}/decision/ine-registry",
            get(read_registry::ine),
        ),
        (
            "/sessions/{id}/decision/curp-registry",
            get(read_registry::curp),
        ),
        (
            "/sessions/{id}/decision/combined-ine-curp-registry",
            get(read_registry::ine_curp),
        ),
        ("/sessions/{id}/attempts", get(read_session::attempts)),
        ("/sessions/{id}/person", get(read_session::person)),
        (
            "/sessions/{id}/watchlist-screening",
            get(read_session::watchlist),
        ),
        ("/attempts/{id}/media", get(list_media::of_attempt)),
        ("/media/{id}", get(read_media::read_media)),
    ];
    // With a slash at the end too, as some clients write it.
    let both = |router: Router<LocalVeriff>, (path, methods): (&str, MethodRouter<LocalVeriff>)| {
        router
            .route(path, methods.clone())
            .route(&format!("{path}/"), methods)
    };
    routes
        .into_iter()
        .fold(Router::new(), both)
        .fallback(async || ApiError::plain(StatusCode::NOT_FOUND, "no such endpoint"))
        .method_not_allowed_fallback(async || {
            ApiError::plain(
                StatusCode::METHOD_NOT_ALLOWED,
                "the endpoint has no such method",
            )
        })
        .layer(middleware::from_fn_with_state(veriff.clone(), sign_answers))
        .layer(
            CorsLayer::new()
                .allow_origin(Any)
                .allow_methods(Any)
                .allow_headers(Any)
                .expose_headers(Any)
                // From a page on the internet to this machine.
                .allow_private_network(true),
        )
}
