//! Receivers that fail, seen from Veriff: they are asked as always, and their answer counts for
//! something else.

use super::{Effect, Fault, Spec};

pub(super) const RECEIVER_500: Spec = Spec {
    name: "receiver-500",
    description: "Whatever the receiver answers counts as 500: it is tried again an hour later.",
    effects: &[Effect::Answer(|answer| {
        answer.counts_as(Some(500), "counted as 500");
    })],
    lasts: false,
};

pub(super) const SLOW_RECEIVER: Spec = Spec {
    name: "slow-receiver",
    description: "Whatever the receiver answers counts as coming after more than five seconds: it is tried again an hour later.",
    effects: &[Effect::Answer(|answer| {
        answer.counts_as(None, "no answer within 5 seconds");
    })],
    lasts: false,
};

/// An answer, or why there is none.
pub(crate) struct Answer {
    pub(crate) http_status: Option<u16>,
    pub(crate) error: Option<String>,
    /// How often the webhook was tried before.
    pub(super) tried_before: usize,
}

impl Answer {
    /// Takes another status for the receiver's, and says so. A real failure stays what it is.
    pub(super) fn counts_as(&mut self, http_status: Option<u16>, why: &str) {
        if let Some(real) = self.http_status
            && self.error.is_none()
        {
            self.error = Some(format!("{why} (a fault; the receiver answered {real})"));
            self.http_status = http_status;
        }
    }
}

/// How an answer counts under these faults.
pub(crate) fn judge(
    http_status: Option<u16>,
    error: Option<String>,
    tried_before: usize,
    faults: &[Fault],
) -> (Option<u16>, Option<String>) {
    let mut answer = Answer {
        http_status,
        error,
        tried_before,
    };
    for effect in faults.iter().flat_map(|fault| fault.effects()) {
        if let Effect::Answer(change) = effect {
            change(&mut answer);
        }
    }
    (answer.http_status, answer.error)
}
