//! HMAC (RFC 2104) over the compression function of SHA-256 (FIPS 180-4).
//!
//! The key is hashed once, when it is taken, so that a message costs its own blocks and two more. The
//! crates for it bring generic buffers that, in WebAssembly, are larger than the compression itself.

use sha2::block_api::compress256;

const BLOCK: usize = 64;

/// A key, as the two states of SHA-256 that have taken in its inner and its outer pad.
#[derive(Clone)]
pub(super) struct Key {
    inner: [u32; 8],
    outer: [u32; 8],
}

impl Key {
    /// A key of any length: one that is longer than a block is hashed first.
    pub(super) fn new(key: &[u8]) -> Self {
        let hashed;
        let key = match key.len() > BLOCK {
            true => {
                hashed = digest(INITIAL, 0, key);
                &hashed
            }
            false => key,
        };
        Self {
            inner: after(inner_pad(key)),
            outer: after(pad(key, 0x5c)),
        }
    }

    /// The code of a message.
    pub(super) fn code(&self, message: &[u8]) -> [u8; 32] {
        self.code_of_digest(&digest(self.inner, BLOCK, message))
    }

    /// The code of a message of which somebody else has made the inner digest: SHA-256 over
    /// [`inner_pad`] and the message.
    pub(super) fn code_of_digest(&self, inner: &[u8; 32]) -> [u8; 32] {
        digest(self.outer, BLOCK, inner)
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

fn after(pad: [u8; BLOCK]) -> [u32; 8] {
    let mut state = INITIAL;
    compress256(&mut state, &[pad]);
    state
}

/// The rest of a hash whose first `before` bytes, whole blocks, are in the state.
#[inline(never)]
fn digest(mut state: [u32; 8], before: usize, message: &[u8]) -> [u8; 32] {
    let (blocks, rest) = message.as_chunks::<BLOCK>();
    compress256(&mut state, blocks);
    // What is left, a one, zeros, and the length in bits, in as many blocks as that takes.
    let mut end = [[0; BLOCK]; 2];
    for (to, byte) in end
        .as_flattened_mut()
        .iter_mut()
        .zip(rest.iter().chain(&[0x80]))
    {
        *to = *byte;
    }
    let used = (rest.len() + 1 + size_of::<u64>()).div_ceil(BLOCK);
    let end = end.get_mut(..used).unwrap_or_default();
    let bits = (before as u64 + message.len() as u64) << 3;
    if let Some(length) = end.as_flattened_mut().last_chunk_mut() {
        *length = bits.to_be_bytes();
    }
    compress256(&mut state, end);
    let mut digest = [0; 32];
    for (to, word) in digest.as_chunks_mut().0.iter_mut().zip(state) {
        *to = word.to_be_bytes();
    }
    digest
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
