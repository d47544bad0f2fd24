//! A small EventBridge: `PutEvents` over AWS's JSON protocol, which takes, refuses or hangs as a test
//! wants it.

use axum::body::Bytes;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::{Json, Router, routing::post};
use http::{HeaderMap, StatusCode};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

/// How it answers.
#[derive(Clone, Debug, Default)]
pub(super) enum Mood {
    /// It takes everything.
    #[default]
    Takes,
    /// It refuses the entries whose detail holds this text.
    RefusesWith(String),
    /// It refuses every request.
    Refuses,
    /// It never answers.
    Hangs,
    /// It answers fewer entries than it was sent.
    ForgetsOne,
}

/// What happened at the bus.
#[derive(Debug, Default)]
pub(super) struct Seen {
    pub(super) mood: Mood,
    /// The entries that were taken.
    pub(super) taken: Vec<Value>,
    /// How many entries each request had.
    pub(super) requests: Vec<usize>,
}

/// The server. Dropped, it stops.
pub(super) struct EventBus {
    pub(super) endpoint: String,
    pub(super) seen: Arc<Mutex<Seen>>,
    _server: JoinSet<()>,
}

impl EventBus {
    pub(super) async fn start() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
        let endpoint = format!("http://{}", listener.local_addr().expect("an address"));
        let seen = Arc::new(Mutex::new(Seen::default()));
        let router = Router::new()
            .route("/", post(put_events))
            .with_state(seen.clone());
        let mut server = JoinSet::new();
        server.spawn(async move {
            axum::serve(listener, router).await.expect("it serves");
        });
        Self {
            endpoint,
            seen,
            _server: server,
        }
    }

    pub(super) fn set(&self, mood: Mood) {
        self.seen.lock().expect("no test panicked").mood = mood;
    }

    /// What was taken since this was last asked.
    pub(super) fn take(&self) -> Vec<Value> {
        std::mem::take(&mut self.seen.lock().expect("no test panicked").taken)
    }

    /// How many entries each request had since this was last asked.
    pub(super) fn requests(&self) -> Vec<usize> {
        std::mem::take(&mut self.seen.lock().expect("no test panicked").requests)
    }
}

async fn put_events(
    State(seen): State<Arc<Mutex<Seen>>>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    assert_eq!(headers["x-amz-target"], "AWSEvents.PutEvents");
    let request: Value = serde_json::from_slice(&body).expect("JSON");
    let entries = request["Entries"].as_array().expect("entries").clone();
    let mood = {
        let mut seen = seen.lock().expect("no test panicked");
        seen.requests.push(entries.len());
        seen.mood.clone()
    };
    if matches!(mood, Mood::Hangs) {
        std::future::pending::<()>().await;
    }
    let too_many = entries.is_empty() || entries.len() > 10 || body.len() > 256 * 1024;
    if too_many || matches!(mood, Mood::Refuses) {
        let error = json!({ "__type": "InternalException", "message": "planted" });
        return (StatusCode::INTERNAL_SERVER_ERROR, Json(error)).into_response();
    }
    let mut answers = Vec::new();
    let mut failed = 0;
    for entry in &entries {
        let detail = entry["Detail"].as_str().expect("a detail");
        match &mood {
            Mood::RefusesWith(text) if detail.contains(text) => {
                failed += 1;
                answers
                    .push(json!({ "ErrorCode": "ThrottlingException", "ErrorMessage": "planted" }));
            }
            _ => {
                answers.push(json!({ "EventId": "11710aed-b79e-4468-a20b-bb3c0c3b4860" }));
                seen.lock()
                    .expect("no test panicked")
                    .taken
                    .push(entry.clone());
            }
        }
    }
    if matches!(mood, Mood::ForgetsOne) {
        answers.pop();
    }
    tokio::time::sleep(Duration::from_millis(1)).await;
    Json(json!({ "FailedEntryCount": failed, "Entries": answers })).into_response()
}
