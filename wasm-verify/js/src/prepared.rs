//! Secrets made ready once: a keyed HMAC costs two blocks of hashing, which every delivery would pay.

use alloc::string::String;
use alloc::vec::Vec;

use sha2::{Digest, Sha256};
use veriff_verify::signature::{Secret, Secrets, Signature, SignatureError, sign};

use crate::layout::PLACES;

/// The secrets of up to [`PLACES`] integrations.
#[derive(Default)]
pub(crate) struct Prepared {
    places: Vec<Integration>,
    next: usize,
}

/// The secrets of one integration.
pub(crate) struct Integration {
    secrets: Secrets,
    halves: Vec<Half>,
}

impl Prepared {
    /// Takes secrets joined by newlines. `None` if they are no usable secrets.
    pub(crate) fn add(&mut self, text: &[u8]) -> Option<u32> {
        let texts = || core::str::from_utf8(text).map(|text| text.split('\n'));
        let secrets: Result<Vec<Secret>, _> = texts().ok()?.map(Secret::new).collect();
        let integration = Integration {
            secrets: Secrets::new(secrets.ok()?).ok()?,
            halves: texts().ok()?.map(Half::new).collect(),
        };
        let place = self.next;
        self.next = (place + 1) % PLACES;
        match self.places.get_mut(place) {
            Some(taken) => *taken = integration,
            None => self.places.push(integration),
        }
        u32::try_from(place).ok()
    }

    pub(crate) fn get(&self, place: u32) -> Option<&Integration> {
        self.places.get(place as usize)
    }

    pub(crate) fn pad(&self, place: u32, index: u32) -> Option<&[u8; 64]> {
        Some(&self.get(place)?.halves.get(index as usize)?.pad)
    }
}

impl Integration {
    /// Hashes the body with every secret: see [`Secrets::verify`].
    pub(crate) fn verify(&self, body: &[u8], signature: &[u8]) -> Result<usize, SignatureError> {
        self.secrets.verify(body, signature)
    }

    /// The same, where the host has hashed the body with every secret's pad before it.
    pub(crate) fn verify_digests(
        &self,
        digests: &[u8],
        signature: &[u8],
    ) -> Result<usize, SignatureError> {
        let signature = Signature::from_hex(signature)?;
        let mut matched = None;
        let (digests, _) = digests.as_chunks::<32>();
        for (index, (half, inner)) in self.halves.iter().zip(digests).enumerate() {
            let outer = half.outer.clone().chain_update(inner).finalize();
            let is_match = Signature::from_bytes(outer.into()) == signature;
            matched = if is_match && matched.is_none() {
                Some(index)
            } else {
                matched
            };
        }
        matched.ok_or(SignatureError::Mismatch)
    }

    /// Signs with the first secret.
    pub(crate) fn sign(&self, message: &[u8]) -> String {
        let first = self.secrets.iter().next();
        first
            .map(|secret| sign(secret, message).to_hex())
            .unwrap_or_default()
    }
}

/// What HMAC (RFC 2104) needs beside the hash of pad and message: the key's inner pad, and the outer hash
/// that has taken in the key's outer pad.
struct Half {
    pad: [u8; 64],
    outer: Sha256,
}

impl Half {
    fn new(secret: &str) -> Self {
        let mut key = [0; 64];
        let digest = Sha256::digest(secret);
        let bytes = if secret.len() > key.len() {
            digest.as_slice()
        } else {
            secret.as_bytes()
        };
        for (to, from) in key.iter_mut().zip(bytes) {
            *to = *from;
        }
        Self {
            pad: key.map(|byte| byte ^ 0x36),
            outer: Sha256::new_with_prefix(key.map(|byte| byte ^ 0x5c)),
        }
    }
}
