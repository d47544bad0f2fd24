//! The file that describes a backend: see `check-your-own-backend.md` for every field.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::Deserialize;
use thiserror::Error;
use uuid::Uuid;
use veriff_verify::signature::{Secret, Secrets};

use super::hosts::{HostError, Hosts};
use super::template::{Place, Template};
use super::words::{Text, Word, Words};

/// What `--init` writes.
pub const STARTER: &str = include_str!("starter.toml");

/// A backend as its file describes it.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BackendFile {
    /// Where the backend takes Veriff's webhooks.
    pub webhook_url: String,
    /// The API key that the backend uses, a UUID.
    pub api_key: Text,
    /// One to five shared secrets that the backend accepts.
    pub shared_secrets: Vec<Text>,
    /// Further integrations that the backend serves.
    #[serde(default)]
    pub other_integrations: Vec<OtherIntegration>,
    /// What stands for `{callback}`.
    #[serde(default)]
    pub callback: Option<String>,
    /// How effects are seen; by default over HTTP where `createSession` and `readStatus` are
    /// described, else not at all.
    #[serde(default)]
    pub probe: Option<ProbeKind>,
    /// How a session is created.
    #[serde(default)]
    pub create_session: Option<CreateSession>,
    /// How a person's status is read.
    #[serde(default)]
    pub read_status: Option<ReadStatus>,
    /// How the backend's clock is moved; placeholders `{seconds}` and `{now}`.
    #[serde(default)]
    pub move_clock: Option<Template>,
    /// How the backend is made to ask Veriff for what it missed.
    #[serde(default)]
    pub ask_veriff: Option<Template>,
    /// How long an effect may take to show, in milliseconds.
    #[serde(default = "patience")]
    pub patience_ms: u64,
    /// How long to watch that nothing happens, in milliseconds.
    #[serde(default = "settle")]
    pub settle_ms: u64,
}

/// How effects are seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ProbeKind {
    /// By requests.
    Http,
    /// By asking the person at the terminal.
    Ask,
    /// Not at all.
    None,
}

/// `createSession`: a request, and where its answer has the session.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CreateSession {
    /// The request.
    #[serde(flatten)]
    pub request: Template,
    /// Where the answer has Veriff's session id.
    #[serde(default)]
    pub session_id: Option<Place>,
    /// Where the answer has the session URL.
    pub session_url: Place,
}

/// `readStatus`: a request, and where its answer has what.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ReadStatus {
    /// The request.
    #[serde(flatten)]
    pub request: Template,
    /// Where the answer has the status.
    pub status: Place,
    /// Your words for each of Veriff's statuses.
    #[serde(default)]
    pub words: Words,
    /// Where the answer says whether the person has access; without it, approved means access.
    #[serde(default)]
    pub access: Option<Place>,
    /// The values there that mean access.
    #[serde(default = "yes")]
    pub access_values: Vec<Word>,
    /// Where the answer has Veriff's reason code.
    #[serde(default)]
    pub reason_code: Option<Place>,
    /// Where the answer has something that an approval changes once, such as a number of mails sent.
    #[serde(default)]
    pub effects: Option<Place>,
}

/// A further integration of the same backend.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OtherIntegration {
    /// Its API key.
    pub api_key: Text,
    /// Its shared secret.
    pub shared_secret: Text,
}

/// Why a description is not used. Values that may be secret are not repeated.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("cannot read {path}: {source}")]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// It is not what it should be.
    #[error("{path}, line {line}: {message}")]
    Syntax {
        /// The file.
        path: PathBuf,
        /// Counted from 1.
        line: usize,
        /// What is wrong.
        message: String,
    },
    /// An environment variable that the file names is not set.
    #[error(
        "the environment variable {0} is not set, and the description of your backend names it"
    )]
    Environment(String),
    /// The API key is no UUID: Veriff's 1802.
    #[error("{0} must be a UUID, as Veriff's API keys are (Veriff's 1802)")]
    ApiKey(&'static str),
    /// No secret, too many, or an unusable one.
    #[error("sharedSecrets must be one to five secrets without white space")]
    Secrets,
    /// A method that HTTP cannot carry.
    #[error("{0}: the method is not one")]
    Method(&'static str),
    /// A host that is not called.
    #[error("{field}: {source}")]
    Host {
        /// The field.
        field: &'static str,
        /// Why not.
        source: HostError,
    },
    /// The probe is to work over HTTP and is not described.
    #[error("probe = \"http\" needs [createSession] and [readStatus]")]
    Probe,
}

/// An integration's key and secrets, resolved.
#[derive(Clone)]
pub(crate) struct Keys {
    pub(crate) api_key: String,
    pub(crate) secrets: Vec<String>,
}

/// A description that was checked.
#[derive(Clone)]
pub struct Backend {
    pub(crate) webhook_url: String,
    pub(crate) keys: Keys,
    pub(crate) others: Vec<Keys>,
    pub(crate) callback: Option<String>,
    pub(crate) probe: ProbeKind,
    pub(crate) create_session: Option<CreateSession>,
    pub(crate) read_status: Option<ReadStatus>,
    pub(crate) move_clock: Option<Template>,
    pub(crate) ask_veriff: Option<Template>,
    pub(crate) patience: Duration,
    pub(crate) settle: Duration,
    pub(crate) hosts: Hosts,
}

impl BackendFile {
    /// Reads a file: JSON if its name ends in `.json`, else TOML.
    ///
    /// # Errors
    /// [`ConfigError::Read`] or [`ConfigError::Syntax`].
    pub fn read(path: &Path) -> Result<Self, ConfigError> {
        let text = std::fs::read_to_string(path).map_err(|source| ConfigError::Read {
            path: path.to_owned(),
            source,
        })?;
        let syntax = |line, message| ConfigError::Syntax {
            path: path.to_owned(),
            line,
            message,
        };
        if path.extension().is_some_and(|one| one == "json") {
            return serde_json::from_str(&text)
                .map_err(|error| syntax(error.line(), error.to_string()));
        }
        // Not the error's own text, which shows the line and so maybe a secret.
        toml::from_str(&text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            let before = text.get(..at).unwrap_or_default();
            syntax(before.matches('\n').count() + 1, error.message().to_owned())
        })
    }

    /// Resolves the variables and checks every field; `environment` reads a variable.
    ///
    /// # Errors
    /// See [`ConfigError`].
    pub fn check(
        self,
        hosts: Hosts,
        environment: impl Fn(&str) -> Option<String>,
    ) -> Result<Backend, ConfigError> {
        let text = |text: &Text| match text {
            Text::Plain(text) => Ok(text.clone()),
            Text::Env { env } => environment(env)
                .filter(|value| !value.is_empty())
                .ok_or_else(|| ConfigError::Environment(env.clone())),
        };
        let keys = Keys::check("apiKey", text(&self.api_key)?, {
            let secrets = self.shared_secrets.iter().map(text);
            secrets.collect::<Result<_, _>>()?
        })?;
        let mut others = Vec::new();
        for other in &self.other_integrations {
            others.push(Keys::check(
                "otherIntegrations.apiKey",
                text(&other.api_key)?,
                vec![text(&other.shared_secret)?],
            )?);
        }
        let all = others.iter().chain([&keys]);
        let distinct: BTreeSet<String> = all.map(|keys| keys.api_key.to_lowercase()).collect();
        if distinct.len() <= others.len() {
            return Err(ConfigError::ApiKey("each integration's apiKey"));
        }
        let described = self.create_session.is_some() && self.read_status.is_some();
        let probe = match self.probe {
            Some(ProbeKind::Http) if !described => return Err(ConfigError::Probe),
            Some(probe) => probe,
            None if described => ProbeKind::Http,
            None => ProbeKind::None,
        };
        permit(&hosts, "webhookUrl", &self.webhook_url)?;
        let requests = [
            (
                "createSession",
                self.create_session.as_ref().map(|one| &one.request),
            ),
            (
                "readStatus",
                self.read_status.as_ref().map(|one| &one.request),
            ),
            ("moveClock", self.move_clock.as_ref()),
            ("askVeriff", self.ask_veriff.as_ref()),
        ];
        for (field, request) in requests {
            let Some(request) = request else { continue };
            if request.method().is_none() {
                return Err(ConfigError::Method(field));
            }
            // The filled URL is looked at again before every request.
            permit(&hosts, field, &request.fill(&Vec::new()).url)?;
        }
        Ok(Backend {
            webhook_url: self.webhook_url,
            keys,
            others,
            callback: self.callback,
            probe,
            create_session: self.create_session,
            read_status: self.read_status,
            move_clock: self.move_clock,
            ask_veriff: self.ask_veriff,
            patience: Duration::from_millis(self.patience_ms.min(60_000)),
            settle: Duration::from_millis(self.settle_ms.min(60_000)),
            hosts,
        })
    }
}

impl Keys {
    fn check(
        field: &'static str,
        api_key: String,
        secrets: Vec<String>,
    ) -> Result<Self, ConfigError> {
        if Uuid::try_parse(&api_key).is_err() || api_key.len() != 36 {
            return Err(ConfigError::ApiKey(field));
        }
        let usable = secrets.iter().map(|text| Secret::new(text));
        let usable = usable
            .collect::<Result<Vec<_>, _>>()
            .map_err(|_| ConfigError::Secrets)?;
        Secrets::new(usable).map_err(|_| ConfigError::Secrets)?;
        Ok(Self { api_key, secrets })
    }
}

fn permit(hosts: &Hosts, field: &'static str, url: &str) -> Result<(), ConfigError> {
    match hosts.permit(url) {
        Ok(_) => Ok(()),
        Err(source) => Err(ConfigError::Host { field, source }),
    }
}

fn yes() -> Vec<Word> {
    vec![Word::Flag(true)]
}

fn patience() -> u64 {
    2_000
}

fn settle() -> u64 {
    50
}
