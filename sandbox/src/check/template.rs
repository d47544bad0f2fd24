//! Requests with placeholders, and where in an answer to look.

use std::collections::BTreeMap;

use http::{HeaderMap, Method};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;
use serde_json::Value;

/// Left as they are in a URL.
const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

/// A request of the description, with placeholders such as `{endUserId}`.
#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Template {
    /// The method; without one, GET without a body and POST with one.
    #[serde(default)]
    pub method: Option<String>,
    /// The URL; values are percent-encoded.
    pub url: String,
    /// Headers.
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    /// The body; values are escaped as JSON strings where it is JSON.
    #[serde(default)]
    pub body: Option<String>,
}

/// A request whose placeholders are filled.
pub(crate) struct Filled {
    pub(crate) method: Method,
    pub(crate) url: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

/// Names and values of placeholders.
pub(crate) type Values = Vec<(&'static str, String)>;

impl Template {
    /// The method, if it is one.
    pub(crate) fn method(&self) -> Option<Method> {
        match &self.method {
            Some(name) => name.to_ascii_uppercase().parse().ok(),
            None if self.body.is_some() => Some(Method::POST),
            None => Some(Method::GET),
        }
    }

    /// Whether a placeholder occurs anywhere.
    pub(crate) fn names(&self, placeholder: &str) -> bool {
        let mark = format!("{{{placeholder}}}");
        let within = |text: &String| text.contains(&mark);
        within(&self.url)
            || self.headers.values().any(within)
            || self.body.as_ref().is_some_and(within)
    }

    /// Puts the values in.
    pub(crate) fn fill(&self, values: &Values) -> Filled {
        let encode = |value: &str| utf8_percent_encode(value, UNRESERVED).to_string();
        let mut headers: Vec<_> = self
            .headers
            .iter()
            .map(|(name, text)| (name.to_ascii_lowercase(), put(text, values, str::to_owned)))
            .collect();
        let body = self.body.as_deref().unwrap_or_default();
        let json = matches!(body.trim_start().as_bytes().first(), Some(b'{' | b'['));
        let body = if json {
            if headers.iter().all(|(name, _)| name != "content-type") {
                headers.push(("content-type".to_owned(), "application/json".to_owned()));
            }
            put(body, values, escape)
        } else {
            put(body, values, encode)
        };
        Filled {
            method: self.method().unwrap_or(Method::GET),
            url: put(&self.url, values, encode),
            headers,
            body,
        }
    }
}

/// Without the values: a header may hold a token.
impl std::fmt::Debug for Template {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Template")
            .field("method", &self.method)
            .finish_non_exhaustive()
    }
}

fn put(text: &str, values: &Values, encode: impl Fn(&str) -> String) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    // In one pass, so that a value is never searched for placeholders itself.
    'scan: while let Some(at) = rest.find('{') {
        let (before, after) = rest.split_at(at);
        out.push_str(before);
        for (name, value) in values {
            let left = after
                .strip_prefix('{')
                .and_then(|left| left.strip_prefix(name))
                .and_then(|left| left.strip_prefix('}'));
            if let Some(left) = left {
                out.push_str(&encode(value));
                rest = left;
                continue 'scan;
            }
        }
        out.push('{');
        rest = after.get(1..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

/// A JSON string without its quotes.
fn escape(value: &str) -> String {
    let quoted = Value::from(value).to_string();
    quoted
        .get(1..quoted.len() - 1)
        .unwrap_or_default()
        .to_owned()
}

/// Where in an answer something stands: a JSON pointer (RFC 6901) such as `/session/url`, or
/// `header:NAME`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum Place {
    /// In the JSON body.
    Pointer(String),
    /// A header.
    Header(String),
}

/// The text is no place in an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a place in the answer is a JSON pointer such as /session/url, or header:location")]
pub struct NotAPlace;

impl TryFrom<String> for Place {
    type Error = NotAPlace;

    fn try_from(text: String) -> Result<Self, NotAPlace> {
        if let Some(name) = text.strip_prefix("header:") {
            Ok(Self::Header(name.trim().to_ascii_lowercase()))
        } else if text.is_empty() || text.starts_with('/') {
            Ok(Self::Pointer(text))
        } else {
            Err(NotAPlace)
        }
    }
}

impl Place {
    /// What stands there, as text: a string as it is, anything else as JSON, null and nothing as
    /// nothing.
    pub(crate) fn find(&self, headers: &HeaderMap, body: &Value) -> Option<String> {
        match self {
            Self::Header(name) => {
                let value = headers.get(name.as_str())?;
                Some(String::from_utf8_lossy(value.as_bytes()).into_owned())
            }
            Self::Pointer(pointer) => match body.pointer(pointer)? {
                Value::Null => None,
                Value::String(text) => Some(text.clone()),
                other => Some(other.to_string()),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn values_are_encoded_for_where_they_stand() {
        let template: Template = serde_json::from_value(json!({
            "url": "http://127.0.0.1/users/{endUserId}?q={name}",
            "headers": {"X-User": "{endUserId}"},
            "body": "{\"name\": \"{name}\", \"other\": {}, \"kept\": \"{nothing}\"}",
        }))
        .unwrap();
        let values = vec![
            ("endUserId", "u/1".to_owned()),
            ("name", "O\"Brien {endUserId}".to_owned()),
        ];
        let filled = template.fill(&values);
        assert_eq!(filled.method, Method::POST);
        assert_eq!(
            filled.url,
            "http://127.0.0.1/users/u%2F1?q=O%22Brien%20%7BendUserId%7D"
        );
        assert_eq!(
            filled.body,
            "{\"name\": \"O\\\"Brien {endUserId}\", \"other\": {}, \"kept\": \"{nothing}\"}"
        );
        assert_eq!(filled.headers[0], ("x-user".to_owned(), "u/1".to_owned()));
        assert_eq!(filled.headers[1].1, "application/json");
        assert!(template.names("name") && !template.names("vendorData"));
    }

    #[test]
    fn a_place_is_a_pointer_or_a_header() {
        let mut headers = HeaderMap::new();
        headers.insert("location", "http://127.0.0.1/v/x".parse().unwrap());
        let body = json!({"a": {"b": "text"}, "n": 7, "t": true, "null": null});
        let find = |place: &str| {
            Place::try_from(place.to_owned())
                .unwrap()
                .find(&headers, &body)
        };
        assert_eq!(find("/a/b").as_deref(), Some("text"));
        assert_eq!(find("/n").as_deref(), Some("7"));
        assert_eq!(find("/t").as_deref(), Some("true"));
        assert_eq!(find("/null"), None);
        assert_eq!(find("/missing"), None);
        assert_eq!(
            find("header:Location").as_deref(),
            Some("http://127.0.0.1/v/x")
        );
        assert_eq!(Place::try_from("a.b".to_owned()), Err(NotAPlace));
    }
}
