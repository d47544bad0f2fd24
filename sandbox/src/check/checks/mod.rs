//! The checks, one file for each or for a few that belong together.

pub(crate) mod access;
pub(crate) mod broken;
pub(crate) mod by_hand;
pub(crate) mod creation;
pub(crate) mod declined;
pub(crate) mod durable;
pub(crate) mod expired;
pub(crate) mod foreign;
pub(crate) mod forged;
pub(crate) mod genuine;
pub(crate) mod identifiers;
pub(crate) mod kinds;
pub(crate) mod limit;
pub(crate) mod order;
pub(crate) mod raw_body;
pub(crate) mod recovery;
pub(crate) mod repeats;
pub(crate) mod review;
pub(crate) mod same_link;
pub(crate) mod timing;

/// What every check of a webhook builds on.
const WEBHOOKS: &[&str] = &["session-created", "genuine-webhook"];
