//! What is asked of DynamoDB: a server in between that hands every request on and remembers its operation.

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use http::{HeaderMap, Method, Response, StatusCode, Uri};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use veriff_sandbox::http_client::HttpClient;

/// The server. Dropped, it is gone.
#[derive(Debug)]
pub(super) struct Requests {
    /// Its endpoint.
    pub(super) endpoint: String,
    seen: Arc<Mutex<Vec<String>>>,
    _server: JoinSet<()>,
}

#[derive(Clone)]
struct Between {
    upstream: String,
    http: HttpClient,
    seen: Arc<Mutex<Vec<String>>>,
}

impl Requests {
    /// A server before this endpoint.
    pub(super) async fn before(endpoint: &str) -> Self {
        let seen = Arc::<Mutex<Vec<String>>>::default();
        let between = Between {
            upstream: endpoint.trim_end_matches('/').to_owned(),
            http: HttpClient::default(),
            seen: seen.clone(),
        };
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let router = Router::new().fallback(pass).with_state(between);
        let mut server = JoinSet::new();
        server.spawn(async move {
            axum::serve(listener, router).await.expect("it serves");
        });
        Self {
            endpoint: format!("http://{address}"),
            seen,
            _server: server,
        }
    }

    /// The operations since this was last asked, in their order.
    pub(super) fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.seen.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

async fn pass(
    State(between): State<Between>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response<Body> {
    let target = headers.get("x-amz-target").and_then(|it| it.to_str().ok());
    let operation = target.and_then(|it| it.rsplit('.').next());
    between
        .seen
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .push(operation.unwrap_or_default().to_owned());
    let url = format!("{}{}", between.upstream, uri.path());
    let kept = headers.iter().filter_map(|(name, value)| {
        let hop = name == "host" || name == "content-length" || name == "connection";
        (!hop).then_some((name.as_str(), value.to_str().ok()?))
    });
    let kept: Vec<_> = kept.collect();
    let Ok(answer) = between.http.send(method, &url, &kept, body).await else {
        let mut refused = Response::new(Body::empty());
        *refused.status_mut() = StatusCode::BAD_GATEWAY;
        return refused;
    };
    let mut response = Response::new(Body::from(answer.body));
    *response.status_mut() = StatusCode::from_u16(answer.status).expect("a status");
    for (name, value) in &answer.headers {
        if name != "content-length" && name != "transfer-encoding" {
            response.headers_mut().append(name, value.clone());
        }
    }
    response
}
