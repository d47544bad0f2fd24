//! Webhooks that leave at another time than they should, or not at all.

use jiff::{SignedDuration, Timestamp};

use super::{Effect, Fault, Spec};

/// A webhook that waits for the next one of its session waits no longer than this.
const LONGEST_WAIT: SignedDuration = SignedDuration::from_hours(1);

pub(super) const REORDERED: Spec = Spec {
    name: "reordered",
    description: "Held back, and sent after the session's next webhook; after an hour if none comes.",
    effects: &[Effect::Departure(|departure| {
        departure.fate = departure.fate.min(Fate::AfterNext);
        departure.due = later(departure.due, LONGEST_WAIT);
    })],
    lasts: false,
};

pub(super) const DELAYED: Spec = Spec {
    name: "delayed",
    description: "Sent later than it should, by ten minutes or a time of your own on the sandbox's clock.",
    effects: &[Effect::Departure(|departure| {
        departure.due = later(departure.due, departure.delay);
    })],
    lasts: false,
};

pub(super) const LOST: Spec = Spec {
    name: "lost",
    description: "Never sent, nor tried again; it can be sent by hand.",
    effects: &[Effect::Departure(|departure| departure.fate = Fate::Never)],
    lasts: false,
};

pub(super) const BEFORE_CREATE_ANSWER: Spec = Spec {
    name: "before-create-answer",
    description: "The next session is opened at once, and its event webhook arrives before the create call has answered.",
    effects: &[Effect::Occasion],
    lasts: false,
};

/// When a webhook is to leave, and whether it does.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Departure {
    pub(crate) due: Timestamp,
    pub(crate) fate: Fate,
    /// By how much a delayed one is late.
    pub(crate) delay: SignedDuration,
}

/// What becomes of it, the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fate {
    Never,
    AfterNext,
    Sent,
}

/// The departure of a webhook that was due at `due`, with these faults.
pub(crate) fn depart(
    due: Timestamp,
    delay: SignedDuration,
    faults: impl Iterator<Item = Fault>,
) -> Departure {
    let mut departure = Departure {
        due,
        fate: Fate::Sent,
        delay,
    };
    for effect in faults.flat_map(|fault| fault.effects()) {
        if let Effect::Departure(change) = effect {
            change(&mut departure);
        }
    }
    departure
}

fn later(from: Timestamp, by: SignedDuration) -> Timestamp {
    from.checked_add(by).unwrap_or(Timestamp::MAX)
}
