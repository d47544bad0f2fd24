//! Ours beside `serde_json`: what both say of any bytes. The fuzzer runs this too (`tests/fuzz`).

use serde_json::Value;
use veriff_verify::json;

/// Both must accept, or both refuse. Gives back `serde_json`'s value if they accept.
pub(crate) fn agree(body: &[u8]) -> Option<Value> {
    let reference = serde_json::from_slice::<Value>(body);
    let ours = json::validate(body);
    assert_eq!(
        ours.is_ok(),
        reference.is_ok(),
        "{:?}: ours {ours:?}, serde_json {:?}",
        String::from_utf8_lossy(body),
        reference.as_ref().err(),
    );
    reference.ok()
}

/// Ours as `serde_json`'s, through the views alone.
pub(crate) fn rebuild(value: json::Value<'_>) -> Value {
    if let Some(object) = value.as_object() {
        let members = object.members();
        return members
            .map(|(name, value)| (name.to_str().into_owned(), rebuild(value)))
            .collect();
    }
    if let Some(array) = value.as_array() {
        return array.elements().map(rebuild).collect();
    }
    match (value.as_text(), value.as_bool(), value.as_number()) {
        (Some(text), ..) => text.to_str().into(),
        (_, Some(truth), _) => truth.into(),
        (.., Some(number)) => match (number.as_u64(), number.as_i64()) {
            (Some(n), _) => n.into(),
            (_, Some(n)) if number.as_str() != "-0" => n.into(),
            // serde_json's own conversion of digits to a double, which rounds less well than std's.
            _ => serde_json::from_str(number.as_str()).expect("a number"),
        },
        _ => Value::Null,
    }
}
