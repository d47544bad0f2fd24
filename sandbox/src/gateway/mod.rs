//! Plays API Gateway: an HTTP API in front of the functions' handlers.
//!
//! Every request becomes the event JSON that AWS would send, and reaches the handler through
//! `lambda_http`'s own types; nothing in the functions knows that they run here.

pub mod authorizer;
pub mod event;
pub mod invoke;
pub mod routes;

use crate::local_only;
use crate::shop;
use crate::sweeper::Sweeper;
use authorizer::Authorizer;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{ConnectInfo, DefaultBodyLimit, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use event::{Arrival, Incoming};
use http::{Method, StatusCode, Uri, header};
use serde_json::json;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use verification::App;
use verification::clock::Clock;

/// What API Gateway accepts as a body.
const BODY_LIMIT: usize = 10 * 1024 * 1024;

/// What API Gateway waits for a function.
const TIMEOUT: Duration = Duration::from_secs(30);

/// The gateway's state.
#[derive(Clone)]
struct Gateway {
    app: App,
    clock: Arc<dyn Clock>,
    sweeper: Sweeper,
}

/// The HTTP API and, beside it, the demonstration shop and `POST /_sandbox/sweep`, which runs the
/// sweep once.
///
/// Serve it with [`Router::into_make_service_with_connect_info`], since the events name the sender.
pub fn router(app: App, clock: Arc<dyn Clock>, sweeper: Sweeper) -> Router {
    let control = Router::new()
        .route("/_sandbox/sweep", post(sweep))
        .layer(axum::middleware::from_fn(local_only::check));
    Router::new()
        .fallback(serve)
        .route(
            "/",
            get(async || Redirect::temporary("/shop")).fallback(serve),
        )
        .merge(control)
        .merge(shop::router())
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .with_state(Gateway {
            app,
            clock,
            sweeper,
        })
}

async fn serve(
    State(gateway): State<Gateway>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    method: Method,
    uri: Uri,
    headers: http::HeaderMap,
    body: Result<Bytes, axum::extract::rejection::BytesRejection>,
) -> Response {
    let Some(matched) = routes::find(&method, uri.path()) else {
        return message(StatusCode::NOT_FOUND, "Not Found");
    };
    let authorization = headers
        .get(header::AUTHORIZATION)
        .map(|value| value.as_bytes());
    let authorizer = if !matched.route.authorized {
        Authorizer::None
    } else if let Ok(authorizer) = Authorizer::from_header(authorization) {
        authorizer
    } else {
        return message(StatusCode::UNAUTHORIZED, "Unauthorized");
    };
    let body = match body {
        Ok(body) => body,
        Err(rejection) if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE => {
            return message(StatusCode::PAYLOAD_TOO_LARGE, "Request Entity Too Large");
        }
        Err(_) => return message(StatusCode::BAD_REQUEST, "Bad Request"),
    };
    let incoming = Incoming {
        method: &method,
        path: uri.path(),
        query: uri.query().unwrap_or_default(),
        headers: &headers,
        body: &body,
        source_ip: peer.ip(),
    };
    let arrival = Arrival {
        time: gateway.clock.now(),
        request_id: &uuid::Uuid::new_v4().to_string(),
        authorizer: &authorizer,
    };
    let event = event::http_event(&matched, &incoming, &arrival);
    let function = matched.route.function;
    let app = gateway.app.clone();
    // A task of its own: a caller who hangs up does not stop a Lambda function either, and a panic
    // ends one invocation only.
    let invocation =
        tokio::spawn(async move { invoke::invoke(function, &app, &event, TIMEOUT).await });
    match tokio::time::timeout(TIMEOUT, invocation).await {
        Ok(Ok(Ok(response))) => response.map(Body::from),
        Ok(Ok(Err(error))) => {
            tracing::error!(function = function.name(), %error, "the function's answer is unusable");
            message(StatusCode::INTERNAL_SERVER_ERROR, "Internal Server Error")
        }
        Ok(Err(_)) => {
            tracing::error!(function = function.name(), "the function panicked");
            message(StatusCode::INTERNAL_SERVER_ERROR, "Internal Server Error")
        }
        Err(_) => message(StatusCode::SERVICE_UNAVAILABLE, "Service Unavailable"),
    }
}

async fn sweep(State(gateway): State<Gateway>) -> Response {
    match gateway.sweeper.run().await {
        Ok(report) => axum::Json(report).into_response(),
        Err(error) => {
            tracing::error!(%error, "the sweep failed");
            message(StatusCode::INTERNAL_SERVER_ERROR, &error.to_string())
        }
    }
}

/// API Gateway's own answers, made before or instead of a function's.
fn message(status: StatusCode, text: &str) -> Response {
    (status, axum::Json(json!({ "message": text }))).into_response()
}
