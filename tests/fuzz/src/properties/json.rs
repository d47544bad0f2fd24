//! JSON as such, beside `serde_json`.

use veriff_verify::json::{Value, Writer, validate};

use crate::differential::{agree, rebuild};

/// Both take it or both refuse it; taken, both say the same of it, and what is written again is the same.
pub fn json(data: &[u8]) {
    let Some(reference) = agree(data) else { return };
    let ours = validate(data).expect("both have taken it");
    assert_eq!(rebuild(ours), reference);
    if let Some(object) = ours.as_object() {
        for (name, _) in object.members() {
            let name = name.to_str();
            let found = object.get(&name).map(rebuild);
            assert_eq!(found.as_ref(), reference.get(&*name), "the last one counts");
        }
        assert_eq!(object.is_empty(), object.members().count() == 0);
    }
    texts(ours, &mut |text| {
        let mut writer = Writer::default();
        writer.text(None, text);
        let read = serde_json::from_str::<String>(writer.as_str());
        assert_eq!(read.ok().as_deref(), Some(text), "written and read again");
    });
}

/// Every text there is, names too.
fn texts(value: Value<'_>, each: &mut dyn FnMut(&str)) {
    if let Some(text) = value.as_text() {
        let said = text.to_str();
        assert!(text.is(&said));
        each(&said);
    }
    for (name, value) in value.as_object().iter().flat_map(|it| it.members()) {
        each(&name.to_str());
        texts(value, each);
    }
    for element in value.as_array().iter().flat_map(|it| it.elements()) {
        texts(element, each);
    }
}
