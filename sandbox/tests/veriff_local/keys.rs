//! The integrations of the tests, and what is signed with their secrets.

use http::HeaderMap;
use sha2::{Digest, Sha256};
use veriff_verify::signature::{Secret, Secrets, sign};

/// An integration's key and secret.
#[derive(Clone, Copy)]
pub(crate) struct Keys {
    pub(crate) id: &'static str,
    pub(crate) key: &'static str,
    pub(crate) secret: &'static str,
}

impl Keys {
    /// The integration's second secret.
    pub(crate) fn other_secret(&self) -> String {
        self.secret.replace("-7e6a4f3b", "-7e6a4f3c")
    }
}

pub(crate) const TEST: Keys = Keys {
    id: "one-test",
    key: "0f6f3a52-94a3-4b6f-8a5e-3f5d2a9c0001",
    secret: "5b0c2f7e-58d1-4b0e-9d1c-7e6a4f3b0001",
};
pub(crate) const LIVE: Keys = Keys {
    id: "two-live",
    key: "0f6f3a52-94a3-4b6f-8a5e-3f5d2a9c0002",
    secret: "5b0c2f7e-58d1-4b0e-9d1c-7e6a4f3b0002",
};
pub(crate) const ESSENTIAL: Keys = Keys {
    id: "three-essential",
    key: "0f6f3a52-94a3-4b6f-8a5e-3f5d2a9c0003",
    secret: "5b0c2f7e-58d1-4b0e-9d1c-7e6a4f3b0003",
};

pub(crate) fn signature(keys: Keys, message: &[u8]) -> String {
    sign(&Secret::new(keys.secret).unwrap(), message).to_hex()
}

/// Whether headers and body carry the signature of that integration's first secret.
pub(crate) fn is_signed(keys: Keys, headers: &HeaderMap, body: &[u8]) -> bool {
    is_signed_with(keys.secret, keys, headers, body)
}

/// Whether the headers name the integration, and sign the body, under `VRF-` names too.
pub(crate) fn has_twins(keys: Keys, headers: &HeaderMap) -> bool {
    headers["vrf-integration-id"] == keys.id
        && headers["vrf-auth-client"] == headers["x-auth-client"]
        && headers["vrf-hmac-signature"] == headers["x-hmac-signature"]
}

/// Whether they carry the signature of that secret.
pub(crate) fn is_signed_with(secret: &str, keys: Keys, headers: &HeaderMap, body: &[u8]) -> bool {
    let secrets = Secrets::new([Secret::new(secret).unwrap()]).unwrap();
    headers["x-auth-client"] == keys.key
        && secrets
            .verify(body, headers["x-hmac-signature"].as_bytes())
            .is_ok()
}

/// The signature of old clients: SHA-256 of the message followed by the secret.
pub(crate) fn legacy_signature(keys: Keys, message: &[u8]) -> String {
    let mut hash = Sha256::new();
    hash.update(message);
    hash.update(keys.secret);
    let digest = hash.finalize();
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}
