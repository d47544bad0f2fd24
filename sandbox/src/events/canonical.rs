//! JSON with sorted keys, the same bytes whatever features `serde_json` was built with.

use serde_json::Value;

/// On one line.
pub(super) fn compact(value: &Value) -> String {
    sorted(value).to_string()
}

/// Indented, with a newline at the end.
pub(super) fn pretty(value: &Value) -> String {
    format!("{:#}\n", sorted(value))
}

fn sorted(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            let mut members: Vec<_> = members.iter().collect();
            members.sort_by_key(|(name, _)| *name);
            Value::Object(
                members
                    .into_iter()
                    .map(|(name, value)| (name.clone(), sorted(value)))
                    .collect(),
            )
        }
        Value::Array(elements) => Value::Array(elements.iter().map(sorted).collect()),
        other => other.clone(),
    }
}
