//! Settings: which integrations there are, who may call, and how long things are kept.
//!
//! They are one JSON document ([`Settings::parse`]). An error names the field and never its value,
//! since the document holds shared secrets.

mod callback;
mod integration;
mod reader;
mod source;

pub use callback::{CallbackError, CallbackRule};
pub use integration::{DEVELOPMENT_API_KEY, Integration, IntegrationKind};
pub use source::{SettingsCache, SettingsSource};

use reader::Reader;
use std::collections::BTreeMap;

/// Shards of the index of due sessions, unless the settings name another number.
pub const DEFAULT_INDEX_SHARDS: u32 = 4;

/// What was wrong with the settings document: the field's path, and the rule it breaks.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SettingsError {
    /// The document is not JSON; the position is all that can be told without its content.
    #[error("the settings are not JSON: line {line}, column {column}")]
    NotJson {
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
    },
    /// A field is missing.
    #[error("settings: `{path}` is missing")]
    Missing {
        /// Such as `integrations[0].apiKey`.
        path: String,
    },
    /// A field's value breaks a rule.
    #[error("settings: `{path}` {rule}")]
    Invalid {
        /// Such as `integrations[0].baseUrl`.
        path: String,
        /// What it must be.
        rule: &'static str,
    },
    /// A field that is not known, most often a slip of the pen.
    #[error("settings: `{path}` is not a field that is known here")]
    Unknown {
        /// Such as `integrations[0].sharedSecret`.
        path: String,
    },
    /// The document could not be had.
    #[error("the settings could not be read from {place}: {reason}")]
    Unreadable {
        /// The variable, file or secret.
        place: String,
        /// Why, without any content.
        reason: String,
    },
}

/// Who may call the HTTP API, and as whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Callers {
    /// The claim of the authoriser's token that names a signed-in person; none: no person may call.
    pub end_user_claim: Option<String>,
    /// The scope that makes a token's bearer the platform's own back end.
    pub server_scope: Option<String>,
    /// Whether a request that API Gateway authorised by IAM comes from the platform's own back end.
    pub server_iam: bool,
}

/// The settings, checked.
#[derive(Clone, Debug)]
pub struct Settings {
    integrations: Vec<Integration>,
    by_api_key: BTreeMap<String, usize>,
    /// Who may call.
    pub callers: Callers,
    /// How many sessions one person may be given in a day (UTC).
    pub creates_per_person_and_day: u32,
    /// How long payloads are kept; 0 keeps none.
    pub payload_retention_days: u32,
    /// Shards of the index of due sessions. It may be raised, never lowered.
    pub index_shards: u32,
}

impl Settings {
    /// Reads and checks a settings document.
    ///
    /// # Errors
    /// The first field found missing, of the wrong type, unknown or against a rule.
    pub fn parse(document: &str) -> Result<Self, SettingsError> {
        let root = serde_json::from_str(document).map_err(|error| SettingsError::NotJson {
            line: error.line(),
            column: error.column(),
        })?;
        let root = Reader::root(&root)?;
        root.only(&[
            "schema",
            "integrations",
            "callers",
            "createsPerPersonAndDay",
            "payloadRetentionDays",
            "indexShards",
        ])?;
        if root.number("schema", 1)? != 1 {
            return Err(root.invalid(
                "schema",
                "must be 1: a newer document needs newer functions",
            ));
        }
        let integrations = root
            .objects("integrations")?
            .iter()
            .map(Integration::read)
            .collect::<Result<Vec<_>, _>>()?;
        if integrations.is_empty() {
            return Err(root.invalid("integrations", "must name at least one integration"));
        }
        let by_api_key = integration::told_apart(&integrations)?;
        let settings = Self {
            integrations,
            by_api_key,
            callers: read_callers(&root)?,
            creates_per_person_and_day: root.number("createsPerPersonAndDay", 10)?,
            payload_retention_days: root.number("payloadRetentionDays", 90)?,
            index_shards: root.number("indexShards", DEFAULT_INDEX_SHARDS)?,
        };
        if !(1..=1024).contains(&settings.index_shards) {
            return Err(root.invalid("indexShards", "must be from 1 to 1024"));
        }
        if settings.creates_per_person_and_day == 0 {
            return Err(root.invalid("createsPerPersonAndDay", "must be at least 1"));
        }
        Ok(settings)
    }

    /// The integrations, in the document's order.
    pub fn integrations(&self) -> &[Integration] {
        &self.integrations
    }

    /// The integration that makes a session when the caller names none: the first.
    pub fn default_integration(&self) -> &Integration {
        &self.integrations[0]
    }

    /// The integration of that id.
    pub fn integration(&self, id: &str) -> Option<&Integration> {
        self.integrations.iter().find(|one| one.id == id)
    }

    /// The integration that a webhook's `X-AUTH-CLIENT` names. UUIDs are compared without case.
    pub fn integration_by_api_key(&self, api_key: &str) -> Option<&Integration> {
        self.by_api_key
            .get(&api_key.to_ascii_lowercase())
            .map(|index| &self.integrations[*index])
    }
}

fn read_callers(root: &Reader<'_>) -> Result<Callers, SettingsError> {
    let Some(callers) = root.object("callers")? else {
        return Ok(Callers {
            end_user_claim: None,
            server_scope: None,
            server_iam: true,
        });
    };
    callers.only(&["endUserClaim", "serverScope", "serverIam"])?;
    let read = Callers {
        end_user_claim: callers.optional_text("endUserClaim")?,
        server_scope: callers.optional_text("serverScope")?,
        server_iam: callers.flag("serverIam", false)?,
    };
    if read.end_user_claim.is_none() && read.server_scope.is_none() && !read.server_iam {
        return Err(SettingsError::Invalid {
            path: "callers".into(),
            rule: "must let somebody call: endUserClaim, serverScope or serverIam",
        });
    }
    Ok(read)
}

#[cfg(test)]
mod tests;
