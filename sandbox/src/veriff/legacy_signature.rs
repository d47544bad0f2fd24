//! The signature of old clients, `X-SIGNATURE`: SHA-256 of the message followed by the secret.
//!
//! A plain hash, which Veriff advises against and still answers. Here it takes part in nothing but
//! the conversation of a local client with this server.

use std::fmt::Write;

use sha2::{Digest, Sha256};

/// The header in requests, and in answers to them.
pub(crate) const HEADER: &str = "x-signature";

/// The signature of a message, in lower-case hex.
pub(crate) fn sign(secret: &str, message: &[u8]) -> String {
    let digest = Sha256::new()
        .chain_update(message)
        .chain_update(secret)
        .finalize();
    digest.iter().fold(String::new(), |mut hex, byte| {
        // Writing to a string does not fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// Whether the hex, in whatever case, is the signature of the message by one of the secrets.
pub(crate) fn verify(secrets: &[String], message: &[u8], hex: &str) -> bool {
    secrets
        .iter()
        .any(|secret| sign(secret, message).eq_ignore_ascii_case(hex))
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_secret_follows_the_message() {
        // SHA-256 of "abc".
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(super::sign("bc", b"a"), abc);
        assert!(super::verify(&["c".to_owned()], b"ab", &abc.to_uppercase()));
        assert!(!super::verify(&["b".to_owned()], b"ac", abc));
    }
}
