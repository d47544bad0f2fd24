//! The headers of a webhook or of an answer of Veriff's that say who signed it.
//!
//! Each comes under its old name, its newer `VRF-` name, or both
//! ([HMAC authentication](https://devdocs.veriff.com/docs/hmac-authentication-and-endpoint-security)).
//! None of them is signed. The legacy `X-SIGNATURE`, a plain hash, is not accepted.

use core::fmt;

const AUTH_CLIENT: [&str; 2] = ["x-auth-client", "vrf-auth-client"];
const SIGNATURE: [&str; 2] = ["x-hmac-signature", "vrf-hmac-signature"];
const INTEGRATION_ID: &str = "vrf-integration-id";

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
        let mut found = Found::default();
        for (name, value) in pairs {
            found.note(name, value)?;
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

#[derive(Default)]
struct Found<'a> {
    auth_client: [Option<&'a str>; 2],
    signature: [Option<&'a str>; 2],
    integration_id: Option<&'a str>,
}

impl<'a> Found<'a> {
    fn note(&mut self, name: &str, value: &'a [u8]) -> Result<(), HeaderError> {
        let [x_client, vrf_client] = &mut self.auth_client;
        let [x_signature, vrf_signature] = &mut self.signature;
        let (known, slot) = match name {
            n if n.eq_ignore_ascii_case(AUTH_CLIENT[0]) => (AUTH_CLIENT[0], x_client),
            n if n.eq_ignore_ascii_case(AUTH_CLIENT[1]) => (AUTH_CLIENT[1], vrf_client),
            n if n.eq_ignore_ascii_case(SIGNATURE[0]) => (SIGNATURE[0], x_signature),
            n if n.eq_ignore_ascii_case(SIGNATURE[1]) => (SIGNATURE[1], vrf_signature),
            n if n.eq_ignore_ascii_case(INTEGRATION_ID) => {
                (INTEGRATION_ID, &mut self.integration_id)
            }
            _ => return Ok(()),
        };
        let value = text(value).ok_or(HeaderError::NotText { name: known })?;
        match slot {
            Some(earlier) if *earlier != value => Err(HeaderError::Repeated { name: known }),
            _ => {
                *slot = Some(value);
                Ok(())
            }
        }
    }

    fn resolve(self) -> Result<DeliveryHeaders<'a>, HeaderError> {
        let auth_client = one_of(self.auth_client, AUTH_CLIENT[0], |a, b| a == b)?;
        let signature = one_of(self.signature, SIGNATURE[0], str::eq_ignore_ascii_case)?;
        Ok(DeliveryHeaders {
            auth_client: auth_client.ok_or(HeaderError::MissingAuthClient)?,
            signature: signature.ok_or(HeaderError::MissingSignature)?,
            integration_id: self.integration_id.filter(|id| !id.is_empty()),
        })
    }
}

fn one_of<'a>(
    twins: [Option<&'a str>; 2],
    name: &'static str,
    same: fn(&str, &str) -> bool,
) -> Result<Option<&'a str>, HeaderError> {
    let one = match twins {
        [Some(x), Some(vrf)] if !same(x, vrf) => return Err(HeaderError::TwinsDiffer { name }),
        [x, vrf] => x.or(vrf),
    };
    Ok(one.filter(|value| !value.is_empty()))
}

/// The value without optional white space around it, if it is printable ASCII.
fn text(value: &[u8]) -> Option<&str> {
    let text = core::str::from_utf8(value).ok()?.trim_matches([' ', '\t']);
    text.bytes()
        .all(|byte| matches!(byte, b' '..=b'~'))
        .then_some(text)
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
    /// A header was sent twice with different values.
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
            Self::Repeated { name } => write!(f, "{name} was sent twice with different values"),
            Self::NotText { name } => write!(f, "{name} is not printable ascii"),
        }
    }
}

impl core::error::Error for HeaderError {}
