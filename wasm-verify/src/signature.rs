//! Veriff's signature: HMAC-SHA256 over the raw bytes, keyed with a shared secret, written as hex.
//!
//! The key is the text of the secret as the portal shows it, hyphens included, not the bytes that its
//! hex digits would write. The signature covers the body of a webhook, POST or PATCH, or the id in the
//! path of a GET or DELETE ([HMAC authentication](https://devdocs.veriff.com/docs/hmac-authentication-and-endpoint-security)).
//! It has no time and no number in it: a recorded webhook stays genuine for ever.

mod key;

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use hmac::Hmac;
use hmac::digest::CtOutput;
use key::Key;
use sha2::Sha256;

/// The most secrets an integration can have at once.
pub const MAX_SECRETS: usize = 5;

/// A shared secret of an integration. Its `Debug` never shows it.
#[derive(Clone)]
pub struct Secret(Key);

impl Secret {
    /// Takes the text of a secret as the portal shows it.
    ///
    /// # Errors
    ///
    /// [`SecretError::Empty`], or [`SecretError::Whitespace`] for any white space or control character:
    /// a newline from a file or a blank from a clipboard would make every signature wrong.
    pub fn new(secret: &str) -> Result<Self, SecretError> {
        if secret.is_empty() {
            return Err(SecretError::Empty);
        }
        if secret.chars().any(is_blank) {
            return Err(SecretError::Whitespace);
        }
        Key::new(secret.as_bytes())
            .map(Self)
            .map_err(|_| SecretError::Empty)
    }

    /// What a cryptographic library of the host, which may be faster, hashes before the message, so that
    /// the digest of both is what [`Secrets::verify_digests`] takes. `None` for a secret of more than 64
    /// bytes, with which that cannot be done; Veriff's have 36.
    pub fn inner_pad(secret: &str) -> Option<[u8; 64]> {
        (secret.len() <= 64).then(|| key::inner_pad(secret.as_bytes()))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(redacted)")
    }
}

/// The secrets of one integration, one to five: while a secret is being replaced, several are valid.
#[derive(Clone)]
pub struct Secrets(Vec<Secret>);

impl Secrets {
    /// Takes the secrets, in the order in which [`verify`](Self::verify) numbers them.
    ///
    /// # Errors
    ///
    /// [`SecretError::NoSecrets`] or [`SecretError::TooMany`].
    pub fn new(secrets: impl IntoIterator<Item = Secret>) -> Result<Self, SecretError> {
        let mut all = Vec::new();
        for secret in secrets {
            if all.len() == MAX_SECRETS {
                return Err(SecretError::TooMany);
            }
            all.push(secret);
        }
        match all.is_empty() {
            true => Err(SecretError::NoSecrets),
            false => Ok(Self(all)),
        }
    }

    /// Checks a signature as it came in a header, in either case, over the raw bytes of the message.
    ///
    /// Gives back the index of the secret it was made with. Every secret is tried, and each comparison
    /// takes the same time wherever it differs.
    ///
    /// # Errors
    ///
    /// [`SignatureError`]; all of them mean that the message must not be looked at.
    pub fn verify(&self, message: &[u8], signature_hex: &[u8]) -> Result<usize, SignatureError> {
        self.find(signature_hex, message, None)
    }

    /// The same, where the host has hashed the message with each secret's [pad](Secret::inner_pad) before
    /// it. These are the digests, in the order of the secrets.
    ///
    /// # Errors
    ///
    /// As [`verify`](Self::verify).
    pub fn verify_digests(
        &self,
        digests: &[[u8; 32]],
        signature_hex: &[u8],
    ) -> Result<usize, SignatureError> {
        self.find(signature_hex, &[], Some(digests))
    }

    /// The first secret whose code of the message, or of its inner digest, is the signature. All are looked
    /// at.
    fn find(
        &self,
        signature_hex: &[u8],
        message: &[u8],
        digests: Option<&[[u8; 32]]>,
    ) -> Result<usize, SignatureError> {
        let signature = Signature::from_hex(signature_hex)?;
        // The place of the first that matches, from 1; without a branch, since that too would show which.
        let mut found = 0;
        for (index, secret) in self.0.iter().enumerate() {
            let code = match digests.map(|digests| digests.get(index)) {
                None => Some(secret.0.code(message)),
                Some(inner) => inner.map(|inner| secret.0.code_of_digest(inner)),
            };
            let is_match = code.is_some_and(|code| Signature(code) == signature);
            let is_first = usize::from(is_match) & usize::from(found == 0);
            found |= (index + 1) & is_first.wrapping_neg();
        }
        found.checked_sub(1).ok_or(SignatureError::Mismatch)
    }

    /// How many secrets there are.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// The secrets, in order.
    pub fn iter(&self) -> impl Iterator<Item = &Secret> {
        self.0.iter()
    }
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secrets({}, redacted)", self.0.len())
    }
}

/// Signs a message, as Veriff signs its webhooks and a caller signs its requests.
///
/// ```
/// use veriff_verify::signature::{Secret, Secrets, sign};
///
/// let secret = Secret::new("00000000-0000-4000-8000-5ec2e7000001")?;
/// let signature = sign(&secret, b"{}").to_hex();
/// let secrets = Secrets::new([secret])?;
/// assert_eq!(secrets.verify(b"{}", signature.as_bytes()), Ok(0));
/// assert!(secrets.verify(b"{} ", signature.as_bytes()).is_err());
/// # Ok::<(), veriff_verify::signature::SecretError>(())
/// ```
pub fn sign(secret: &Secret, message: &[u8]) -> Signature {
    Signature(secret.0.code(message))
}

/// A signature. `Display` writes it as Veriff does, in lower-case hex; `Debug` does not show it. Two of
/// them are compared in constant time.
#[derive(Clone)]
pub struct Signature([u8; 32]);

impl Signature {
    /// Reads a signature as it came in a header, in either case.
    ///
    /// # Errors
    ///
    /// Each [`SignatureError`] but [`SignatureError::Mismatch`].
    pub fn from_hex(hex: &[u8]) -> Result<Self, SignatureError> {
        decode_hex(hex).map(Self)
    }

    /// The signature whose bytes somebody else has computed, a cryptographic library of the host say.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The signature as bytes, for who writes it in a way of their own.
    pub fn to_bytes(&self) -> [u8; 32] {
        self.0
    }

    /// The signature as 64 lower-case hex digits.
    pub fn to_hex(&self) -> String {
        let mut hex = String::with_capacity(2 * self.0.len());
        for byte in self.0 {
            for nibble in [byte >> 4, byte & 15] {
                let digit = usize::from(nibble);
                hex.push_str("0123456789abcdef".get(digit..=digit).unwrap_or_default());
            }
        }
        hex
    }
}

impl PartialEq for Signature {
    fn eq(&self, other: &Self) -> bool {
        let output = |it: &Self| CtOutput::<Hmac<Sha256>>::new(it.0.into());
        output(self) == output(other)
    }
}

impl Eq for Signature {}

impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_hex())
    }
}

impl fmt::Debug for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Signature(redacted)")
    }
}

/// White space and control characters, and what is as invisible. Unicode's own tables would be as long as
/// the rest of this file.
fn is_blank(c: char) -> bool {
    matches!(c, '\0'..=' ' | '\u{7f}'..='\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200f}'
        | '\u{2028}'..='\u{202f}' | '\u{205f}'..='\u{2064}' | '\u{3000}' | '\u{feff}')
}

fn decode_hex(hex: &[u8]) -> Result<[u8; 32], SignatureError> {
    if hex.is_empty() {
        return Err(SignatureError::Missing);
    }
    let (pairs, []) = hex.as_chunks::<2>() else {
        return Err(SignatureError::WrongLength);
    };
    let mut bytes = [0; 32];
    if pairs.len() != bytes.len() {
        return Err(SignatureError::WrongLength);
    }
    let mut all = 0;
    for (byte, &[high, low]) in bytes.iter_mut().zip(pairs) {
        let (high, low) = (HEX_DIGITS[usize::from(high)], HEX_DIGITS[usize::from(low)]);
        all |= high | low;
        *byte = high << 4 | low;
    }
    match all < 16 {
        true => Ok(bytes),
        false => Err(SignatureError::NotHex),
    }
}

/// What each byte is worth as a hex digit; 255 for those that are none. A table is quicker than comparing, and
/// what it is asked for is the sender's own signature, no secret.
static HEX_DIGITS: [u8; 256] = {
    let mut digits = [255; 256];
    let mut worth = 0;
    while worth < 16 {
        let digit = b"0123456789abcdef"[worth];
        digits[digit as usize] = worth as u8;
        digits[digit.to_ascii_uppercase() as usize] = worth as u8;
        worth += 1;
    }
    digits
};

/// Why a text, or a list, is not a usable shared secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SecretError {
    /// The secret is empty.
    Empty,
    /// There is white space or a control character in it.
    Whitespace,
    /// No secret was given.
    NoSecrets,
    /// More than [`MAX_SECRETS`] were given.
    TooMany,
}

impl fmt::Display for SecretError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "the shared secret is empty",
            Self::Whitespace => "the shared secret holds white space or a control character",
            Self::NoSecrets => "no shared secret was given",
            Self::TooMany => "an integration has at most five shared secrets",
        })
    }
}

impl core::error::Error for SecretError {}

/// Why a message is not genuine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SignatureError {
    /// There is no signature.
    Missing,
    /// It is not 64 characters long.
    WrongLength,
    /// It has a character that is not a hex digit.
    NotHex,
    /// It was not made with any of the secrets over these bytes.
    Mismatch,
}

impl fmt::Display for SignatureError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Missing => "no signature",
            Self::WrongLength => "the signature is not 64 characters long",
            Self::NotHex => "the signature is not hexadecimal",
            Self::Mismatch => "the signature matches none of the secrets",
        })
    }
}

impl core::error::Error for SignatureError {}

#[cfg(test)]
mod tests;
