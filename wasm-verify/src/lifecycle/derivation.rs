//! What follows from the facts: the status and why it is that. Nothing of this is stored.

use alloc::vec::Vec;

use super::attempt::AttemptFacts;
use super::state::{Lapse, State};
use super::status::Status;
use super::verdict::{DecisionStatus, Source, Verdict, Verdicts};

/// The verdict that gives the status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome<'a> {
    /// The status it gives: the verdict's own.
    pub status: Status,
    /// The attempt it is about, if it names one.
    pub attempt: Option<&'a str>,
    /// What Veriff decided.
    pub verdict: &'a Verdict,
    /// Whether the session was decided differently before: see [`State::revised`].
    pub revised: bool,
    /// Which product decided.
    pub source: Source,
}

/// Why the status is what it is.
#[derive(Clone, Copy, Debug)]
pub(super) enum Cause<'a> {
    /// A verdict on an attempt.
    Verdict {
        attempt: &'a AttemptFacts,
        source: Source,
        verdict: &'a Verdict,
    },
    /// Our own sweep.
    Lapse(Lapse),
    /// How far the person came in this attempt.
    Progress {
        attempt: &'a AttemptFacts,
        status: Status,
    },
    /// This attempt was finished and a later one exists: a request to resubmit was never told.
    Untold { attempt: &'a AttemptFacts },
    /// Nothing is known but that it was created.
    Nothing,
}

impl State {
    /// The session's status. The first of these that holds:
    ///
    /// 1. The greatest conclusive verdict (approved, declined) of any attempt.
    /// 2. Veriff's own closing (expired, abandoned), which yields only to 1.
    /// 3. Our own sweep's closing: abandoned if anyone was ever there, else expired. It yields to proof
    ///    that the person finished: an attempt submitted or in review whose end is not known, or a request
    ///    to resubmit that the sweep had not seen. Yielding to a submission the status is never started,
    ///    since the link's days are over: the person waits for what was submitted.
    /// 4. The undecided attempts: those not closed by a request to resubmit and not older, by creation
    ///    time, than another attempt. One started and not submitted wins (a link offered does no harm, a
    ///    missing one strands the person), then one in review, then one submitted.
    /// 5. A request to resubmit, told or (an attempt was submitted, and a later one exists) untold.
    /// 6. Started, if an attempt that was started was followed by one not begun. Else created.
    ///
    /// What was said without naming an attempt: a verdict counts like any other, a review unless an
    /// attempt was closed; but progress counts only while no attempt has a name.
    pub fn status(&self) -> Status {
        match self.cause() {
            Cause::Verdict { verdict, .. } => verdict.status.into(),
            Cause::Lapse(_) if self.opened() => Status::Abandoned,
            Cause::Lapse(_) => Status::Expired,
            Cause::Progress { status, .. } => status,
            Cause::Untold { .. } => Status::ResubmissionRequested,
            Cause::Nothing => Status::Created,
        }
    }

    /// The verdict that gives the status; `None` if events or our own sweep give it.
    pub fn outcome(&self) -> Option<Outcome<'_>> {
        let Cause::Verdict {
            attempt,
            source,
            verdict,
        } = self.cause()
        else {
            return None;
        };
        let attempt = Some(attempt.id.as_str()).filter(|id| !id.is_empty());
        Some(Outcome {
            status: verdict.status.into(),
            attempt,
            verdict,
            revised: self.revised(),
            source,
        })
    }

    /// The id of the attempt that gives the status. `None` if no attempt does, or one without a name.
    pub fn current_attempt(&self) -> Option<&str> {
        let (Cause::Verdict { attempt, .. }
        | Cause::Progress { attempt, .. }
        | Cause::Untold { attempt }) = self.cause()
        else {
            return None;
        };
        Some(attempt.id.as_str()).filter(|id| !id.is_empty())
    }

    /// How many attempts are known to have ended in a request to resubmit. Since such an end may never be
    /// told, it is a lower bound: Veriff's limit (nine, as a rule) is Veriff's to enforce.
    pub fn resubmissions(&self) -> u32 {
        let closed = |anonymous| {
            self.attempts
                .iter()
                .filter(move |it| it.is_anonymous() == anonymous && it.is_closed())
                .count()
        };
        // One that names no attempt may be about an attempt that is counted already.
        u32::try_from(closed(false).max(closed(true))).unwrap_or(u32::MAX)
    }

    /// Whether anyone was ever there: something was started, submitted or judged (other than expired).
    pub fn opened(&self) -> bool {
        self.attempts.iter().any(AttemptFacts::is_opened)
    }

    /// Whether the session was ever conclusively decided in two ways: another status or another reason,
    /// for one attempt or between attempts. A repeat with other times is no revision.
    pub fn revised(&self) -> bool {
        let mut first = None::<&Verdict>;
        self.attempts.iter().any(|attempt| {
            let verdicts = attempt.effective().0;
            let Some(verdict) = &verdicts.conclusive else {
                return false;
            };
            verdicts.revised.is_some() || first.get_or_insert(verdict).differs(verdict)
        })
    }

    /// Whether `GET /sessions/{id}/attempts`, with its creation times, could tell more about the status:
    /// it rests on attempts that nothing orders. That is so with several undecided attempts, and also
    /// with one submitted or in review beside one closed by a request to resubmit: the submission is most
    /// likely the later of the two, but if it is not, the person waits for nothing.
    pub fn ambiguous(&self) -> bool {
        if !matches!(
            self.status(),
            Status::Started | Status::Submitted | Status::Review
        ) {
            return false;
        }
        let open = || self.current();
        let undecided = open().filter(|it| !it.is_closed()).count();
        let finished = open().any(|it| !it.is_closed() && it.is_finished());
        let unordered = open().any(|it| it.created_at.is_none());
        unordered && (undecided > 1 || finished && open().count() > 1)
    }

    /// On how many attempts full auto and the decision webhook say different things.
    pub fn disagreements(&self) -> u32 {
        u32::try_from(self.attempts.iter().filter(|it| it.disagrees()).count()).unwrap_or(u32::MAX)
    }

    /// The rules of [`State::status`], in their order.
    pub(super) fn cause(&self) -> Cause<'_> {
        // Lists, and not iterators: each chain of those would be compiled for each of these questions.
        let all: Vec<&AttemptFacts> = self.attempts.iter().collect();
        if let Some(decided) = greatest(&all, |it| it.conclusive.as_ref()) {
            return decided;
        }
        if let Some(closed) = greatest(&all, |it| it.closing.as_ref()) {
            return closed;
        }
        let undecided: Vec<&AttemptFacts> = self.undecided().collect();
        let mut link_is_dead = false;
        if let Some(lapse) = self.lapse
            && self.resubmissions() <= lapse.resubmissions
        {
            if !undecided.iter().any(|it| it.is_finished()) {
                return Cause::Lapse(lapse);
            }
            link_is_dead = true;
        }
        if !link_is_dead && let Some(attempt) = newest(&undecided, |it| !it.is_finished()) {
            return Cause::Progress {
                attempt,
                status: Status::Started,
            };
        }
        if let Some(review) = greatest(&undecided, |it| it.review.as_ref()) {
            return review;
        }
        if let Some(attempt) = newest(&undecided, AttemptFacts::is_finished) {
            return Cause::Progress {
                attempt,
                status: Status::Submitted,
            };
        }
        if let Some(resubmission) = greatest(&all, |it| it.resubmission.as_ref()) {
            return resubmission;
        }
        let superseded: Vec<&AttemptFacts> = self.superseded().collect();
        if let Some(attempt) = newest(&superseded, AttemptFacts::is_finished) {
            return Cause::Untold { attempt };
        }
        match newest(&superseded, |_| true) {
            Some(attempt) => Cause::Progress {
                attempt,
                status: Status::Started,
            },
            None => Cause::Nothing,
        }
    }

    /// The attempts whose progress counts: those with a name, or else the anonymous one.
    fn candidates(&self) -> impl Iterator<Item = &AttemptFacts> {
        let named = self.attempts.iter().any(|it| !it.is_anonymous());
        self.attempts
            .iter()
            .filter(move |it| it.is_anonymous() != named)
    }

    /// The candidates that no other is known to have followed.
    fn current(&self) -> impl Iterator<Item = &AttemptFacts> {
        let newest = self.candidates().filter_map(|it| it.created_at).max();
        self.candidates()
            .filter(move |it| it.created_at.is_none() || it.created_at == newest)
    }

    /// The attempts that were begun and followed by another, and whose end was never told.
    pub(super) fn superseded(&self) -> impl Iterator<Item = &AttemptFacts> {
        let newest = self.candidates().filter_map(|it| it.created_at).max();
        self.candidates()
            .filter(move |it| it.created_at.is_some() && it.created_at != newest)
            .filter(|it| {
                it.is_active()
                    && it
                        .effective()
                        .0
                        .top()
                        .is_none_or(|it| it.status == DecisionStatus::Review)
            })
    }

    /// Of the current ones, those that were begun and whose end is not known; and a review that names no
    /// attempt, unless it may be of an attempt that is closed.
    fn undecided(&self) -> impl Iterator<Item = &AttemptFacts> {
        let unnamed = self
            .attempts
            .first()
            .filter(|it| it.is_anonymous() && it.in_review() && self.resubmissions() == 0);
        self.current()
            .filter(|it| it.is_active() && !it.is_closed())
            .chain(unnamed)
    }
}

/// The greatest verdict of a kind; of equal ones that of the attempt with the greatest id.
fn greatest<'a>(
    attempts: &[&'a AttemptFacts],
    kind: fn(&Verdicts) -> Option<&Verdict>,
) -> Option<Cause<'a>> {
    let mut best: Option<(&Verdict, &AttemptFacts, Source)> = None;
    for attempt in attempts {
        let (verdicts, source) = attempt.effective();
        if let Some(verdict) = kind(verdicts)
            && best.is_none_or(|(best, ..)| verdict >= best)
        {
            best = Some((verdict, attempt, source));
        }
    }
    best.map(|(verdict, attempt, source)| Cause::Verdict {
        attempt,
        source,
        verdict,
    })
}

/// The attempt created last, as far as that is known; then the one with the greatest id.
fn newest<'a>(
    attempts: &[&'a AttemptFacts],
    wanted: fn(&AttemptFacts) -> bool,
) -> Option<&'a AttemptFacts> {
    let wanted = attempts.iter().copied().filter(|it| wanted(it));
    wanted.max_by_key(|it| it.created_at)
}
