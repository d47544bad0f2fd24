//! The runtime API: a program asks for the next event, and posts its answer.

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::{Response, StatusCode};
use axum::routing::{get, post};
use std::collections::HashMap;
use std::io;
use std::net::Ipv4Addr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime};
use tokio::net::TcpListener;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;

/// How long the function is told that it may take.
const TIME: Duration = Duration::from_secs(30);

/// What became of an invocation.
#[derive(Debug)]
pub(super) enum Outcome {
    /// Its answer, and when it was here.
    Answer(Vec<u8>, Instant),
    /// Its error, as the program puts it.
    Error(String),
}

/// The runtime API on a port of its own.
#[derive(Debug)]
pub(super) struct Api {
    /// What `AWS_LAMBDA_RUNTIME_API` says: host and port.
    pub(super) address: String,
    state: Arc<Invocations>,
    server: JoinHandle<()>,
}

#[derive(Debug)]
struct Invocations {
    number: AtomicU64,
    give: mpsc::UnboundedSender<(String, Vec<u8>)>,
    given: tokio::sync::Mutex<mpsc::UnboundedReceiver<(String, Vec<u8>)>>,
    waiting: Mutex<HashMap<String, oneshot::Sender<Outcome>>>,
}

impl Api {
    pub(super) async fn listen() -> io::Result<Self> {
        let (give, given) = mpsc::unbounded_channel();
        let state = Arc::new(Invocations {
            number: AtomicU64::new(0),
            give,
            given: tokio::sync::Mutex::new(given),
            waiting: Mutex::default(),
        });
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?.to_string();
        let router = router(Arc::clone(&state));
        let server = tokio::spawn(async move {
            use axum::serve::ListenerExt as _;
            // Lambda's answers do not wait for more to send either.
            let listener = listener.tap_io(|stream| drop(stream.set_nodelay(true)));
            let _ = axum::serve(listener, router).await;
        });
        Ok(Self {
            address,
            state,
            server,
        })
    }

    /// Gives the event to whoever asks next; answers when they do.
    pub(super) fn invoke(&self, event: Vec<u8>) -> impl Future<Output = Outcome> + use<> {
        let number = self.state.number.fetch_add(1, Ordering::Relaxed);
        let id = format!("00000000-0000-4000-8000-{number:012}");
        let (tell, told) = oneshot::channel();
        self.state.waiting().insert(id.clone(), tell);
        let _ = self.state.give.send((id, event));
        async move {
            told.await
                .unwrap_or_else(|_| Outcome::Error("the runtime API has stopped".into()))
        }
    }
}

impl Drop for Api {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl Invocations {
    fn waiting(&self) -> MutexGuard<'_, HashMap<String, oneshot::Sender<Outcome>>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn end(&self, id: &str, outcome: Outcome) -> StatusCode {
        match self.waiting().remove(id) {
            Some(tell) => {
                let _ = tell.send(outcome);
                StatusCode::ACCEPTED
            }
            None => StatusCode::BAD_REQUEST,
        }
    }
}

fn router(state: Arc<Invocations>) -> Router {
    let invocation = "/2018-06-01/runtime/invocation";
    Router::new()
        .route(&format!("{invocation}/next"), get(next))
        .route(&format!("{invocation}/{{id}}/response"), post(response))
        .route(&format!("{invocation}/{{id}}/error"), post(error))
        .route("/2018-06-01/runtime/init/error", post(init_error))
        .layer(axum::extract::DefaultBodyLimit::disable())
        .with_state(state)
}

async fn next(State(state): State<Arc<Invocations>>) -> Response<Body> {
    let Some((id, event)) = state.given.lock().await.recv().await else {
        return status(StatusCode::GONE);
    };
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    let deadline = now.unwrap_or_default() + TIME;
    Response::builder()
        .header("content-type", "application/json")
        .header("lambda-runtime-aws-request-id", id)
        .header(
            "lambda-runtime-deadline-ms",
            deadline.as_millis().to_string(),
        )
        .header(
            "lambda-runtime-invoked-function-arn",
            "arn:aws:lambda:eu-west-1:123456789012:function:function",
        )
        .header(
            "lambda-runtime-trace-id",
            "Root=1-00000000-000000000000000000000000;Parent=0000000000000000;Sampled=0",
        )
        .body(Body::from(event))
        .unwrap_or_else(|_| status(StatusCode::INTERNAL_SERVER_ERROR))
}

async fn response(
    State(state): State<Arc<Invocations>>,
    Path(id): Path<String>,
    body: Bytes,
) -> StatusCode {
    state.end(&id, Outcome::Answer(body.into(), Instant::now()))
}

async fn error(
    State(state): State<Arc<Invocations>>,
    Path(id): Path<String>,
    body: String,
) -> StatusCode {
    state.end(&id, Outcome::Error(body))
}

/// The function could not even start: so ends whatever waits for it.
async fn init_error(State(state): State<Arc<Invocations>>, body: String) -> StatusCode {
    for (_, tell) in state.waiting().drain() {
        let _ = tell.send(Outcome::Error(body.clone()));
    }
    StatusCode::ACCEPTED
}

fn status(status: StatusCode) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    response
}
