//! What a picture may show.

/// Veriff's words; `-pre` is the first capture.
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

/// The context that a file's name says: all before its first dot.
pub(crate) fn context_of(file_name: &str) -> &str {
    file_name.split('.').next().unwrap_or(file_name)
}
