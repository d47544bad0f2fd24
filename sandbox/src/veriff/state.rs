//! Everything the local Veriff knows, behind one lock, and what has to be remembered of it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::config::Integration;
use super::lifecycle::Refusal;
use super::outbox::Outbox;
use super::session::{Attempt, Session};

/// The state: sessions and deliveries. Written to disk as one JSON document.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Store {
    pub(crate) sessions: BTreeMap<String, Session>,
    pub(crate) outbox: Outbox,
    /// When sessions were deleted, by integration, for the limit on it.
    pub(crate) deletions: BTreeMap<String, Vec<Timestamp>>,
    /// From tokens, attempts' and media's ids to the session.
    #[serde(skip)]
    owners: HashMap<String, String>,
    /// When sessions expire, the next one first; entries of sessions not open are harmless.
    #[serde(skip)]
    expiries: BTreeSet<(Timestamp, String)>,
    /// When decisions fall by themselves, likewise.
    #[serde(skip)]
    decisions: BTreeSet<(Timestamp, String)>,
}

/// What is due for a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Due {
    Expiry,
    Decision,
}

impl Store {
    /// Rebuilds what is not written down, after reading.
    pub(crate) fn index(&mut self) {
        let mut owners = HashMap::new();
        let mut expiries = BTreeSet::new();
        let mut decisions = BTreeSet::new();
        for session in self.sessions.values() {
            let mut own = |key: &str| owners.insert(key.to_owned(), session.id.clone());
            own(&session.token);
            for attempt in &session.attempts {
                own(&attempt.id);
                for media in &attempt.media {
                    own(&media.id);
                }
            }
            if session.status.is_open() {
                expiries.insert((session.expires_at(), session.id.clone()));
            }
            let planned = session.attempt().and_then(|attempt| attempt.decide_at);
            decisions.extend(planned.map(|at| (at, session.id.clone())));
        }
        self.owners = owners;
        self.expiries = expiries;
        self.decisions = decisions;
        self.outbox.index();
    }

    /// Takes in a new session.
    pub(crate) fn insert(&mut self, session: Session) {
        self.own(&session.token, &session.id);
        for attempt in &session.attempts {
            self.own(&attempt.id, &session.id);
        }
        self.expiries
            .insert((session.expires_at(), session.id.clone()));
        self.sessions.insert(session.id.clone(), session);
    }

    /// Forgets a session.
    pub(crate) fn remove(&mut self, id: &str) -> Option<Session> {
        self.owners.retain(|_, owner| owner != id);
        self.sessions.remove(id)
    }

    /// Gives the session a further attempt.
    pub(crate) fn add_attempt(&mut self, id: &str, now: Timestamp) {
        let attempt = Attempt::new(now);
        let key = attempt.id.clone();
        if let Some(session) = self.sessions.get_mut(id) {
            session.attempts.push(attempt);
            self.own(&key, id);
        }
    }

    /// Lets a session that was submitted, and is open again, expire in its time: not before `floor`.
    pub(crate) fn reopen(&mut self, id: &str, floor: Timestamp) {
        if let Some(session) = self.sessions.get(id) {
            let at = session.expires_at().max(floor);
            self.expiries.insert((at, id.to_owned()));
        }
    }

    /// Lets a session that was just submitted be decided by itself at that time.
    pub(crate) fn plan_decision(&mut self, id: &str, at: Timestamp) {
        let session = self.sessions.get_mut(id);
        if let Some(attempt) = session.and_then(|session| session.attempts.last_mut()) {
            attempt.decide_at = Some(at);
            self.decisions.insert((at, id.to_owned()));
        }
    }

    /// Notes that a token, attempt or medium belongs to a session.
    pub(crate) fn own(&mut self, key: &str, session: &str) {
        self.owners.insert(key.to_owned(), session.to_owned());
    }

    /// The session that a token, attempt or medium belongs to.
    pub(crate) fn owner(&self, key: &str) -> Option<&Session> {
        self.sessions.get(self.owners.get(key)?)
    }

    /// The integration's session of that id; another's is not found.
    pub(crate) fn owned(&self, id: &str, by: &Integration) -> Result<&Session, Refusal> {
        let session = self.sessions.get(id).filter(|one| one.integration == by.id);
        session.ok_or(Refusal::UnknownSession)
    }

    /// The same, to be changed.
    pub(crate) fn owned_mut(
        &mut self,
        id: &str,
        by: &Integration,
    ) -> Result<&mut Session, Refusal> {
        let session = self
            .sessions
            .get_mut(id)
            .filter(|one| one.integration == by.id);
        session.ok_or(Refusal::UnknownSession)
    }

    /// The next session to expire or to be decided by itself at or before `now`, taken off its list,
    /// with its hour.
    pub(crate) fn take_due(&mut self, now: Timestamp) -> Option<(Timestamp, String, Due)> {
        let at = |list: &BTreeSet<(Timestamp, String)>| list.first().map(|(at, _)| *at);
        let (list, due) = match (at(&self.expiries), at(&self.decisions)) {
            (Some(expiry), Some(decision)) if decision < expiry => {
                (&mut self.decisions, Due::Decision)
            }
            (None, Some(_)) => (&mut self.decisions, Due::Decision),
            _ => (&mut self.expiries, Due::Expiry),
        };
        if at(list)? > now {
            return None;
        }
        list.pop_first().map(|(at, id)| (at, id, due))
    }

    /// The earliest time at which something is to be done.
    pub(crate) fn next_due(&mut self) -> Option<Timestamp> {
        while let Some((_, id)) = self.expiries.first() {
            if self.sessions.get(id).is_some_and(|s| s.status.is_open()) {
                break;
            }
            self.expiries.pop_first();
        }
        while let Some((at, id)) = self.decisions.first() {
            if self.sessions.get(id).is_some_and(|s| s.is_due(*at)) {
                break;
            }
            self.decisions.pop_first();
        }
        let expiry = self.expiries.first().map(|(at, _)| *at);
        let decision = self.decisions.first().map(|(at, _)| *at);
        let all = [expiry, decision, self.outbox.next_due()];
        all.into_iter().flatten().min()
    }

    /// Counts a deletion against the limits (5 in an hour, 10 in a day).
    ///
    /// # Errors
    /// The seconds to wait, when a limit is reached.
    pub(crate) fn count_deletion(&mut self, integration: &str, now: Timestamp) -> Result<(), i64> {
        const LIMITS: [(usize, SignedDuration); 2] = [
            (5, SignedDuration::from_hours(1)),
            (10, SignedDuration::from_hours(24)),
        ];
        let earlier = self.deletions.entry(integration.to_owned()).or_default();
        earlier.retain(|at| now.duration_since(*at) < LIMITS[1].1);
        for (limit, window) in LIMITS {
            let mut inside = earlier
                .iter()
                .filter(|at| now.duration_since(**at) < window);
            if let (Some(oldest), count) = (inside.next(), inside.count() + 1)
                && count >= limit
            {
                return Err((window - now.duration_since(*oldest)).as_secs() + 1);
            }
        }
        earlier.push(now);
        Ok(())
    }
}
