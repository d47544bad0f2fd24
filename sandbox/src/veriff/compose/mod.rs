//! Payloads of webhooks and answers, composed from a session and an invented person.

mod decision;
mod event;
mod full_auto;
mod person;
mod registries;
mod user_status;
mod watchlist;

use jiff::Timestamp;

pub(crate) use decision::decision;
pub(crate) use event::event;
pub(crate) use full_auto::{full_auto, full_auto_pending};
pub(crate) use person::{Holder, given};
pub(crate) use registries::{curp, ine, ine_curp};
pub(crate) use user_status::{user_defined, user_status};
pub(crate) use watchlist::{watchlist, watchlist_answer};

/// A time with microseconds, as decisions have it.
pub(crate) fn micros(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S%.6fZ").to_string()
}

/// A time with milliseconds, as most other messages have it.
pub(crate) fn millis(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}
