//! Logs and counts: structured, with ids of sessions and integrations, and nothing of a person.

use tracing_subscriber::EnvFilter;

/// Starts JSON logs on standard output, at the level that `RUST_LOG` names (default `info`).
pub fn start() {
    let level = std::env::var("RUST_LOG")
        .ok()
        .and_then(|level| level.parse().ok());
    // A second start, in a test, changes nothing.
    let _ = tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        .with_env_filter(filter(level.unwrap_or(tracing::Level::INFO)))
        .with_current_span(false)
        .try_init();
}

/// What is logged: our own crates at `level`, and of others warnings alone, whose debug output would
/// hold requests and headers.
pub fn filter(level: tracing::Level) -> EnvFilter {
    let filter = [
        "verification",
        "create_session",
        "publish_outcome",
        "read_session",
        "receive_webhook",
        "sweep_expired",
    ]
    .iter()
    .fold(String::from("warn"), |filter, name| {
        format!("{filter},{name}={level}")
    });
    EnvFilter::builder().parse_lossy(filter)
}

/// Counts one event, by integration and detail.
pub fn count(name: &'static str, integration: &str, detail: &str) {
    tracing::info!(target: "verification::count", count = name, integration, detail);
}
