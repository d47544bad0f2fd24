//! The signature is over the bytes as they came.

use serde_json::Value;

use super::WEBHOOKS;
use crate::check::case::Case;
use crate::check::catalogue::{Check, Group, Run};
use crate::check::outcome::{Ended, Step};
use crate::veriff::Status;

pub(crate) static RAW_BODY: Check = Check {
    name: "raw-body",
    title: "The signature is checked over the raw bytes, however the JSON is written",
    group: Group::Security,
    why: "A body that was parsed and written out again has other bytes: spaces go, \\/ becomes /, \
          1.0 becomes 1. The signature then fails for some genuine messages, at random as it seems, \
          and those people wait for ever.",
    mend: "Take the raw body before any JSON parser: express.raw(), request.get_data(), \
           file_get_contents('php://input'). Sign those bytes; parse afterwards.",
    after: WEBHOOKS,
    run: Run::Program(|case| Box::pin(run(case))),
};

/// A way of writing JSON.
#[derive(Clone, Copy)]
pub(super) enum Style {
    Spaced,
    Slashes,
    Escapes,
    Fractions,
    Backwards,
    /// As Python's `json.dumps` does.
    Python,
    /// As PHP's `json_encode` does.
    Php,
}

const STYLES: [(Style, &str); 5] = [
    (Style::Spaced, "with spaces and line ends"),
    (Style::Slashes, "with escaped slashes"),
    (Style::Escapes, "with unicode escapes"),
    (Style::Fractions, "with numbers written 1.0"),
    (Style::Backwards, "with its members the other way round"),
];

async fn run(case: &mut Case) -> Result<(), Ended> {
    case.needs_probe()?;
    for (style, how) in STYLES {
        let subject = case.subject().await?;
        let mut body = case.decide(&subject, Status::Approved, None).await?;
        if let Some(members) = body.as_object_mut() {
            // Something for each style to work on.
            members.insert(
                "technicalData".to_owned(),
                serde_json::json!({ "ip": "203.0.113.24", "note": "é/ö", "ratio": 1 }),
            );
        }
        let step = Step::from(format!("an approval {how}"));
        let delivery = case.genuine_bytes(style.write(&body));
        case.accepted(step.clone(), delivery).await?;
        case.becomes(&subject, step, Status::Approved).await?;
    }
    Ok(())
}

impl Style {
    /// The value's text.
    pub(super) fn write(self, body: &Value) -> String {
        let mut out = String::new();
        self.put(body, "", &mut out);
        out
    }

    fn put(self, value: &Value, name: &str, out: &mut String) {
        match value {
            Value::Object(members) => {
                let mut members: Vec<_> = members.iter().collect();
                if matches!(self, Self::Backwards) {
                    members.reverse();
                }
                out.push('{');
                for (index, (key, value)) in members.into_iter().enumerate() {
                    self.separate(index, out);
                    out.push_str(&Value::from(key.as_str()).to_string());
                    out.push_str(match self {
                        Self::Spaced => " : ",
                        Self::Python => ": ",
                        _ => ":",
                    });
                    self.put(value, key, out);
                }
                out.push('}');
            }
            Value::Array(items) => {
                out.push('[');
                for (index, item) in items.iter().enumerate() {
                    self.separate(index, out);
                    self.put(item, name, out);
                }
                out.push(']');
            }
            Value::String(text) => self.put_text(text, out),
            // A code is written as an integer: some languages would make another type of it.
            Value::Number(number) if matches!(self, Self::Fractions) && !number.is_f64() => {
                out.push_str(&number.to_string());
                if !name.to_ascii_lowercase().ends_with("code") {
                    out.push_str(".0");
                }
            }
            other => out.push_str(&other.to_string()),
        }
    }

    fn put_text(self, text: &str, out: &mut String) {
        let mut quoted = Value::from(text).to_string();
        if matches!(self, Self::Slashes | Self::Php) {
            quoted = quoted.replace('/', "\\/");
        }
        if !matches!(self, Self::Escapes | Self::Python | Self::Php) {
            out.push_str(&quoted);
            return;
        }
        for c in quoted.chars() {
            let mut units = [0; 2];
            if c.is_ascii() {
                out.push(c);
                continue;
            }
            for unit in c.encode_utf16(&mut units) {
                out.push_str(&format!("\\u{unit:04x}"));
            }
        }
    }

    fn separate(self, index: usize, out: &mut String) {
        if index > 0 {
            out.push(',');
        }
        match self {
            Self::Spaced => out.push_str("\n  "),
            Self::Python if index > 0 => out.push(' '),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_style_says_the_same_in_other_bytes() {
        let body: Value = serde_json::from_str(
            r#"{"a":{"code":9001,"ratio":1,"text":"é/ö \"q\" 👩"},"b":[null,true,1.5]}"#,
        )
        .unwrap();
        let usual = body.to_string();
        assert_eq!(
            Style::Python.write(&serde_json::json!({"a": ["é/", 1], "b": {}})),
            r#"{"a": ["\u00e9/", 1], "b": {}}"#
        );
        assert_eq!(
            Style::Php.write(&serde_json::json!({"a": ["é/", 1], "b": {}})),
            r#"{"a":["\u00e9\/",1],"b":{}}"#
        );
        for (style, how) in STYLES {
            let written = style.write(&body);
            assert_ne!(written, usual, "{how}");
            let mut read: Value = serde_json::from_str(&written).unwrap();
            if read["a"]["ratio"] == 1.0 {
                read["a"]["ratio"] = 1.into();
            }
            assert_eq!(read, body, "{how}");
        }
    }
}
