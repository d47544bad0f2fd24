//! Event patterns, as [EventBridge's rules](https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html)
//! and Lambda's event sources have them: what of them this project uses, and nothing else.

use serde_json::{Map, Value};
use thiserror::Error;

/// A pattern, checked.
#[derive(Clone, Debug)]
pub struct Pattern(Map<String, Value>);

/// Why a pattern is none, or one that is not known here.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("not an event pattern at {path}: {reason}")]
pub struct PatternError {
    /// Where, such as `detail.status`.
    path: String,
    /// What is wrong there.
    reason: &'static str,
}

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// It is none, or uses more than equality, `prefix`, `suffix`, `exists`, `anything-but` and `$or`.
    pub fn parse(pattern: &Value) -> Result<Self, PatternError> {
        check("", pattern)?;
        Ok(Self(pattern.as_object().cloned().unwrap_or_default()))
    }

    /// Whether the pattern matches an event.
    pub fn matches(&self, event: &Value) -> bool {
        all_match(&self.0, Some(event))
    }
}

fn check(path: &str, pattern: &Value) -> Result<(), PatternError> {
    let wrong = |reason| PatternError {
        path: path.to_owned(),
        reason,
    };
    match pattern {
        Value::Object(fields) if fields.is_empty() => Err(wrong("it names no field")),
        Value::Object(fields) => fields.iter().try_for_each(|(name, field)| {
            let path = if path.is_empty() {
                name.clone()
            } else {
                format!("{path}.{name}")
            };
            if name == "$or" {
                let any = field.as_array().filter(|any| any.len() > 1);
                let any = any.ok_or(PatternError {
                    path: path.clone(),
                    reason: "a list of two or more patterns is expected",
                })?;
                return any.iter().try_for_each(|one| check(&path, one));
            }
            check(&path, field)
        }),
        Value::Array(any) if any.is_empty() => Err(wrong("an empty list matches nothing")),
        Value::Array(any) => match any.iter().all(is_comparison) {
            true => Ok(()),
            false => Err(wrong("a comparison that is not known here")),
        },
        _ => Err(wrong("a value stands in a list")),
    }
}

fn is_comparison(one: &Value) -> bool {
    match one {
        Value::Array(_) => false,
        Value::Object(fields) => {
            let mut fields = fields.iter();
            let (Some((name, with)), None) = (fields.next(), fields.next()) else {
                return false;
            };
            match name.as_str() {
                "prefix" | "suffix" => with.is_string(),
                "exists" => with.is_boolean(),
                "anything-but" => !with.is_object(),
                _ => false,
            }
        }
        _ => true,
    }
}

fn all_match(pattern: &Map<String, Value>, event: Option<&Value>) -> bool {
    pattern.iter().all(|(name, wanted)| {
        if name == "$or" {
            let any = wanted.as_array().into_iter().flatten();
            return any
                .filter_map(Value::as_object)
                .any(|one| all_match(one, event));
        }
        let found = event.and_then(|event| event.get(name));
        match wanted {
            Value::Object(fields) => all_match(fields, found),
            Value::Array(any) => any.iter().any(|one| compare(one, found)),
            _ => false,
        }
    })
}

/// Of a list in the event, one element has to match.
fn compare(one: &Value, found: Option<&Value>) -> bool {
    if let Some(exists) = one.get("exists") {
        return Some(found.is_some()) == exists.as_bool();
    }
    match found {
        None => false,
        Some(Value::Array(elements)) => elements.iter().any(|found| compare_value(one, found)),
        Some(found) => compare_value(one, found),
    }
}

fn compare_value(one: &Value, found: &Value) -> bool {
    let Value::Object(fields) = one else {
        return one == found;
    };
    let text = found.as_str();
    fields
        .iter()
        .all(|(name, with)| match (name.as_str(), with) {
            ("prefix", Value::String(with)) => text.is_some_and(|text| text.starts_with(with)),
            ("suffix", Value::String(with)) => text.is_some_and(|text| text.ends_with(with)),
            ("anything-but", Value::Array(none)) => !none.contains(found),
            ("anything-but", with) => with != found,
            _ => false,
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn matches(pattern: Value, event: Value) -> bool {
        Pattern::parse(&pattern).expect("a pattern").matches(&event)
    }

    #[test]
    fn every_field_of_the_pattern_has_to_match_and_one_value_of_each() {
        let pattern = json!({ "source": ["a", "b"], "detail": { "status": ["approved"] } });
        let event = |source: &str, status: &str| json!({ "source": source, "detail": { "status": status, "more": 1 }, "account": "1" });
        assert!(matches(pattern.clone(), event("a", "approved")));
        assert!(matches(pattern.clone(), event("b", "approved")));
        assert!(!matches(pattern.clone(), event("a.test", "approved")));
        assert!(!matches(pattern.clone(), event("a", "declined")));
        assert!(!matches(pattern, json!({ "source": "a" })));
    }

    #[test]
    fn values_keep_their_type() {
        assert!(matches(json!({ "it": [true] }), json!({ "it": true })));
        assert!(!matches(json!({ "it": [true] }), json!({ "it": "true" })));
        assert!(matches(json!({ "it": [9001] }), json!({ "it": [1, 9001] })));
        assert!(matches(json!({ "it": [null] }), json!({ "it": null })));
        assert!(!matches(json!({ "it": [null] }), json!({})));
    }

    #[test]
    fn comparisons() {
        let event = json!({ "source": "verification.test" });
        for (comparison, matched) in [
            (json!({ "prefix": "verification" }), true),
            (json!({ "prefix": "test" }), false),
            (json!({ "suffix": ".test" }), true),
            (json!({ "suffix": "verification" }), false),
            (json!({ "anything-but": "verification" }), true),
            (json!({ "anything-but": ["x", "verification.test"] }), false),
            (json!({ "exists": true }), true),
            (json!({ "exists": false }), false),
        ] {
            let pattern = json!({ "source": [comparison] });
            assert_eq!(
                matches(pattern.clone(), event.clone()),
                matched,
                "{pattern}"
            );
        }
        assert!(matches(
            json!({ "x": [{ "exists": false }] }),
            event.clone()
        ));
        assert!(!matches(json!({ "x": [{ "anything-but": "1" }] }), event));
    }

    #[test]
    fn one_of_several_patterns() {
        let pattern = json!({
            "source": ["a"],
            "detail": { "$or": [{ "status": ["approved"] }, { "revised": [true] }] },
        });
        let event = |status: &str, revised: bool| json!({ "source": "a", "detail": { "status": status, "revised": revised } });
        assert!(matches(pattern.clone(), event("approved", false)));
        assert!(matches(pattern.clone(), event("declined", true)));
        assert!(!matches(pattern.clone(), event("declined", false)));
        assert!(!matches(pattern, json!({ "detail": { "revised": true } })));
    }

    #[test]
    fn what_is_not_known_is_told_with_its_place() {
        for (pattern, place) in [
            (json!([]), "at :"),
            (json!({}), "at :"),
            (json!({ "source": "verification" }), "at source:"),
            (json!({ "detail": { "status": [] } }), "at detail.status:"),
            (
                json!({ "detail": { "status": [{ "numeric": ["=", 1] }] } }),
                "at detail.status:",
            ),
            (
                json!({ "detail": { "$or": [{ "status": ["a"] }] } }),
                "at detail.$or:",
            ),
        ] {
            let error = Pattern::parse(&pattern).expect_err("it is refused");
            assert!(error.to_string().contains(place), "{error}");
        }
    }
}
