//! Webhooks on their way: what was composed, when it is due, and what became of every try.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

pub(crate) use super::delivery::{Delivery, Kind, Message, State, Try};

use super::faults::{Active, Fate, Fault, depart};

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
    /// What is to go wrong with the webhooks that are queued from now on.
    pub(crate) faults: Active,
    /// The ones still waiting.
    #[serde(skip)]
    waiting: BTreeSet<u64>,
    /// The ones being sent right now. A restart sends them again: at least once.
    #[serde(skip)]
    in_flight: BTreeSet<u64>,
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

    /// Queues a webhook composed at `now`, to be sent at once or after `hold`, with the faults that
    /// are chosen for it.
    pub(crate) fn queue(&mut self, message: Message, now: Timestamp, hold: SignedDuration) -> u64 {
        self.next += 1;
        let id = self.next;
        let (mut faults, delay) = self.faults.choose(&message);
        if self.awaits_next(&message.session) {
            // This one is the next.
            faults.retain(|one| one.fault != Fault::Reordered);
        }
        let prompt = later(now, hold);
        let departure = depart(prompt, delay, faults.iter().map(|one| one.fault));
        let lost = departure.fate == Fate::Never;
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
                due: departure.due,
                state: if lost { State::Lost } else { State::Waiting },
                held: hold.is_positive(),
                faults,
                prompt: Some(prompt),
                after_next: departure.fate == Fate::AfterNext,
                tries: Vec::new(),
                body: message.body,
            },
        );
        if !lost {
            self.waiting.insert(id);
        }
        self.forget_oldest();
        id
    }

    /// Takes away the faults of one choice, or all, from the webhooks that wait.
    ///
    /// Returns whether there were any.
    pub(crate) fn heal(&mut self, choice: Option<&str>, now: Timestamp) -> bool {
        let mut any = false;
        for id in &self.waiting {
            let Some(delivery) = self.deliveries.get_mut(id) else {
                continue;
            };
            let before = delivery.faults.len();
            delivery
                .faults
                .retain(|one| choice.is_some_and(|choice| one.choice != choice));
            if delivery.faults.len() == before {
                continue;
            }
            any = true;
            let held_back = delivery
                .faults
                .iter()
                .any(|one| matches!(one.fault, Fault::Delayed | Fault::Reordered));
            if let (true, false, Some(prompt)) =
                (delivery.tries.is_empty(), held_back, delivery.prompt)
            {
                delivery.due = prompt.max(now).min(delivery.due);
                delivery.after_next = false;
            }
        }
        any
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

    /// Notes how a try went (with faults it may take several requests), and when the next is due if
    /// one is.
    ///
    /// Returns the number of the first; `outcomes`' own are overwritten.
    pub(crate) fn tried(&mut self, id: u64, outcomes: Vec<Try>, replay: bool) -> u32 {
        if !replay {
            self.in_flight.remove(&id);
        }
        let Some(delivery) = self.deliveries.get_mut(&id) else {
            return 0;
        };
        let number = delivery.tries.last().map_or(1, |last| last.number + 1);
        let succeeded = outcomes.iter().any(Try::succeeded);
        let at = outcomes.last().map_or(delivery.due, |last| last.at);
        for (number, outcome) in (number..).zip(outcomes) {
            delivery.tries.push(Try { number, ..outcome });
        }
        delivery.after_next &= replay;
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
        if !replay {
            self.release(id, at);
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

    /// Whether a webhook of the session waits for the next one.
    fn awaits_next(&self, session: &str) -> bool {
        let mut waiting = self.waiting.iter().filter_map(|id| self.deliveries.get(id));
        waiting.any(|one| one.after_next && one.session == session)
    }

    /// Lets go of what waited for this webhook to be sent.
    fn release(&mut self, sent: u64, at: Timestamp) {
        let Some(session) = self.deliveries.get(&sent).map(|one| one.session.clone()) else {
            return;
        };
        for id in self.waiting.range(..sent) {
            if let Some(delivery) = self.deliveries.get_mut(id)
                && delivery.after_next
                && delivery.session == session
            {
                delivery.after_next = false;
                delivery.due = at;
            }
        }
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
