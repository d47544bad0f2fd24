//! The local Veriff, tested from outside over HTTP.

#![expect(clippy::unwrap_used, reason = "a panic is how a test fails")]

mod authentication;
mod console;
mod control;
mod create;
mod deciding;
mod decisions;
mod delivery;
mod erase;
mod expiry;
mod faults;
mod harness;
mod integrations;
mod keys;
mod media;
mod page;
mod payloads;
mod reading;
mod receiver;
mod restart;
mod resubmission;
mod routes;
