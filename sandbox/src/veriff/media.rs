//! How media are written in requests. What kinds there are, and how large: see [`crate::pictures`].

use base64::Engine;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

pub(crate) use crate::pictures::{CONTEXTS, mimetype, too_large};

const BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// Reads base64 as clients write it: with line breaks, without padding, in the alphabet for URLs.
/// The length of it without white space comes along.
pub(crate) fn decode(text: &str) -> Option<(usize, Vec<u8>)> {
    let plain: Vec<u8> = text
        .bytes()
        .filter(|byte| !byte.is_ascii_whitespace())
        .map(|byte| match byte {
            b'-' => b'+',
            b'_' => b'/',
            other => other,
        })
        .collect();
    let bytes = BASE64.decode(&plain).ok()?;
    Some((plain.len(), bytes))
}
