//! Secrets made ready once: a keyed HMAC costs two blocks of hashing, which every delivery would pay.

use alloc::vec::Vec;

use veriff_verify::signature::{Secret, Secrets};

use crate::layout::PLACES;

/// The secrets of up to [`PLACES`] integrations.
pub(crate) struct Prepared {
    places: Vec<Integration>,
    next: usize,
}

/// The secrets of one integration.
pub(crate) struct Integration {
    pub(crate) secrets: Secrets,
    /// What the host hashes first, for each secret that allows it.
    pads: Vec<[u8; 64]>,
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
        let mut pads = Vec::new();
        let mut all_usable = true;
        let secrets = text.split(|byte| *byte == b'\n').map_while(|secret| {
            let secret = core::str::from_utf8(secret).unwrap_or_default();
            pads.extend(Secret::inner_pad(secret));
            let usable = Secret::new(secret).ok();
            all_usable &= usable.is_some();
            usable
        });
        let secrets = Secrets::new(secrets).ok()?;
        if !all_usable {
            return None;
        }
        let integration = Integration { secrets, pads };
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
}

impl Integration {
    /// The block that goes before the body where the host hashes; `None` if it cannot, because one of the
    /// secrets is too long.
    pub(crate) fn pad(&self, index: u32) -> Option<&[u8; 64]> {
        let all = self.pads.len() == self.secrets.count();
        self.pads.get(index as usize).filter(|_| all)
    }
}
