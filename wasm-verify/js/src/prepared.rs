//! Secrets made ready once: a keyed HMAC costs two blocks of hashing, which every delivery would pay.

use alloc::vec::Vec;

use sha2::block_api::compress256;
use veriff_verify::signature::{Secret, Secrets, Signature, SignatureError, sign};

use crate::layout::PLACES;

/// The secrets of up to [`PLACES`] integrations.
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
    pub(crate) const fn new() -> Self {
        Self {
            places: Vec::new(),
            next: 0,
        }
    }

    /// Takes secrets joined by newlines. `None` if they are no usable secrets.
    pub(crate) fn add(&mut self, text: &[u8]) -> Option<u32> {
        let mut secrets = Vec::new();
        let mut halves = Vec::new();
        for secret in text.split(|byte| *byte == b'\n') {
            secrets.push(Secret::new(core::str::from_utf8(secret).ok()?).ok()?);
            halves.extend(Half::new(secret));
        }
        let integration = Integration {
            secrets: Secrets::new(secrets).ok()?,
            halves,
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

    /// The block that goes before the body where the host hashes; `None` if it cannot, because one of the
    /// secrets is too long.
    pub(crate) fn pad(&self, place: u32, index: u32) -> Option<&[u8; 64]> {
        let integration = self.get(place)?;
        let all = integration.halves.len() == integration.secrets.count();
        let half = integration.halves.get(index as usize).filter(|_| all);
        half.map(|half| &half.pad)
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
            let is_match = half.finish(inner) == signature;
            matched = if is_match && matched.is_none() {
                Some(index)
            } else {
                matched
            };
        }
        matched.ok_or(SignatureError::Mismatch)
    }

    /// Signs with the first secret.
    pub(crate) fn sign(&self, message: &[u8]) -> Option<[u8; 32]> {
        let secret = self.secrets.iter().next()?;
        Some(sign(secret, message).to_bytes())
    }
}

/// What HMAC (RFC 2104) needs where the host hashes pad and message: the key's inner pad, and the state
/// of the outer hash (FIPS 180-4) that has taken in the key's outer pad.
struct Half {
    pad: [u8; 64],
    outer: [u32; 8],
}

impl Half {
    /// `None` for a key over 64 bytes, which RFC 2104 hashes first. Veriff's have 36.
    fn new(secret: &[u8]) -> Option<Self> {
        let mut pad = [0; 64];
        pad.get_mut(..secret.len())?.copy_from_slice(secret);
        xor(&mut pad, 0x5c);
        let mut outer = INITIAL;
        compress256(&mut outer, &[pad]);
        xor(&mut pad, 0x5c ^ 0x36);
        Some(Self { pad, outer })
    }

    /// The outer hash of an inner digest: one block, which ends with the length of both in bits.
    fn finish(&self, inner: &[u8; 32]) -> Signature {
        let mut block = [0; 64];
        let (message, rest) = block.split_at_mut(inner.len());
        message.copy_from_slice(inner);
        if let [end, .., high, low] = rest {
            *end = 0x80;
            [*high, *low] = u16::to_be_bytes((64 + 32) * 8);
        }
        let mut state = self.outer;
        compress256(&mut state, &[block]);
        let mut digest = [0; 32];
        for (to, word) in digest.as_chunks_mut::<4>().0.iter_mut().zip(state) {
            *to = word.to_be_bytes();
        }
        Signature::from_bytes(digest)
    }
}

fn xor(block: &mut [u8; 64], mask: u8) {
    for byte in block {
        *byte ^= mask;
    }
}

/// The initial hash value of SHA-256 (FIPS 180-4, section 5.3.3).
const INITIAL: [u32; 8] = [
    0x6a09_e667,
    0xbb67_ae85,
    0x3c6e_f372,
    0xa54f_f53a,
    0x510e_527f,
    0x9b05_688c,
    0x1f83_d9ab,
    0x5be0_cd19,
];
