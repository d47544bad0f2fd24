//! Logs and metrics: structured, with ids of sessions and integrations, and nothing of a person.
//!
//! Both go through `tracing`. A deployed function writes each as lines of JSON on standard output: logs
//! as they are, metrics in CloudWatch's embedded metric format. Elsewhere, whoever wants to see
//! them listens: [`Emf`] is an ordinary layer. Nobody listens in the sandbox.

mod emf;
mod metrics;

pub use emf::Emf;
pub use metrics::{Metric, NAMESPACE, Unit};

use crate::store::Store;
use tracing::Subscriber;
use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::{Layer as _, SubscriberExt as _};
use tracing_subscriber::util::SubscriberInitExt as _;

/// The target of what is logged whatever the level: what an operator must find again.
pub const AT_ANY_LEVEL: &str = "verification::record";

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
    // A second start, in a test, changes nothing.
    let level = level.unwrap_or(tracing::Level::INFO);
    let _ = subscriber(level, std::io::stdout).try_init();
}

fn subscriber<W>(level: tracing::Level, writer: W) -> impl Subscriber + Send + Sync
where
    W: for<'a> MakeWriter<'a> + Clone + Send + Sync + 'static,
{
    let logs = tracing_subscriber::fmt::layer()
        .json()
        .flatten_event(true)
        .with_current_span(false)
        .with_writer(writer.clone())
        .with_filter(filter(level));
    tracing_subscriber::registry()
        .with(logs)
        .with(Emf::new(writer).with_filter(only_metrics()))
}

/// What is logged: our own crates at `level`, and of others warnings alone, whose debug output would
/// hold requests and headers.
pub fn filter(level: tracing::Level) -> Targets {
    Targets::new()
        .with_default(LevelFilter::WARN)
        .with_targets(OURS.map(|name| (name, level)))
        .with_target(AT_ANY_LEVEL, LevelFilter::INFO)
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

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;
    use std::io;
    use std::sync::{Arc, Mutex};

    #[derive(Clone, Default)]
    struct Output(Arc<Mutex<Vec<u8>>>);

    impl io::Write for Output {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let mut output = self.0.lock().expect("no test panicked");
            output.extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_function_writes_logs_of_its_level_and_every_metric_once() {
        let output = Output::default();
        let writer = output.clone();
        let subscriber = subscriber(tracing::Level::ERROR, move || writer.clone());
        tracing::subscriber::with_default(subscriber, || {
            tracing::info!("below the level");
            tracing::info!(target: AT_ANY_LEVEL, "at any level");
            Metric::SessionCreated.count("shop", "");
            tracing::error!(session = "one", "at the level");
            tracing::warn!(target: "hyper", "another's");
            tracing::info!(target: "hyper", "another's, with headers");
        });
        let output = output.0.lock().expect("no test panicked");
        let lines = std::str::from_utf8(&output).expect("text").lines();
        let lines: Vec<Value> = lines
            .map(|line| serde_json::from_str(line).expect("JSON"))
            .collect();
        assert_eq!(lines.len(), 4, "{lines:?}");
        assert_eq!(lines[0]["message"], "at any level");
        assert_eq!(lines[1]["SessionCreated"], 1.0);
        assert_eq!(lines[2]["message"], "at the level");
        assert_eq!(lines[2]["session"], "one");
        assert_eq!(lines[3]["target"], "hyper");
    }
}
