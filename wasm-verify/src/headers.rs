//! The headers of a webhook or of an answer of Veriff's that say who signed it.
//!
//! Each comes under its old name, its newer `VRF-` name, or both
//! ([HMAC authentication](https://devdocs.veriff.com/docs/hmac-authentication-and-endpoint-security)).
//! None of them is signed. The legacy `X-SIGNATURE`, a plain hash, is not accepted.

use core::fmt;

use crate::ascii::is_printed;

/// The headers, in lower case, each before its twin.
pub const NAMES: [&str; 5] = [
    "x-auth-client",
    "vrf-auth-client",
    "x-hmac-signature",
    "vrf-hmac-signature",
    "vrf-integration-id",
];
const AUTH_CLIENT: usize = 0;
const SIGNATURE: usize = 2;

/// What the headers say: whose message it is and how it is signed. Nothing of it is proved yet.
#[derive(Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct DeliveryHeaders<'a> {
    /// The integration's API key (`X-AUTH-CLIENT` or `VRF-AUTH-CLIENT`).
    pub auth_client: &'a str,
    /// The signature in hex (`X-HMAC-SIGNATURE` or `VRF-HMAC-SIGNATURE`).
    pub signature: &'a str,
    /// `VRF-INTEGRATION-ID`, if sent.
    pub integration_id: Option<&'a str>,
}

impl<'a> DeliveryHeaders<'a> {
    /// Finds them among a message's headers. Names are matched in any case, and optional white space
    /// around a value (RFC 9110, section 5.5) is not part of it.
    ///
    /// # Errors
    ///
    /// [`HeaderError`] if one is missing or empty, or if there are two values where one belongs: then
    /// this code and another, a proxy's for example, might each believe a different one.
    ///
    /// ```
    /// use veriff_verify::headers::DeliveryHeaders;
    ///
    /// let sent: [(&str, &[u8]); 2] = [("Vrf-Auth-Client", b"key"), ("X-Hmac-Signature", b" 5ec2 ")];
    /// let headers = DeliveryHeaders::from_pairs(sent.into_iter())?;
    /// assert_eq!((headers.auth_client, headers.signature), ("key", "5ec2"));
    /// # Ok::<(), veriff_verify::headers::HeaderError>(())
    /// ```
    pub fn from_pairs(
        pairs: impl Iterator<Item = (&'a str, &'a [u8])>,
    ) -> Result<Self, HeaderError> {
        let known = pairs.filter_map(|(name, value)| {
            let is = |known: &&str| known.eq_ignore_ascii_case(name);
            Some((NAMES.iter().position(is)?, value))
        });
        Self::from_known(known)
    }

    /// The same, where the names are known already: each is its place in [`NAMES`].
    ///
    /// # Errors
    ///
    /// As [`from_pairs`](Self::from_pairs).
    pub fn from_known(pairs: impl Iterator<Item = (usize, &'a [u8])>) -> Result<Self, HeaderError> {
        let mut found = Found::default();
        for (place, value) in pairs {
            found.note(place, value)?;
        }
        found.resolve()
    }
}

impl fmt::Debug for DeliveryHeaders<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeliveryHeaders")
            .field("integration_id", &self.integration_id)
            .finish_non_exhaustive()
    }
}

/// The values found, in the order of [`NAMES`].
#[derive(Default)]
struct Found<'a>([Option<&'a str>; 5]);

impl<'a> Found<'a> {
    fn note(&mut self, place: usize, value: &'a [u8]) -> Result<(), HeaderError> {
        let (Some(&name), Some(slot)) = (NAMES.get(place), self.0.get_mut(place)) else {
            return Ok(());
        };
        let value = text(value).ok_or(HeaderError::NotText { name })?;
        // None of them has a comma in it: one that has was sent more than once, and put together on the way
        // (RFC 9110, section 5.3). Whether alike, only who has put them together knows. Looked for byte by byte,
        // since the search of texts would be a quarter of a kilobyte of WebAssembly.
        if value.bytes().any(|byte| byte == b',') || slot.is_some_and(|earlier| earlier != value) {
            return Err(HeaderError::Repeated { name });
        }
        *slot = Some(value);
        Ok(())
    }

    fn resolve(self) -> Result<DeliveryHeaders<'a>, HeaderError> {
        let [x_client, vrf_client, x_signature, vrf_signature, id] = self.0;
        if let (Some(x), Some(vrf)) = (x_client, vrf_client)
            && x != vrf
        {
            return Err(HeaderError::TwinsDiffer {
                name: NAMES[AUTH_CLIENT],
            });
        }
        if let (Some(x), Some(vrf)) = (x_signature, vrf_signature)
            && !x.eq_ignore_ascii_case(vrf)
        {
            return Err(HeaderError::TwinsDiffer {
                name: NAMES[SIGNATURE],
            });
        }
        let given = |value: &&str| !value.is_empty();
        let auth_client = x_client.or(vrf_client).filter(given);
        let signature = x_signature.or(vrf_signature).filter(given);
        Ok(DeliveryHeaders {
            auth_client: auth_client.ok_or(HeaderError::MissingAuthClient)?,
            signature: signature.ok_or(HeaderError::MissingSignature)?,
            integration_id: id.filter(given),
        })
    }
}

/// The value without optional white space around it, if it is printable ASCII.
fn text(mut value: &[u8]) -> Option<&str> {
    while let [b' ' | b'\t', rest @ ..] | [rest @ .., b' ' | b'\t'] = value {
        value = rest;
    }
    match is_printed(value, b' ') {
        true => core::str::from_utf8(value).ok(),
        false => None,
    }
}

/// Why the headers do not say who signed the message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum HeaderError {
    /// No API key, or an empty one.
    MissingAuthClient,
    /// No signature, or an empty one.
    MissingSignature,
    /// A header and its `VRF-` twin have different values.
    TwinsDiffer {
        /// The header, by its `X-` name, in lower case.
        name: &'static str,
    },
    /// A header was sent twice with different values, or more than once in one line.
    Repeated {
        /// The header, in lower case.
        name: &'static str,
    },
    /// The value is not printable ASCII.
    NotText {
        /// The header, in lower case.
        name: &'static str,
    },
}

impl fmt::Display for HeaderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MissingAuthClient => f.write_str("no x-auth-client header"),
            Self::MissingSignature => f.write_str("no x-hmac-signature header"),
            Self::TwinsDiffer { name } => write!(f, "{name} and its vrf- twin differ"),
            Self::Repeated { name } => write!(f, "{name} was sent more than once"),
            Self::NotText { name } => write!(f, "{name} is not printable ascii"),
        }
    }
}

impl core::error::Error for HeaderError {}
