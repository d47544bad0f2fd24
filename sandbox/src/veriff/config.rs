//! What the local Veriff is told at its start: its integrations and where they want their webhooks.

use std::collections::HashSet;
use std::io;
use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::Arc;

use http::Uri;
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};
use url::{Host, Url};
use uuid::Uuid;
use veriff_verify::signature::{Secret, Secrets};
pub use verification::settings::IntegrationKind;

use super::lifecycle::Decision;
use super::magic;
use super::outbox::Kind;
use super::session::DecisionStatus;
use super::settings::is_public;
use super::webhook_urls::WebhookUrls;
use crate::clock::parse_duration;

/// How the local Veriff is set up.
#[derive(Clone, Debug)]
pub struct VeriffConfig {
    /// The integrations, told apart by id and API key.
    pub integrations: Vec<IntegrationConfig>,
    /// Where everything is kept; in memory without it.
    pub data: Option<PathBuf>,
    /// Scheme, host and port under which people and the platform reach this server, such as
    /// `http://127.0.0.1:8081`. Session URLs start with it.
    pub public_url: String,
    /// Whether to refuse what Veriff refuses and this server otherwise lets through: callbacks to
    /// this machine over http. HTTPS webhook addresses are then allowed, though nothing is sent
    /// there: their webhooks stay to be looked at, undelivered.
    pub strict: bool,
}

/// One integration, as an admin would set it up in Veriff's portal.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct IntegrationConfig {
    /// A name of your own, sent as `VRF-INTEGRATION-ID`.
    pub id: String,
    /// Test or live.
    #[serde(rename = "type")]
    pub kind: IntegrationKind,
    /// The plan, which decides what webhooks a live integration sends.
    #[serde(default)]
    pub plan: Plan,
    /// The API key, a UUID.
    pub api_key: String,
    /// One to five shared secrets; the first signs, all are accepted.
    pub shared_secrets: Vec<String>,
    /// Where webhooks go: `http` to loopback only. None are sent without it.
    #[serde(default)]
    pub webhook_url: Option<String>,
    /// Where webhooks of single types go, before `webhook_url`.
    #[serde(default)]
    pub webhook_urls: WebhookUrls,
    /// Whether the integration may be used; one that may not is refused with 1804.
    #[serde(default = "yes")]
    pub active: bool,
    /// How long after submission a live integration decides by itself, such as `5m`; without it
    /// never. Test integrations decide nothing by themselves.
    #[serde(default)]
    pub decide_after: Option<String>,
    /// What it then decides: a status, with or without a reason code, such as `declined:102`;
    /// without it, approved.
    #[serde(default)]
    pub decide_as: Option<String>,
    /// Whether `DELETE /sessions/{id}` is switched on (Veriff switches it off by default).
    #[serde(default = "yes")]
    pub delete_enabled: bool,
}

/// Veriff's plans.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "Veriff's own names")]
pub enum Plan {
    Essential,
    #[default]
    Plus,
    Premium,
    Enterprise,
}

/// Why a configuration is refused. Secrets and keys are not repeated.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// The address of this server is not an origin.
    #[error("the public address must be scheme, host and port only")]
    PublicUrl,
    /// Two integrations share an id, or one has none.
    #[error("integration ids must be unique and not empty: {0:?}")]
    Id(String),
    /// The key is not a UUID (Veriff's 1802) or belongs to another integration too.
    #[error("integration {0:?}: the API key must be a UUID of its own")]
    ApiKey(String),
    /// No secret, more than five, or one that is empty or has white space.
    #[error("integration {0:?}: one to five shared secrets without white space are needed")]
    Secrets(String),
    /// Webhooks may only go to this machine.
    #[error(
        "integration {0:?}: the webhook address must be http:// to a loopback host \
         (127.0.0.1, [::1] or localhost); this server sends nowhere else"
    )]
    WebhookUrl(String),
    /// What is to be decided by itself, or when, cannot be.
    #[error(
        "integration {0:?}: decideAfter is a duration such as 5m, decideAs a status that the \
         integration can have, such as declined:102; only live integrations decide by themselves"
    )]
    Decide(String),
}

impl From<ConfigError> for io::Error {
    fn from(error: ConfigError) -> Self {
        Self::new(io::ErrorKind::InvalidInput, error)
    }
}

/// A checked integration.
pub(crate) struct Integration {
    pub(crate) id: String,
    pub(crate) kind: IntegrationKind,
    pub(crate) plan: Plan,
    pub(crate) api_key: String,
    pub(crate) signing: Secret,
    pub(crate) secrets: Secrets,
    /// The same as text, for the signature of old clients.
    pub(crate) secret_texts: Vec<String>,
    pub(crate) active: bool,
    pub(crate) delete_enabled: bool,
    /// When and how it decides by itself.
    pub(crate) decides: Option<(SignedDuration, Decision)>,
    webhooks: Vec<(Kind, Uri)>,
}

impl Integration {
    fn check(config: &IntegrationConfig, strict: bool) -> Result<Self, ConfigError> {
        let id = config.id.clone();
        let secret =
            |text: &String| Secret::new(text).map_err(|_| ConfigError::Secrets(config.id.clone()));
        if !is_header_text(&id) {
            return Err(ConfigError::Id(id));
        }
        if Uuid::parse_str(&config.api_key).is_err() || !is_header_text(&config.api_key) {
            return Err(ConfigError::ApiKey(id));
        }
        let Some(first) = config.shared_secrets.first() else {
            return Err(ConfigError::Secrets(id));
        };
        let all = config
            .shared_secrets
            .iter()
            .map(secret)
            .collect::<Result<Vec<_>, _>>()?;
        let webhook = |kind: &Kind| {
            let text = config.webhook_for(*kind)?;
            let public = || text.parse().ok().filter(|_| strict && is_public(text));
            let url = loopback(text).or_else(public);
            Some(match url {
                Some(url) => Ok((*kind, url)),
                None => Err(ConfigError::WebhookUrl(config.id.clone())),
            })
        };
        let webhooks = Kind::ALL.iter().filter_map(webhook);
        let decides = config
            .decides()
            .ok_or_else(|| ConfigError::Decide(id.clone()))?;
        Ok(Self {
            kind: config.kind,
            plan: config.plan,
            api_key: config.api_key.clone(),
            signing: secret(first)?,
            secrets: Secrets::new(all).map_err(|_| ConfigError::Secrets(id.clone()))?,
            secret_texts: config.shared_secrets.clone(),
            active: config.active,
            delete_enabled: config.delete_enabled,
            decides,
            webhooks: webhooks.collect::<Result<_, _>>()?,
            id,
        })
    }

    /// Whether the full-auto webhook replaces the decision webhook, and the events with it: live
    /// integrations of the Essential plan. Test ones send events and decisions on any plan.
    pub(crate) fn full_auto_only(&self) -> bool {
        full_auto_only(self.kind, self.plan)
    }

    /// Where webhooks of that type go.
    pub(crate) fn webhook_url(&self, kind: Kind) -> Option<&Uri> {
        self.webhooks
            .iter()
            .find(|(one, _)| *one == kind)
            .map(|(_, url)| url)
    }
}

impl IntegrationConfig {
    /// The address for a type, as written.
    pub(crate) fn webhook_for(&self, kind: Kind) -> Option<&str> {
        self.webhook_urls.of(kind).or(self.webhook_url.as_deref())
    }

    /// When and how the integration decides by itself; nothing where that makes no sense.
    fn decides(&self) -> Option<Option<(SignedDuration, Decision)>> {
        let Some(after) = &self.decide_after else {
            return self.decide_as.is_none().then_some(None);
        };
        let after = parse_duration(after).ok().filter(|d| !d.is_negative())?;
        let decision = magic::decision(self.decide_as.as_deref().unwrap_or("approved")).ok()?;
        let review = decision.status == DecisionStatus::Review;
        let possible =
            self.kind == IntegrationKind::Live && !(review && full_auto_only(self.kind, self.plan));
        possible.then_some(Some((after, decision)))
    }
}

fn full_auto_only(kind: IntegrationKind, plan: Plan) -> bool {
    kind == IntegrationKind::Live && plan == Plan::Essential
}

/// Checks all integrations, one by one and against each other.
pub(crate) fn check(config: &VeriffConfig) -> Result<Vec<Arc<Integration>>, ConfigError> {
    let mut ids = HashSet::new();
    let mut keys = HashSet::new();
    let mut checked = Vec::with_capacity(config.integrations.len());
    for integration in &config.integrations {
        if !ids.insert(&integration.id) {
            return Err(ConfigError::Id(integration.id.clone()));
        }
        if !keys.insert(integration.api_key.to_ascii_lowercase()) {
            return Err(ConfigError::ApiKey(integration.id.clone()));
        }
        checked.push(Arc::new(Integration::check(integration, config.strict)?));
    }
    Ok(checked)
}

/// The public address as an origin without a slash at its end.
pub(crate) fn public_origin(text: &str) -> Result<String, ConfigError> {
    let url = Url::parse(text).map_err(|_| ConfigError::PublicUrl)?;
    let plain = matches!(url.scheme(), "http" | "https")
        && url.path() == "/"
        && url.query().is_none()
        && url.fragment().is_none()
        && url.username().is_empty()
        && url.password().is_none();
    if plain {
        Ok(url.origin().ascii_serialization())
    } else {
        Err(ConfigError::PublicUrl)
    }
}

/// Whether a URL's host is this machine by name or address.
pub(crate) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name.eq_ignore_ascii_case("localhost"),
        Some(Host::Ipv4(address)) => IpAddr::V4(address).is_loopback(),
        Some(Host::Ipv6(address)) => IpAddr::V6(address).is_loopback(),
        None => false,
    }
}

fn loopback(text: &str) -> Option<Uri> {
    let url = Url::parse(text).ok()?;
    let plain = url.scheme() == "http" && url.username().is_empty() && url.password().is_none();
    if !plain || !is_loopback(&url) {
        return None;
    }
    url.as_str().parse().ok()
}

fn is_header_text(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic())
}

fn yes() -> bool {
    true
}

impl std::fmt::Debug for IntegrationConfig {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("IntegrationConfig")
            .field("id", &self.id)
            .field("kind", &self.kind)
            .field("plan", &self.plan)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn webhooks_go_to_this_machine_only() {
        for good in [
            "http://127.0.0.1:3000/hook",
            "http://localhost/hook",
            "http://[::1]:8080/",
        ] {
            assert!(loopback(good).is_some(), "{good}");
        }
        for bad in [
            "https://127.0.0.1/hook",
            "http://example.com/hook",
            "http://localhost.example.com/",
            "http://10.0.0.1/",
            "http://0.0.0.0/",
            "http://user@127.0.0.1/",
            "hook",
        ] {
            assert!(loopback(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn the_public_address_is_an_origin() {
        assert_eq!(
            public_origin("http://127.0.0.1:8081/").unwrap(),
            "http://127.0.0.1:8081"
        );
        assert!(public_origin("http://127.0.0.1:8081/v1").is_err());
        assert!(public_origin("127.0.0.1:8081").is_err());
    }
}
