//! The published schema's examples are what the function publishes.

use super::{published, root};
use serde_json::Value;

/// Whose events the examples are, in their order.
const SHOWN: [&str; 4] = [
    "approved-live-integration",
    "resubmission-requested",
    "watchlist",
    "erased",
];

#[tokio::test]
async fn the_schema_s_examples_are_events_of_the_samples() {
    let file = root().join("infra/schemas/outcome.json");
    let text = std::fs::read_to_string(file).expect("it is there");
    let schema: Value = serde_json::from_str(&text).expect("JSON");
    let published = published(false).await;
    let shown: Vec<_> = SHOWN
        .iter()
        .map(|sample| published[*sample][0]["detail"].clone())
        .collect();
    let wanted = serde_json::to_string_pretty(&shown).expect("JSON");
    assert_eq!(
        schema["examples"],
        Value::from(shown),
        "examples should be {wanted}"
    );

    let validator = jsonschema::options()
        .should_validate_formats(true)
        .build(&schema)
        .expect("it is a schema");
    for example in schema["examples"].as_array().expect("a list") {
        let errors: Vec<_> = validator.iter_errors(example).collect();
        assert!(errors.is_empty(), "{errors:?} in {example}");
    }
}
