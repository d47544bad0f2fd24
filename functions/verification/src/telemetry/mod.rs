//! Logs and metrics: structured, with ids of sessions and integrations, and nothing of a person.
//!
//! Both go through `tracing`. A deployed function writes each as lines of JSON on standard output: logs
//! as they are, metrics in CloudWatch's [embedded metric format](emf). Elsewhere, whoever wants to see
//! them listens: [`Emf`] is an ordinary layer. Nobody listens in the sandbox.

mod emf;
mod metrics;

pub use emf::Emf;
pub use metrics::{Metric, NAMESPACE, Unit};

use crate::store::Store;
use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::{Layer as _, SubscriberExt as _};
use tracing_subscriber::util::SubscriberInitExt as _;

/// Our own crates, as `tracing` names them.
const OURS: [&str; 8] = [
    "create_session",
    "erase_session",
    "operate",
    "publish_outcome",
    "read_session",
    "receive_webhook",
    "sweep_expired",
    "verification",
];

/// Starts a function's logs and metrics on standard output. Logs are of the level that `RUST_LOG` names
/// (default `info`); metrics are written whatever it is.
pub fn start() {
    let level = std::env::var("RUST_LOG")
        .ok()
        .and_then(|level| level.parse().ok());
    let logs = tracing_subscriber::fmt::layer()
        .json()
        .flatten_event(true)
        .with_current_span(false)
        .with_filter(filter(level.unwrap_or(tracing::Level::INFO)));
    // A second start, in a test, changes nothing.
    let _ = tracing_subscriber::registry()
        .with(logs)
        .with(Emf::new(std::io::stdout).with_filter(only_metrics()))
        .try_init();
}

/// What is logged: our own crates at `level`, and of others warnings alone, whose debug output would
/// hold requests and headers.
pub fn filter(level: tracing::Level) -> Targets {
    Targets::new()
        .with_default(LevelFilter::WARN)
        .with_targets(OURS.map(|name| (name, level)))
        .with_target(metrics::TARGET, LevelFilter::OFF)
}

/// Nothing but metrics.
fn only_metrics() -> Targets {
    Targets::new().with_target(metrics::TARGET, LevelFilter::INFO)
}

/// Records the request units that the store has spent since they were last recorded: called when
/// an invocation is over.
pub fn record_units(store: &Store) {
    for (operation, units) in store.units_to_tell() {
        Metric::RequestUnits.record(units, "", operation);
    }
}
