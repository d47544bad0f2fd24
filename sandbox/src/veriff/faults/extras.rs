//! More requests than one for the same webhook.

use serde_json::{Value, json};

use super::parcel::Parcel;
use super::{Effect, Spec};
use crate::veriff::outbox::Delivery;

pub(super) const DUPLICATE: Spec = Spec {
    name: "duplicate",
    description: "Sent twice, the same bytes, one right after the other.",
    effects: &[Effect::Content(|parcels, _| {
        if let Some(last) = parcels.last() {
            parcels.push(last.clone());
        }
    })],
    lasts: false,
};

pub(super) const UNKNOWN_TYPE: Spec = Spec {
    name: "unknown-type",
    description: "A webhook of a type that nobody knows goes before it, genuinely signed.",
    effects: &[Effect::Content(|parcels, delivery| {
        let body = unknown_type(delivery);
        parcels.insert(0, Parcel::extra(body.to_string()));
    })],
    lasts: false,
};

pub(super) const UNKNOWN_STATUS: Spec = Spec {
    name: "unknown-status",
    description: "The same webhook with a status and code that nobody knows goes before it, genuinely signed.",
    effects: &[Effect::Content(|parcels, delivery| {
        if let Some(body) = unknown_status(delivery) {
            parcels.insert(0, Parcel::extra(body.to_string()));
        }
    })],
    lasts: false,
};

const UNKNOWN: &str = "sandbox_unknown";

fn unknown_type(delivery: &Delivery) -> Value {
    json!({
        "status": "success",
        "eventType": "sandbox.unknown-type",
        "sessionId": delivery.session,
        "attemptId": delivery.attempt,
        "vendorData": null,
        "endUserId": null,
        "version": "1.0.0",
        "time": delivery.created_at.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string(),
        "data": {"verification": {"decision": UNKNOWN}},
    })
}

/// Every type has its status elsewhere.
fn unknown_status(delivery: &Delivery) -> Option<Value> {
    const PLACES: [&str; 6] = [
        "/action",
        "/verification/status",
        "/data/verification/decision",
        "/data/verification/userDefinedData/status",
        "/data/status",
        "/matchStatus",
    ];
    const CODES: [&str; 3] = ["/code", "/verification/code", "/data/code"];
    let mut body: Value = serde_json::from_str(&delivery.body).ok()?;
    for (places, unknown) in [(&PLACES[..], json!(UNKNOWN)), (&CODES, json!(9999))] {
        for place in places {
            if let Some(value) = body.pointer_mut(place) {
                *value = unknown.clone();
            }
        }
    }
    Some(body)
}
