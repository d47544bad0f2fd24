//! What kind of file it is, by its content.

/// The type of a picture or PDF; none for a format that is not accepted. What a name or a data URI
/// declares counts for nothing.
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

/// Width and height in pixels, where the header tells.
pub(super) fn dimensions(bytes: &[u8]) -> Option<(usize, usize)> {
    let size = imagesize::blob_size(bytes).ok()?;
    (size.width > 0 && size.height > 0).then_some((size.width, size.height))
}

/// Whether the end of the file is missing, as after a copy that broke off.
pub(super) fn is_cut_off(mimetype: &str, bytes: &[u8]) -> bool {
    let ends_with = |mark: &[u8], within: usize| {
        let tail = bytes.get(bytes.len().saturating_sub(within)..);
        // Backwards: a whole file has it at its end, or shortly before what a camera appended.
        let mut windows = tail.unwrap_or(bytes).windows(mark.len()).rev();
        windows.any(|window| window == mark)
    };
    match mimetype {
        "image/jpeg" => !ends_with(b"\xff\xd9", usize::MAX),
        "image/png" => !ends_with(b"IEND", usize::MAX),
        "image/webp" => {
            let told = bytes.get(4..8).and_then(|four| four.try_into().ok());
            let told = told.map_or(usize::MAX, |four| u32::from_le_bytes(four) as usize);
            bytes.len() < told.saturating_add(8)
        }
        "application/pdf" => !ends_with(b"%%EOF", 2048),
        _ => false,
    }
}
