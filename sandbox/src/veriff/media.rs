//! What kinds of media there are.

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

/// The type of a picture by its first bytes; else as declared; else unknown.
pub(crate) fn mimetype(bytes: &[u8], declared: Option<&str>) -> String {
    let brand = bytes.get(4..12).unwrap_or_default();
    let known = match bytes {
        [0xff, 0xd8, 0xff, ..] => Some("image/jpeg"),
        [0x89, b'P', b'N', b'G', ..] => Some("image/png"),
        [b'R', b'I', b'F', b'F', ..] if bytes.get(8..12) == Some(b"WEBP") => Some("image/webp"),
        [b'%', b'P', b'D', b'F', ..] => Some("application/pdf"),
        _ if matches!(brand, b"ftypheic" | b"ftypheix") => Some("image/heic"),
        _ if matches!(brand, b"ftypmif1" | b"ftypmsf1") => Some("image/heif"),
        _ => None,
    };
    let declared = declared.filter(|text| text.len() <= 64 && text.is_ascii() && !text.is_empty());
    known
        .or(declared)
        .unwrap_or("application/octet-stream")
        .to_owned()
}
