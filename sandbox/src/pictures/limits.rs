//! How large pictures may be, and how many.

use super::format::dimensions;

/// The longest base64 of a picture.
const PICTURE: usize = 24 * 1024 * 1024;
/// The largest PDF, in bytes.
const PDF: usize = 20 * 1024 * 1024;
/// The longest side of a picture, in pixels.
pub(super) const LONGEST_SIDE: usize = 1920;
/// Pages of a PDF beyond these are not used.
pub(super) const PAGES: usize = 5;

/// Uploads per session, all attempts together.
pub(crate) const UPLOADS: usize = 40;

/// Whether a file is larger than Veriff takes: a picture by its base64, a PDF by itself.
pub(crate) fn too_large(mimetype: &str, encoded: usize, size: usize) -> bool {
    match mimetype {
        "application/pdf" => size > PDF,
        _ => encoded > PICTURE,
    }
}

/// The longest side of a picture in pixels, where it is longer than Veriff takes. A header that does
/// not tell is given the benefit of the doubt.
pub(crate) fn longest_side_exceeded(bytes: &[u8]) -> Option<usize> {
    let (width, height) = dimensions(bytes)?;
    Some(width.max(height)).filter(|side| *side > LONGEST_SIDE)
}

/// The pages of a PDF that can be seen without unpacking it: there may be more.
pub(super) fn pages(pdf: &[u8]) -> usize {
    const KEY: &[u8] = b"/Type";
    let mut found = 0;
    let mut rest = pdf;
    while let Some(at) = rest.windows(KEY.len()).position(|window| window == KEY) {
        rest = rest.get(at + KEY.len()..).unwrap_or_default();
        let value = rest.trim_ascii_start();
        let is_page = value.starts_with(b"/Page")
            && !value
                .get(5)
                .is_some_and(|next| next.is_ascii_alphanumeric());
        found += usize::from(is_page);
    }
    found
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

    #[test]
    fn pages_are_counted_and_their_tree_is_not() {
        assert_eq!(
            pages(b"<</Type /Pages>> <</Type/Page/X 1>> <</Type /Page>>"),
            2
        );
        assert_eq!(pages(b""), 0);
    }
}
