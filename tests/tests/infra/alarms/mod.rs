//! Alarms and dashboard: they watch what is really measured, and each says what to do.

mod metrics;
mod runbook;

use super::FUNCTIONS;
use super::stack::{Stack, text};
use super::template::Templates;
use metrics::{Watched, is_measured, of_dashboard};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

const TOPIC: &str = "arn:aws:sns:eu-west-1:123456789012:on-call";

/// A deployment's alarms, by logical id.
fn alarms(given: &[(&str, &str)]) -> BTreeMap<String, Value> {
    let templates = Templates::read();
    let stacks = Stack::deployed(&templates, given).all();
    let alarms = stacks
        .iter()
        .flat_map(|stack| stack.resources("AWS::CloudWatch::Alarm"));
    alarms.collect()
}

/// What an alarm watches.
fn watched(alarm: &Value) -> Vec<Watched> {
    let Some(queries) = alarm["Metrics"].as_array() else {
        return vec![Watched::of(alarm)];
    };
    let metrics = queries
        .iter()
        .filter(|query| query.get("MetricStat").is_some());
    metrics
        .map(|query| Watched::of(&query["MetricStat"]["Metric"]))
        .collect()
}

#[test]
fn every_alarm_watches_metrics_that_there_are() {
    let alarms = alarms(&[]);
    assert!(alarms.len() >= 18, "{:?}", alarms.keys());
    for (id, alarm) in alarms {
        let watched = watched(&alarm);
        assert!(!watched.is_empty(), "{id}");
        for metric in watched {
            is_measured(&metric).unwrap_or_else(|why| panic!("{id}: {metric:?} {why}"));
            let own = metric.namespace == "Verification";
            assert!(
                !own || metric.dimensions.is_empty(),
                "{id}: over all integrations"
            );
        }
    }
}

#[test]
fn the_dashboard_shows_metrics_that_there_are_and_forgets_none_of_ours() {
    let templates = Templates::read();
    let dashboard = Stack::deployed(&templates, &[])
        .nested("Dashboard")
        .properties("Dashboard");
    let body: Value = serde_json::from_str(&text(&dashboard["DashboardBody"])).expect("JSON");
    let shown = of_dashboard(&body);
    for metric in &shown {
        is_measured(metric).unwrap_or_else(|why| panic!("{metric:?} {why}"));
    }
    let shown: BTreeSet<_> = shown.iter().map(|metric| &*metric.name).collect();
    for metric in verification::telemetry::Metric::ALL {
        assert!(
            shown.contains(metric.name()),
            "{} is not shown",
            metric.name()
        );
    }
}

#[test]
fn every_alarm_tells_somebody_if_there_is_somebody_and_when_it_is_over() {
    for (given, actions) in [
        (&[("AlarmTopic", TOPIC)][..], json!([TOPIC])),
        (&[], json!([])),
    ] {
        for (id, alarm) in alarms(given) {
            assert_eq!(alarm["AlarmActions"], actions, "{id}");
            assert_eq!(alarm["OKActions"], actions, "{id}");
        }
    }
}

#[test]
fn every_alarm_says_what_missing_data_means_and_only_the_missing_sweep_rings_by_it() {
    for (id, alarm) in alarms(&[]) {
        let missing = if id == "SweepNotRunning" {
            "breaching"
        } else {
            "notBreaching"
        };
        assert_eq!(alarm["TreatMissingData"], missing, "{id}");
    }
}

#[test]
fn sums_take_a_missing_metric_for_nothing() {
    for (id, alarm) in alarms(&[]) {
        let Some(queries) = alarm["Metrics"].as_array() else {
            continue;
        };
        let (sums, metrics): (Vec<_>, Vec<_>) = queries
            .iter()
            .partition(|query| query.get("Expression").is_some());
        let [sum] = &sums[..] else {
            panic!("{id} has one expression")
        };
        for metric in metrics {
            let filled = format!("FILL({}, 0)", text(&metric["Id"]));
            assert!(text(&sum["Expression"]).contains(&filled), "{id}: {filled}");
            assert_eq!(metric["ReturnData"], false, "{id}");
        }
        assert!(sum.get("ReturnData").is_none(), "{id}");
    }
}

#[test]
fn cloudwatch_takes_the_windows() {
    for (id, alarm) in alarms(&[]) {
        let number = |value: &Value| value.as_u64();
        let queries = alarm["Metrics"].as_array().cloned().unwrap_or_default();
        let periods = queries
            .iter()
            .filter_map(|query| number(&query["MetricStat"]["Period"]));
        let periods: BTreeSet<_> = periods.chain(number(&alarm["Period"])).collect();
        let [period] = periods.into_iter().collect::<Vec<_>>()[..] else {
            panic!("{id} has one period")
        };
        let periods = number(&alarm["EvaluationPeriods"]).expect("a number");
        let longest = if period < 3600 { 86_400 } else { 7 * 86_400 };
        assert!(period % 60 == 0 && period * periods <= longest, "{id}");
        assert!(
            number(&alarm["DatapointsToAlarm"]).unwrap_or(1) <= periods,
            "{id}"
        );
    }
}

#[test]
fn every_function_is_watched() {
    let watched_by = |id: &str| {
        let metrics = watched(&alarms(&[])[id]);
        let names = metrics
            .iter()
            .map(|metric| metric.dimensions["FunctionName"].clone());
        names.collect::<BTreeSet<_>>()
    };
    let mut all: BTreeSet<_> = FUNCTIONS
        .iter()
        .map(|(_, binary)| format!("verification-{binary}"))
        .collect();
    assert_eq!(watched_by("FunctionsFailing"), all);
    all.remove("verification-sweep-expired");
    assert_eq!(watched_by("FunctionsThrottled"), all);
}

#[test]
fn silence_is_sessions_without_webhooks_and_its_threshold_a_parameter() {
    let alarm = &alarms(&[("SilentAfterSessions", "7")])["WebhooksSilent"];
    let names: BTreeSet<_> = watched(alarm)
        .into_iter()
        .map(|metric| metric.name)
        .collect();
    assert_eq!(
        names,
        BTreeSet::from(["SessionCreated".into(), "WebhookReceived".into()])
    );
    let expression = text(&alarm["Metrics"][0]["Expression"]);
    assert!(
        expression.contains("FILL(created, 0) >= 7 AND FILL(received, 0) < 1"),
        "{expression}"
    );
}
