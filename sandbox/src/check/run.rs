//! A whole run: starts the local Veriff, goes through the checks, gathers the report.

use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use thiserror::Error;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use super::case::{Bench, lock};
use super::catalogue::{CATALOGUE, Check};
use super::client::Client;
use super::config::{Backend, Keys, ProbeKind};
use super::observer::Observer;
use super::probe::{AskProbe, HttpProbe, Probe, Questions};
use super::redact::Redactor;
use super::report::Report;
use super::veriff::Veriff;
use crate::clock::SandboxClock;
use crate::veriff::{
    IntegrationConfig, IntegrationKind, LocalVeriff, Plan, VeriffConfig, WebhookUrls,
};
use crate::{Sandbox, StartError};

/// How long a backend may take to come up again after a check brought it down.
const RESTART: Duration = Duration::from_secs(2);

/// Our own backend takes several checks at the same time.
const OWN_AT_ONCE: usize = 4;
/// How long a process may take to end.
const ENDING: Duration = Duration::from_millis(300);

/// Why a run cannot begin.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum CheckError {
    /// The local Veriff's port is not to be had.
    #[error("cannot listen on {address}: {source} (choose another port with --veriff-port)")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// What the system says.
        source: io::Error,
    },
    /// The local Veriff does not start.
    #[error("the local Veriff does not start: {0}")]
    Veriff(#[source] io::Error),
    /// Our own backend does not start.
    #[error(transparent)]
    Own(#[from] StartError),
    /// The description of our own backend, which is built in, is refused.
    #[error(transparent)]
    Config(#[from] super::config::ConfigError),
    /// Nothing listens at the webhook URL.
    #[error("nothing answers at {origin}: start your backend, with {veriff} as Veriff's base URL")]
    Unreachable {
        /// Where the webhook URL points.
        origin: String,
        /// The local Veriff.
        veriff: String,
    },
}

/// Where the local Veriff listens.
#[derive(Clone, Debug)]
pub struct Place {
    /// The address; anything but loopback lets other machines in.
    pub bind: IpAddr,
    /// The port; 0 takes a free one.
    pub port: u16,
    /// The origin in session URLs, where it is not the address.
    pub public_url: Option<String>,
}

impl Default for Place {
    fn default() -> Self {
        Self {
            bind: Ipv4Addr::LOCALHOST.into(),
            port: 0,
            public_url: None,
        }
    }
}

/// Which checks to run, by name.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// Only these, if there are any.
    pub only: Vec<String>,
    /// Not these.
    pub skip: Vec<String>,
}

impl Selection {
    fn takes(&self, check: &Check) -> bool {
        let named = |names: &[String]| names.iter().any(|name| name == check.name);
        (self.only.is_empty() || named(&self.only)) && !named(&self.skip)
    }
}

/// A local Veriff at the disposal of one backend's checks.
pub struct Checker {
    pub(super) bench: Arc<Bench>,
    origin: String,
    server: Option<JoinHandle<()>>,
    own: Option<Sandbox>,
}

impl Checker {
    /// Starts a local Veriff for a backend, which is then to be started with
    /// [`veriff`](Self::veriff) as its base URL. `questions` are for a probe that asks.
    ///
    /// # Errors
    /// The port is taken, or the keys are refused.
    pub async fn start(
        backend: Backend,
        place: &Place,
        full_auto: bool,
        questions: impl Questions + 'static,
    ) -> Result<Self, CheckError> {
        let address = SocketAddr::from((place.bind, place.port));
        let failed = |source| CheckError::Listen { address, source };
        let listener = TcpListener::bind(address).await.map_err(failed)?;
        let mut bound = listener.local_addr().map_err(failed)?;
        if bound.ip().is_unspecified() {
            bound.set_ip(Ipv4Addr::LOCALHOST.into());
        }
        let origin = place
            .public_url
            .clone()
            .unwrap_or_else(|| format!("http://{bound}"));
        let config = VeriffConfig {
            integrations: integrations(&backend, full_auto),
            data: None,
            public_url: origin.clone(),
            strict: false,
        };
        let local = LocalVeriff::start(config, SandboxClock::new()).map_err(CheckError::Veriff)?;
        let router = local.router();
        let server = tokio::spawn(async move {
            let service = router.into_make_service_with_connect_info::<SocketAddr>();
            if let Err(error) = axum::serve(listener, service).await {
                tracing::error!(%error, "the local Veriff ended");
            }
        });
        let mut checker = Self::over(local, backend, full_auto, questions, false);
        checker.origin = origin.trim_end_matches('/').to_owned();
        checker.server = Some(server);
        Ok(checker)
    }

    /// Starts our own backend, the functions over the embedded DynamoDB, and its local Veriff.
    ///
    /// # Errors
    /// It does not start.
    pub async fn own(full_auto: bool) -> Result<Self, CheckError> {
        let (sandbox, backend) = super::own::start(full_auto).await?;
        let local = sandbox.local_veriff.clone();
        let questions = super::probe::Terminal;
        let mut checker = Self::over(local, backend, full_auto, questions, true);
        checker.origin.clone_from(&sandbox.veriff_origin);
        checker.own = Some(sandbox);
        Ok(checker)
    }

    fn over(
        local: LocalVeriff,
        backend: Backend,
        full_auto: bool,
        questions: impl Questions + 'static,
        shared_clock: bool,
    ) -> Self {
        let probe = match (backend.probe, &backend.create_session, &backend.read_status) {
            (ProbeKind::Ask, ..) => Probe::Ask(AskProbe::new(questions)),
            (ProbeKind::Http, Some(create), Some(read)) => Probe::Http(Box::new(HttpProbe {
                create: create.clone(),
                read: read.clone(),
            })),
            _ => Probe::None,
        };
        let secrets = backend.others.iter().chain([&backend.keys]);
        let secrets = secrets.flat_map(|keys| keys.secrets.clone());
        let bench = Bench {
            client: Client::new(backend.hosts.clone()),
            veriff: Veriff::new(local, backend.keys.clone(), full_auto),
            probe,
            full_auto,
            shared_clock,
            at_once: if shared_clock { OWN_AT_ONCE } else { 1 },
            redactor: Redactor::new(secrets),
            timings: Mutex::default(),
            backend,
        };
        Self {
            bench: Arc::new(bench),
            origin: String::new(),
            server: None,
            own: None,
        }
    }

    /// The base URL to give to the backend, without `/v1`.
    pub fn veriff(&self) -> &str {
        &self.origin
    }

    /// Whether a person at the terminal is asked.
    pub fn asks(&self) -> bool {
        matches!(self.bench.probe, Probe::Ask(_))
    }

    /// The webhook URL that is checked.
    pub fn webhook_url(&self) -> &str {
        &self.bench.backend.webhook_url
    }

    /// # Errors
    /// Nothing listens at the webhook URL.
    pub async fn reach(&self) -> Result<(), CheckError> {
        match self.origin_of_backend() {
            Some((host, port)) if !connects(&host, port, Duration::ZERO).await => {
                Err(CheckError::Unreachable {
                    origin: format!("{host}:{port}"),
                    veriff: self.origin.clone(),
                })
            }
            _ => Ok(()),
        }
    }

    /// Goes through the selected checks.
    pub async fn run(&self, selection: &Selection, observer: &mut dyn Observer) -> Report {
        let began = Instant::now();
        let started_at = Timestamp::now();
        let selected: Vec<&'static Check> = CATALOGUE
            .iter()
            .copied()
            .filter(|check| selection.takes(check))
            .collect();
        let entries = self.go_through(&selected, observer).await;
        let slowest = lock(&self.bench.timings)
            .iter()
            .map(|(_, elapsed)| *elapsed)
            .max();
        Report {
            backend: match self.own {
                Some(_) => "this project's own backend".to_owned(),
                None => self.bench.redactor.text(self.webhook_url()),
            },
            full_auto: self.bench.full_auto,
            started_at,
            elapsed: began.elapsed(),
            entries,
            slowest,
        }
    }

    /// Stops what was started.
    pub async fn stop(mut self) {
        if let Some(server) = self.server.take() {
            server.abort();
        }
        if let Some(sandbox) = self.own.take() {
            sandbox.stop().await;
        }
    }

    /// Whether the backend is gone, and does not come back.
    pub(super) async fn is_down(&self) -> bool {
        // A process that is ending may still take a connection.
        tokio::time::sleep(ENDING).await;
        match self.origin_of_backend() {
            Some((host, port)) => !connects(&host, port, RESTART).await,
            None => false,
        }
    }

    fn origin_of_backend(&self) -> Option<(String, u16)> {
        let url = url::Url::parse(self.webhook_url()).ok()?;
        let host = url.host_str()?.trim_matches(['[', ']']).to_owned();
        Some((host, url.port_or_known_default()?))
    }
}

/// Without waiting for the server's end.
impl Drop for Checker {
    fn drop(&mut self) {
        if let Some(server) = self.server.take() {
            server.abort();
        }
    }
}

async fn connects(host: &str, port: u16, patience: Duration) -> bool {
    let began = Instant::now();
    loop {
        let attempt = TcpStream::connect((host, port));
        if let Ok(Ok(_)) = tokio::time::timeout(Duration::from_secs(5), attempt).await {
            return true;
        }
        if began.elapsed() >= patience {
            return false;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// The integrations of the local Veriff, which sends nothing by itself: the checks do.
fn integrations(backend: &Backend, full_auto: bool) -> Vec<IntegrationConfig> {
    let config = |id: String, keys: &Keys| IntegrationConfig {
        id,
        kind: if full_auto {
            IntegrationKind::Live
        } else {
            IntegrationKind::Test
        },
        plan: if full_auto {
            Plan::Essential
        } else {
            Plan::Plus
        },
        api_key: keys.api_key.clone(),
        shared_secrets: keys.secrets.clone(),
        webhook_url: None,
        webhook_urls: WebhookUrls::default(),
        active: true,
        decide_after: None,
        decide_as: None,
        delete_enabled: true,
    };
    let mut all = vec![config("checked".to_owned(), &backend.keys)];
    for (index, keys) in backend.others.iter().enumerate() {
        all.push(config(format!("other-{}", index + 1), keys));
    }
    all
}
