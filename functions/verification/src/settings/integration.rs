//! An integration: a set of settings in Veriff's portal, told apart by its API key.

use super::callback::{self, CallbackRule};
use super::reader::Reader;
use super::{CallbackError, SettingsError};
use std::collections::{BTreeMap, BTreeSet};
use url::Url;
use uuid::Uuid;
use veriff_verify::signature::{Secret, Secrets, sign};

/// The API key of the sandbox's integrations starts like this. It is public, so settings that hold
/// it with a base URL that is not loopback are refused.
pub const DEVELOPMENT_API_KEY: &str = "00000000-0000-4000-8000-00000000d0e";

/// The two kinds of integration at Veriff.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum IntegrationKind {
    /// Unbilled; decides nothing by itself.
    Test,
    /// Billed; its decisions count.
    Live,
}

/// One integration.
#[derive(Clone, Debug)]
pub struct Integration {
    /// Our own name for it; sessions carry it for ever.
    pub id: String,
    /// Test or live.
    pub kind: IntegrationKind,
    /// Veriff's API key (public wherever a browser SDK is used).
    pub api_key: String,
    /// The shared secrets: the first signs our requests, any of them verifies.
    pub secrets: Secrets,
    /// The first of the shared secrets.
    pub signing_secret: Secret,
    /// A short name for each secret, in order, that gives nothing of it away: which one matched can
    /// be told, and an old one be retired on evidence.
    pub secret_fingerprints: Vec<String>,
    /// Where Veriff's API is, without `/v1`.
    pub base_url: Url,
    /// Whether its decisions come as full-auto webhooks.
    pub full_auto: bool,
    /// Whether sessions made in a browser with this key count as the person's own.
    pub trust_browser_sessions: bool,
    /// Whether an answer of Veriff's without a signature is an error.
    pub require_signed_answers: bool,
    /// Whether Veriff has switched the deletion of sessions on for it.
    pub deletion_enabled: bool,
    callback_rules: Vec<CallbackRule>,
}

impl Integration {
    pub(super) fn read(reader: &Reader<'_>) -> Result<Self, SettingsError> {
        reader.only(&[
            "id",
            "type",
            "apiKey",
            "sharedSecrets",
            "baseUrl",
            "fullAuto",
            "trustBrowserSessions",
            "requireSignedAnswers",
            "deletionEnabled",
            "callbackAllowList",
        ])?;
        let id = reader.text("id")?;
        if id.len() > 64
            || !id
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b))
        {
            return Err(reader.invalid("id", "must be 1 to 64 letters, digits, '-', '_' or '.'"));
        }
        let kind = match reader.text("type")? {
            "test" => IntegrationKind::Test,
            "live" => IntegrationKind::Live,
            _ => return Err(reader.invalid("type", "must be \"test\" or \"live\"")),
        };
        let api_key = Uuid::try_parse(reader.text("apiKey")?)
            .map_err(|_| reader.invalid("apiKey", "must be a UUID, as Veriff's portal shows it"))?
            .to_string();
        let base_url = read_base_url(reader)?;
        if api_key.starts_with(DEVELOPMENT_API_KEY) && !callback::is_loopback(&base_url) {
            return Err(reader.invalid(
                "apiKey",
                "is the sandbox's, which everybody knows: it may only be used with a loopback baseUrl",
            ));
        }
        let secrets = read_secrets(reader)?;
        let secret_fingerprints = secrets.iter().map(fingerprint).collect();
        let signing_secret = secrets[0].clone();
        let secrets = Secrets::new(secrets)
            .map_err(|_| reader.invalid("sharedSecrets", "must be one to five shared secrets"))?;
        let loopback = callback::is_loopback(&base_url);
        let callback_rules = reader
            .texts("callbackAllowList")?
            .into_iter()
            .map(|rule| CallbackRule::parse(rule, loopback))
            .collect::<Result<_, _>>()
            .map_err(|rule| reader.invalid("callbackAllowList", rule))?;
        Ok(Self {
            id: id.to_owned(),
            kind,
            api_key,
            secrets,
            signing_secret,
            secret_fingerprints,
            base_url,
            full_auto: reader.flag("fullAuto", false)?,
            trust_browser_sessions: reader.flag("trustBrowserSessions", false)?,
            require_signed_answers: reader.flag("requireSignedAnswers", false)?,
            deletion_enabled: reader.flag("deletionEnabled", false)?,
            callback_rules,
        })
    }

    /// Whether a person may be sent to this callback URL after the flow.
    ///
    /// # Errors
    /// Why not: not a URL, not HTTPS (Veriff's 1302), or not on the allow-list.
    pub fn check_callback(&self, callback: &str) -> Result<(), CallbackError> {
        callback::check(
            callback,
            &self.callback_rules,
            callback::is_loopback(&self.base_url),
        )
    }
}

fn read_base_url(reader: &Reader<'_>) -> Result<Url, SettingsError> {
    let rule = "must be https (http only to loopback), without user, query or fragment";
    let mut url =
        Url::parse(reader.text("baseUrl")?).map_err(|_| reader.invalid("baseUrl", rule))?;
    let allowed = match url.scheme() {
        "https" => true,
        "http" => callback::is_loopback(&url),
        _ => false,
    };
    let plain = url.username().is_empty()
        && url.password().is_none()
        && url.query().is_none()
        && url.fragment().is_none();
    if !allowed || !plain || !url.has_host() {
        return Err(reader.invalid("baseUrl", rule));
    }
    // Veriff's portal shows the base URL without /v1, its examples with it: take both.
    let path = url
        .path()
        .trim_end_matches('/')
        .trim_end_matches("/v1")
        .to_owned();
    url.set_path(&path);
    Ok(url)
}

/// At least one secret.
fn read_secrets(reader: &Reader<'_>) -> Result<Vec<Secret>, SettingsError> {
    let texts = reader.texts("sharedSecrets")?;
    if texts.is_empty() {
        return Err(SettingsError::Missing {
            path: reader.path("sharedSecrets"),
        });
    }
    texts
        .into_iter()
        .map(|text| {
            Secret::new(text).map_err(|_| {
                reader.invalid(
                    "sharedSecrets",
                    "must hold secrets without blanks or line ends",
                )
            })
        })
        .collect()
}

fn fingerprint(secret: &Secret) -> String {
    let mut hex = sign(secret, b"veriff-verify secret fingerprint").to_hex();
    hex.truncate(16);
    hex
}

/// Checks that no two integrations share an id, a key or a secret, and returns the index by key.
///
/// A session belongs for ever to the integration that made it, and only the key and the secret tell
/// whose a webhook is.
pub(super) fn told_apart(
    integrations: &[Integration],
) -> Result<BTreeMap<String, usize>, SettingsError> {
    let mut ids = BTreeSet::new();
    let mut by_api_key = BTreeMap::new();
    for (index, integration) in integrations.iter().enumerate() {
        let refuse = |field: &str, rule| {
            Err(SettingsError::Invalid {
                path: format!("integrations[{index}].{field}"),
                rule,
            })
        };
        if !ids.insert(&integration.id) {
            return refuse("id", "is another integration's id too");
        }
        if by_api_key
            .insert(integration.api_key.clone(), index)
            .is_some()
        {
            return refuse(
                "apiKey",
                "is another integration's API key too: one key for several integrations (Veriff's \
                 'flexible API keys') is not supported, since the header that tells them apart is \
                 not signed",
            );
        }
        if integrations[..index]
            .iter()
            .flat_map(|other| &other.secret_fingerprints)
            .any(|other| integration.secret_fingerprints.contains(other))
        {
            return refuse(
                "sharedSecrets",
                "holds another integration's secret: each integration needs its own",
            );
        }
    }
    Ok(by_api_key)
}
