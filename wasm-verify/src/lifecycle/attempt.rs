//! What is known of one attempt.

use alloc::string::String;

use super::fact::Millis;
use super::verdict::{Source, Verdict, Verdicts};

/// What the state keeps of one attempt.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct AttemptFacts {
    /// Empty for what messages said that named no attempt: the anonymous attempt.
    pub(super) id: String,
    pub(super) created_at: Option<Millis>,
    pub(super) started: bool,
    pub(super) submitted: bool,
    pub(super) decision: Verdicts,
    pub(super) full_auto: Verdicts,
}

impl AttemptFacts {
    /// The verdicts that count: the decision webhook's if it said anything at all, else full auto's.
    pub(super) fn effective(&self) -> (&Verdicts, Source) {
        if self.decision.top().is_some() || self.full_auto.top().is_none() {
            (&self.decision, Source::Decision)
        } else {
            (&self.full_auto, Source::FullAuto)
        }
    }

    pub(super) fn is_anonymous(&self) -> bool {
        self.id.is_empty()
    }

    /// A request to resubmit ends an attempt and keeps the session open.
    pub(super) fn is_closed(&self) -> bool {
        self.effective().0.resubmission.is_some()
    }

    pub(super) fn in_review(&self) -> bool {
        self.effective().0.review.is_some()
    }

    /// Nothing but a creation time is known of an attempt that is not active.
    pub(super) fn is_active(&self) -> bool {
        self.started || self.submitted || self.in_review()
    }

    /// The person finished it, and no end of it is known.
    pub(super) fn is_finished(&self) -> bool {
        self.submitted || self.in_review()
    }

    /// Whether someone was there: any verdict but expired presumes it.
    pub(super) fn is_opened(&self) -> bool {
        self.started
            || self.submitted
            || self.decision.presume_presence()
            || self.full_auto.presume_presence()
    }

    /// Both sources speak, and say different things.
    pub(super) fn disagrees(&self) -> bool {
        matches!((self.decision.top(), self.full_auto.top()), (Some(a), Some(b)) if a.status != b.status)
    }
}

/// One attempt of a session, for its history.
#[derive(Clone, Copy, Debug)]
pub struct Attempt<'a>(pub(super) &'a AttemptFacts);

impl<'a> Attempt<'a> {
    /// Its id; `None` gathers what was said without naming an attempt.
    pub fn id(self) -> Option<&'a str> {
        Some(self.0.id.as_str()).filter(|id| !id.is_empty())
    }

    /// When it came into being, if `GET attempts` was ever asked.
    pub fn created_at(self) -> Option<Millis> {
        self.0.created_at
    }

    /// Whether Veriff said that the person began it.
    pub fn started(self) -> bool {
        self.0.started
    }

    /// Whether Veriff said that the person finished it.
    pub fn submitted(self) -> bool {
        self.0.submitted
    }

    /// What Veriff decided, of each kind the verdict that counts, and which product decided it.
    pub fn verdicts(self) -> impl Iterator<Item = (Source, &'a Verdict)> {
        let of = |source, verdicts: &'a Verdicts| {
            let each = verdicts.each().into_iter().flatten();
            each.map(move |verdict| (source, verdict))
        };
        of(Source::Decision, &self.0.decision).chain(of(Source::FullAuto, &self.0.full_auto))
    }

    /// Whether full auto and the decision webhook say different things about it. The latter counts.
    pub fn disagrees(self) -> bool {
        self.0.disagrees()
    }
}
