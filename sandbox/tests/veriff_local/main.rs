//! The local Veriff, tested from outside over HTTP.

mod authentication;
mod control;
mod create;
mod decisions;
mod delivery;
mod erase;
mod expiry;
mod harness;
mod media;
mod page;
mod reading;
mod restart;
mod resubmission;
