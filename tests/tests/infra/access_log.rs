//! The access log: a line of JSON for every request, or the metric filters see nothing of it.

use super::stack::{Stack, text};
use super::template::Templates;
use serde_json::Value;

/// The variables that API Gateway documents as quoted already.
const QUOTED: [&str; 1] = ["$context.error.messageString"];

/// A line as API Gateway would write it of a request over the limit.
fn line(format: &str) -> String {
    let is_of_a_name = |c: char| c.is_alphanumeric() || "$._".contains(c);
    let mut line = String::new();
    let mut rest = format;
    while let Some(at) = rest.find("$context.") {
        let (before, from) = rest.split_at(at);
        let end = from.find(|c| !is_of_a_name(c)).unwrap_or(from.len());
        let (variable, after) = from.split_at(end);
        line.push_str(before);
        line.push_str(match variable {
            "$context.routeKey" => "POST /webhooks/veriff",
            "$context.status" => "429",
            quoted if QUOTED.contains(&quoted) => "\"Too Many Requests\"",
            _ => "Too Many Requests",
        });
        rest = after;
    }
    line + rest
}

#[test]
fn a_line_is_json_and_has_what_the_filters_look_at() {
    let templates = Templates::read();
    let api = Stack::deployed(&templates, &[]).nested("HttpApi");
    let line = line(&text(
        &api.properties("Stage")["AccessLogSettings"]["Format"],
    ));
    let read: Value = serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line}"));
    assert_eq!(read["error"], "Too Many Requests");
    let filters = api.resources("AWS::Logs::MetricFilter");
    assert_eq!(filters.len(), 2);
    for (id, filter) in filters {
        let pattern = text(&filter["FilterPattern"]);
        let conditions = pattern
            .trim_matches(['{', '}', ' '])
            .split(" && ")
            .map(|condition| condition.split_once(" = ").expect("an equation"));
        for (field, value) in conditions {
            let seen = &read[field.trim_start_matches("$.")];
            let seen = seen.as_str().expect("a text");
            let wanted = value.trim_matches('"');
            let matches = match wanted.strip_suffix('*') {
                Some(start) => seen.starts_with(start),
                None => seen == wanted,
            };
            assert!(matches, "{id}: {field} is {seen}, not {wanted}");
        }
    }
}
