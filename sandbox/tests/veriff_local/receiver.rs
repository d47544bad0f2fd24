//! A receiver of webhooks that answers as it is told.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use http::{HeaderMap, StatusCode, Uri};
use serde_json::Value;
use tokio::net::TcpListener;

/// What a backend would see of a webhook.
#[derive(Clone)]
pub(crate) struct Received {
    pub(crate) headers: HeaderMap,
    pub(crate) raw: Bytes,
    pub(crate) body: Value,
}

impl Received {
    /// `started`, `submitted`, a decision's status, or the event type.
    pub(crate) fn what(&self) -> &str {
        let body = &self.body;
        [
            &body["action"],
            &body["verification"]["status"],
            &body["data"]["verification"]["decision"],
            &body["eventType"],
            &body["type"],
            &body["matchStatus"],
        ]
        .into_iter()
        .find_map(Value::as_str)
        .unwrap_or("unknown")
    }
}

#[derive(Clone)]
pub(crate) struct Receiver {
    pub(crate) url: String,
    inner: Arc<Mutex<Behaviour>>,
}

struct Behaviour {
    status: u16,
    delay: Duration,
    busy: usize,
    most_at_once: usize,
    received: Vec<Received>,
    paths: Vec<String>,
}

impl Receiver {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        let inner = Arc::new(Mutex::new(Behaviour {
            status: 200,
            delay: Duration::ZERO,
            busy: 0,
            most_at_once: 0,
            received: Vec::new(),
            paths: Vec::new(),
        }));
        let app = Router::new()
            .fallback(receive)
            .with_state(Arc::clone(&inner));
        tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        Self { url, inner }
    }

    pub(crate) fn answer_with(&self, status: u16) {
        self.inner.lock().unwrap().status = status;
    }

    pub(crate) fn answer_after(&self, delay: Duration) {
        self.inner.lock().unwrap().delay = delay;
    }

    /// How many webhooks were being answered at the same time.
    pub(crate) fn most_at_once(&self) -> usize {
        self.inner.lock().unwrap().most_at_once
    }

    pub(crate) fn received(&self) -> Vec<Received> {
        self.inner.lock().unwrap().received.clone()
    }

    pub(crate) fn whats(&self) -> Vec<String> {
        let received = self.received();
        received.iter().map(|one| one.what().to_owned()).collect()
    }

    pub(crate) fn path_of_last(&self) -> String {
        self.inner.lock().unwrap().paths.last().unwrap().clone()
    }

    pub(crate) fn last(&self) -> Value {
        self.received().last().unwrap().body.clone()
    }
}

async fn receive(
    State(inner): State<Arc<Mutex<Behaviour>>>,
    uri: Uri,
    headers: HeaderMap,
    raw: Bytes,
) -> StatusCode {
    let (status, delay) = {
        let mut inner = inner.lock().unwrap();
        // Null where it is no JSON.
        let body = serde_json::from_slice(&raw).unwrap_or_default();
        inner.paths.push(uri.path().to_owned());
        inner.received.push(Received { headers, raw, body });
        inner.busy += 1;
        inner.most_at_once = inner.most_at_once.max(inner.busy);
        (inner.status, inner.delay)
    };
    tokio::time::sleep(delay).await;
    inner.lock().unwrap().busy -= 1;
    StatusCode::from_u16(status).unwrap()
}
