//! Uploading pictures over Veriff's API, as its upload test asks: to the sandbox or to an integration.
//!
//! Nothing here follows an address that an answer gives: requests go to one host, the one that was
//! named.

mod api;
mod decision;
mod folder;
mod receiver;
mod send;
mod signatures;
mod state;
mod target;
mod wire;

use thiserror::Error;

pub(crate) use self::api::Api;
pub(crate) use self::decision::{Outcome, Waiting};
pub(crate) use self::folder::{Folder, Found, digest};
pub(crate) use self::receiver::Receiver;
pub(crate) use self::send::send_pictures;
pub(crate) use self::signatures::Signatures;
pub(crate) use self::state::{StateFile, Uploaded};
pub(crate) use self::target::{Base, Keys, TargetError};

/// Why a session was not sent. No URL of a session, no signature and no secret is in it.
#[derive(Debug, Error)]
pub(crate) enum UploadError {
    /// No answer.
    #[error("{what}: no answer from {origin}: {cause}")]
    Unreachable {
        /// Which request.
        what: String,
        /// Scheme, host and port.
        origin: String,
        /// What the system says.
        cause: String,
    },
    /// Veriff says no.
    #[error("{what}: refused with {status}{}{}", code.as_ref().map(|code| format!(", code {code}")).unwrap_or_default(), message.as_ref().map(|message| format!(": {message}")).unwrap_or_default())]
    Refused {
        /// Which request.
        what: String,
        /// The HTTP status.
        status: u16,
        /// Veriff's code.
        code: Option<String>,
        /// Veriff's words.
        message: Option<String>,
    },
    /// Not what is documented.
    #[error("{what}: the answer is not as documented")]
    Answer {
        /// Which request.
        what: String,
    },
    /// A picture cannot be read any more, or the state not be kept.
    #[error("{file}: {source}")]
    File {
        /// Its name.
        file: String,
        /// What the system says.
        source: std::io::Error,
    },
}

impl UploadError {
    /// Whether Veriff does not have what was asked about.
    pub(crate) fn is_not_found(&self) -> bool {
        matches!(self, Self::Refused { status: 404, .. })
    }

    /// Whether the session takes no more, since it was submitted: 409 for pictures, 1304 for
    /// submitting.
    pub(crate) fn is_submitted_already(&self) -> bool {
        match self {
            Self::Refused { status: 409, .. } => true,
            Self::Refused { code, .. } => code.as_deref() == Some("1304"),
            _ => false,
        }
    }
}
