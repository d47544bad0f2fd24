//! Where an integration wants its webhooks: Veriff's portal has one address per type.

use serde::{Deserialize, Serialize};

use super::outbox::Kind;

/// One address per type of webhook, and one for the types without their own.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[expect(missing_docs, reason = "named after the portal's own fields")]
pub struct WebhookUrls {
    pub decisions: Option<String>,
    pub events: Option<String>,
    pub full_auto: Option<String>,
    pub watchlist: Option<String>,
    pub ine: Option<String>,
    pub curp: Option<String>,
    pub ine_curp: Option<String>,
    pub user_status: Option<String>,
    pub default: Option<String>,
}

impl WebhookUrls {
    /// The address for a type.
    pub(crate) fn of(&self, kind: Kind) -> Option<&str> {
        let own = match kind {
            Kind::Decision => &self.decisions,
            Kind::Event => &self.events,
            Kind::FullAuto => &self.full_auto,
            Kind::Watchlist => &self.watchlist,
            Kind::Ine => &self.ine,
            Kind::Curp => &self.curp,
            Kind::IneCurp => &self.ine_curp,
            Kind::UserStatus => &self.user_status,
        };
        own.as_deref().or(self.default.as_deref())
    }
}
