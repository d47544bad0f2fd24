//! The templates in `infra/`, held against the code that they deploy.
//!
//! What a template says in YAML and what the code says in Rust have no compiler between them. These tests
//! resolve the templates as CloudFormation would (parameters, conditions, nested stacks) and compare: the
//! table with the one that the tests use, the routes with the sandbox's gateway, each role with the calls that
//! its function is seen to make, each alarm with the catalogue of metrics, and so on.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "what fails here fails a test"
)]

mod access_log;
mod alarms;
mod deploy;
mod event_source;
mod functions;
mod lint;
mod parameters;
mod roles;
mod routes;
mod schedule;
mod stack;
mod table;
mod template;

/// Every function: logical id and binary.
const FUNCTIONS: [(&str, &str); 7] = [
    ("CreateSession", "create-session"),
    ("ReadSession", "read-session"),
    ("EraseSession", "erase-session"),
    ("ReceiveWebhook", "receive-webhook"),
    ("SweepExpired", "sweep-expired"),
    ("PublishOutcome", "publish-outcome"),
    ("Operate", "operate"),
];

/// The repository's root.
fn root() -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}
