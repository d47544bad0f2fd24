//! Where the local Veriff's webhooks go, so that the proof decides when, how often and whether each is
//! delivered.

use axum::body::Bytes;
use axum::extract::State;
use axum::routing::post;
use http::HeaderMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::net::TcpListener;
use tokio::task::JoinSet;

/// A webhook as Veriff sent it.
#[derive(Clone)]
pub(crate) struct Delivery {
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

/// The mailbox. Dropped, it takes nothing more.
pub(crate) struct Mailbox {
    /// The webhook URL that leads here.
    pub(crate) url: String,
    kept: Arc<Mutex<Vec<Delivery>>>,
    _server: JoinSet<()>,
}

impl Mailbox {
    /// An empty one.
    pub(crate) async fn open() -> Self {
        let kept = Arc::<Mutex<Vec<Delivery>>>::default();
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}/", listener.local_addr().expect("an address"));
        let router = axum::Router::new()
            .route("/", post(keep))
            .with_state(kept.clone());
        let mut server = JoinSet::new();
        server.spawn(async move {
            axum::serve(listener, router).await.expect("it serves");
        });
        Self {
            url,
            kept,
            _server: server,
        }
    }

    /// What has come since this was last asked.
    pub(crate) fn take(&self) -> Vec<Delivery> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut *kept)
    }
}

async fn keep(State(kept): State<Arc<Mutex<Vec<Delivery>>>>, headers: HeaderMap, body: Bytes) {
    let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
    kept.push(Delivery { headers, body });
}
