//! A secret that is replaced while a webhook is being retried.

use super::{Effect, Spec};

/// Veriff does not say which of an integration's secrets signs while several are live.
pub(super) const ROTATED_SECRET: Spec = Spec {
    name: "rotated-secret",
    description: "The first try is signed with one of the integration's secrets and counts as failed; the retry, an hour later, is signed with another.",
    effects: &[
        Effect::Secret(|tried_before| usize::from(tried_before > 0)),
        Effect::Answer(|answer| {
            if answer.tried_before == 0 {
                answer.counts_as(None, "the connection broke before the answer came");
            }
        }),
    ],
    lasts: true,
};
