//! Logs and counts: structured, with ids of sessions and integrations, and nothing of a person.

use tracing_subscriber::EnvFilter;

/// Starts JSON logs on standard output, at the level that `RUST_LOG` names (default `info`).
///
/// Other crates stay at `warn`: their debug output would hold requests and headers.
pub fn start() {
    let level = std::env::var("RUST_LOG")
        .ok()
        .and_then(|level| level.parse().ok());
    let level = level.unwrap_or(tracing::Level::INFO);
    let ours = [
        "verification",
        "create_session",
        "read_session",
        "receive_webhook",
        "sweep_expired",
    ];
    let filter = ours.iter().fold(String::from("warn"), |filter, name| {
        format!("{filter},{name}={level}")
    });
    let filter = EnvFilter::builder().parse_lossy(filter);
    // A second start, in a test, changes nothing.
    let _ = tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        .with_env_filter(filter)
        .with_current_span(false)
        .try_init();
}

/// Counts one event, by integration and detail.
pub fn count(name: &'static str, integration: &str, detail: &str) {
    tracing::info!(target: "verification::count", count = name, integration, detail);
}
