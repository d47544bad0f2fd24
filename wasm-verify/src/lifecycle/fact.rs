//! One thing that was said about a session, however it reached us.

use alloc::string::String;

use super::verdict::Verdict;

/// Milliseconds since the Unix epoch, UTC.
pub type Millis = i64;

/// The longest text that a state keeps, in bytes. Veriff's own ids, words and reasons are far shorter.
const LONGEST_TEXT: usize = 200;

/// One thing that was said about a session: by a webhook, by a retry of it, by an answer of Veriff's REST
/// API, or by our own sweep. Where it came from makes no difference to what it means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// The attempt it is about, when the message names one. The empty string counts as none.
    pub attempt: Option<String>,
    /// What was said.
    pub kind: FactKind,
}

/// What a [`Fact`] says.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FactKind {
    /// The attempt came into being (`GET /sessions/{id}/attempts`).
    AttemptCreated {
        /// The attempt's `createdTime`.
        at: Millis,
    },
    /// The person began the attempt (event 7001).
    Started,
    /// The person finished the attempt (event 7002).
    Submitted,
    /// A decision webhook, or `GET /sessions/{id}/decision`.
    Decision(Verdict),
    /// A full auto webhook, or `GET /sessions/{id}/decision/fullauto`.
    FullAuto(Verdict),
    /// When the session was generated (`acceptanceTime`, despite the name).
    Accepted {
        /// When.
        at: Millis,
    },
    /// Our own sweep closed the session, because its days were over and Veriff knew of no decision.
    Lapsed {
        /// When.
        at: Millis,
        /// How many attempts closed by resubmission the sweep had seen ([`State::resubmissions`]). One
        /// more than that proves that the person finished after all.
        ///
        /// [`State::resubmissions`]: super::State::resubmissions
        resubmissions: u32,
    },
    /// A watchlist screening. It does not change the status.
    Watchlist {
        /// `possible_match`, `no_match`, or a word of Veriff's that is newer than this crate.
        match_status: String,
        /// How many entries matched.
        total_hits: Option<u64>,
        /// `initial_result`, `updated_result`, or newer.
        check_type: String,
        /// Its `createdAt`.
        at: Option<Millis>,
    },
    /// A status that a portal user gave to an attempt. It does not change the session's status.
    UserStatus {
        /// Its `statusCode`.
        code: String,
        /// When it was given.
        at: Option<Millis>,
    },
    /// An answer of a Mexican registry. It does not change the status.
    Registry {
        /// Which registry.
        kind: RegistryKind,
        /// Its status text.
        status: String,
        /// When it was told.
        at: Option<Millis>,
    },
}

/// The Mexican registries that report by a webhook of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RegistryKind {
    /// The electoral registry.
    Ine,
    /// The population registry.
    Curp,
    /// Both at once.
    IneCurp,
}

impl RegistryKind {
    /// All of them, in their order.
    pub const ALL: [Self; 3] = [Self::Ine, Self::Curp, Self::IneCurp];

    /// `ine`, `curp` or `ine-curp`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ine => "ine",
            Self::Curp => "curp",
            Self::IneCurp => "ine-curp",
        }
    }
}

/// Cuts a text to what a state keeps, never inside a character. It happens before any comparison, so that
/// a state read back from its store still recognises the fact it was made from.
pub(super) fn bound(text: &mut String) {
    while text.len() > LONGEST_TEXT {
        text.pop();
    }
}
