//! Pictures as Veriff takes them: formats, contexts, limits, and what can be wrong with one.
//!
//! The local Veriff refuses by these rules, and `upload` and `dataset` tell of them before anything is
//! sent. Only headers are read: nothing is decoded.

mod contexts;
mod flaw;
mod format;
mod limits;

pub(crate) use self::contexts::{CONTEXTS, context_of};
pub(crate) use self::flaw::Flaw;
pub(crate) use self::format::mimetype;
pub(crate) use self::limits::{UPLOADS, longest_side_exceeded, too_large};

use self::limits::{PAGES, pages};

/// What can be told of a picture without decoding it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Picture {
    /// The type by its content, whatever its name; none for a format that is not accepted.
    pub(crate) mimetype: Option<&'static str>,
    /// Bytes.
    pub(crate) size: usize,
    /// Width and height in pixels, where the header tells.
    pub(crate) dimensions: Option<(usize, usize)>,
    /// What is wrong with it.
    pub(crate) flaws: Vec<Flaw>,
}

/// Looks at a picture.
pub(crate) fn examine(bytes: &[u8]) -> Picture {
    let mut picture = Picture {
        mimetype: mimetype(bytes),
        size: bytes.len(),
        dimensions: format::dimensions(bytes),
        flaws: Vec::new(),
    };
    if bytes.is_empty() {
        picture.flaws.push(Flaw::Empty);
        return picture;
    }
    let Some(mimetype) = picture.mimetype else {
        picture.flaws.push(Flaw::Format);
        return picture;
    };
    if too_large(mimetype, encoded_length(bytes.len()), bytes.len()) {
        picture.flaws.push(Flaw::TooLarge { mimetype });
    }
    if format::is_cut_off(mimetype, bytes) {
        picture.flaws.push(Flaw::CutOff);
    } else if mimetype != "application/pdf" && picture.dimensions.is_none() {
        picture.flaws.push(Flaw::Unreadable);
    }
    if let Some(side) = longest_side_exceeded(bytes) {
        picture.flaws.push(Flaw::TooLong { side });
    }
    if mimetype == "application/pdf" && pages(bytes) > PAGES {
        picture.flaws.push(Flaw::ManyPages {
            pages: pages(bytes),
        });
    }
    picture
}

/// The length of so many bytes in base64.
pub(crate) fn encoded_length(size: usize) -> usize {
    size.div_ceil(3) * 4
}
