//! What can be wrong with a picture that is to be sent.

use std::fmt;

use super::limits::{LONGEST_SIDE, PAGES, UPLOADS};

/// One flaw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Flaw {
    /// There is nothing in the file.
    Empty,
    /// It is of no format that Veriff takes.
    Format,
    /// It has more bytes than Veriff takes.
    TooLarge {
        /// What it is.
        mimetype: &'static str,
    },
    /// Its longest side is too long.
    TooLong {
        /// Pixels.
        side: usize,
    },
    /// Its header does not tell its size: probably broken.
    Unreadable,
    /// Its end is missing.
    CutOff,
    /// More pages than Veriff reads.
    ManyPages {
        /// How many, at least.
        pages: usize,
    },
    /// The name says no context that Veriff knows.
    UnknownContext {
        /// What it says.
        context: String,
    },
    /// The system does not let it be read.
    Inaccessible {
        /// What the system says.
        error: String,
    },
    /// The session has more pictures than uploads.
    TooMany {
        /// How many it has.
        pictures: usize,
    },
    /// The session has none.
    NoPictures,
    /// The data set has pictures where its sessions' folders should be.
    NoSessions,
    /// The session has none of what a verification usually needs.
    Lacks {
        /// A context.
        context: &'static str,
    },
    /// Another file has the same content.
    DuplicateOf {
        /// The other.
        file: String,
    },
    /// It is left out, since it is no picture of a session.
    LeftOut {
        /// Why.
        why: &'static str,
    },
}

impl Flaw {
    /// A short name for scripts.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Format => "format",
            Self::TooLarge { .. } => "too-large",
            Self::TooLong { .. } => "too-long",
            Self::Unreadable => "unreadable",
            Self::CutOff => "cut-off",
            Self::ManyPages { .. } => "many-pages",
            Self::UnknownContext { .. } => "unknown-context",
            Self::Inaccessible { .. } => "inaccessible",
            Self::TooMany { .. } => "too-many",
            Self::NoPictures => "no-pictures",
            Self::NoSessions => "no-sessions",
            Self::Lacks { .. } => "lacks",
            Self::DuplicateOf { .. } => "duplicate",
            Self::LeftOut { .. } => "left-out",
        }
    }

    /// Whether nothing is sent before it is mended. The others are only told.
    pub(crate) fn is_error(&self) -> bool {
        !matches!(
            self,
            Self::ManyPages { .. }
                | Self::Lacks { .. }
                | Self::DuplicateOf { .. }
                | Self::LeftOut { .. }
        )
    }
}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("the file is empty"),
            Self::Format => f.write_str("its content is none of jpg, png, heif, heic, webp, pdf"),
            Self::TooLarge {
                mimetype: "application/pdf",
            } => f.write_str("a PDF may have 20 MB"),
            Self::TooLarge { .. } => {
                f.write_str("a picture may have 24 MB as base64, which is 18 MB as a file")
            }
            Self::TooLong { side } => {
                write!(f, "the longest side may have {LONGEST_SIDE} px, not {side}")
            }
            Self::Unreadable => f.write_str("its header does not tell its size: it seems broken"),
            Self::CutOff => f.write_str("its end is missing: it seems cut off"),
            Self::ManyPages { pages } => {
                write!(
                    f,
                    "it has {pages} pages or more; the first {PAGES} are used"
                )
            }
            Self::UnknownContext { context } => write!(
                f,
                "{context:?} is no context of Veriff's (the name up to the first dot, such as face, \
                 document-front, document-back)"
            ),
            Self::Inaccessible { error } => write!(f, "it cannot be read: {error}"),
            Self::TooMany { pictures } => {
                write!(f, "a session takes {UPLOADS} uploads, not {pictures}")
            }
            Self::NoPictures => f.write_str("there are no pictures in it"),
            Self::NoSessions => f.write_str(
                "its pictures lie one folder too high: put each session's into a folder of its own, \
                 such as 0001",
            ),
            Self::Lacks { context } => write!(f, "there is no {context} among its pictures"),
            Self::DuplicateOf { file } => write!(f, "the same content as {file}"),
            Self::LeftOut { why } => write!(f, "left out: {why}"),
        }
    }
}
