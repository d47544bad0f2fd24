//! One webhook on its way, and every try that was made of it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::faults::{Attached, Fault};

/// One webhook and the tries made of it.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Delivery {
    pub(crate) id: u64,
    #[serde(rename = "type")]
    pub(crate) kind: Kind,
    pub(crate) integration: String,
    pub(crate) session: String,
    pub(crate) attempt: Option<String>,
    pub(crate) url: String,
    pub(crate) created_at: Timestamp,
    /// When the next try is due, while `state` is `waiting`.
    pub(crate) due: Timestamp,
    pub(crate) state: State,
    /// Held back so that the person can retry; a new start cancels it.
    pub(crate) held: bool,
    /// What goes wrong with it.
    #[serde(default)]
    pub(crate) faults: Vec<Attached>,
    /// When it would be due without faults.
    #[serde(default)]
    pub(super) prompt: Option<Timestamp>,
    /// Leaves once the session's next webhook was sent.
    #[serde(default)]
    pub(super) after_next: bool,
    pub(crate) tries: Vec<Try>,
    pub(crate) body: String,
}

impl Delivery {
    /// How often it was tried by itself.
    pub(crate) fn tried_before(&self) -> usize {
        let own = |one: &&Try| !one.replay && !one.extra;
        self.tries.iter().filter(own).count()
    }

    /// What goes wrong with the next try that it makes by itself.
    pub(crate) fn faults_of_next_try(&self) -> Vec<Fault> {
        let first = self.tried_before() == 0;
        let applies = |one: &&Attached| {
            first || one.fault.lasts() || (one.always && !one.fault.is_about_departure())
        };
        let faults = self.faults.iter().filter(applies);
        faults.map(|one| one.fault).collect()
    }
}

/// The types of webhook.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "Veriff's own names")]
pub enum Kind {
    Event,
    Decision,
    #[serde(rename = "fullauto")]
    FullAuto,
    Watchlist,
    Ine,
    Curp,
    IneCurp,
    UserStatus,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Event,
        Self::Decision,
        Self::FullAuto,
        Self::Watchlist,
        Self::Ine,
        Self::Curp,
        Self::IneCurp,
        Self::UserStatus,
    ];

    /// The short name used in the control API and on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Event => "event",
            Self::Decision => "decision",
            Self::FullAuto => "fullauto",
            Self::Watchlist => "watchlist",
            Self::Ine => "ine",
            Self::Curp => "curp",
            Self::IneCurp => "ine-curp",
            Self::UserStatus => "user-status",
        }
    }
}

/// What became of a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum State {
    Waiting,
    Delivered,
    /// Never answered with 200 in a week.
    GivenUp,
    /// The person started again before it was sent.
    Cancelled,
    /// Never sent: a fault.
    Lost,
}

/// One try of a delivery.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Try {
    /// From 1.
    pub(crate) number: u32,
    /// Sandbox time.
    pub(crate) at: Timestamp,
    /// The receiver's HTTP status, if it answered in time.
    pub(crate) http_status: Option<u16>,
    /// What went wrong, if it did not.
    pub(crate) error: Option<String>,
    /// The beginning of the receiver's answer.
    pub(crate) answer: String,
    /// Real milliseconds until the answer or the failure.
    pub(crate) elapsed_ms: u64,
    /// Asked for by hand.
    pub(crate) replay: bool,
    /// What went wrong with it on purpose.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) faults: Vec<Fault>,
    /// What was sent, where faults made it something else than the webhook's body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) sent: Option<String>,
    /// Not the webhook itself, but a request that a fault sent beside it: counts for nothing.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) extra: bool,
}

impl Try {
    /// Success is 200, exactly.
    pub(crate) fn succeeded(&self) -> bool {
        self.http_status == Some(200) && !self.extra
    }
}

/// A webhook to be queued.
pub(crate) struct Message {
    pub(crate) kind: Kind,
    pub(crate) integration: String,
    pub(crate) session: String,
    pub(crate) attempt: Option<String>,
    pub(crate) url: String,
    pub(crate) body: String,
}
