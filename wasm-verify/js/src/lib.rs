//! `veriff-verify` as WebAssembly needs it: what the npm package `veriff-verify` calls.
//!
//! Only numbers cross the border. The host writes bytes into [`Verifier::input`], calls, and reads an
//! answer of numbers and of one text ([`Verifier::answer`]); so nothing is copied twice, and a webhook
//! costs one call. Where in the input and in the answer things lie, [`layout`] says, for both sides: the
//! TypeScript is generated from it.
//!
//! A `Verifier` belongs to one WebAssembly instance and is its only user of memory: every buffer is kept
//! and used again, so that memory stops growing once the largest body has been seen.
#![no_std]

extern crate alloc;

mod answer;
mod delivery;
pub mod failure;
pub mod layout;
mod prepared;
mod session;
mod summary;

use alloc::vec::Vec;

use answer::Answer;
use layout::{BODY, DIGESTS, PAD};
use prepared::Prepared;
use veriff_verify::signature::sign;

/// The verifier: prepared secrets, and the two buffers through which host and WebAssembly speak.
pub struct Verifier {
    input: Vec<u8>,
    answer: Answer,
    prepared: Prepared,
}

impl Verifier {
    /// A verifier that knows no secrets.
    pub const fn new() -> Self {
        Self {
            input: Vec::new(),
            answer: Answer::new(),
            prepared: Prepared::new(),
        }
    }

    /// Makes the input buffer at least `size` bytes long and says where it lies, until the next call of
    /// this function.
    pub fn input(&mut self, size: u32) -> u32 {
        if self.input.len() < size as usize {
            self.input.resize(size as usize, 0);
        }
        address(self.input.as_ptr())
    }

    /// Where the numbers of the answer lie: doubles, see [`layout::Number`]. They never move.
    pub fn answer(&self) -> u32 {
        address(self.answer.numbers().as_ptr())
    }

    /// Prepares the secrets of an integration: texts at [`BODY`], joined by newlines, `length` bytes.
    /// Returns the place where they are kept, or [`layout::REFUSED`]. After 64 integrations the places
    /// are taken again in turn.
    pub fn prepare(&mut self, length: u32) -> u32 {
        let text = self.input.get(BODY..BODY + length as usize);
        text.and_then(|text| self.prepared.add(text))
            .unwrap_or(layout::REFUSED)
    }

    /// Writes into the input, at [`PAD`], the block with which the host's own SHA-256 must begin, so
    /// that hashing it together with the body behind it gives the inner digest of the HMAC with secret
    /// number `index` of those kept at `place`. Returns whether it did: with a secret over 64 bytes it
    /// cannot be done so.
    pub fn pad(&mut self, place: u32, index: u32) -> bool {
        let integration = self.prepared.get(place);
        let pad = integration.and_then(|it| it.pad(index));
        let to = self
            .input
            .get_mut(PAD..)
            .and_then(|to| to.first_chunk_mut());
        let (Some(pad), Some(to)) = (pad, to) else {
            return false;
        };
        *to = *pad;
        true
    }

    /// Judges a delivery: `body` bytes at [`BODY`], behind them `headers` bytes, each line of which is
    /// the number of a header (see [`NAMES`](veriff_verify::headers::NAMES)) and its value. Where the host
    /// has hashed the body, as many inner `digests` as there are secrets lie at [`DIGESTS`]; with any other
    /// number of them the body is hashed here.
    ///
    /// Returns 0 and fills the answer, or returns a [`failure::Failure`] as a number; then the text is
    /// the path of the field that is wrong, if there is one.
    pub fn verify(&mut self, place: u32, body: u32, headers: u32, digests: u32) -> u32 {
        self.answer.clear();
        let message = self.input.get(BODY..).and_then(|rest| {
            let (body, rest) = rest.split_at_checked(body as usize)?;
            Some((body, rest.get(..headers as usize)?))
        });
        let (Some((body, headers)), Some(area)) = (message, self.input.get(DIGESTS..PAD)) else {
            return failure::Failure::BodyTooLarge as u32;
        };
        if body.len() > layout::LARGEST_BODY {
            return failure::Failure::BodyTooLarge as u32;
        }
        let integration = self.prepared.get(place);
        let digests = area.as_chunks().0.get(..digests as usize);
        let outcome = delivery::genuine(integration, body, headers, digests)
            .and_then(|index| summary::write(&mut self.answer, body, index));
        match outcome {
            Ok(()) => 0,
            Err(failure) => failure as u32,
        }
    }

    /// Signs `length` bytes at [`BODY`] with the first of the secrets at `place`: the signature's 32 bytes
    /// lie at [`DIGESTS`].
    pub fn sign(&mut self, place: u32, length: u32) {
        let body = self.input.get(BODY..BODY + length as usize);
        let secret = self
            .prepared
            .get(place)
            .and_then(|it| it.secrets.iter().next());
        let (Some(body), Some(secret)) = (body, secret) else {
            return;
        };
        let signature = sign(secret, body).to_bytes();
        if let Some(to) = self
            .input
            .get_mut(DIGESTS..)
            .and_then(|to| to.first_chunk_mut())
        {
            *to = signature;
        }
    }

    /// Joins into a session's state what webhooks and other states say. At [`BODY`] lie, one behind the
    /// other, a stored state of `state` bytes (none: a new session), the body of a verified webhook of
    /// `webhook` bytes (none: just read the state), and another stored state of `other` bytes, if any.
    ///
    /// Returns 0, 1 if that changed the state, or [`layout::REFUSED`] if a state cannot be read; the
    /// answer holds the state to store, and what it means: [`layout::StateNumber`] and
    /// [`layout::StateText`].
    pub fn join(&mut self, state: u32, webhook: u32, other: u32) -> u32 {
        self.answer.clear();
        let parts = self.input.get(BODY..).and_then(|rest| {
            let (state, rest) = rest.split_at_checked(state as usize)?;
            let (webhook, rest) = rest.split_at_checked(webhook as usize)?;
            Some((state, webhook, rest.get(..other as usize)?))
        });
        let changed = parts.and_then(|(state, webhook, other)| {
            session::join(&mut self.answer, state, webhook, other)
        });
        self.answer.finish();
        changed.map_or(layout::REFUSED, u32::from)
    }

    /// What was unexpected in a verified webhook of `length` bytes at [`BODY`]: see
    /// [`layout::DriftNumber`].
    pub fn drift(&mut self, length: u32) {
        self.answer.clear();
        if let Some(body) = self.input.get(BODY..BODY + length as usize) {
            summary::write_drift(&mut self.answer, body);
        }
        self.answer.finish();
    }
}

impl Default for Verifier {
    fn default() -> Self {
        Self::new()
    }
}

impl Verifier {
    /// What a host does by writing into memory: puts bytes into the input at `offset`.
    pub fn write(&mut self, offset: usize, bytes: &[u8]) {
        let end = offset + bytes.len();
        self.input(u32::try_from(end).unwrap_or(u32::MAX));
        if let Some(to) = self.input.get_mut(offset..end) {
            to.copy_from_slice(bytes);
        }
    }

    /// What a host does by reading from memory: a number of the answer.
    pub fn number(&self, number: layout::Number) -> f64 {
        self.answer.numbers()[number.place()]
    }

    /// What a host does by reading from memory: the text of the answer.
    pub fn text(&self) -> &str {
        self.answer.text()
    }
}

/// An address, as the host knows it. On 64-bit hosts, where only tests run, it means nothing.
fn address<T>(pointer: *const T) -> u32 {
    pointer as usize as u32
}
