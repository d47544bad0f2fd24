//! What goes on while a sandbox runs: its servers, the schedule, the stream, what pages are told.

use crate::dynamodb;
use crate::http_client::HttpClient;
use crate::outcomes::{EventBus, EventSource};
use crate::sweeper::{EVERY, Sweeper};
use crate::veriff::LocalVeriff;
use dynoxide::Database;
use std::net::SocketAddr;
use tokio::net::TcpListener;
use tokio::sync::watch;

/// What time brings, by the minute or when the clock is moved.
#[derive(Clone)]
pub(crate) struct Schedule {
    /// None sweeps nothing, not even by time to live.
    pub(crate) sweeper: Option<Sweeper>,
    /// None publishes nothing.
    pub(crate) event_source: Option<EventSource>,
    pub(crate) database: Database,
}

impl Schedule {
    /// Sweeps, and waits until what came of it, and of all before, is published.
    pub(crate) async fn run(self) {
        if let Some(sweeper) = self.sweeper {
            if let Err(error) = sweeper.run().await {
                tracing::error!(%error, "the sweep failed");
            }
            if let Err(error) = dynamodb::sweep_ttl(&self.database).await {
                tracing::error!(%error, "the time-to-live sweep failed");
            }
        }
        if let Some(event_source) = self.event_source {
            event_source.catch_up().await;
        }
    }
}

/// Serves until the sandbox stops.
pub(crate) async fn serve(
    listener: TcpListener,
    router: axum::Router,
    stopped: watch::Receiver<bool>,
) {
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let served = axum::serve(listener, service).with_graceful_shutdown(until_stopped(stopped));
    if let Err(error) = served.await {
        tracing::error!(%error, "a server ended");
    }
}

/// Has the console told what the platform makes of the webhooks.
pub(crate) fn watch_platform(veriff: &LocalVeriff, http: HttpClient, platform: &str) {
    let platform = platform.to_owned();
    veriff.ask_platform(move |session| {
        let (http, url) = (http.clone(), format!("{platform}/sessions/{session}"));
        async move {
            let answer = http.get(&url).await.ok()?;
            Some(answer.json()["status"].as_str()?.to_owned())
        }
    });
}

pub(crate) async fn serve_database(
    listener: TcpListener,
    database: Database,
    stopped: watch::Receiver<bool>,
) {
    let served = dynoxide::server::serve_with_shutdown(listener, database, until_stopped(stopped));
    if let Err(error) = served.await {
        tracing::error!(%error, "the embedded DynamoDB ended");
    }
}

/// Until the sandbox is stopped or dropped.
async fn until_stopped(mut stopped: watch::Receiver<bool>) {
    let _ = stopped.wait_for(|stopped| *stopped).await;
}

/// Sweeps every minute of real time; when the clock is moved, the local Veriff asks for it.
pub(crate) async fn keep_sweeping(schedule: Schedule, stopped: watch::Receiver<bool>) {
    let mut stopping = std::pin::pin!(until_stopped(stopped));
    loop {
        tokio::select! {
            () = &mut stopping => return,
            () = tokio::time::sleep(EVERY) => schedule.clone().run().await,
        }
    }
}

/// Hands the stream on to `publish-outcome`. What is not handed on in the end comes after a restart.
pub(crate) async fn keep_publishing(source: EventSource, stopped: watch::Receiver<bool>) {
    tokio::select! {
        () = until_stopped(stopped) => {}
        () = source.run() => {}
    }
}

/// Has the console look again when there is something new at the bus, or given up on the way there.
pub(crate) fn tell_pages(
    veriff: LocalVeriff,
    source: &EventSource,
    bus: &EventBus,
    stopped: watch::Receiver<bool>,
) -> impl Future<Output = ()> + use<> {
    let (mut published, mut discarded) = (bus.news(), source.discarded().news());
    async move {
        let mut stopping = std::pin::pin!(until_stopped(stopped));
        loop {
            let changed = tokio::select! {
                () = &mut stopping => return,
                changed = published.changed() => changed,
                changed = discarded.changed() => changed,
            };
            match changed {
                Ok(()) => veriff.refresh_pages(),
                Err(_) => return,
            }
        }
    }
}
