//! What is known of a session, as a join over facts.

use alloc::string::String;

/// Milliseconds since the Unix epoch, UTC.
pub type Millis = i64;

/// One thing that was said about a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// The attempt it is about, when the message names one.
    pub attempt: Option<String>,
    /// What was said.
    pub kind: FactKind,
}

/// What a [`Fact`] says.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FactKind {
    /// The attempt came into being (GET attempts).
    AttemptCreated {
        /// When.
        at: Millis,
    },
    /// The person began (event 7001).
    Started,
    /// The person finished (event 7002).
    Submitted,
    /// A decision webhook, or GET decision.
    Decision(Verdict),
    /// A full auto webhook, or GET decision/fullauto.
    FullAuto(Verdict),
    /// When the session was generated (`acceptanceTime`).
    Accepted {
        /// When.
        at: Millis,
    },
    /// Our own sweep closed the session.
    Lapsed {
        /// When.
        at: Millis,
        /// How many attempts closed by resubmission it had seen.
        resubmissions: u32,
    },
    /// A watchlist screening.
    Watchlist {
        /// `possible_match`, `no_match`, or a word of Veriff's that is newer than this crate.
        match_status: String,
        /// How many entries matched.
        total_hits: Option<u64>,
        /// `initial_result`, `updated_result`, or newer.
        check_type: String,
        /// `createdAt`.
        at: Option<Millis>,
    },
    /// A status that a portal user gave to an attempt.
    UserStatus {
        /// Its `statusCode`.
        code: String,
        /// When it was given.
        at: Option<Millis>,
    },
    /// An answer of a Mexican registry.
    Registry {
        /// Which registry.
        kind: RegistryKind,
        /// Its status text.
        status: String,
        /// When.
        at: Option<Millis>,
    },
}

/// Veriff's judgement of an attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The status, which decides.
    pub status: DecisionStatus,
    /// The code beside it, if any.
    pub code: Option<u32>,
    /// The reason's code.
    pub reason_code: Option<u32>,
    /// The reason's text.
    pub reason: Option<String>,
    /// `decisionTime`, or a full auto webhook's `time`.
    pub decided_at: Option<Millis>,
    /// `submissionTime`.
    pub submitted_at: Option<Millis>,
}

/// The statuses a decision can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DecisionStatus {
    /// 9001.
    Approved,
    /// 9102.
    Declined,
    /// 9103.
    ResubmissionRequested,
    /// 9121.
    Review,
    /// 9104, never opened.
    Expired,
    /// 9104, opened and not finished.
    Abandoned,
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
