//! A local Veriff: its REST API, the page behind a session URL, and its webhooks.
//!
//! It plays Veriff from Veriff's public documentation alone and shares no code with the backend it
//! is there to test, save the signature. Time comes from a [`SandboxClock`], so that seven days, the
//! five-minute hold of a resubmission and hourly retries pass in milliseconds.
//!
//! INVARIANT: every change goes through `Inner::change`, and no answer to a change leaves before
//! the change is on disk (where there is a data folder).
//! INVARIANT: webhooks go to this machine only.

mod auth;
mod compose;
mod config;
mod control;
mod deliver;
mod delivery;
mod endpoints;
mod errors;
mod faults;
mod inner;
mod journal;
mod legacy_signature;
mod lifecycle;
mod magic;
mod media;
mod outbox;
mod pages;
mod persist;
mod platform;
mod reasons;
mod schedule;
mod session;
mod settings;
mod sign_answers;
mod state;
mod validate;
mod webhook_urls;

use std::future::Future;
use std::io;
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use jiff::Timestamp;
use tokio::sync::{Semaphore, broadcast, watch};

pub(crate) use self::config::is_loopback;
pub use self::config::{ConfigError, IntegrationConfig, IntegrationKind, Plan, VeriffConfig};
pub use self::deliver::Delivered;
pub use self::delivery::Kind as WebhookKind;
pub use self::faults::{ActiveFault, Fault, FaultError, FaultRequest, UnknownFault};
pub use self::lifecycle::{Decision, Refusal};
pub use self::session::{DecisionStatus, Status, UnknownStatus};
pub use self::settings::{VeriffSettings, VeriffSettingsError};
pub use self::webhook_urls::WebhookUrls;

use self::config::Integration;
use self::errors::ApiError;
pub(crate) use self::inner::Inner;
use self::journal::Journal;
use self::persist::Files;
use self::state::Store;
use crate::clock::{ClockError, SandboxClock};
use crate::console;
use crate::local_only::Callers;

/// Bodies of everything but media.
const BODY_LIMIT: usize = 1024 * 1024;
/// How many webhooks are sent at the same time.
const SENDERS: usize = 32;
/// How many deliveries an observer may lag behind before it misses some.
const OBSERVED: usize = 1024;

/// A running local Veriff. Clones are handles to the same one.
#[derive(Clone)]
pub struct LocalVeriff {
    inner: Arc<Inner>,
}

impl LocalVeriff {
    /// Checks the configuration, reads the data folder if there is one, and starts sending.
    ///
    /// Must be called within a tokio runtime.
    ///
    /// # Errors
    /// A [`ConfigError`] as [`io::ErrorKind::InvalidInput`], or the data folder cannot be used.
    pub fn start(config: VeriffConfig, clock: SandboxClock) -> io::Result<Self> {
        let integrations = config::check(&config)?;
        let public_url = config::public_origin(&config.public_url)?;
        let files = Files::open(config.data.as_deref())?;
        let mut store: Store = files.read()?;
        store.index();
        let (delivered, _) = broadcast::channel(OBSERVED);
        let (changes, _) = watch::channel(0);
        let inner = Arc::new(Inner {
            integrations,
            public_url,
            strict: config.strict,
            clock,
            files,
            journal: Journal::default(),
            open: watch::channel(true).0,
            client: deliver::client(),
            senders: Semaphore::new(SENDERS),
            signing: sign_answers::Signing::default(),
            delivered,
            store: Mutex::new(store),
            changes,
            beside: watch::channel(0).0,
            moving: tokio::sync::Mutex::default(),
            scheduler: OnceLock::new(),
            after_move: OnceLock::new(),
        });
        let task = tokio::spawn(schedule::run(Arc::downgrade(&inner)));
        let _ = inner.scheduler.set(task.abort_handle());
        Ok(Self { inner })
    }

    /// Everything that is served on Veriff's port: `/v1`, the pages, and `/control`.
    /// Loopback alone may use `/control` and the console.
    pub fn router(&self) -> Router {
        self.router_for(Callers::default())
    }

    /// The same, with `callers` for `/control` and the console.
    pub fn router_for(&self, callers: Callers) -> Router {
        let api = endpoints::router(self);
        Router::new()
            // Nesting leaves this one path out.
            .route_service("/v1/", api.clone().with_state(self.clone()))
            .nest("/v1", api)
            .nest("/control", control::router(callers.clone()))
            .merge(pages::router())
            .layer(middleware::from_fn_with_state(self.clone(), journal::note))
            .merge(console::router(callers))
            .route("/", get(async || Redirect::temporary("/console")))
            .layer(DefaultBodyLimit::max(BODY_LIMIT))
            .layer(middleware::from_fn_with_state(self.clone(), write_first))
            .with_state(self.clone())
    }

    /// The person opens the session's URL. Returns whether this started an attempt.
    ///
    /// # Errors
    /// [`Refusal`], when there is no such session or it is concluded.
    pub async fn open(&self, session: &str) -> Result<bool, Refusal> {
        let opened = self.inner.act(session, |store, integration, now| {
            lifecycle::start(store, integration, session, now)
        });
        self.written().await;
        opened
    }

    /// The person finishes, having opened the URL first if they had not.
    ///
    /// # Errors
    /// [`Refusal`], when there is no such session or it cannot be submitted now.
    pub async fn submit(&self, session: &str) -> Result<(), Refusal> {
        let submitted = self.inner.act(session, |store, integration, now| {
            // A refusal to start is one to submit, and said as such.
            let _ = lifecycle::start(store, integration, session, now);
            lifecycle::submit(store, integration, session, false, now)
        });
        self.written().await;
        submitted
    }

    /// Forces a decision, as Veriff's portal does for test integrations.
    ///
    /// # Errors
    /// [`Refusal`], when there is no such session or it is concluded.
    pub async fn decide(&self, session: &str, decision: &Decision) -> Result<(), Refusal> {
        let decided = self.inner.act(session, |store, integration, now| {
            lifecycle::decide(store, integration, session, decision, now)
        });
        self.written().await;
        decided
    }

    /// Moves the clock to `to`, stopping at everything that is due on the way.
    ///
    /// Returns whether all of it was done within half a minute of real time; if not, the clock is
    /// at `to` all the same and the rest follows.
    ///
    /// # Errors
    /// The clock's setting cannot be kept.
    pub async fn move_clock(&self, to: Timestamp) -> Result<bool, ClockError> {
        let inner = Arc::clone(&self.inner);
        // Goes all the way also when the caller goes away.
        let moving = tokio::spawn(async move { schedule::move_clock(&inner, to).await });
        moving
            .await
            .unwrap_or_else(|error| Err(io::Error::other(error).into()))
    }

    /// Sets what else has to happen before [`move_clock`](Self::move_clock) returns, such as a sweep
    /// by the platform. The first call counts.
    pub fn after_clock_moves<F>(&self, then: impl Fn() -> F + Send + Sync + 'static)
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let _ = self
            .inner
            .after_move
            .set(Box::new(move || Box::pin(then())));
    }

    /// Waits until nothing is due and no webhook is on its way, for at most `patience` of real time.
    pub async fn settled(&self, patience: Duration) -> bool {
        schedule::settled(&self.inner, patience).await
    }

    /// Tells of every try of a webhook from now on.
    pub fn observe(&self) -> broadcast::Receiver<Delivered> {
        self.inner.delivered.subscribe()
    }

    /// Has the pages look again: something beside Veriff happened that they show.
    pub fn refresh_pages(&self) {
        let count = |count: &mut u64| *count = count.wrapping_add(1);
        self.inner.beside.send_modify(count);
    }

    /// The integrations in force.
    pub(crate) fn integrations(&self) -> &[Arc<Integration>] {
        &self.inner.integrations
    }

    /// The clock that this Veriff follows.
    pub fn clock(&self) -> &SandboxClock {
        &self.inner.clock
    }

    /// Stops sending and writes down what is left. Webhooks not delivered go out after a restart.
    pub async fn shutdown(&self) {
        if let Some(task) = self.inner.scheduler.get() {
            task.abort();
        }
        self.inner.open.send_replace(false);
        self.written().await;
    }

    async fn written(&self) {
        if let Err(error) = self.inner.write().await {
            tracing::error!(%error, "cannot write to the data folder");
        }
    }
}

/// No answer leaves before what it tells of is on disk.
async fn write_first(State(veriff): State<LocalVeriff>, request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    match veriff.inner.write().await {
        Ok(()) => response,
        Err(error) => {
            tracing::error!(%error, "cannot write to the data folder");
            ApiError::internal().into_response()
        }
    }
}
