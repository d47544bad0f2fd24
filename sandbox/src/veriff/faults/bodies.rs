//! Bodies that are not what they should be, or more than that.

use serde_json::{Value, json};

use super::{Effect, Spec};

pub(super) const UNKNOWN_FIELDS: Spec = Spec {
    name: "unknown-fields",
    description: "With fields that nobody knows, at the top and inside, genuinely signed.",
    effects: &[Effect::Content(|parcels, _| {
        for parcel in parcels {
            if let Ok(Value::Object(mut body)) = serde_json::from_slice(&parcel.body) {
                let unknown = json!({"a": [1, "two", null], "b": {"deep": true}});
                for place in ["verification", "data"] {
                    if let Some(Value::Object(inside)) = body.get_mut(place) {
                        inside.insert("sandboxUnknown".to_owned(), unknown.clone());
                    }
                }
                body.insert("sandboxUnknown".to_owned(), unknown);
                parcel.body = Value::Object(body).to_string().into_bytes();
            }
        }
    })],
    lasts: false,
};

pub(super) const BYTE_ORDER_MARK: Spec = Spec {
    name: "byte-order-mark",
    description: "The body begins with a UTF-8 byte-order mark, which is signed with it.",
    effects: &[Effect::Content(|parcels, _| {
        for parcel in parcels {
            parcel.body.splice(0..0, *b"\xef\xbb\xbf");
        }
    })],
    lasts: false,
};

pub(super) const INVALID_JSON: Spec = Spec {
    name: "invalid-json",
    description: "The body is no JSON, but genuinely signed.",
    effects: &[Effect::Content(|parcels, _| {
        for parcel in parcels {
            // The last bracket is missing, and something stands in its place.
            parcel.body.pop();
            parcel.body.extend(b",\"sandbox\":nonsense");
        }
    })],
    lasts: false,
};

pub(super) const TRUNCATED_BODY: Spec = Spec {
    name: "truncated-body",
    description: "Only the first half of the body arrives; the signature is the whole one's.",
    effects: &[Effect::Signed(|parcel| {
        parcel.body.truncate(parcel.body.len() / 2);
    })],
    lasts: false,
};
