//! Webhooks on their way: what was composed, when it is due, and what became of every try.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// Between two tries of the same webhook.
const RETRY: SignedDuration = SignedDuration::from_hours(1);
/// For how long a webhook is tried.
const PATIENCE: SignedDuration = SignedDuration::from_hours(7 * 24);
/// Concluded deliveries beyond this number are forgotten, oldest first.
const KEPT: usize = 20_000;

/// All deliveries of this Veriff.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Outbox {
    next: u64,
    deliveries: BTreeMap<u64, Delivery>,
    /// The ones still waiting.
    #[serde(skip)]
    waiting: BTreeSet<u64>,
    /// The ones being sent right now. A restart sends them again: at least once.
    #[serde(skip)]
    in_flight: BTreeSet<u64>,
}

/// One webhook and the tries made of it.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Delivery {
    pub(crate) id: u64,
    #[serde(rename = "type")]
    pub(crate) kind: Kind,
    pub(crate) integration: String,
    pub(crate) session: String,
    pub(crate) attempt: Option<String>,
    pub(crate) url: String,
    pub(crate) created_at: Timestamp,
    /// When the next try is due, while `state` is `waiting`.
    pub(crate) due: Timestamp,
    pub(crate) state: State,
    /// Held back so that the person can retry; a new start cancels it.
    pub(crate) held: bool,
    pub(crate) tries: Vec<Try>,
    pub(crate) body: String,
}

/// The types of webhook.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "Veriff's own names")]
pub enum Kind {
    Event,
    Decision,
    #[serde(rename = "fullauto")]
    FullAuto,
    Watchlist,
    Ine,
    Curp,
    IneCurp,
    UserStatus,
}

impl Kind {
    /// All of them.
    pub(crate) const ALL: [Self; 8] = [
        Self::Event,
        Self::Decision,
        Self::FullAuto,
        Self::Watchlist,
        Self::Ine,
        Self::Curp,
        Self::IneCurp,
        Self::UserStatus,
    ];

    /// The short name used in the control API and on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Event => "event",
            Self::Decision => "decision",
            Self::FullAuto => "fullauto",
            Self::Watchlist => "watchlist",
            Self::Ine => "ine",
            Self::Curp => "curp",
            Self::IneCurp => "ine-curp",
            Self::UserStatus => "user-status",
        }
    }
}

/// What became of a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum State {
    Waiting,
    Delivered,
    /// Never answered with 200 in a week.
    GivenUp,
    /// The person started again before it was sent.
    Cancelled,
}

/// One try of a delivery.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Try {
    /// From 1.
    pub(crate) number: u32,
    /// Sandbox time.
    pub(crate) at: Timestamp,
    /// The receiver's HTTP status, if it answered in time.
    pub(crate) http_status: Option<u16>,
    /// What went wrong, if it did not.
    pub(crate) error: Option<String>,
    /// The beginning of the receiver's answer.
    pub(crate) answer: String,
    /// Real milliseconds until the answer or the failure.
    pub(crate) elapsed_ms: u64,
    /// Asked for by hand.
    pub(crate) replay: bool,
}

impl Try {
    /// Success is 200, exactly.
    pub(crate) fn succeeded(&self) -> bool {
        self.http_status == Some(200)
    }
}

/// A webhook to be queued.
pub(crate) struct Message {
    pub(crate) kind: Kind,
    pub(crate) integration: String,
    pub(crate) session: String,
    pub(crate) attempt: Option<String>,
    pub(crate) url: String,
    pub(crate) body: String,
}

impl Outbox {
    /// Rebuilds what is not written down, after reading.
    pub(crate) fn index(&mut self) {
        self.waiting = self
            .deliveries
            .values()
            .filter(|delivery| delivery.state == State::Waiting)
            .map(|delivery| delivery.id)
            .collect();
    }

    /// Queues a webhook composed at `now`, to be sent at once or after `hold`.
    pub(crate) fn queue(&mut self, message: Message, now: Timestamp, hold: SignedDuration) -> u64 {
        self.next += 1;
        let id = self.next;
        self.deliveries.insert(
            id,
            Delivery {
                id,
                kind: message.kind,
                integration: message.integration,
                session: message.session,
                attempt: message.attempt,
                url: message.url,
                created_at: now,
                due: later(now, hold),
                state: State::Waiting,
                held: hold.is_positive(),
                tries: Vec::new(),
                body: message.body,
            },
        );
        self.waiting.insert(id);
        self.forget_oldest();
        id
    }

    /// Cancels the session's held webhooks that were not sent yet.
    pub(crate) fn cancel_held(&mut self, session: &str, now: Timestamp) {
        for id in self.waiting.clone() {
            if let Some(delivery) = self.deliveries.get_mut(&id)
                && delivery.held
                && delivery.session == session
                && delivery.tries.is_empty()
                && delivery.due > now
            {
                delivery.state = State::Cancelled;
                self.waiting.remove(&id);
            }
        }
    }

    /// Takes out what may be sent at `now`, and marks it as being sent.
    ///
    /// Of one session's webhooks that were never tried only the first is given out, so that first
    /// tries keep their order; retries wait for nothing.
    pub(crate) fn take_ready(&mut self, now: Timestamp) -> Vec<Delivery> {
        let mut due: Vec<&Delivery> = self
            .waiting
            .iter()
            .filter_map(|id| self.deliveries.get(id))
            .filter(|delivery| delivery.due <= now)
            .collect();
        due.sort_by_key(|delivery| (delivery.due, delivery.id));
        let mut untried = BTreeSet::new();
        let mut ready = Vec::new();
        for delivery in due {
            let first = !delivery.tries.is_empty() || untried.insert(&delivery.session);
            if first && !self.in_flight.contains(&delivery.id) {
                ready.push(delivery.clone());
            }
        }
        self.in_flight
            .extend(ready.iter().map(|delivery| delivery.id));
        ready
    }

    /// Notes how a try went, and when the next is due if one is.
    ///
    /// Returns the number of the try; `outcome`'s own is overwritten.
    pub(crate) fn tried(&mut self, id: u64, mut outcome: Try) -> u32 {
        if !outcome.replay {
            self.in_flight.remove(&id);
        }
        let Some(delivery) = self.deliveries.get_mut(&id) else {
            return 0;
        };
        let number = delivery.tries.last().map_or(1, |last| last.number + 1);
        outcome.number = number;
        let (succeeded, at, replay) = (outcome.succeeded(), outcome.at, outcome.replay);
        delivery.tries.push(outcome);
        if succeeded {
            delivery.state = State::Delivered;
        } else if delivery.state == State::Waiting && !replay {
            // By the timetable, lest small delays add up; by the clock after a jump over it.
            let next = later(delivery.due, RETRY);
            delivery.due = if next > at { next } else { later(at, RETRY) };
            if delivery.due > later(delivery.created_at, PATIENCE) {
                delivery.state = State::GivenUp;
            }
        }
        if delivery.state != State::Waiting {
            self.waiting.remove(&id);
        }
        number
    }

    /// One delivery.
    pub(crate) fn get(&self, id: u64) -> Option<&Delivery> {
        self.deliveries.get(&id)
    }

    /// All deliveries, the oldest first.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Delivery> {
        self.deliveries.values()
    }

    /// The next try that is due and not on its way already.
    pub(crate) fn next_due(&self) -> Option<Timestamp> {
        self.waiting
            .iter()
            .filter(|id| !self.in_flight.contains(id))
            .filter_map(|id| Some(self.deliveries.get(id)?.due))
            .min()
    }

    /// Whether nothing is on its way.
    pub(crate) fn is_quiet(&self) -> bool {
        self.in_flight.is_empty()
    }

    fn forget_oldest(&mut self) {
        while self.deliveries.len() > KEPT.max(self.waiting.len()) {
            let Some(id) = self
                .deliveries
                .keys()
                .find(|id| !self.waiting.contains(id))
                .copied()
            else {
                return;
            };
            self.deliveries.remove(&id);
        }
    }
}

fn later(from: Timestamp, by: SignedDuration) -> Timestamp {
    from.checked_add(by).unwrap_or(Timestamp::MAX)
}
