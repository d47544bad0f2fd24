//! Every field is found where its path says, and forgotten when a later one replaces it.

use alloc::format;
use alloc::string::String;

use super::super::envelope::Envelope;
use super::*;

/// A body with nothing but the field at `path`, which is `value`.
fn body(path: &str, value: &str) -> String {
    path.rsplit('.').fold(String::from(value), |inner, name| {
        format!("{{\"{name}\":{inner}}}")
    })
}

#[test]
fn every_slot_is_filled_by_its_own_path_alone() {
    for &slot in ALL {
        let body = body(slot.path(), "417");
        let envelope = Envelope::scan(body.as_bytes()).expect("JSON");
        for &other in ALL {
            let found = envelope.get(other).map(|value| value.as_json());
            let is_above = slot.path().starts_with(&format!("{}.", other.path()));
            assert_eq!(
                found == Some("417"),
                other == slot,
                "{} in {}",
                other.path(),
                slot.path()
            );
            assert_eq!(
                found.is_some(),
                other == slot || is_above,
                "{}",
                other.path()
            );
        }
    }
}

#[test]
fn a_second_object_or_null_forgets_all_that_the_first_held() {
    for &slot in ALL {
        for (above, _) in slot.path().match_indices('.') {
            let above = slot.path().get(..above).unwrap_or_default();
            if above.contains('.') {
                continue; // tried below
            }
            for second in ["{}", "null", "7", "[]"] {
                let first = body(slot.path(), "417");
                let again = body(above, second);
                let twice = format!("{},{}", &first[..first.len() - 1], &again[1..]);
                let envelope = Envelope::scan(twice.as_bytes()).expect("JSON");
                assert!(envelope.get(slot).is_none(), "{twice}");
            }
        }
    }
    let twice = r#"{"data":{"verification":{"decision":1},"verification":{}}}"#;
    let envelope = Envelope::scan(twice.as_bytes()).expect("JSON");
    assert!(envelope.get(Slot::DVDecision).is_none());
    let twice =
        r#"{"data":{"verification":{"userDefinedData":{"status":1},"userDefinedData":null}}}"#;
    let envelope = Envelope::scan(twice.as_bytes()).expect("JSON");
    assert!(envelope.get(Slot::UStatus).is_none() && envelope.has(Slot::DVUserData));
}
