//! Which metrics there are, ours and AWS's, and under which dimensions.

use super::super::stack::{Stack, text};
use super::super::template::Templates;
use serde_json::Value;
use std::collections::BTreeMap;
use verification::telemetry::{Metric, NAMESPACE};

/// What AWS measures of itself, as far as it is watched here: namespace, metrics, dimensions. From the lists
/// of metrics in the guides of API Gateway (HTTP APIs), Lambda (functions, event source mappings), DynamoDB
/// and SQS.
const OF_AWS: [(&str, &[&str], &[&str]); 6] = [
    (
        "AWS/ApiGateway",
        &["4xx", "5xx", "Count", "Latency"],
        &["ApiId"],
    ),
    (
        "AWS/Lambda",
        &[
            "Errors",
            "Throttles",
            "Invocations",
            "Duration",
            "IteratorAge",
            "DestinationDeliveryFailures",
        ],
        &["FunctionName"],
    ),
    (
        "AWS/Lambda",
        &[
            "OnFailureDestinationDeliveredEventCount",
            "DroppedEventCount",
        ],
        &["EventSourceMappingUUID"],
    ),
    (
        "AWS/DynamoDB",
        &["ReadThrottleEvents", "WriteThrottleEvents"],
        &["TableName"],
    ),
    (
        "AWS/DynamoDB",
        &["ReadThrottleEvents", "WriteThrottleEvents"],
        &["GlobalSecondaryIndexName", "TableName"],
    ),
    (
        "AWS/SQS",
        &["ApproximateNumberOfMessagesVisible"],
        &["QueueName"],
    ),
];

/// A metric that an alarm or the dashboard names.
#[derive(Debug)]
pub(super) struct Watched {
    pub(super) namespace: String,
    pub(super) name: String,
    /// Names and values. A search has no values.
    pub(super) dimensions: BTreeMap<String, String>,
}

impl Watched {
    /// Of `Namespace`, `MetricName` and `Dimensions`.
    pub(super) fn of(metric: &Value) -> Self {
        let dimensions = metric["Dimensions"].as_array().into_iter().flatten();
        Self {
            namespace: text(&metric["Namespace"]),
            name: text(&metric["MetricName"]),
            dimensions: dimensions
                .map(|it| (text(&it["Name"]), text(&it["Value"])))
                .collect(),
        }
    }

    /// Of a widget's `["namespace", "name", "dimension", "value", …, {options}]`.
    fn of_list(list: &[Value]) -> Self {
        let texts: Vec<_> = list
            .iter()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect();
        let pairs = texts[2..]
            .chunks(2)
            .map(|pair| (pair[0].clone(), pair[1].clone()));
        Self {
            namespace: texts[0].clone(),
            name: texts[1].clone(),
            dimensions: pairs.collect(),
        }
    }

    /// Of `SEARCH('{namespace,dimension,…} MetricName="name"', …)`.
    fn of_search(expression: &str) -> Self {
        let (schema, rest) = expression
            .strip_prefix("SEARCH('{")
            .and_then(|rest| rest.split_once("} MetricName=\""))
            .unwrap_or_else(|| panic!("{expression} is not a search for one metric"));
        let mut schema = schema.split(',').map(str::to_owned);
        Self {
            namespace: schema.next().expect("a namespace"),
            name: rest.split('"').next().expect("a name").to_owned(),
            dimensions: schema.map(|name| (name, String::new())).collect(),
        }
    }

    fn names(&self) -> Vec<&str> {
        self.dimensions.keys().map(|name| &**name).collect()
    }
}

/// Everything that a dashboard shows.
pub(super) fn of_dashboard(body: &Value) -> Vec<Watched> {
    let widgets = body["widgets"].as_array().expect("widgets").iter();
    let lists = widgets.flat_map(|it| it["properties"]["metrics"].as_array().expect("metrics"));
    lists
        .map(|list| {
            let list = list.as_array().expect("a list");
            match list[0].get("expression") {
                Some(expression) => Watched::of_search(&text(expression)),
                None => Watched::of_list(list),
            }
        })
        .collect()
}

/// Whether there is such a metric; if not, why not.
pub(super) fn is_measured(watched: &Watched) -> Result<(), &'static str> {
    if watched.namespace == NAMESPACE {
        let metric = Metric::ALL
            .iter()
            .find(|metric| metric.name() == watched.name);
        let metric = metric.ok_or("is not in the catalogue")?;
        let known = match (&watched.names()[..], metric.detail()) {
            ([] | ["Integration"], _) => true,
            ([one], Some(detail)) => *one == detail,
            ([one, other], Some(detail)) => {
                (*one, *other) == ("Integration", detail)
                    || (*one, *other) == (detail, "Integration")
            }
            _ => false,
        };
        return known.then_some(()).ok_or("has other dimensions");
    }
    if !watched.namespace.starts_with("AWS/") {
        return is_filtered_from_a_log(watched);
    }
    let known = OF_AWS.iter().any(|(namespace, names, dimensions)| {
        *namespace == watched.namespace
            && names.contains(&&*watched.name)
            && *dimensions == &watched.names()[..]
    });
    known
        .then_some(())
        .ok_or("is nothing that AWS measures, or not by these dimensions")
}

fn is_filtered_from_a_log(watched: &Watched) -> Result<(), &'static str> {
    let templates = Templates::read();
    let stacks = Stack::deployed(&templates, &[]).all();
    let filters = stacks
        .iter()
        .flat_map(|stack| stack.resources("AWS::Logs::MetricFilter"));
    let made = filters
        .flat_map(|(_, filter)| {
            filter["MetricTransformations"]
                .as_array()
                .cloned()
                .unwrap_or_default()
        })
        .any(|made| {
            made["MetricNamespace"] == watched.namespace && made["MetricName"] == watched.name
        });
    (made && watched.dimensions.is_empty())
        .then_some(())
        .ok_or("comes of no metric filter")
}
