//! Where the settings come from, and when they are read again.

use super::{Settings, SettingsError};
use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};

/// How often a bad signature may cause a fresh look at the settings.
const REFRESH_AT_MOST_EVERY: Duration = Duration::from_secs(60);

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
}

impl SettingsSource {
    /// The source that the environment names.
    ///
    /// # Errors
    /// Neither variable is set.
    pub fn from_environment() -> Result<Self, SettingsError> {
        if std::env::var_os("VERIFF_SETTINGS").is_some() {
            Ok(Self::Variable)
        } else if let Some(path) = std::env::var_os("VERIFF_SETTINGS_FILE") {
            Ok(Self::File(path.into()))
        } else {
            Err(SettingsError::Unreadable {
                place: "the environment".into(),
                reason: "set VERIFF_SETTINGS (JSON) or VERIFF_SETTINGS_FILE (a path)".into(),
            })
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
        };
        Settings::parse(&document).map(Some)
    }
}

/// The settings in force. Readers never wait for a refresh.
#[derive(Debug)]
pub struct SettingsCache {
    source: SettingsSource,
    current: RwLock<Arc<Settings>>,
    refreshed: tokio::sync::Mutex<Option<Instant>>,
}

impl SettingsCache {
    /// Settings that were read already and have no source to be read from again.
    pub fn given(settings: Settings) -> Self {
        Self::new(SettingsSource::Given, settings)
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

    /// Reads the source again, at most once a minute, and returns what is in force afterwards.
    ///
    /// For a webhook whose signature is bad under a known key: a secret may just have been rotated.
    /// A source that fails keeps the old settings in force.
    pub async fn refresh(&self) -> Arc<Settings> {
        // Whoever waits here profits from the refresh under way.
        let mut refreshed = self.refreshed.lock().await;
        if refreshed.is_none_or(|at| at.elapsed() >= REFRESH_AT_MOST_EVERY) {
            *refreshed = Some(Instant::now());
            match self.source.load().await {
                Ok(Some(settings)) => self.replace(settings),
                Ok(None) => {}
                Err(error) => tracing::error!(%error, "the settings could not be refreshed"),
            }
        }
        self.current()
    }
}
