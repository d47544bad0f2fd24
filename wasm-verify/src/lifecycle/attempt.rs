//! What is known of one attempt.

use super::fact::Millis;
use super::kept::{Kept, Place, Said, slot};
use super::verdict::{DecisionStatus, Kind, Source, Verdict};

/// One attempt of a session, for its history.
#[derive(Clone, Copy, Debug)]
pub struct Attempt<'a>(pub(super) &'a [Kept]);

impl<'a> Attempt<'a> {
    /// Its id; `None` gathers what was said without naming an attempt.
    pub fn id(self) -> Option<&'a str> {
        let id = self.0.first().map(|it| it.attempt.as_str());
        id.filter(|id| !id.is_empty())
    }

    /// When it came into being, if `GET attempts` was ever asked.
    pub fn created_at(self) -> Option<Millis> {
        self.at(Place::CREATED)?.time(slot::AT)
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
    pub fn verdicts(self) -> impl Iterator<Item = (Source, Verdict<&'a str>)> {
        self.judged().map(|(source, it)| (source, it.as_verdict()))
    }

    /// Whether full auto and the decision webhook say different things about it. The latter counts.
    pub fn disagrees(self) -> bool {
        let tops = (self.top(Source::Decision), self.top(Source::FullAuto));
        matches!(tops, (Some(a), Some(b)) if a.status() != b.status())
    }

    /// The verdicts as they are kept: those of the decision webhook first, of either the most telling.
    pub(super) fn judged(self) -> impl Iterator<Item = (Source, &'a Said)> {
        let source_and_said = |it: &'a Kept| Some((it.place.source()?, &it.said));
        self.0.iter().filter_map(source_and_said)
    }

    /// The source that counts: the decision webhook if it said anything at all, else full auto. And its
    /// verdict that speaks for the attempt.
    pub(super) fn verdict(self) -> Option<(Source, &'a Said)> {
        self.judged().next()
    }

    /// Of the source that counts, the verdict of that kind.
    pub(super) fn verdict_of(self, kind: Kind) -> Option<&'a Said> {
        let (source, _) = self.verdict()?;
        self.at(Place::of_verdict(source, kind))
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

    /// Whether someone was there.
    pub(super) fn is_opened(self) -> bool {
        // Any verdict but expired presumes it.
        let presumes = |(_, it): (_, &Said)| it.status() != DecisionStatus::Expired;
        self.started() || self.submitted() || self.judged().any(presumes)
    }

    /// The verdict of that source that speaks for the attempt.
    fn top(self, source: Source) -> Option<&'a Said> {
        let mut verdicts = self.judged();
        let found = verdicts.find(|(its, _)| *its == source);
        found.map(|(_, said)| said)
    }

    fn at(self, place: Place) -> Option<&'a Said> {
        let found = self.0.iter().find(|it| it.place == place);
        found.map(|it| &it.said)
    }
}
