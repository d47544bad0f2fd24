//! The layer between the functions and what they call: it hands every request on, counts it, and cuts
//! the one that it was told to.

use super::fault::{Call, Cut, Fault, Service};
use http::{Request, Response, header};
use http_body_util::{BodyExt as _, Full};
use hyper::body::{Bytes, Incoming};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::net::TcpListener;
use tokio::sync::Notify;
use tokio::task::JoinSet;
use veriff_sandbox::http_client::{Answer, HttpClient};

/// The layer, and where the functions find the services behind it.
pub(super) struct Layer {
    shared: Arc<Shared>,
    /// DynamoDB's endpoint.
    pub(super) dynamodb: String,
    /// Veriff's base URL.
    pub(super) veriff: String,
    /// EventBridge's endpoint.
    pub(super) bus: String,
    _servers: JoinSet<()>,
}

struct Shared {
    http: HttpClient,
    seen: Mutex<Seen>,
    killed: Notify,
}

#[derive(Default)]
struct Seen {
    function: &'static str,
    calls: Vec<Call>,
    cut: Option<Cut>,
    /// How many requests are still to be cut.
    left: usize,
    struck: bool,
    /// The last answer of the index, from before the sweep at work.
    old_page: Option<Answer>,
}

/// The connection ends without an answer.
#[derive(Debug, Clone, Copy)]
struct Broken;

impl std::fmt::Display for Broken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("cut")
    }
}

impl std::error::Error for Broken {}

impl Layer {
    /// A layer before these services, which cuts `cut`.
    pub(super) async fn before(dynamodb: &str, veriff: &str, bus: &str, cut: Option<Cut>) -> Self {
        let shared = Arc::new(Shared {
            http: HttpClient::default(),
            seen: Mutex::new(Seen {
                left: cut.map_or(0, |cut| cut.calls),
                cut,
                ..Seen::default()
            }),
            killed: Notify::new(),
        });
        let mut servers = JoinSet::new();
        let mut serve = async |service: Service, upstream: &str| {
            let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
            let origin = format!("http://{}", listener.local_addr().expect("an address"));
            let upstream = upstream.trim_end_matches('/').to_owned();
            servers.spawn(accept(listener, shared.clone(), service, upstream));
            origin
        };
        Self {
            dynamodb: serve(Service::DynamoDb, dynamodb).await,
            veriff: serve(Service::Veriff, veriff).await,
            bus: serve(Service::EventBridge, bus).await,
            shared,
            _servers: servers,
        }
    }

    /// Waits until the process of the function at work is to die.
    pub(super) async fn killed(&self) {
        self.shared.killed.notified().await;
    }

    /// The requests so far.
    pub(super) fn calls(&self) -> Vec<Call> {
        self.shared.seen().calls.clone()
    }

    /// Says which function is at work from now on.
    pub(super) fn at_work(&self, function: &'static str) {
        self.shared.seen().function = function;
    }

    /// Whether the cut was made.
    pub(super) fn struck(&self) -> bool {
        self.shared.seen().struck
    }
}

impl Shared {
    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts a request; returns what is to happen to it.
    fn count(&self, call: Call) -> Option<Fault> {
        let mut seen = self.seen();
        let place = seen.calls.len();
        let befalls = seen.cut.filter(|cut| {
            place >= cut.at
                && seen.left > 0
                && (seen.struck || place == cut.at)
                && cut.fault.befalls(&call)
        });
        seen.calls.push(call);
        let cut = befalls?;
        seen.left -= 1;
        seen.struck = true;
        Some(cut.fault)
    }

    /// Keeps the index's answer, and returns the one before it.
    fn turn_page(&self, answer: &Answer) -> Option<Answer> {
        self.seen().old_page.replace(answer.clone())
    }
}

async fn accept(listener: TcpListener, shared: Arc<Shared>, service: Service, upstream: String) {
    let upstream: Arc<str> = upstream.into();
    let mut connections = JoinSet::new();
    while let Ok((socket, _)) = listener.accept().await {
        let (shared, upstream) = (shared.clone(), upstream.clone());
        connections.spawn(async move {
            let handler = hyper::service::service_fn(move |request| {
                let (shared, upstream) = (shared.clone(), upstream.clone());
                async move { pass(&shared, service, &upstream, request).await }
            });
            // An error is a cut, or the end of a process.
            let _ = hyper::server::conn::http1::Builder::new()
                .serve_connection(TokioIo::new(socket), handler)
                .await;
        });
    }
}

async fn pass(
    shared: &Shared,
    service: Service,
    upstream: &str,
    request: Request<Incoming>,
) -> Result<Response<Full<Bytes>>, Broken> {
    let (parts, body) = request.into_parts();
    let body = body.collect().await.map_err(|_| Broken)?.to_bytes();
    let call = Call {
        function: shared.seen().function,
        service,
        operation: operation(service, &parts, &body),
    };
    let index = call.operation == "Query due";
    let fault = shared.count(call);
    match fault {
        Some(Fault::Reset) => return Err(Broken),
        Some(Fault::Hangs) => std::future::pending::<()>().await,
        Some(Fault::KilledBefore) => {
            shared.killed.notify_one();
            std::future::pending::<()>().await;
        }
        _ => {}
    }
    if let Some((status, body)) = fault.and_then(|fault| fault.answer(service)) {
        let response = Response::builder()
            .status(status)
            .header(header::CONTENT_TYPE, "application/json")
            .body(Full::from(body));
        return response.map_err(|_| Broken);
    }
    let path = parts.uri.path_and_query().map_or("/", |path| path.as_str());
    let headers: Vec<_> = parts
        .headers
        .iter()
        .filter(|(name, _)| !matches!(name.as_str(), "host" | "content-length" | "connection"))
        .filter_map(|(name, value)| Some((name.as_str(), value.to_str().ok()?)))
        .collect();
    let url = format!("{upstream}{}", if path == "/" { "" } else { path });
    let mut answer = shared
        .http
        .send(parts.method, &url, &headers, body)
        .await
        .map_err(|_| Broken)?;
    if index
        && let Some(old) = shared.turn_page(&answer)
        && fault == Some(Fault::StaleIndex)
    {
        answer = old;
    }
    match fault {
        Some(Fault::AnswerLost) => return Err(Broken),
        Some(Fault::KilledAfter) => {
            shared.killed.notify_one();
            std::future::pending::<()>().await;
        }
        _ => {}
    }
    let mut response = Response::new(Full::new(answer.body));
    *response.status_mut() = http::StatusCode::from_u16(answer.status).map_err(|_| Broken)?;
    for (name, value) in &answer.headers {
        if !matches!(
            name.as_str(),
            "content-length" | "transfer-encoding" | "connection"
        ) {
            response.headers_mut().append(name, value.clone());
        }
    }
    Ok(response)
}

/// A request's name: DynamoDB's action and index, or the method and path without ids.
fn operation(service: Service, parts: &http::request::Parts, body: &[u8]) -> String {
    if service == Service::Veriff {
        let path = parts
            .uri
            .path()
            .split('/')
            .map(|segment| match segment.len() {
                36 => "{id}",
                _ => segment,
            });
        return format!("{} {}", parts.method, path.collect::<Vec<_>>().join("/"));
    }
    let target = parts.headers.get("x-amz-target");
    let target = target
        .and_then(|target| target.to_str().ok())
        .unwrap_or_default();
    let action = target.rsplit('.').next().unwrap_or_default();
    let body: Value = serde_json::from_slice(body).unwrap_or_default();
    let place = body["IndexName"].as_str().unwrap_or_else(|| {
        let key = if body["Item"].is_null() {
            &body["Key"]
        } else {
            &body["Item"]
        };
        key["sk"]["S"].as_str().unwrap_or_default()
    });
    // The digest in a sort key is not part of the name.
    match place.split('#').next() {
        None | Some("") => action.to_owned(),
        Some(place) => format!("{action} {place}"),
    }
}
