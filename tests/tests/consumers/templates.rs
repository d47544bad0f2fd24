//! The templates' contents, as far as these tests look.

use super::root;
use serde_json::{Map, Value, json};
use serde_norway::Value as Yaml;
use veriff_sandbox::outcomes::pattern::Pattern;

/// The consumers, by file name.
pub(crate) const CONSUMERS: [&str; 4] = [
    "copy-media",
    "grant-access",
    "notify-person",
    "tell-back-office",
];

/// What a template has under `Resources`, with each parameter's default in its place.
pub(crate) fn resources(consumer: &str) -> Map<String, Value> {
    let file = root().join(format!("infra/consumers/{consumer}.yaml"));
    let text = std::fs::read_to_string(file).expect("it is there");
    let yaml: Yaml = serde_norway::from_str(&text).expect("YAML");
    let template = plain(&yaml, &yaml);
    template["Resources"]
        .as_object()
        .expect("resources")
        .clone()
}

/// A consumer's rules: name, pattern, properties.
pub(crate) fn rules(consumer: &str) -> Vec<(String, Pattern, Value)> {
    let rules = resources(consumer)
        .into_iter()
        .filter_map(|(name, resource)| {
            (resource["Type"] == "AWS::Events::Rule").then(|| {
                let properties = resource["Properties"].clone();
                let pattern = Pattern::parse(&properties["EventPattern"]).expect("a pattern");
                (name, pattern, properties)
            })
        });
    rules.collect()
}

/// YAML as JSON. A `!Ref` of a parameter is its default; other functions are their arguments.
fn plain(yaml: &Yaml, template: &Yaml) -> Value {
    match yaml {
        Yaml::Sequence(items) => items.iter().map(|item| plain(item, template)).collect(),
        Yaml::Mapping(fields) => {
            let fields = fields.iter().map(|(name, value)| {
                let name = name.as_str().expect("names are texts").to_owned();
                (name, plain(value, template))
            });
            Value::Object(fields.collect())
        }
        Yaml::Tagged(tagged) => {
            let argument = plain(&tagged.value, template);
            let parameter = argument.as_str().map(|name| &template["Parameters"][name]);
            match parameter.and_then(|parameter| parameter.get("Default")) {
                Some(default) if tagged.tag == "Ref" => plain(default, template),
                _ => argument,
            }
        }
        other => serde_json::to_value(other).unwrap_or(json!(null)),
    }
}

#[test]
fn every_consumer_keeps_what_fails_and_asks_for_little() {
    for consumer in CONSUMERS {
        let resources = resources(consumer);
        for (name, _, rule) in rules(consumer) {
            assert_eq!(rule["EventBusName"], "EventBusName", "{consumer}: {name}");
            for target in rule["Targets"].as_array().expect("targets") {
                assert_eq!(
                    target["DeadLetterConfig"]["Arn"], "DeadLetters.Arn",
                    "{name}"
                );
            }
        }
        for (name, resource) in &resources {
            let properties = &resource["Properties"];
            match resource["Type"].as_str().expect("a type") {
                "AWS::SQS::Queue" => {
                    assert_eq!(
                        properties["SqsManagedSseEnabled"], true,
                        "{consumer}: {name}"
                    );
                    let last = name == "DeadLetters";
                    assert_ne!(properties["RedrivePolicy"].is_object(), last, "{name}");
                }
                "AWS::IAM::Role" => {
                    for statement in properties["Policies"][0]["PolicyDocument"]["Statement"]
                        .as_array()
                        .expect("statements")
                    {
                        let text = statement.to_string();
                        let tracing = text.contains("xray:");
                        assert!(
                            tracing || statement["Resource"] != "*",
                            "{consumer}: {text}"
                        );
                        assert!(!text.contains(":*\""), "{consumer}: {text}");
                    }
                }
                "AWS::Lambda::Function" => {
                    let code = properties["Code"]["ZipFile"]
                        .as_str()
                        .expect("it is inline");
                    assert!(code.len() <= 4096, "{consumer}: {} bytes", code.len());
                    assert_eq!(properties["Runtime"], "nodejs22.x");
                }
                _ => {}
            }
        }
    }
}

#[test]
fn media_are_copied_only_if_somebody_wants_it() {
    let state = |name: &str| {
        let rules = rules("copy-media");
        let rule = rules.iter().find(|(found, ..)| found == name);
        rule.expect("it is there").2["State"].clone()
    };
    assert_eq!(state("Decisions"), json!(["Copies", "ENABLED", "DISABLED"]));
    assert_eq!(state("Erasures"), json!(null), "always followed");
    let file = root().join("infra/consumers/copy-media.yaml");
    let text = std::fs::read_to_string(file).expect("it is there");
    assert!(text.contains("Copies: !Equals [!Ref Enabled, \"true\"]"));
    assert!(text.contains("Enabled:\n    Type: String\n    Default: \"false\""));
}
