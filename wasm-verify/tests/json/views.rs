//! Values, objects, arrays and strings as they are asked for.

use veriff_verify::json::{Array, Field, Kind, Number, Object, Text, Value, validate};

fn object(text: &str) -> Object<'_> {
    validate(text.as_bytes())
        .expect("JSON")
        .as_object()
        .expect("an object")
}

#[test]
fn the_last_of_several_members_counts_escapes_or_not() {
    let found = object(r#"{"id":1,"x":0,"\u0069d":2}"#);
    assert_eq!(found.get("id").map(|v| v.as_json()), Some("2"));
    assert_eq!(found.members().count(), 3);
    assert!(found.get("i").is_none() && found.get("\\u0069d").is_none());
}

#[test]
fn strings_are_borrowed_unless_they_hold_an_escape() {
    let found = object(r#"{"plain":"Äänekoski","escaped":"\u00c4\n\ud83d\ude00\/\"x"}"#);
    let plain = found
        .get("plain")
        .and_then(|v| v.as_text())
        .expect("a text");
    assert!(matches!(
        plain.to_str(),
        std::borrow::Cow::Borrowed("Äänekoski")
    ));
    let escaped = found
        .get("escaped")
        .and_then(|v| v.as_text())
        .expect("a text");
    assert_eq!(escaped.to_str(), "Ä\n😀/\"x");
    assert!(escaped.is("Ä\n😀/\"x") && !escaped.is(escaped.as_written()));
    assert_eq!(escaped, escaped);
    assert_ne!(escaped, plain);
}

#[test]
fn an_escape_is_seen_at_any_place_in_texts_of_any_length() {
    for length in 0..40 {
        for place in 0..=length {
            let (before, after) = ("x".repeat(place), "y".repeat(length - place));
            let written = format!(r#""{before}\n{after}""#);
            let value = validate(written.as_bytes()).expect("JSON");
            let text = value.as_text().expect("a text");
            assert_eq!(text.to_str(), format!("{before}\n{after}"));
        }
    }
}

#[test]
fn a_field_is_absent_null_right_or_unexpected() {
    let found =
        object(r#" { "a" : null , "b" : "x" , "c" : 5, "d": [ 1 , "y" ], "e": {}, "f": true } "#);
    assert!(matches!(
        Field::<Text<'_>>::read(found.get("?")),
        Field::Absent
    ));
    assert!(matches!(
        Field::<Text<'_>>::read(found.get("a")),
        Field::Null
    ));
    assert!(matches!(Field::<Text<'_>>::read(found.get("b")), Field::Value(t) if t.is("x")));
    let Field::Unexpected(odd) = Field::<Text<'_>>::read(found.get("c")) else {
        panic!("5 is no text")
    };
    assert_eq!((odd.as_json(), odd.kind()), ("5", Kind::Number));
    assert_eq!(
        Field::<Number<'_>>::read(found.get("c"))
            .value()
            .and_then(|n| n.as_i64()),
        Some(5)
    );
    assert_eq!(Field::<bool>::read(found.get("f")).value(), Some(true));
    let list = Field::<Array<'_>>::read(found.get("d"))
        .value()
        .expect("an array");
    let texts: Vec<_> = list
        .read::<Text<'_>>()
        .map(|element| element.value().is_some())
        .collect();
    assert_eq!(
        (texts, list.as_json()),
        (vec![false, true], "[ 1 , \"y\" ]")
    );
    let empty = Field::<Object<'_>>::read(found.get("e"))
        .value()
        .expect("an object");
    assert!(empty.is_empty() && !list.is_empty());
    assert!(Field::<Value<'_>>::read(found.get("c")).value().is_some());
}

#[test]
fn debug_shows_kind_and_length_alone() {
    let value = validate(br#"{"name":"TUULI"}"#).expect("JSON");
    let name = value
        .as_object()
        .and_then(|o| o.get("name"))
        .and_then(|v| v.as_text());
    assert_eq!(
        format!("{value:?} {name:?}"),
        "Object(16 bytes) Some(Text(5 bytes))"
    );
}
