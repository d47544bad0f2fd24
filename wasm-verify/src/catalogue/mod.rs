//! The reason catalogue: what Veriff's reason codes mean, what can be done, and what to tell the person.
//!
//! It holds the decision reason codes (Veriff's verification session decision codes table) and the
//! granular reason codes, which an integration may send instead. The codes are an open set: one that is
//! not here is no error, and [`fallback`] has a sentence for whatever status it came with.
//!
//! [`Reason::meaning`] is for the platform's own staff. [`Reason::sentence`] is for the person: neutral,
//! and never a hint of what made Veriff suspicious, since that would teach an impostor what to do better.
//!
//! ```
//! use veriff_verify::catalogue::{self, Class};
//!
//! let expired = catalogue::reason(207).unwrap();
//! assert_eq!(expired.class, Class::RetrySameLink);
//! assert_eq!(catalogue::reason(539).unwrap().class, Class::NewSession);
//! assert!(catalogue::reason(99_999).is_none());
//! ```

mod sentences;
mod table;

pub use sentences::fallback;

/// What is known of a reason code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reason {
    /// Veriff's code.
    pub code: u32,
    /// What helps.
    pub class: Class,
    /// What it means, in a few words, for staff: it may name a suspicion.
    pub meaning: &'static str,
    /// What to tell the person.
    pub sentence: &'static str,
}

/// What helps after a verification that failed for some reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// The person tries again, on the same session URL.
    RetrySameLink,
    /// A new session, since this one allows no further attempt.
    NewSession,
    /// The company's support decides whether another try makes sense.
    ContactSupport,
    /// Nothing: another try would fail for the same reason.
    Final,
}

impl Class {
    /// `retry-same-link`, `new-session`, `contact-support` or `final`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::RetrySameLink => "retry-same-link",
            Self::NewSession => "new-session",
            Self::ContactSupport => "contact-support",
            Self::Final => "final",
        }
    }
}

/// Looks up a reason code, as it stands in a decision's `reasonCode`. `None` if it is newer than this
/// crate.
pub fn reason(code: u32) -> Option<&'static Reason> {
    let found = table::REASONS
        .binary_search_by(|reason| reason.code.cmp(&code))
        .ok()?;
    table::REASONS.get(found)
}

/// The whole catalogue, sorted by code.
pub fn all() -> &'static [Reason] {
    &table::REASONS
}
