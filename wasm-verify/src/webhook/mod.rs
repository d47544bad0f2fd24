//! Veriff's webhooks: which one it is, what it says, and what it means for the session
//! ([webhooks guide](https://devdocs.veriff.com/docs/webhooks-guide)).
//!
//! Parse only what [`signature`](crate::signature) has found genuine. Several types may come to one
//! URL and nothing names them all, so they are told apart by shape. Reading is strict in what the
//! session's state depends on (session id, status or action) and tolerant in the rest: unknown fields,
//! statuses and types, and values that are missing or of another type than documented, are kept, counted
//! in [`Drift`], and refuse nothing.
//!
//! ```
//! use veriff_verify::webhook::{self, Webhook};
//!
//! let body = br#"{"id": "3d0c9a14-7b52-4e0f-9a6b-2f1c5d8e7a41", "code": 7001, "action": "started"}"#;
//! let webhook = webhook::parse(body)?;
//! assert_eq!(webhook.kind().as_str(), "event");
//! assert_eq!(webhook.session_id(), Some("3d0c9a14-7b52-4e0f-9a6b-2f1c5d8e7a41"));
//! # Ok::<(), webhook::PayloadError>(())
//! ```

pub mod answer;
mod decision;
pub mod details;
mod drift;
mod envelope;
mod error;
mod event;
mod full_auto;
mod layout;
mod registry;
mod summary;
mod unknown;
mod user_status;
mod watchlist;

pub use decision::Decision;
pub use drift::Drift;
pub use error::PayloadError;
pub use event::Event;
pub use full_auto::FullAuto;
pub use registry::Registry;
pub use summary::{Summary, TextField, TimeField};
pub use unknown::Unknown;
pub use user_status::UserStatus;
pub use watchlist::Watchlist;

use alloc::borrow::Cow;
use alloc::vec::Vec;

use crate::lifecycle::{Fact, RegistryKind};
use envelope::{Envelope, as_code};
use layout::Slot;

/// A message of Veriff's.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Webhook<'a> {
    /// What was decided.
    Decision(Decision<'a>),
    /// The person began or finished.
    Event(Event<'a>),
    /// What Veriff's automation decided.
    FullAuto(FullAuto<'a>),
    /// Whom the lists name.
    Watchlist(Watchlist<'a>),
    /// The Mexican electoral registry.
    Ine(Registry<'a>),
    /// The Mexican population registry.
    Curp(Registry<'a>),
    /// Both of them.
    IneCurp(Registry<'a>),
    /// A status of the company's own.
    UserStatus(UserStatus<'a>),
    /// Something else.
    Unknown(Unknown<'a>),
}

/// The types of webhook.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Kind {
    /// `decision`
    Decision,
    /// `event`
    Event,
    /// `fullauto`
    FullAuto,
    /// `watchlist`
    Watchlist,
    /// `ine`
    Ine,
    /// `curp`
    Curp,
    /// `ine-curp`
    IneCurp,
    /// `user-status`
    UserStatus,
    /// `unknown`
    Unknown,
}

impl Kind {
    /// A short name, for logs, metrics and keys.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Decision => "decision",
            Self::Event => "event",
            Self::FullAuto => "fullauto",
            Self::Watchlist => "watchlist",
            Self::Ine => "ine",
            Self::Curp => "curp",
            Self::IneCurp => "ine-curp",
            Self::UserStatus => "user-status",
            Self::Unknown => "unknown",
        }
    }
}

/// Reads the body of a webhook whose signature is genuine.
///
/// # Errors
///
/// [`PayloadError`] if the body is not a JSON object, or if it lacks what the session's state depends
/// on. A type that is not known is no error but [`Webhook::Unknown`].
pub fn parse(body: &[u8]) -> Result<Webhook<'_>, PayloadError> {
    Summary::of(body).map(Webhook::of)
}

/// The names of those types that name themselves.
const NAMES: [(&str, Kind); 5] = [
    ("fullauto", Kind::FullAuto),
    ("ine_registry", Kind::Ine),
    ("curp_registry", Kind::Curp),
    ("combined-ine-curp-registry", Kind::IneCurp),
    ("user-status.created", Kind::UserStatus),
];

/// Tells the types apart. One that names itself is believed; the others have fields of their own.
fn kind_of(envelope: &Envelope<'_>) -> Kind {
    let named = envelope
        .text(Slot::EventType)
        .or_else(|| envelope.text(Slot::Type));
    if let Some(name) = named
        && let Some((_, kind)) = NAMES.iter().find(|(known, _)| name.is(known))
    {
        return *kind;
    }
    let code = envelope.get(Slot::Code).and_then(as_code);
    let has_event_code = code.is_some_and(event::is_event_code);
    let acts = envelope.has(Slot::Action);
    // What has the shape of an event in full is one, whatever name Veriff may give it one day.
    let is_whole_event = acts && has_event_code;
    let is_event = is_whole_event || named.is_none() && (acts || has_event_code);
    if envelope.has_value(Slot::Verification) || envelope.has(Slot::Verification) && !is_whole_event
    {
        Kind::Decision
    } else if envelope.has(Slot::CheckType) && envelope.has(Slot::MatchStatus) {
        Kind::Watchlist
    } else if is_event {
        Kind::Event
    } else {
        Kind::Unknown
    }
}

/// Picks one field out of whichever type it is.
macro_rules! of_each {
    ($webhook:expr, $inner:ident => $common:expr, session: $session:expr) => {
        match $webhook {
            Webhook::Decision($inner) => $common,
            Webhook::Event($inner) => $common,
            Webhook::Ine($inner) | Webhook::Curp($inner) | Webhook::IneCurp($inner) => $common,
            Webhook::UserStatus($inner) => $common,
            Webhook::FullAuto($inner) => $session,
            Webhook::Watchlist($inner) => $session,
            Webhook::Unknown($inner) => $session,
        }
    };
    ($webhook:expr, $inner:ident => $common:expr) => {
        of_each!($webhook, $inner => $common, session: $common)
    };
}

impl<'a> Webhook<'a> {
    /// The details to a summary.
    fn of(summary: Summary<'a>) -> Self {
        match summary.kind() {
            Kind::Decision => Self::Decision(Decision::of(summary)),
            Kind::Event => Self::Event(Event::of(summary)),
            Kind::FullAuto => Self::FullAuto(FullAuto::of(summary)),
            Kind::Watchlist => Self::Watchlist(Watchlist::of(summary)),
            Kind::Ine => Self::Ine(Registry::of(summary, RegistryKind::Ine)),
            Kind::Curp => Self::Curp(Registry::of(summary, RegistryKind::Curp)),
            Kind::IneCurp => Self::IneCurp(Registry::of(summary, RegistryKind::IneCurp)),
            Kind::UserStatus => Self::UserStatus(UserStatus::of(summary)),
            Kind::Unknown => Self::Unknown(Unknown::of(summary)),
        }
    }

    /// Which type it is.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Decision(_) => Kind::Decision,
            Self::Event(_) => Kind::Event,
            Self::FullAuto(_) => Kind::FullAuto,
            Self::Watchlist(_) => Kind::Watchlist,
            Self::Ine(_) => Kind::Ine,
            Self::Curp(_) => Kind::Curp,
            Self::IneCurp(_) => Kind::IneCurp,
            Self::UserStatus(_) => Kind::UserStatus,
            Self::Unknown(_) => Kind::Unknown,
        }
    }

    /// The session it is about, which only an old watchlist webhook or an unknown type may not name.
    pub fn session_id(&self) -> Option<&str> {
        let id: Option<&Cow<'_, str>> =
            of_each!(self, it => Some(&it.session_id), session: it.session_id.as_ref());
        id.map(|id| &**id)
    }

    /// The attempt it is about, if it names one.
    pub fn attempt_id(&self) -> Option<&str> {
        of_each!(self, it => it.attempt_id.as_deref())
    }

    /// `vendorData`: unmodified what the session was created with.
    pub fn vendor_data(&self) -> Option<&str> {
        of_each!(self, it => it.vendor_data.as_deref())
    }

    /// `endUserId`: unmodified what the session was created with.
    pub fn end_user_id(&self) -> Option<&str> {
        of_each!(self, it => it.end_user_id.as_deref())
    }

    /// What it says about the session. Empty when that is nothing we know of: an unknown type, status
    /// or action.
    pub fn facts(&self) -> Vec<Fact> {
        self.summary().facts()
    }

    /// What was unexpected in it.
    pub fn drift(&self) -> &Drift {
        self.summary().drift()
    }

    /// What a handler needs at once of it, and what [`State::apply_webhook`] takes.
    ///
    /// [`State::apply_webhook`]: crate::lifecycle::State::apply_webhook
    pub fn summary(&self) -> &Summary<'a> {
        of_each!(self, it => &it.summary)
    }
}
