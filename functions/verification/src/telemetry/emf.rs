//! Metrics as log lines in CloudWatch's
//! [embedded metric format](https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html):
//! CloudWatch reads them out of a function's log, so no request is waited for.
//!
//! One line a metric, written by hand: the form is small and fixed, and a crate for it would bring its
//! own buffers, clocks and flushing.

use super::metrics::{Metric, NAMESPACE, TARGET};
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use std::fmt::Debug;
use std::io::Write;
use std::time::{SystemTime, UNIX_EPOCH};
use tracing::field::{Field, Visit};
use tracing::{Event, Subscriber};
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::Context;

/// The dimension of the integration.
const INTEGRATION: &str = "Integration";
/// The longest value of a dimension.
const LONGEST_VALUE: usize = 1024;

/// Writes every metric that is recorded as one line.
#[derive(Debug)]
pub struct Emf<W> {
    writer: W,
}

impl<W: for<'a> MakeWriter<'a>> Emf<W> {
    /// Writes to this: in a function, to standard output, whence Lambda takes it to CloudWatch.
    pub fn new(writer: W) -> Self {
        Self { writer }
    }
}

impl<S: Subscriber, W> tracing_subscriber::Layer<S> for Emf<W>
where
    W: for<'a> MakeWriter<'a> + 'static,
{
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        if event.metadata().target() != TARGET {
            return;
        }
        let mut recorded = Recorded::default();
        event.record(&mut recorded);
        let at = SystemTime::now().duration_since(UNIX_EPOCH);
        let at = at.map_or(0, |since| since.as_millis());
        if let Some(line) = recorded.line(u64::try_from(at).unwrap_or(u64::MAX)) {
            // A log that cannot be written to is no reason to fail a request.
            let _ = self.writer.make_writer().write_all(&line);
        }
    }
}

/// What an event says.
#[derive(Default)]
struct Recorded {
    metric: Option<Metric>,
    value: f64,
    integration: String,
    detail: String,
}

impl Recorded {
    /// The line, with its end; none if CloudWatch would refuse it.
    fn line(&self, at: u64) -> Option<Vec<u8>> {
        let metric = self.metric?;
        if !self.value.is_finite() {
            return None;
        }
        let mut values = Vec::with_capacity(2);
        if !self.integration.is_empty() {
            values.push((INTEGRATION, &*self.integration));
        }
        if let (Some(name), false) = (metric.detail(), self.detail.is_empty()) {
            values.push((name, &*self.detail));
        }
        let line = Line {
            at,
            metric,
            value: self.value,
            values: &values,
        };
        let mut bytes = serde_json::to_vec(&line).ok()?;
        bytes.push(b'\n');
        Some(bytes)
    }
}

impl Visit for Recorded {
    fn record_str(&mut self, field: &Field, value: &str) {
        match field.name() {
            "metric" => self.metric = Metric::named(value),
            "integration" => self.integration = dimension_value(value),
            "detail" => self.detail = dimension_value(value),
            _ => {}
        }
    }

    fn record_f64(&mut self, field: &Field, value: f64) {
        if field.name() == "value" {
            self.value = value;
        }
    }

    fn record_debug(&mut self, _: &Field, _: &dyn Debug) {}
}

/// CloudWatch takes printable ASCII alone, with something in it that is not blank.
fn dimension_value(value: &str) -> String {
    let printable = |c: char| if matches!(c, ' '..='~') { c } else { '?' };
    value
        .trim()
        .chars()
        .take(LONGEST_VALUE)
        .map(printable)
        .collect()
}

/// The root of the document: the metric and its dimensions' values are members beside `_aws`.
struct Line<'a> {
    at: u64,
    metric: Metric,
    value: f64,
    values: &'a [(&'static str, &'a str)],
}

impl Serialize for Line<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let names: Vec<_> = self.values.iter().map(|(name, _)| *name).collect();
        let metadata = Metadata {
            timestamp: self.at,
            cloud_watch_metrics: [Directive {
                namespace: NAMESPACE,
                // Over everything, by integration, by integration and detail.
                dimensions: (0..=names.len()).map(|count| &names[..count]).collect(),
                metrics: [Definition {
                    name: self.metric.name(),
                    unit: self.metric.unit().as_str(),
                }],
            }],
        };
        let mut root = serializer.serialize_map(None)?;
        root.serialize_entry("_aws", &metadata)?;
        for (name, value) in self.values {
            root.serialize_entry(name, value)?;
        }
        root.serialize_entry(self.metric.name(), &self.value)?;
        root.end()
    }
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Metadata<'a> {
    timestamp: u64,
    cloud_watch_metrics: [Directive<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Directive<'a> {
    namespace: &'static str,
    dimensions: Vec<&'a [&'static str]>,
    metrics: [Definition; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Definition {
    name: &'static str,
    unit: &'static str,
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn written(metric: Metric, value: f64, integration: &str, detail: &str) -> Option<Value> {
        let recorded = Recorded {
            metric: Some(metric),
            value,
            integration: dimension_value(integration),
            detail: dimension_value(detail),
        };
        let line = recorded.line(1_767_225_600_123)?;
        assert_eq!(line.iter().filter(|byte| **byte == b'\n').count(), 1);
        assert_eq!(line.last(), Some(&b'\n'));
        Some(serde_json::from_slice(&line).expect("JSON"))
    }

    #[test]
    fn a_line_is_what_cloudwatch_reads() {
        assert_eq!(
            written(Metric::WebhookReceived, 1.0, "shop-live", "decision"),
            Some(json!({
                "_aws": {
                    "Timestamp": 1_767_225_600_123_u64,
                    "CloudWatchMetrics": [{
                        "Namespace": "Verification",
                        "Dimensions": [[], ["Integration"], ["Integration", "Type"]],
                        "Metrics": [{ "Name": "WebhookReceived", "Unit": "Count" }],
                    }],
                },
                "Integration": "shop-live",
                "Type": "decision",
                "WebhookReceived": 1.0,
            }))
        );
    }

    #[test]
    fn what_is_not_known_is_no_dimension() {
        let dimensions = |metric, integration, detail| {
            let line = written(metric, 2.0, integration, detail).expect("a line");
            line["_aws"]["CloudWatchMetrics"][0]["Dimensions"].clone()
        };
        assert_eq!(dimensions(Metric::SweepLooked, "", ""), json!([[]]));
        assert_eq!(dimensions(Metric::SweepLooked, "", "extra"), json!([[]]));
        assert_eq!(
            dimensions(Metric::SessionCreated, "shop", ""),
            json!([[], ["Integration"]])
        );
        assert_eq!(
            dimensions(Metric::RequestUnits, "", "put payload"),
            json!([[], ["Operation"]])
        );
        assert_eq!(dimensions(Metric::WebhookRejected, " ", " \t"), json!([[]]));
    }

    #[test]
    fn every_metric_keeps_to_the_specification() {
        let long = "é\u{7}".repeat(2000);
        for metric in Metric::ALL {
            let line = written(*metric, 0.5, &long, &long).expect("a line");
            let root = line.as_object().expect("an object");
            assert!(line["_aws"]["Timestamp"].is_u64());
            let directives = line["_aws"]["CloudWatchMetrics"].as_array();
            for directive in directives.expect("directives") {
                assert_eq!(directive["Namespace"], "Verification");
                let metrics = directive["Metrics"].as_array().expect("metrics");
                assert!((1..=100).contains(&metrics.len()));
                for definition in metrics {
                    let name = definition["Name"].as_str().expect("a name");
                    assert!((1..=1024).contains(&name.len()));
                    assert!(root[name].is_f64(), "its target is a number");
                    assert!(matches!(
                        definition["Unit"].as_str(),
                        Some("Count" | "Seconds")
                    ));
                }
                for set in directive["Dimensions"].as_array().expect("sets") {
                    let set = set.as_array().expect("a set");
                    assert!(set.len() <= 30);
                    for name in set {
                        let name = name.as_str().expect("a name");
                        assert!((1..=250).contains(&name.len()) && !name.starts_with(':'));
                        let value = root[name].as_str().expect("its target is a text");
                        assert!((1..=1024).contains(&value.len()));
                        assert!(value.bytes().all(|byte| (b' '..=b'~').contains(&byte)));
                    }
                }
            }
        }
    }

    #[test]
    fn what_is_no_number_is_not_written() {
        assert_eq!(written(Metric::SweepBehind, f64::NAN, "", ""), None);
        assert_eq!(written(Metric::SweepBehind, f64::INFINITY, "", ""), None);
    }

    #[test]
    fn names_are_distinct_and_have_a_meaning() {
        for (place, metric) in Metric::ALL.iter().enumerate() {
            assert_eq!(Metric::named(metric.name()), Some(*metric));
            assert_eq!(Metric::ALL[place], *metric);
            assert!(metric.meaning().ends_with('.'), "{}", metric.name());
            assert_ne!(metric.detail(), Some(INTEGRATION));
            assert_ne!(metric.detail(), Some(metric.name()));
        }
    }
}
