//! What follows from the facts: the status and why it is that. Nothing of this is stored.

use super::attempt::Attempt;
use super::fact::Millis;
use super::kept::Said;
use super::state::{Lapse, State};
use super::status::Status;
use super::verdict::{DecisionStatus, Kind, Source, Verdict};

/// The verdict that gives the status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome<'a> {
    /// The status it gives: the verdict's own.
    pub status: Status,
    /// The attempt it is about, if it names one.
    pub attempt: Option<&'a str>,
    /// What Veriff decided.
    pub verdict: Verdict<&'a str>,
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
        attempt: Attempt<'a>,
        source: Source,
        verdict: &'a Said,
    },
    /// Our own sweep.
    Lapse(Lapse),
    /// How far the person came in this attempt.
    Progress {
        attempt: Attempt<'a>,
        status: Status,
    },
    /// This attempt was finished and a later one exists: a request to resubmit was never told.
    Untold { attempt: Attempt<'a> },
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
            Cause::Verdict { verdict, .. } => verdict.status().into(),
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
        Some(Outcome {
            status: verdict.status().into(),
            attempt: attempt.id(),
            verdict: verdict.as_verdict(),
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
        attempt.id()
    }

    /// How many attempts are known to have ended in a request to resubmit. Since such an end may never be
    /// told, it is a lower bound: Veriff's limit (nine, as a rule) is Veriff's to enforce.
    pub fn resubmissions(&self) -> u32 {
        Ground::of(self).resubmissions
    }

    /// Whether anyone was ever there: something was started, submitted or judged (other than expired).
    pub fn opened(&self) -> bool {
        self.attempts().any(Attempt::is_opened)
    }

    /// Whether the session was ever conclusively decided otherwise: with another status or another reason,
    /// for one attempt or between attempts; or by a full auto webhook, which a decision has overruled, with
    /// another status than the one it has now. A repeat with other times is no revision.
    pub fn revised(&self) -> bool {
        let status = self.status();
        let is_otherwise =
            |it: &Said| it.status().is_conclusive() && Status::from(it.status()) != status;
        self.is_decided_twice()
            || self
                .attempts()
                .any(|attempt| attempt.judged().any(|(_, it)| is_otherwise(it)))
    }

    /// Whether verdicts that count, or have counted until another came, are conclusive and differ.
    pub(super) fn is_decided_twice(&self) -> bool {
        let mut first = None::<&Said>;
        self.attempts().any(|attempt| {
            let Some(verdict) = attempt.verdict_of(Kind::Conclusive) else {
                return false;
            };
            attempt.verdict_of(Kind::Revised).is_some()
                || first.get_or_insert(verdict).differs(verdict)
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
        let open = self.count(Ground::is_current);
        let undecided = self.count(|ground, it| ground.is_current(it) && !it.is_closed());
        let finished =
            self.count(|ground, it| ground.is_current(it) && !it.is_closed() && it.is_finished());
        let unordered = self.count(|ground, it| ground.is_current(it) && it.created_at().is_none());
        unordered > 0 && (undecided > 1 || finished > 0 && open > 1)
    }

    /// On how many attempts full auto and the decision webhook say different things.
    pub fn disagreements(&self) -> u32 {
        self.count(|_, it| it.disagrees()) as u32
    }

    /// The rules of [`State::status`], in their order.
    pub(super) fn cause(&self) -> Cause<'_> {
        let ground = Ground::of(self);
        if let Some(decided) = self.greatest(|_, _| true, Kind::Conclusive) {
            return decided;
        }
        if let Some(closed) = self.greatest(|_, _| true, Kind::Closing) {
            return closed;
        }
        let finished = self.newest(|ground, it| ground.is_undecided(it) && it.is_finished());
        let mut link_is_dead = false;
        if let Some(lapse) = self.lapse()
            && ground.resubmissions <= lapse.resubmissions
        {
            if finished.is_none() {
                return Cause::Lapse(lapse);
            }
            link_is_dead = true;
        }
        let begun = self.newest(|ground, it| ground.is_undecided(it) && !it.is_finished());
        if !link_is_dead && let Some(attempt) = begun {
            return Cause::Progress {
                attempt,
                status: Status::Started,
            };
        }
        if let Some(review) = self.greatest(Ground::is_undecided, Kind::Review) {
            return review;
        }
        if let Some(attempt) = finished {
            return Cause::Progress {
                attempt,
                status: Status::Submitted,
            };
        }
        if let Some(resubmission) = self.greatest(|_, _| true, Kind::Resubmission) {
            return resubmission;
        }
        if let Some(attempt) =
            self.newest(|ground, it| ground.is_superseded(it) && it.is_finished())
        {
            return Cause::Untold { attempt };
        }
        match self.newest(Ground::is_superseded) {
            Some(attempt) => Cause::Progress {
                attempt,
                status: Status::Started,
            },
            None => Cause::Nothing,
        }
    }

    /// The attempts that were begun and followed by another, and whose end was never told.
    pub(super) fn superseded(&self) -> impl Iterator<Item = Attempt<'_>> {
        let ground = Ground::of(self);
        self.attempts().filter(move |it| ground.is_superseded(*it))
    }

    /// How many attempts are of that kind.
    fn count(&self, wanted: fn(&Ground, Attempt<'_>) -> bool) -> usize {
        let ground = Ground::of(self);
        let mut count = 0;
        for attempt in self.attempts() {
            count += usize::from(wanted(&ground, attempt));
        }
        count
    }

    /// The greatest verdict of a kind; of equal ones that of the attempt with the greatest id.
    fn greatest(&self, wanted: fn(&Ground, Attempt<'_>) -> bool, kind: Kind) -> Option<Cause<'_>> {
        let ground = Ground::of(self);
        let mut best: Option<(&Said, Attempt<'_>, Source)> = None;
        for attempt in self.attempts() {
            if wanted(&ground, attempt)
                && let Some(verdict) = attempt.verdict_of(kind)
                && let Some((source, _)) = attempt.verdict()
                && best.is_none_or(|(best, ..)| !best.outranks(verdict))
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
    fn newest(&self, wanted: fn(&Ground, Attempt<'_>) -> bool) -> Option<Attempt<'_>> {
        let ground = Ground::of(self);
        let mut best: Option<Attempt<'_>> = None;
        for attempt in self.attempts() {
            if wanted(&ground, attempt)
                && best.is_none_or(|best| attempt.created_at() >= best.created_at())
            {
                best = Some(attempt);
            }
        }
        best
    }
}

/// What the questions about a single attempt rest on.
#[derive(Clone, Copy, Default)]
struct Ground {
    /// Whether any attempt has a name.
    named: bool,
    /// When the latest of the attempts whose progress counts was created.
    newest: Option<Millis>,
    resubmissions: u32,
}

impl Ground {
    fn of(state: &State) -> Self {
        let mut ground = Self::default();
        let (mut named, mut unnamed) = (0, 0);
        for attempt in state.attempts() {
            // The one without a name comes first, and counts only if it stays alone.
            ground.named = !attempt.is_anonymous();
            let closed = u32::from(attempt.is_closed());
            match ground.named {
                true => named += closed,
                false => unnamed += closed,
            }
        }
        for attempt in state.attempts() {
            if ground.is_candidate(attempt) {
                ground.newest = ground.newest.max(attempt.created_at());
            }
        }
        // One that names no attempt may be about an attempt that is counted already.
        ground.resubmissions = named.max(unnamed);
        ground
    }

    /// The attempts whose progress counts: those with a name, or else the anonymous one.
    fn is_candidate(&self, it: Attempt<'_>) -> bool {
        it.is_anonymous() != self.named
    }

    /// The candidates that no other is known to have followed.
    fn is_current(&self, it: Attempt<'_>) -> bool {
        self.is_candidate(it) && (it.created_at().is_none() || it.created_at() == self.newest)
    }

    /// Of the current ones, those that were begun and whose end is not known; and a review that names no
    /// attempt, unless it may be of an attempt that is closed.
    fn is_undecided(&self, it: Attempt<'_>) -> bool {
        let unnamed_review = it.is_anonymous() && it.in_review() && self.resubmissions == 0;
        unnamed_review || self.is_current(it) && it.is_active() && !it.is_closed()
    }

    /// The candidates that were begun and followed by another, and whose end was never told.
    fn is_superseded(&self, it: Attempt<'_>) -> bool {
        let top = it.verdict();
        self.is_candidate(it)
            && !self.is_current(it)
            && it.is_active()
            && top.is_none_or(|(_, it)| it.status() == DecisionStatus::Review)
    }
}
