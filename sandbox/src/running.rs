//! A whole sandbox, started and stopped as one thing.

use crate::background::{
    Schedule, keep_publishing, keep_sweeping, serve, serve_database, tell_pages, watch_platform,
};
use crate::clock::SandboxClock;
use crate::gateway;
use crate::http_client::HttpClient;
use crate::listen::{ListenError, listen};
use crate::local_only::Callers;
use crate::options::Options;
use crate::outcomes::{self, EventBus, EventSource, FeedError};
use crate::sweeper::Sweeper;
use crate::veriff::{LocalVeriff, VeriffConfig};
use crate::{development, dynamodb};
use publish_outcome::Publisher;
use serde_json::Value;
use std::fs::{File, TryLockError};
use std::io;
use std::net::Ipv4Addr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use thiserror::Error;
use tokio::sync::watch;
use tokio::task::JoinSet;
use verification::App;

/// How long open connections may hold up the end.
const GRACE: Duration = Duration::from_secs(2);

/// Why a sandbox does not start.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum StartError {
    /// A port is not to be had.
    #[error(transparent)]
    Listen(#[from] ListenError),
    /// The data folder cannot be used.
    #[error("cannot use the data folder {path}: {source}")]
    Data {
        /// The folder.
        path: String,
        /// What the system says.
        source: io::Error,
    },
    /// Another sandbox works on the same data.
    #[error("another sandbox is using the data folder {path}: choose another one with --data")]
    DataInUse {
        /// The folder.
        path: String,
    },
    /// The database does not open.
    #[error("cannot open the embedded DynamoDB: {0}")]
    Database(#[from] dynamodb::OpenError),
    /// The table cannot be created.
    #[error("cannot create the table: {0}")]
    Table(Box<dyn std::error::Error + Send + Sync>),
    /// The functions refuse the settings.
    #[error("the functions refuse their settings: {0}")]
    Settings(Box<dyn std::error::Error + Send + Sync>),
    /// The stream cannot be handed on.
    #[error(transparent)]
    Feed(#[from] FeedError),
    /// The local Veriff does not start.
    #[error("the local Veriff does not start: {0}")]
    Veriff(#[source] io::Error),
}

/// A running sandbox. Dropping it stops the servers without waiting for them.
pub struct Sandbox {
    /// The platform's HTTP API, such as `http://127.0.0.1:8080`.
    pub platform: String,
    /// Veriff's base URL with its `/v1`.
    pub veriff: String,
    /// The local Veriff's origin, under which `/control` is too.
    pub veriff_origin: String,
    /// Where people reach the local Veriff: session URLs start with it.
    pub public_url: String,
    /// Where people reach the platform.
    pub public_platform: String,
    /// DynamoDB's endpoint.
    pub dynamodb: String,
    /// The table's name.
    pub table: &'static str,
    /// Where Veriff sends its webhooks.
    pub webhook_url: String,
    /// The API key of the integration that new sessions go to.
    pub api_key: String,
    /// That integration's shared secret.
    pub secret: String,
    /// The clock of Veriff and functions alike.
    pub clock: SandboxClock,
    /// What the handlers work with.
    pub app: App,
    /// The local Veriff.
    pub local_veriff: LocalVeriff,
    /// The schedule's hand, to sweep at once.
    pub sweeper: Sweeper,
    /// Where outcomes are published.
    pub bus: EventBus,
    /// The event source that has them published, to be waited for.
    pub event_source: EventSource,
    /// The settings that the functions were given.
    pub settings: Value,
    /// A client for requests to all of them.
    pub http: HttpClient,
    stop: watch::Sender<bool>,
    tasks: JoinSet<()>,
    database_tasks: JoinSet<()>,
    stop_database: watch::Sender<bool>,
    /// Held as long as the data folder is used.
    _lock: Option<File>,
}

impl Sandbox {
    /// Starts everything; when this returns, everything answers.
    ///
    /// # Errors
    /// See [`StartError`].
    pub async fn start(options: Options) -> Result<Self, StartError> {
        // All ports first: a taken one is known before anything is created.
        let bind = options.bind;
        let bound_platform = listen(bind, options.platform_port, "--platform-port").await?;
        let bound_veriff = listen(bind, options.veriff_port, "--veriff-port").await?;
        let loopback = Ipv4Addr::LOCALHOST.into();
        let bound_dynamodb = listen(loopback, options.dynamodb_port, "--dynamodb-port").await?;
        let platform = bound_platform.origin;
        let veriff_origin = bound_veriff.origin;
        let dynamodb = bound_dynamodb.origin;

        let lock = options.data.as_deref().map(take_folder).transpose()?;
        let clock = match options.data.as_deref() {
            None => SandboxClock::new(),
            Some(folder) => {
                SandboxClock::persisted(folder).map_err(|source| unusable(folder, source))?
            }
        };

        let database = dynamodb::open(options.data.as_deref(), &clock)?;
        let bus = EventBus::new(clock.clone());
        let (stop_database, stopped) = watch::channel(false);
        let mut database_tasks = JoinSet::new();
        for listener in bound_dynamodb.listeners {
            database_tasks.spawn(serve_database(listener, database.clone(), stopped.clone()));
        }
        let client = dynamodb::client(&dynamodb);
        verification::store::schema::create_table_if_missing(&client, dynamodb::TABLE)
            .await
            .map_err(|error| StartError::Table(error.into()))?;

        let webhook_url = options
            .webhook_url
            .unwrap_or_else(|| format!("{platform}/webhooks/veriff"));
        let mut settings = development::settings(&veriff_origin, &platform);
        (options.adjust_settings)(&mut settings);
        let app = App::new(
            &settings.to_string(),
            client,
            dynamodb::TABLE,
            Arc::new(clock.clone()),
        )
        .map_err(|error| StartError::Settings(error.into()))?;

        let publisher = Publisher {
            app: app.clone(),
            bus: outcomes::client(&format!("{platform}{}", outcomes::PATH)),
        };
        let event_source = EventSource::new(
            database.clone(),
            options.data.as_deref(),
            publisher,
            clock.clone(),
        )?;

        let mut config = VeriffConfig {
            integrations: development::veriff_integrations(&webhook_url),
            data: options.data,
            public_url: options.public_url.unwrap_or(bound_veriff.public),
            strict: options.strict,
        };
        if let Some(settings) = options.veriff_settings {
            config.strict |= settings.strict;
            let new = settings.integrations;
            config
                .integrations
                .retain(|old| new.iter().all(|one| one.id != old.id));
            config.integrations.extend(new);
        }
        (options.adjust_veriff)(&mut config);
        let public_url = config.public_url.trim_end_matches('/').to_owned();
        let local_veriff = LocalVeriff::start(config, clock.clone()).map_err(StartError::Veriff)?;

        let http = HttpClient::default();
        if options.watch_platform {
            watch_platform(&local_veriff, http.clone(), &platform);
        }
        let (stop, stopped) = watch::channel(false);
        let sweeper = Sweeper::new(app.clone());
        let mut tasks = JoinSet::new();
        let gateway = gateway::router(app.clone(), Arc::new(clock.clone()), sweeper.clone())
            .merge(bus.router());
        for listener in bound_platform.listeners {
            tasks.spawn(serve(listener, gateway.clone(), stopped.clone()));
        }
        let callers = match bind.is_loopback() {
            true => Callers::default(),
            false => Callers::anyone(&public_url),
        };
        for listener in bound_veriff.listeners {
            let (veriff, callers) = (local_veriff.router_for(callers.clone()), callers.clone());
            let discarded = event_source.discarded().clone();
            let router = veriff.merge(outcomes::control_router(bus.clone(), discarded, callers));
            tasks.spawn(serve(listener, router, stopped.clone()));
        }
        if options.publishes {
            tasks.spawn(keep_publishing(event_source.clone(), stopped.clone()));
            tasks.spawn(tell_pages(
                local_veriff.clone(),
                &event_source,
                &bus,
                stopped.clone(),
            ));
        }
        let schedule = Schedule {
            sweeper: options.sweeps.then(|| sweeper.clone()),
            event_source: options.publishes.then(|| event_source.clone()),
            database,
        };
        let after = schedule.clone();
        local_veriff.after_clock_moves(move || after.clone().run());
        if options.sweeps {
            tasks.spawn(keep_sweeping(schedule, stopped));
        }
        Ok(Self {
            veriff: format!("{veriff_origin}/v1"),
            platform,
            veriff_origin,
            public_url,
            public_platform: bound_platform.public,
            dynamodb,
            table: dynamodb::TABLE,
            webhook_url,
            api_key: development::TEST.api_key.to_owned(),
            secret: development::TEST.secret.to_owned(),
            clock,
            app,
            local_veriff,
            sweeper,
            bus,
            event_source,
            settings,
            http,
            stop,
            tasks,
            database_tasks,
            stop_database,
            _lock: lock,
        })
    }

    /// The environment in which the functions' own binaries work with this sandbox.
    pub fn environment(&self) -> Vec<(&'static str, String)> {
        development::environment(&self.dynamodb, &self.platform, &self.settings)
    }

    /// EventBridge's endpoint, for `AWS_ENDPOINT_URL_EVENTBRIDGE`.
    pub fn event_bridge(&self) -> String {
        format!("{}{}", self.platform, outcomes::PATH)
    }

    /// Stops everything, DynamoDB last; open connections get two seconds.
    pub async fn stop(mut self) {
        let _ = self.stop.send(true);
        self.local_veriff.shutdown().await;
        finish(&mut self.tasks).await;
        let _ = self.stop_database.send(true);
        finish(&mut self.database_tasks).await;
    }
}

async fn finish(tasks: &mut JoinSet<()>) {
    let all = async { while tasks.join_next().await.is_some() {} };
    if tokio::time::timeout(GRACE, all).await.is_err() {
        tasks.shutdown().await;
    }
}

/// Creates the data folder and takes its lock.
fn take_folder(folder: &Path) -> Result<File, StartError> {
    let file = std::fs::create_dir_all(folder)
        .and_then(|()| File::create(folder.join("lock")))
        .map_err(|source| unusable(folder, source))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(StartError::DataInUse {
            path: folder.display().to_string(),
        }),
        Err(TryLockError::Error(source)) => Err(unusable(folder, source)),
    }
}

fn unusable(folder: &Path, source: io::Error) -> StartError {
    StartError::Data {
        path: folder.display().to_string(),
        source,
    }
}
