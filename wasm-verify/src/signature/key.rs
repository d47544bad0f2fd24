//! A key of HMAC-SHA256 (RFC 2104), and two ways to a code: all of it here, or the inner digest by the host.

use hmac::digest::InvalidLength;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

const BLOCK: usize = 64;

/// A key, hashed once: a message costs its own blocks and two more.
#[derive(Clone)]
pub(super) struct Key {
    mac: Hmac<Sha256>,
    /// SHA-256 that has taken in the outer pad.
    outer: Sha256,
}

impl Key {
    /// A key of any length: one that is longer than a block is hashed first.
    pub(super) fn new(key: &[u8]) -> Result<Self, InvalidLength> {
        let hashed;
        let block = match key.len() > BLOCK {
            true => {
                hashed = Sha256::digest(key);
                &hashed[..]
            }
            false => key,
        };
        Ok(Self {
            mac: Hmac::new_from_slice(key)?,
            outer: Sha256::new_with_prefix(pad(block, 0x5c)),
        })
    }

    /// The code of a message.
    #[inline(never)]
    pub(super) fn code(&self, message: &[u8]) -> [u8; 32] {
        let mut mac = self.mac.clone();
        mac.update(message);
        mac.finalize().into_bytes().into()
    }

    /// The code of a message of which somebody else has made the inner digest: SHA-256 over
    /// [`inner_pad`] and the message.
    pub(super) fn code_of_digest(&self, inner: &[u8; 32]) -> [u8; 32] {
        let mut outer = self.outer.clone();
        Digest::update(&mut outer, inner);
        outer.finalize().into()
    }
}

/// What the inner hash begins with, for a key of at most a block.
pub(super) fn inner_pad(key: &[u8]) -> [u8; BLOCK] {
    pad(key, 0x36)
}

fn pad(key: &[u8], mask: u8) -> [u8; BLOCK] {
    let mut pad = [mask; BLOCK];
    for (byte, key) in pad.iter_mut().zip(key) {
        *byte ^= key;
    }
    pad
}
