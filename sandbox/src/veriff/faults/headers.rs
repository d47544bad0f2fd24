//! Headers that are unusual, or that a receiver must refuse.

use super::parcel::Parcel;
use super::{Effect, Spec};

pub(super) const WRONG_KEY: Spec = Spec {
    name: "wrong-key",
    description: "X-AUTH-CLIENT and its twin name an API key of nobody's.",
    effects: &[Effect::Signed(|parcel| {
        parcel.change(&AUTH_CLIENT, |_| NOBODYS_KEY.to_owned());
    })],
    lasts: false,
};

pub(super) const BAD_SIGNATURE: Spec = Spec {
    name: "bad-signature",
    description: "The last digit of the signature is another one, in both headers.",
    effects: &[Effect::Signed(|parcel| {
        parcel.change(&SIGNATURE, forged);
    })],
    lasts: false,
};

pub(super) const UPPER_CASE_HEX: Spec = Spec {
    name: "upper-case-hex",
    description: "The signature is written in upper-case hex.",
    effects: &[Effect::Signed(|parcel| {
        parcel.change(&SIGNATURE, str::to_ascii_uppercase);
    })],
    lasts: false,
};

pub(super) const TWIN_HEADERS: Spec = Spec {
    name: "twin-headers",
    description: "Key and signature stand under X- and VRF- names alike and agree, the VRF- ones first.",
    effects: &[Effect::Signed(|parcel| {
        parcel.headers.sort_by_key(|(name, _)| *name);
        let twins = |(name, _): &(&str, String)| !name.starts_with("vrf-");
        parcel.headers.sort_by_key(twins);
    })],
    lasts: false,
};

pub(super) const WITHOUT_TWINS: Spec = Spec {
    name: "without-twins",
    description: "Key and signature stand under their X- names only, as in older traffic.",
    effects: &[Effect::Signed(|parcel| {
        parcel.headers.retain(|(name, _)| !name.starts_with("vrf-"));
    })],
    lasts: false,
};

pub(super) const TWIN_HEADERS_DIFFER: Spec = Spec {
    name: "twin-headers-differ",
    description: "VRF-HMAC-SIGNATURE says something else than X-HMAC-SIGNATURE, which is right.",
    effects: &[Effect::Signed(|parcel| {
        if !parcel.headers.iter().any(|(name, _)| *name == SIGNATURE[1]) {
            let right = parcel.header(SIGNATURE[0]).unwrap_or_default().to_owned();
            parcel.headers.push((SIGNATURE[1], right));
        }
        parcel.change(&SIGNATURE[1..], forged);
    })],
    lasts: false,
};

const AUTH_CLIENT: [&str; 2] = ["x-auth-client", "vrf-auth-client"];
const SIGNATURE: [&str; 2] = ["x-hmac-signature", "vrf-hmac-signature"];
const NOBODYS_KEY: &str = "00000000-0000-4000-8000-00000000dead";

/// As long as the right one, and wrong.
fn forged(signature: &str) -> String {
    let mut forged = signature.to_owned();
    let last = if forged.pop() == Some('0') { '1' } else { '0' };
    forged.push(last);
    forged
}

impl Parcel {
    fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(one, _)| *one == name);
        found.map(|(_, value)| value.as_str())
    }

    fn change(&mut self, names: &[&str], change: impl Fn(&str) -> String) {
        for (name, value) in &mut self.headers {
            if names.contains(name) {
                *value = change(value);
            }
        }
    }
}
