//! JSON that does not survive being parsed and written out again, as a receiver does that computes
//! the signature over its own writing.

use std::fmt::Write as _;

use serde_json::{Number, Value};

use super::{Effect, Spec};

pub(super) const UNSTABLE_JSON: Spec = Spec {
    name: "unstable-json",
    description: "The same JSON in another spelling, which does not survive being parsed and written out again: escaped slashes, 1.0, \\u escapes, odd white space.",
    effects: &[Effect::Content(|parcels, _| {
        for parcel in parcels {
            if let Ok(mut body) = serde_json::from_slice::<Value>(&parcel.body) {
                if let Value::Object(fields) = &mut body {
                    fields.insert("sandboxUnstable".to_owned(), 1.0.into());
                }
                let mut text = String::new();
                value(&body, &mut text);
                text.push('\n');
                parcel.body = text.into_bytes();
            }
        }
    })],
    lasts: false,
};

fn value(of: &Value, to: &mut String) {
    match of {
        Value::Null => to.push_str("null"),
        Value::Bool(true) => to.push_str("true"),
        Value::Bool(false) => to.push_str("false"),
        Value::Number(of) => number(of, to),
        Value::String(of) => string(of, to),
        Value::Array(items) => {
            to.push_str("[ ");
            for (index, item) in items.iter().enumerate() {
                to.push_str(if index == 0 { "" } else { " ,  " });
                value(item, to);
            }
            to.push_str(" ]");
        }
        Value::Object(fields) => {
            to.push('{');
            for (index, (name, field)) in fields.iter().enumerate() {
                to.push_str(if index == 0 { "\r\n\t" } else { " ,\r\n\t" });
                string(name, to);
                to.push_str(" :\t");
                value(field, to);
            }
            to.push_str("\n}");
        }
    }
}

/// Whole numbers stay as they are: `9001.0` would be another type to many a reader.
fn number(of: &Number, to: &mut String) {
    let text = of.to_string();
    to.push_str(&text);
    if of.is_f64() && !text.contains('e') {
        to.push('0');
    }
}

/// Slashes, whatever is not ASCII, and the first letter are escaped.
fn string(of: &str, to: &mut String) {
    to.push('"');
    for (index, character) in of.chars().enumerate() {
        match character {
            '/' => to.push_str("\\/"),
            '"' => to.push_str("\\\""),
            '\\' => to.push_str("\\\\"),
            ' '..='~' if index > 0 || !character.is_ascii_alphabetic() => to.push(character),
            _ => {
                for unit in character.encode_utf16(&mut [0; 2]) {
                    let _ = write!(to, "\\u{unit:04X}");
                }
            }
        }
    }
    to.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn it_says_the_same_in_other_bytes() {
        let before = json!({
            "id": "a/b", "Zoë": "\u{1f600} \"quoted\" \\ \u{7}", "list": [1, -2, 0.06, 1.0, 1e300, null],
            "empty": {}, "none": [], "is": true, "not": false,
        });
        let mut text = String::new();
        value(&before, &mut text);
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), before);
        for spelling in [
            "\\u0061\\/b",
            "1.00",
            "0.060",
            "\\uD83D\\uDE00",
            " :\t",
            "\r\n",
        ] {
            assert!(text.contains(spelling), "{spelling}: {text}");
        }
    }
}
