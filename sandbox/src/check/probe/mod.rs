//! How effects are seen: by requests, by asking the person at the terminal, or not at all.

mod ask;
mod http;

use std::fmt;

pub(crate) use self::ask::AskProbe;
pub use self::ask::{Questions, Terminal};
pub(crate) use self::http::HttpProbe;

/// What a backend shows of a person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    /// Its word for the status; none where it knows of nothing.
    pub word: Option<String>,
    /// Whether the person has access.
    pub access: bool,
    /// The reason code.
    pub reason_code: Option<String>,
    /// What an approval changes once.
    pub effects: Option<String>,
}

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.word {
            Some(word) => write!(f, "{word:?}")?,
            None => f.write_str("nothing")?,
        }
        if self.access {
            f.write_str(" with access")?;
        }
        Ok(())
    }
}

/// What a backend answers when a person wants to be verified.
#[derive(Clone, Debug, Default)]
pub(crate) struct Offer {
    /// The session id that it names.
    pub(crate) session_id: Option<String>,
    /// The session URL that it offers.
    pub(crate) url: Option<String>,
}

/// The way in which effects are seen.
pub(crate) enum Probe {
    Http(Box<HttpProbe>),
    Ask(AskProbe),
    None,
}
