//! Where the settings come from, and when they are read again.

use super::{Settings, SettingsError};
use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};

/// How often a delivery that is not recognised may cause a fresh look at the settings.
const REFRESH_AT_MOST_EVERY: Duration = Duration::from_secs(60);
/// How old settings may become before they are looked at again.
const OLD_AFTER: Duration = Duration::from_secs(5 * 60);
/// How long a request waits for that look. It then goes on with the settings that are there.
const PATIENCE: Duration = Duration::from_secs(1);

/// Where the settings document is.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum SettingsSource {
    /// Given once, by the sandbox or a test; replaced with [`SettingsCache::replace`].
    Given,
    /// The environment variable `VERIFF_SETTINGS`, as JSON.
    Variable,
    /// The file that the environment variable `VERIFF_SETTINGS_FILE` names.
    File(PathBuf),
    /// The secret in AWS Secrets Manager that the environment variable `VERIFF_SETTINGS_SECRET` names,
    /// as a text, in its current version.
    Secret {
        /// Asks for it.
        client: aws_sdk_secretsmanager::Client,
        /// Its ARN or name.
        id: String,
    },
}

impl SettingsSource {
    /// The source that the environment names: a secret, a file, or the variable itself. `config` is for
    /// the secret's client; `AWS_ENDPOINT_URL_SECRETS_MANAGER` leads it elsewhere.
    ///
    /// # Errors
    /// None of the variables is set, or more than one: then nobody could say which is in force.
    pub fn from_environment(config: &aws_config::SdkConfig) -> Result<Self, SettingsError> {
        let unreadable = |reason: &str| SettingsError::Unreadable {
            place: "the environment".into(),
            reason: reason.into(),
        };
        let variable = std::env::var_os("VERIFF_SETTINGS").map(|_| Self::Variable);
        let file = std::env::var_os("VERIFF_SETTINGS_FILE").map(|path| Self::File(path.into()));
        let secret = std::env::var("VERIFF_SETTINGS_SECRET").ok();
        let secret = secret.map(|id| Self::Secret {
            client: aws_sdk_secretsmanager::Client::new(config),
            id,
        });
        let mut sources = [variable, file, secret].into_iter().flatten();
        match (sources.next(), sources.next()) {
            (Some(source), None) => Ok(source),
            (Some(_), Some(_)) => Err(unreadable(
                "set one of VERIFF_SETTINGS, VERIFF_SETTINGS_FILE and VERIFF_SETTINGS_SECRET, not several",
            )),
            (None, _) => Err(unreadable(
                "set VERIFF_SETTINGS_SECRET (a secret's ARN), VERIFF_SETTINGS_FILE (a path) or \
                 VERIFF_SETTINGS (JSON)",
            )),
        }
    }

    async fn load(&self) -> Result<Option<Settings>, SettingsError> {
        let document = match self {
            Self::Given => return Ok(None),
            Self::Variable => {
                std::env::var("VERIFF_SETTINGS").map_err(|_| SettingsError::Unreadable {
                    place: "the variable VERIFF_SETTINGS".into(),
                    reason: "it is not set, or not UTF-8".into(),
                })?
            }
            Self::File(path) => {
                std::fs::read_to_string(path).map_err(|error| SettingsError::Unreadable {
                    place: format!("the file {}", path.display()),
                    reason: error.kind().to_string(),
                })?
            }
            Self::Secret { client, id } => secret(client, id).await?,
        };
        Settings::parse(&document).map(Some)
    }
}

/// The text of a secret. An error names the secret and what AWS calls the failure, nothing more.
async fn secret(
    client: &aws_sdk_secretsmanager::Client,
    id: &str,
) -> Result<String, SettingsError> {
    let unreadable = |reason: &str| SettingsError::Unreadable {
        place: format!("the secret {id}"),
        reason: reason.into(),
    };
    let answer = client.get_secret_value().secret_id(id).send().await;
    let answer = answer.map_err(|error| {
        let code = error
            .as_service_error()
            .and_then(|error| error.meta().code());
        unreadable(code.unwrap_or("Secrets Manager could not be reached"))
    })?;
    let text = answer.secret_string.filter(|text| !text.is_empty());
    text.ok_or_else(|| unreadable("it holds no text: store the settings as the secret's string"))
}

/// The settings in force.
#[derive(Debug)]
pub struct SettingsCache {
    source: SettingsSource,
    current: RwLock<Arc<Settings>>,
    /// When the source was last read, or tried.
    looked: tokio::sync::Mutex<Instant>,
    /// When a delivery last caused that.
    refreshed: tokio::sync::Mutex<Option<Instant>>,
}

impl SettingsCache {
    /// Settings that were read already and have no source to be read from again.
    pub fn given(settings: Settings) -> Self {
        Self::new(SettingsSource::Given, settings)
    }

    /// Reads the settings for the first time, from where the environment says.
    ///
    /// # Errors
    /// As [`SettingsSource::from_environment`] and [`load`](Self::load).
    pub async fn from_environment(config: &aws_config::SdkConfig) -> Result<Self, SettingsError> {
        Self::load(SettingsSource::from_environment(config)?).await
    }

    /// Reads the settings from their source for the first time.
    ///
    /// # Errors
    /// The source cannot be read, or its document is broken.
    pub async fn load(source: SettingsSource) -> Result<Self, SettingsError> {
        match source.load().await? {
            Some(settings) => Ok(Self::new(source, settings)),
            None => Err(SettingsError::Unreadable {
                place: "nowhere".into(),
                reason: "given settings have no source".into(),
            }),
        }
    }

    fn new(source: SettingsSource, settings: Settings) -> Self {
        Self {
            source,
            current: RwLock::new(Arc::new(settings)),
            looked: tokio::sync::Mutex::new(Instant::now()),
            refreshed: tokio::sync::Mutex::new(None),
        }
    }

    /// The settings in force now.
    pub fn current(&self) -> Arc<Settings> {
        self.current
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Puts other settings in force.
    pub fn replace(&self, settings: Settings) {
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(settings);
    }

    /// The settings in force, after a look at the source if the last one is five minutes ago: so a change
    /// needs no deployment. For the start of a request, which waits for a second at most; requests beside
    /// it do not wait.
    pub async fn fresh(&self) -> Arc<Settings> {
        if let Ok(mut looked) = self.looked.try_lock()
            && looked.elapsed() >= OLD_AFTER
        {
            *looked = Instant::now();
            if tokio::time::timeout(PATIENCE, self.look()).await.is_err() {
                tracing::error!("the settings could not be refreshed: their source is too slow");
            }
        }
        self.current()
    }

    /// Reads the source again, at most once a minute, and returns what is in force afterwards.
    ///
    /// For a webhook under an unknown key, or whose signature is bad: an integration may just have been
    /// added, or a secret rotated. A source that fails keeps the old settings in force.
    pub async fn refresh(&self) -> Arc<Settings> {
        // Whoever waits here profits from the refresh under way.
        let mut refreshed = self.refreshed.lock().await;
        if refreshed.is_none_or(|at| at.elapsed() >= REFRESH_AT_MOST_EVERY) {
            *refreshed = Some(Instant::now());
            self.look().await;
        }
        self.current()
    }

    async fn look(&self) {
        match self.source.load().await {
            Ok(Some(settings)) => self.replace(settings),
            Ok(None) => {}
            Err(error) => tracing::error!(%error, "the settings could not be refreshed"),
        }
    }
}
