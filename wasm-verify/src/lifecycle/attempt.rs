//! What is known of one attempt.

use alloc::boxed::Box;

use super::fact::{FactKind, Millis};
use super::kept::{Kept, Place};
use super::verdict::{Kind, Source, Verdict};

/// One attempt of a session, for its history.
#[derive(Clone, Copy, Debug)]
pub struct Attempt<'a>(pub(super) &'a [Box<Kept>]);

impl<'a> Attempt<'a> {
    /// Its id; `None` gathers what was said without naming an attempt.
    pub fn id(self) -> Option<&'a str> {
        let id = self.0.first().map(|it| it.attempt.as_str());
        id.filter(|id| !id.is_empty())
    }

    /// When it came into being, if `GET attempts` was ever asked.
    pub fn created_at(self) -> Option<Millis> {
        match self.at(Place::CREATED)?.kind {
            FactKind::AttemptCreated { at } => Some(at),
            _ => None,
        }
    }

    /// Whether Veriff said that the person began it.
    pub fn started(self) -> bool {
        self.at(Place::STARTED).is_some()
    }

    /// Whether Veriff said that the person finished it.
    pub fn submitted(self) -> bool {
        self.at(Place::SUBMITTED).is_some()
    }

    /// What Veriff decided, of each kind the verdict that counts, and which product decided it.
    pub fn verdicts(self) -> impl Iterator<Item = (Source, &'a Verdict)> {
        self.0.iter().filter_map(|it| match &it.kind {
            FactKind::Decision(verdict) => Some((Source::Decision, verdict)),
            FactKind::FullAuto(verdict) => Some((Source::FullAuto, verdict)),
            _ => None,
        })
    }

    /// Whether full auto and the decision webhook say different things about it. The latter counts.
    pub fn disagrees(self) -> bool {
        let tops = (self.top(Source::Decision), self.top(Source::FullAuto));
        matches!(tops, (Some(a), Some(b)) if a.status != b.status)
    }

    /// The source that counts: the decision webhook if it said anything at all, else full auto.
    pub(super) fn source(self) -> Source {
        let first = self.verdicts().next();
        first.map_or(Source::Decision, |(source, _)| source)
    }

    /// Of the source that counts, the verdict that speaks for the attempt.
    pub(super) fn verdict(self) -> Option<&'a Verdict> {
        self.verdicts().next().map(|(_, verdict)| verdict)
    }

    /// Of the source that counts, the verdict of that kind.
    pub(super) fn verdict_of(self, kind: Kind) -> Option<&'a Verdict> {
        self.at(Place::of_verdict(self.source(), kind))?.verdict()
    }

    pub(super) fn is_anonymous(self) -> bool {
        self.id().is_none()
    }

    /// A request to resubmit ends an attempt and keeps the session open.
    pub(super) fn is_closed(self) -> bool {
        self.verdict_of(Kind::Resubmission).is_some()
    }

    pub(super) fn in_review(self) -> bool {
        self.verdict_of(Kind::Review).is_some()
    }

    /// Nothing but a creation time is known of an attempt that is not active.
    pub(super) fn is_active(self) -> bool {
        self.started() || self.is_finished()
    }

    /// The person finished it, and no end of it is known.
    pub(super) fn is_finished(self) -> bool {
        self.submitted() || self.in_review()
    }

    /// Whether someone was there: any verdict but expired presumes it.
    pub(super) fn is_opened(self) -> bool {
        let presumes = |(_, it): (_, &Verdict)| it.presumes_presence();
        self.started() || self.submitted() || self.verdicts().any(presumes)
    }

    /// The verdict of that source that speaks for the attempt.
    fn top(self, source: Source) -> Option<&'a Verdict> {
        let mut verdicts = self.verdicts();
        let found = verdicts.find(|(its, _)| *its == source);
        found.map(|(_, verdict)| verdict)
    }

    fn at(self, place: Place) -> Option<&'a Kept> {
        self.0.iter().find(|it| it.place == place).map(|it| &**it)
    }
}
