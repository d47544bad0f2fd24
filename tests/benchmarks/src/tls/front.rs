//! A server with TLS that passes each request on to one without.

use super::Authority;
use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Response, StatusCode, header};
use axum::serve::Listener;
use serde_json::{Value, json};
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;
use veriff_sandbox::http_client::{Answer, HttpClient};

/// No request that a function makes is larger.
const LARGEST: usize = 4 * 1024 * 1024;

/// What was asked at several fronts, in the order in which it was answered.
#[derive(Clone, Debug, Default)]
pub struct Notes(Arc<Mutex<Vec<Value>>>);

impl Notes {
    /// All of it: service, operation, method, path, headers, body and the answer's status.
    pub fn all(&self) -> Vec<Value> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn add(&self, note: Value) {
        let mut notes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        notes.push(note);
    }
}

/// Who answers behind a front.
#[derive(Clone, Debug)]
pub enum Upstream {
    /// The server at this origin, such as `http://127.0.0.1:8000`.
    Origin(String),
    /// Nobody: each request has this answer.
    Canned(Value),
}

/// A running front. Dropped, it stops.
#[derive(Debug)]
pub struct Front {
    /// Such as `https://127.0.0.1:4711`.
    pub origin: String,
    server: JoinHandle<()>,
}

impl Front {
    /// Starts one for a service, such as `dynamodb`.
    ///
    /// # Panics
    /// There is no free port.
    pub async fn start(
        service: &'static str,
        upstream: Upstream,
        authority: &Authority,
        notes: &Notes,
    ) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await;
        let listener = listener.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let listener = Tls {
            listener,
            acceptor: authority.acceptor.clone(),
        };
        let behind = Arc::new(Behind {
            service,
            upstream,
            http: HttpClient::default(),
            notes: notes.clone(),
        });
        let router = Router::new().fallback(pass_on).with_state(behind);
        let server = tokio::spawn(async move {
            let _ = axum::serve(listener, router).await;
        });
        Self {
            origin: format!("https://{address}"),
            server,
        }
    }
}

impl Drop for Front {
    fn drop(&mut self) {
        self.server.abort();
    }
}

struct Behind {
    service: &'static str,
    upstream: Upstream,
    http: HttpClient,
    notes: Notes,
}

async fn pass_on(State(behind): State<Arc<Behind>>, request: Request) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let path = parts.uri.path_and_query().map_or("/", |path| path.as_str());
    let Ok(body) = to_bytes(body, LARGEST).await else {
        return plain(StatusCode::PAYLOAD_TOO_LARGE);
    };
    let headers = kept(&parts.headers);
    let answer = match &behind.upstream {
        Upstream::Canned(answer) => Answer {
            status: 200,
            headers: HeaderMap::new(),
            body: answer.to_string().into(),
        },
        Upstream::Origin(origin) => {
            let headers: Vec<_> = headers
                .iter()
                .map(|(name, value)| (name.as_str(), value.as_str()))
                .collect();
            let url = format!("{origin}{path}");
            match behind
                .http
                .send(parts.method.clone(), &url, &headers, body.clone())
                .await
            {
                Ok(answer) => answer,
                Err(_) => return plain(StatusCode::BAD_GATEWAY),
            }
        }
    };
    let target = headers.iter().find(|(name, _)| name == "x-amz-target");
    let operation = target.and_then(|(_, target)| target.split_once('.'));
    behind.notes.add(json!({
        "service": behind.service,
        "operation": operation.map(|(_, operation)| operation),
        "method": parts.method.as_str(),
        "path": path,
        "headers": headers,
        "body": String::from_utf8_lossy(&body),
        "status": answer.status,
    }));
    answered(answer)
}

fn answered(answer: Answer) -> Response<Body> {
    let mut response = plain(StatusCode::from_u16(answer.status).unwrap_or_default());
    *response.headers_mut() = answer.headers;
    for name in [
        header::CONNECTION,
        header::TRANSFER_ENCODING,
        header::CONTENT_LENGTH,
    ] {
        response.headers_mut().remove(name);
    }
    *response.body_mut() = Body::from(answer.body);
    response
}

fn plain(status: StatusCode) -> Response<Body> {
    let mut response = Response::new(Body::from(Bytes::new()));
    *response.status_mut() = status;
    response
}

/// The headers but those of the connection, which ends here.
fn kept(headers: &HeaderMap) -> Vec<(String, String)> {
    let of_connection = [
        header::CONNECTION,
        header::CONTENT_LENGTH,
        header::EXPECT,
        header::HOST,
        header::TRANSFER_ENCODING,
    ];
    headers
        .iter()
        .filter(|(name, _)| !of_connection.contains(name))
        .filter_map(|(name, value)| Some((name.to_string(), value.to_str().ok()?.to_owned())))
        .collect()
}

struct Tls {
    listener: TcpListener,
    acceptor: TlsAcceptor,
}

impl Listener for Tls {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    /// Handshakes one after another: a function opens few connections. A failed one is the other side's to tell.
    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        loop {
            let (stream, address) = Listener::accept(&mut self.listener).await;
            let _ = stream.set_nodelay(true);
            if let Ok(stream) = self.acceptor.accept(stream).await {
                return (stream, address);
            }
        }
    }

    fn local_addr(&self) -> io::Result<Self::Addr> {
        self.listener.local_addr()
    }
}
