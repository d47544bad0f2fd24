//! What is sent for a webhook in one try: usually one request, with faults sometimes others.

use veriff_verify::signature::{Secret, sign};

use super::{Effect, Fault};
use crate::veriff::config::Integration;
use crate::veriff::outbox::Delivery;
use crate::veriff::sign_answers::signature_headers;

/// One request to the receiver.
#[derive(Clone)]
pub(crate) struct Parcel {
    pub(crate) body: Vec<u8>,
    /// Names in lower case.
    pub(crate) headers: Vec<(&'static str, String)>,
    /// Not the webhook itself: its answer counts for nothing.
    pub(crate) extra: bool,
}

impl Parcel {
    /// A request beside the webhook itself.
    pub(super) fn extra(body: String) -> Self {
        Self {
            body: body.into_bytes(),
            headers: Vec::new(),
            extra: true,
        }
    }
}

/// The requests of one try of a webhook that was tried so often before, signed, with these faults.
pub(crate) fn parcels(
    delivery: &Delivery,
    integration: &Integration,
    faults: &[Fault],
    tried_before: usize,
) -> Vec<Parcel> {
    let mut parcels = vec![Parcel {
        body: delivery.body.clone().into_bytes(),
        headers: Vec::new(),
        extra: false,
    }];
    let effects = || faults.iter().flat_map(|fault| fault.effects());
    let mut secret = 0;
    for effect in effects() {
        match effect {
            Effect::Content(change) => change(&mut parcels, delivery),
            Effect::Secret(choose) => secret = choose(tried_before),
            _ => {}
        }
    }
    for parcel in &mut parcels {
        parcel.headers = headers(integration, secret, &parcel.body);
        for effect in effects() {
            if let Effect::Signed(change) = effect {
                change(parcel);
            }
        }
    }
    parcels
}

/// The headers of a genuine delivery, signed with one of the integration's secrets.
fn headers(integration: &Integration, secret: usize, body: &[u8]) -> Vec<(&'static str, String)> {
    let other = integration.secret_texts.get(secret);
    let other = other.and_then(|text| Secret::new(text).ok());
    let signature = sign(other.as_ref().unwrap_or(&integration.signing), body).to_hex();
    let mut headers = vec![("content-type", "application/json".to_owned())];
    headers.extend(signature_headers(integration, signature));
    headers
}
