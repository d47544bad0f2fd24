//! What kinds of media there are, how large they may be, and how they are written.

use base64::Engine;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

/// The longest base64 of a picture.
const PICTURE_LIMIT: usize = 24 * 1024 * 1024;
/// The largest PDF, in bytes.
const PDF_LIMIT: usize = 20 * 1024 * 1024;

const BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// What a picture may show, in Veriff's words; `-pre` is the first capture.
pub(crate) const CONTEXTS: [&str; 25] = [
    "face",
    "face-pre",
    "face-nfc",
    "face-cropped",
    "face-reference",
    "registry-face",
    "document-front",
    "document-front-pre",
    "document-front-qrcode",
    "document-front-qrcode-pre",
    "document-front-face-cropped",
    "document-front-with-signature",
    "document-front-with-signature-pre",
    "document-back",
    "document-back-pre",
    "document-back-barcode",
    "document-back-barcode-pre",
    "document-back-qrcode",
    "document-back-qrcode-pre",
    "document-and-face",
    "document-and-face-pre",
    "address-front",
    "address-front-pre",
    "generic-document-front",
    "generic-document-front-pre",
];

/// The type of a picture or PDF by its content; none for a format that is not accepted. What a data
/// URI declares counts for nothing.
pub(crate) fn mimetype(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xff, 0xd8, 0xff, ..] => return Some("image/jpeg"),
        [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, ..] => return Some("image/png"),
        [b'R', b'I', b'F', b'F', ..] if bytes.get(8..12) == Some(b"WEBP") => {
            return Some("image/webp");
        }
        _ => {}
    }
    match bytes.get(4..12) {
        Some(b"ftypheic" | b"ftypheix" | b"ftyphevc" | b"ftypheim" | b"ftypheis") => {
            return Some("image/heic");
        }
        Some(b"ftypmif1" | b"ftypmsf1" | b"ftypheif") => return Some("image/heif"),
        _ => {}
    }
    // Readers of PDF allow for something before its head.
    let head = bytes.get(..1024).unwrap_or(bytes);
    head.windows(5)
        .any(|window| window == b"%PDF-")
        .then_some("application/pdf")
}

/// Whether a file is larger than Veriff takes: a picture by its base64, a PDF by itself.
pub(crate) fn too_large(mimetype: &str, encoded: usize, size: usize) -> bool {
    match mimetype {
        "application/pdf" => size > PDF_LIMIT,
        _ => encoded > PICTURE_LIMIT,
    }
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_measured_by_its_base64_and_a_pdf_by_itself() {
        let megabytes = |number: usize| number * 1024 * 1024;
        let picture = |encoded| too_large("image/png", encoded, encoded / 4 * 3);
        assert!(!picture(megabytes(24)));
        assert!(picture(megabytes(24) + 4));
        let pdf = |size: usize| too_large("application/pdf", size.div_ceil(3) * 4, size);
        assert!(!pdf(megabytes(20)));
        assert!(pdf(megabytes(20) + 1));
    }
}
