//! Which answers were signed, and whether rightly.

use http::HeaderMap;
use std::sync::{Mutex, PoisonError};
use veriff_verify::headers::{DeliveryHeaders, HeaderError};
use veriff_verify::signature::Secrets;

/// How the answers so far were signed.
#[derive(Debug, Default)]
pub(crate) struct Signatures {
    seen: Mutex<Seen>,
}

/// Answers by their signature; the texts say to which request.
#[derive(Clone, Debug, Default)]
pub(crate) struct Seen {
    /// Carried a signature that is right.
    pub(crate) verified: usize,
    /// Carried none.
    pub(crate) unsigned: Vec<String>,
    /// Carried one that is wrong.
    pub(crate) wrong: Vec<String>,
}

impl Signatures {
    /// Judges one answer.
    pub(super) fn judge(
        &self,
        what: &str,
        key: &str,
        secrets: &Secrets,
        headers: &HeaderMap,
        body: &[u8],
    ) {
        let pairs = headers
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_bytes()));
        let right = match DeliveryHeaders::from_pairs(pairs) {
            Ok(named) => Some(
                named.auth_client.eq_ignore_ascii_case(key)
                    && secrets.verify(body, named.signature.as_bytes()).is_ok(),
            ),
            Err(HeaderError::MissingSignature) => None,
            // A signature, and nobody who made it; or two that differ.
            Err(HeaderError::MissingAuthClient) => {
                let names = ["x-hmac-signature", "vrf-hmac-signature"];
                let signed = names.iter().any(|name| headers.contains_key(*name));
                signed.then_some(false)
            }
            Err(_) => Some(false),
        };
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        match right {
            Some(true) => seen.verified += 1,
            Some(false) => seen.wrong.push(what.to_owned()),
            None => seen.unsigned.push(what.to_owned()),
        }
    }

    /// What was seen until now.
    pub(crate) fn seen(&self) -> Seen {
        self.seen
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}
