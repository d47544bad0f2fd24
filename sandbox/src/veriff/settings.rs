//! The settings file of the local Veriff: several integrations, as an admin would set them up.
//!
//! ```json
//! {
//!   "strict": false,
//!   "integrations": [{
//!     "id": "shop", "type": "live", "plan": "essential", "active": true,
//!     "apiKey": "0f6f3a52-94a3-4b6f-8a5e-3f5d2a9c0001", "sharedSecrets": ["…"],
//!     "webhookUrls": {"default": "http://127.0.0.1:3000/veriff", "fullAuto": "http://…"},
//!     "decideAfter": "5m", "decideAs": "declined:102"
//!   }]
//! }
//! ```

use std::io;
use std::path::Path;

use serde::Deserialize;
use url::Url;

use super::config::IntegrationConfig;
use super::outbox::Kind;

/// What the file says.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct VeriffSettings {
    /// The integrations, beside the development ones; one with the id of such takes its place.
    pub integrations: Vec<IntegrationConfig>,
    /// Whether to refuse what Veriff refuses and this server otherwise lets through: see
    /// [`VeriffConfig::strict`](super::VeriffConfig::strict).
    #[serde(default)]
    pub strict: bool,
}

/// Why a settings file is refused. Nothing of what stands in it is repeated but names of fields.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum VeriffSettingsError {
    /// The file cannot be read.
    #[error(
        "cannot read the settings file {file}: {source} (`veriff-sandbox up --help` shows one to \
         begin with)"
    )]
    Read {
        /// The file.
        file: String,
        /// What the system says.
        source: io::Error,
    },
    /// Something is wrong with what stands in the file.
    #[error("{file}: {source}")]
    File {
        /// The file.
        file: String,
        /// What is wrong.
        source: Box<Self>,
    },
    /// It is not the JSON that is wanted.
    #[error("the settings file is not as it should be at line {line}, column {column}: {what}")]
    Json {
        /// From 1.
        line: usize,
        /// From 1.
        column: usize,
        /// A field and what it may be, or just the kind of error.
        what: String,
    },
    /// Strict, as Veriff is: a webhook address must be HTTPS, without a port.
    #[error(
        "integration {0:?}: Veriff sends webhooks to https:// addresses without a port only \
         (leave out strict to let http to this machine through)"
    )]
    WebhookUrl(String),
}

impl VeriffSettings {
    /// Reads a settings file. `strict` has the effect of the setting of that name.
    ///
    /// # Errors
    /// See [`VeriffSettingsError`]; what single integrations may say is checked at the start.
    pub fn read(file: &Path, strict: bool) -> Result<Self, VeriffSettingsError> {
        let name = || file.display().to_string();
        let json = std::fs::read(file).map_err(|source| VeriffSettingsError::Read {
            file: name(),
            source,
        })?;
        Self::from_json(&json, strict).map_err(|error| VeriffSettingsError::File {
            file: name(),
            source: error.into(),
        })
    }

    /// Reads the content of a settings file.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    pub fn from_json(json: &[u8], strict: bool) -> Result<Self, VeriffSettingsError> {
        let mut settings: Self =
            serde_json::from_slice(json).map_err(|error| described(json, &error))?;
        settings.strict |= strict;
        if settings.strict {
            for integration in &settings.integrations {
                let mut urls = Kind::ALL
                    .iter()
                    .filter_map(|kind| integration.webhook_for(*kind));
                if !urls.all(is_public) {
                    return Err(VeriffSettingsError::WebhookUrl(integration.id.clone()));
                }
            }
        }
        Ok(settings)
    }
}

/// HTTPS on its usual port, without a name or password.
pub(crate) fn is_public(text: &str) -> bool {
    Url::parse(text).is_ok_and(|url| {
        url.scheme() == "https"
            && url.port().is_none()
            && url.username().is_empty()
            && url.password().is_none()
    })
}

/// Without the values that serde would name: one of them may be a secret.
fn described(json: &[u8], error: &serde_json::Error) -> VeriffSettingsError {
    let text = error.to_string();
    let named = ["unknown field", "missing field", "duplicate field"]
        .iter()
        .any(|start| text.starts_with(start));
    let what = match text.rsplit_once(" at line ") {
        Some((what, _)) if named => what.to_owned(),
        Some((what, _)) if error.is_data() => {
            let field = field_before(json, error.line(), error.column());
            let field = field.map_or_else(|| "a value".to_owned(), |name| format!("`{name}`"));
            match what.rsplit_once(", expected ") {
                Some((_, wanted)) => format!("{field} is to be {wanted}"),
                None => format!("{field} is of another kind"),
            }
        }
        _ => "this is no JSON".to_owned(),
    };
    VeriffSettingsError::Json {
        line: error.line(),
        column: error.column(),
        what,
    }
}

/// The field whose value ends there, counted from 1 as serde does.
fn field_before(json: &[u8], line: usize, column: usize) -> Option<&str> {
    let json = str::from_utf8(json).ok()?;
    let lines = json.split_inclusive('\n');
    let start: usize = lines.take(line.saturating_sub(1)).map(str::len).sum();
    let mut before = json.get(..json.len().min(start + column))?;
    loop {
        // A colon within a value has no name in quotes before it.
        before = before.rsplit_once(':')?.0;
        let quoted = before.trim_end().strip_suffix('"');
        let name = quoted.and_then(|text| text.rsplit_once('"'));
        if let Some((_, name)) = name
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric())
        {
            return Some(name);
        }
    }
}
