//! What is stored of one session, and when it next needs a look.

use crate::settings::{Integration, IntegrationKind};
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};
use veriff_verify::lifecycle::{State, Status};

/// A session not concluded within seven days of its creation is closed by Veriff.
pub const LIFETIME: SignedDuration = SignedDuration::from_hours(7 * 24);
/// A session with less time left than this is not offered any more.
pub const MARGIN: SignedDuration = SignedDuration::from_hours(1);

/// The first look at an open session comes so long after its deadline: Veriff's own expiry first.
const AFTER_DEADLINE: SignedDuration = SignedDuration::from_hours(2);
/// The first look at a submitted session; Veriff decides in about five minutes.
const AFTER_SUBMISSION: SignedDuration = SignedDuration::from_hours(1);
/// A session that waits for a decision longer than this is not asked about any more.
const GIVE_UP_AFTER: SignedDuration = SignedDuration::from_hours(90 * 24);

/// A session that must not be erased, and why.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct LegalHold {
    /// A case number or the like; nothing of a person.
    pub reason: String,
    /// Since when.
    pub since: Timestamp,
}

/// A session as the store keeps it: ids, state and times, and no personal data.
#[derive(Clone, PartialEq, Eq)]
pub struct SessionRecord {
    /// Veriff's session id.
    pub session_id: String,
    /// The integration that made it, for ever.
    pub integration_id: String,
    /// Whether that was a test or a live one then: its id may be used for another one later, and what a
    /// test decided must not count then.
    pub kind: IntegrationKind,
    /// Veriff's `endUserId`, as it was sent.
    pub end_user_id: Option<String>,
    /// Veriff's `vendorData`, as it was sent.
    pub vendor_data: Option<String>,
    /// The session URL: a bearer secret.
    pub url: Option<String>,
    /// When it was created; for a session first learnt from a webhook, when that came.
    pub created_at: Timestamp,
    /// Whether we created it. One that we did not create grants nothing.
    pub claimed: bool,
    /// The fold over all facts.
    pub state: State,
    /// How often what the platform hears of has changed: outcome and watchlist together.
    pub revision: u32,
    /// The revision at which the outcome last changed.
    pub outcome_revision: u32,
    /// The revision at which the watchlist's word last changed; 0: there never was one.
    pub watchlist_revision: u32,
    /// When the session next needs a look; none: never again.
    pub due: Option<Timestamp>,
    /// How many looks there were since the status last changed.
    pub looks: u32,
    /// Why it must not be erased, if it must not.
    pub legal_hold: Option<LegalHold>,
}

impl std::fmt::Debug for SessionRecord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SessionRecord")
            .field("session_id", &self.session_id)
            .field("integration_id", &self.integration_id)
            .field("status", &self.state.status())
            .field("claimed", &self.claimed)
            .finish_non_exhaustive()
    }
}

/// What a status asks of the sweep.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Need {
    /// The person has yet to finish: look after the deadline.
    Deadline,
    /// Veriff has yet to decide: look after an hour, then ever more seldom.
    Decision,
    /// Nothing more is expected.
    Nothing,
}

impl Need {
    fn of(status: Status) -> Self {
        match status {
            Status::Created | Status::Started | Status::ResubmissionRequested => Self::Deadline,
            Status::Submitted | Status::Review => Self::Decision,
            _ => Self::Nothing,
        }
    }
}

impl SessionRecord {
    /// A session of which nothing is known yet but who made it and when.
    pub fn new(
        session_id: &str,
        integration_id: &str,
        kind: IntegrationKind,
        created_at: Timestamp,
    ) -> Self {
        let mut record = Self {
            session_id: session_id.to_owned(),
            integration_id: integration_id.to_owned(),
            kind,
            end_user_id: None,
            vendor_data: None,
            url: None,
            created_at,
            claimed: false,
            state: State::default(),
            revision: 0,
            outcome_revision: 0,
            watchlist_revision: 0,
            due: None,
            looks: 0,
            legal_hold: None,
        };
        record.due = record.first_look(created_at);
        record
    }

    /// Whether this integration made the session: the same id, and still a test or still a live one.
    pub fn is_of(&self, integration: &Integration) -> bool {
        (self.integration_id.as_str(), self.kind) == (integration.id.as_str(), integration.kind)
    }

    /// The session's status.
    pub fn status(&self) -> Status {
        self.state.status()
    }

    /// When Veriff closes the session if it is not concluded: seven days after it was generated, by
    /// Veriff's own word (`acceptanceTime`) where a decision told it.
    pub fn deadline(&self) -> Timestamp {
        let generated = self
            .state
            .accepted_at()
            .and_then(|at| Timestamp::from_millisecond(at).ok())
            .unwrap_or(self.created_at);
        later(generated, LIFETIME)
    }

    /// Whether the link may still be offered: there is one, which there is not of a session that was made
    /// elsewhere, the status is an open one, and enough time is left.
    pub fn is_resumable(&self, now: Timestamp) -> bool {
        self.url.is_some()
            && Need::of(self.status()) == Need::Deadline
            && later(now, MARGIN) <= self.deadline()
    }

    /// Whether the session, of which `known` is known, is about to be closed or replaced, or was closed by
    /// our own sweep.
    pub(crate) fn is_closing(&self, known: &State, now: Timestamp) -> bool {
        let is_open = Need::of(known.status()) == Need::Deadline;
        let is_lapsed = matches!(known.status(), Status::Expired | Status::Abandoned)
            && known.outcome().is_none();
        is_lapsed || is_open && later(now, MARGIN) > self.deadline()
    }

    /// Folds another state in; sets the next look anew where the status asks for another one.
    /// Returns whether anything changed.
    pub fn fold(&mut self, facts: &State, now: Timestamp) -> bool {
        let (need, deadline) = (Need::of(self.status()), self.deadline());
        if !self.state.merge(facts) {
            return false;
        }
        if Need::of(self.status()) != need || self.deadline() != deadline {
            self.looks = 0;
            self.due = self.first_look(now);
        }
        true
    }

    /// A session that is somebody's by an operator's word alone, imported before anything was decided, is
    /// nobody's as soon as Veriff names another person. Returns whether it became so.
    pub(crate) fn disown(&mut self, by_veriff: &Self) -> bool {
        let other_id = match (&self.end_user_id, &by_veriff.end_user_id) {
            // A UUID is the same in capitals.
            (Some(ours), Some(theirs)) => !theirs.is_empty() && !ours.eq_ignore_ascii_case(theirs),
            _ => false,
        };
        let other_text = match (&self.vendor_data, &by_veriff.vendor_data) {
            (Some(ours), Some(theirs)) => !theirs.is_empty() && ours != theirs,
            _ => false,
        };
        let names_another = other_id || other_text;
        let is_disowned = self.claimed && self.url.is_none() && names_another;
        if is_disowned {
            tracing::error!(session = self.session_id, "veriff names another person");
            self.claimed = false;
        }
        is_disowned
    }

    /// Counts what has changed since `before` of what the platform hears of. The store does it with
    /// every write, so that a revision stands for one outcome, or one word of the watchlist, for ever.
    pub fn revise(&mut self, before: &Self) {
        if self.outcome_key() != before.outcome_key() {
            self.revision += 1;
            self.outcome_revision = self.revision;
        }
        if self.watchlist_key() != before.watchlist_key() {
            self.revision += 1;
            self.watchlist_revision = self.revision;
        }
    }

    /// Notes that the session was looked at and nothing new was found, or that the look failed.
    /// The next look moves on with growing pauses, so that no session keeps others from theirs.
    pub fn looked(&mut self, now: Timestamp, failed: bool, decides_by_itself: bool) {
        self.looks = self.looks.saturating_add(1);
        let doublings = self.looks.min(12);
        let (first, longest) = match (failed, decides_by_itself) {
            (true, _) => (SignedDuration::from_mins(5), SignedDuration::from_hours(6)),
            (false, true) => (
                SignedDuration::from_hours(1),
                SignedDuration::from_hours(7 * 24),
            ),
            (false, false) => (
                SignedDuration::from_hours(24),
                SignedDuration::from_hours(30 * 24),
            ),
        };
        let pause = first.saturating_mul(1 << doublings).min(longest);
        let waiting = Need::of(self.status()) != Need::Nothing;
        self.due = (waiting && (failed || !self.is_given_up(now))).then(|| later(now, pause));
    }

    /// Whether Veriff has not decided the session for so long that it is not asked about any more.
    pub fn is_given_up(&self, now: Timestamp) -> bool {
        Need::of(self.status()) == Need::Decision && now >= later(self.deadline(), GIVE_UP_AFTER)
    }

    fn first_look(&self, now: Timestamp) -> Option<Timestamp> {
        match Need::of(self.status()) {
            Need::Deadline => Some(later(self.deadline(), AFTER_DEADLINE)),
            Need::Decision => Some(later(now, AFTER_SUBMISSION)),
            Need::Nothing => None,
        }
    }

    /// What makes one outcome another one for the platform: the status, its reason, which attempt is
    /// to be repeated or looked at, and whether the session counts. More exact times do not.
    pub fn outcome_key(&self) -> impl PartialEq + use<'_> {
        let per_attempt = matches!(
            self.status(),
            Status::ResubmissionRequested | Status::Review
        );
        let reason = self.state.outcome().and_then(|it| it.verdict.reason_code);
        let attempt = self.state.current_attempt().filter(|_| per_attempt);
        (self.status(), reason, attempt, self.claimed)
    }

    /// What makes one word of the watchlist another one for the platform.
    pub fn watchlist_key(&self) -> impl PartialEq + use<'_> {
        self.state
            .watchlist()
            .map(|it| (it.match_status, it.total_hits, self.claimed))
    }

    /// The shard of the index of due sessions.
    pub fn shard(session_id: &str, shards: u32) -> u32 {
        let digest = Sha256::digest(session_id.as_bytes());
        u32::from_be_bytes([digest[0], digest[1], digest[2], digest[3]]) % shards.max(1)
    }
}

/// As precise as the store, so that the times of an answer are the ones that are read later.
pub fn in_milliseconds(at: Timestamp) -> Timestamp {
    Timestamp::from_millisecond(at.as_millisecond()).unwrap_or(at)
}

/// Adds a duration; the end of time stays where it is.
pub fn later(at: Timestamp, by: SignedDuration) -> Timestamp {
    at.saturating_add(by).unwrap_or(Timestamp::MAX)
}
