//! Listening to what the functions log and count, as a deployed function would write it.

use serde_json::Value;
use std::io::{self, Write};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use tracing::{Dispatch, Level, Subscriber};
use tracing_subscriber::layer::{Layer as _, SubscriberExt as _};
use verification::telemetry::{Emf, filter};

/// The lines that were written.
#[derive(Clone, Default)]
pub struct Lines(Arc<Mutex<Vec<u8>>>);

impl Lines {
    /// Whether this is in one of them.
    pub fn contain(&self, text: &str) -> bool {
        self.text().contains(text)
    }

    /// All of them.
    pub fn text(&self) -> String {
        let bytes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// Each of them, which must be JSON.
    pub fn json(&self) -> Vec<Value> {
        self.text()
            .lines()
            .map(|line| serde_json::from_str(line).expect("each line is JSON"))
            .collect()
    }
}

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        lines.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A listener that writes logs of every level, and metrics, each to its own lines.
pub fn listener(logs: &Lines, metrics: &Lines) -> impl Subscriber + Send + Sync + use<> {
    let (logs, metrics) = (logs.clone(), metrics.clone());
    let to_logs = tracing_subscriber::fmt::layer()
        .json()
        .flatten_event(true)
        .with_writer(move || logs.clone())
        .with_filter(filter(Level::TRACE));
    tracing_subscriber::registry()
        .with(to_logs)
        .with(Emf::new(move || metrics.clone()))
}

/// Listeners that are always there. With one alone in a process, `tracing` would have a place switched off
/// for good by whatever thread passes it first without listening.
static OTHERS: LazyLock<[Dispatch; 2]> = LazyLock::new(|| {
    let other = || Dispatch::new(tracing_subscriber::registry().with(Emf::new(io::sink)));
    [other(), other()]
});

/// The metrics of whatever runs on this thread, as long as this is held.
pub struct Metrics {
    lines: Lines,
    _guard: tracing::subscriber::DefaultGuard,
}

impl Metrics {
    /// Listens from now on.
    pub fn listen() -> Self {
        LazyLock::force(&OTHERS);
        let lines = Lines::default();
        let metrics = lines.clone();
        let subscriber = tracing_subscriber::registry().with(Emf::new(move || metrics.clone()));
        Self {
            lines,
            _guard: tracing::subscriber::set_default(subscriber),
        }
    }

    /// The sum of a metric's values, of those with this detail; all of them for `*`.
    pub fn sum(&self, metric: &str, detail: &str) -> f64 {
        self.values(metric, detail).iter().sum()
    }

    /// A metric's values in order, of those with this detail; all of them for `*`.
    pub fn values(&self, metric: &str, detail: &str) -> Vec<f64> {
        let of = |line: &Value| {
            let directive = &line["_aws"]["CloudWatchMetrics"][0];
            let sets = directive["Dimensions"].as_array()?;
            let name = sets.last()?.as_array()?.last();
            let seen = name.and_then(|name| line[name.as_str()?].as_str());
            let wanted = detail == "*" || seen.unwrap_or_default() == detail;
            line[metric].as_f64().filter(|_| wanted)
        };
        self.lines.json().iter().filter_map(of).collect()
    }
}
