//! A person, as the platform names them, and the key of their pointer.

use sha2::{Digest, Sha256};
use uuid::Uuid;

/// How the platform names a person towards Veriff. Its `Debug` names nobody.
#[derive(Clone, PartialEq, Eq)]
pub enum PersonRef {
    /// Veriff's `endUserId`.
    EndUserId(Uuid),
    /// Veriff's `vendorData`, where no `endUserId` is given.
    VendorData(String),
}

impl PersonRef {
    /// The partition key of the person's pointer at one integration.
    ///
    /// SHA-256 over the integration's id, the field's name and the value, each preceded by its
    /// length in bytes (eight, big-endian): a `vendorData` can be 4,000 bytes long, and must not
    /// outlive an erasure in a key.
    pub fn pointer_key(&self, integration_id: &str) -> String {
        let (field, value) = match self {
            Self::EndUserId(id) => ("endUserId", id.to_string()),
            Self::VendorData(text) => ("vendorData", text.clone()),
        };
        let mut hash = Sha256::new();
        for part in [integration_id, field, &value] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part.as_bytes());
        }
        let mut key = String::with_capacity(7 + 64);
        key.push_str("PERSON#");
        push_hex(&mut key, &hash.finalize());
        key
    }
}

impl std::fmt::Debug for PersonRef {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::EndUserId(_) => "EndUserId([redacted])",
            Self::VendorData(_) => "VendorData([redacted])",
        })
    }
}

/// Whether a `vendorData` looks like an e-mail address. It must mean nothing outside the company.
pub fn looks_like_an_address(text: &str) -> bool {
    text.trim().split_once('@').is_some_and(|(name, host)| {
        !name.is_empty()
            && !name.contains(char::is_whitespace)
            && host.split_once('.').is_some_and(|(_, top)| !top.is_empty())
            && !host.contains(|c: char| c.is_whitespace() || c == '@')
    })
}

/// Appends bytes as lower-case hex.
pub(crate) fn push_hex(text: &mut String, bytes: &[u8]) {
    for byte in bytes {
        for nibble in [byte >> 4, byte & 15] {
            text.push(char::from_digit(u32::from(nibble), 16).unwrap_or('0'));
        }
    }
}
