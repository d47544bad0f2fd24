//! The receiver of webhooks of Veriff's own demo: port 3002, path `/verification/`.
//!
//! Veriff reaches it through a tunnel of yours; the sandbox directly.

use std::io;
use std::net::Ipv4Addr;
use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::routing::post;
use http::{HeaderMap, StatusCode};
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio::task::AbortHandle;
use veriff_verify::headers::DeliveryHeaders;
use veriff_verify::signature::{Secret, Secrets};

use super::Outcome;

/// Decisions that nobody has looked at yet.
const KEPT: usize = 64;

/// Listens until it is dropped.
pub(crate) struct Receiver {
    /// Where it listens.
    pub(crate) url: String,
    /// Decisions that came with a right signature.
    pub(crate) outcomes: mpsc::Receiver<Outcome>,
    task: AbortHandle,
}

struct Judge {
    key: String,
    secrets: Secrets,
    outcomes: mpsc::Sender<Outcome>,
}

impl Receiver {
    /// Listens on this machine; 0 takes a free port.
    ///
    /// # Errors
    /// The port is not to be had.
    pub(crate) async fn start(port: u16, key: &str, secret: &Secret) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
        let url = format!("http://{}/verification/", listener.local_addr()?);
        let (sender, outcomes) = mpsc::channel(KEPT);
        let judge = Judge {
            key: key.to_owned(),
            secrets: Secrets::new([secret.clone()]).map_err(io::Error::other)?,
            outcomes: sender,
        };
        let app = Router::new()
            .route("/verification", post(receive))
            .route("/verification/", post(receive))
            .with_state(Arc::new(judge));
        let task = tokio::spawn(async move {
            if let Err(error) = axum::serve(listener, app).await {
                tracing::error!(%error, "the receiver of webhooks ended");
            }
        });
        Ok(Self {
            url,
            outcomes,
            task: task.abort_handle(),
        })
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// 401 for what is not genuine, 400 for what is no JSON, otherwise 200.
async fn receive(State(judge): State<Arc<Judge>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let pairs = headers
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_bytes()));
    let genuine = DeliveryHeaders::from_pairs(pairs).is_ok_and(|named| {
        named.auth_client.eq_ignore_ascii_case(&judge.key)
            && judge
                .secrets
                .verify(&body, named.signature.as_bytes())
                .is_ok()
    });
    if !genuine {
        return StatusCode::UNAUTHORIZED;
    }
    let Ok(body) = serde_json::from_slice::<Value>(&body) else {
        return StatusCode::BAD_REQUEST;
    };
    if let Some(outcome) = Outcome::of(&body) {
        // Where nobody looks any more, the decision is learnt by asking.
        let _ = judge.outcomes.try_send(outcome);
    }
    StatusCode::OK
}
