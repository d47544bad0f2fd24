//! Sees what the backend shows of a person, and what became of it.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::{Case, Subject};
use crate::check::outcome::{Ended, Finding, Got, Step, Unchecked, Wanted};
use crate::check::person::Person;
use crate::check::probe::{Probe, Shown};
use crate::check::words::Words;
use crate::veriff::Status;

/// What is read again while an effect is waited for.
const AGAIN: Duration = Duration::from_millis(20);

impl Case {
    /// What is shown now, where anything is.
    pub(crate) async fn before(&mut self, subject: &Subject) -> Result<Option<Shown>, Ended> {
        match &self.last {
            _ if !self.sees() => Ok(None),
            Some((person, shown)) if *person == subject.person.end_user_id => {
                Ok(Some(shown.clone()))
            }
            _ => self.read(&subject.person).await.map(Some),
        }
    }

    /// What the backend shows of a person now.
    pub(crate) async fn read(&mut self, person: &Person) -> Result<Shown, Ended> {
        let bench = Arc::clone(&self.bench);
        let shown = match &bench.probe {
            Probe::None => return Err(Unchecked::NoProbe.into()),
            Probe::Ask(probe) => probe.read(person).await.ok_or(Unchecked::PassedOver)?,
            Probe::Http(probe) => {
                let step = Step::from("reading the status");
                let answer = self.request(&step, probe.reading(&person.values())).await;
                let unknown = answer.got == Got::Status(404);
                if !unknown && !Wanted::Success.is_met(&answer.got) {
                    let (wanted, got) = (Wanted::Success, answer.got);
                    return Err(Finding::Answer { step, wanted, got }.into());
                }
                probe.shown(&answer)
            }
        };
        self.last = Some((person.end_user_id.clone(), shown.clone()));
        Ok(shown)
    }

    /// Waits until the backend shows a status, and access with an approval only.
    pub(crate) async fn becomes(
        &mut self,
        subject: &Subject,
        step: impl Into<Step>,
        wanted: Status,
    ) -> Result<Shown, Ended> {
        let patience = match self.bench.probe {
            Probe::Http(_) => self.bench.backend.patience,
            _ => Duration::ZERO,
        };
        self.becomes_within(subject, step, wanted, patience).await
    }

    /// The same within a given time.
    pub(crate) async fn becomes_within(
        &mut self,
        subject: &Subject,
        step: impl Into<Step>,
        wanted: Status,
        patience: Duration,
    ) -> Result<Shown, Ended> {
        let began = Instant::now();
        let kept = self.exchanges.len();
        loop {
            // Of many readings the last one is evidence enough.
            self.exchanges.truncate(kept);
            let shown = self.read(&subject.person).await?;
            let Some(finding) = self.differs(&shown, wanted) else {
                return Ok(shown);
            };
            if began.elapsed() >= patience {
                return Err(finding(step.into()).into());
            }
            tokio::time::sleep(AGAIN).await;
        }
    }

    /// What is wrong with what is shown, if anything is.
    fn differs(
        &self,
        shown: &Shown,
        wanted: Status,
    ) -> Option<Box<dyn FnOnce(Step) -> Finding + Send>> {
        let own = Words::default();
        let words = match &self.bench.probe {
            Probe::Http(probe) => &probe.read.words,
            _ => &own,
        };
        let says = match &shown.word {
            Some(word) => words.say(wanted, word),
            None => false,
        };
        let granted = wanted == Status::Approved;
        if says && shown.access == granted {
            return None;
        }
        let shown = shown.clone();
        Some(Box::new(move |step| {
            if shown.access && !granted {
                Finding::AccessGranted { step }
            } else if says {
                Finding::AccessMissing { step }
            } else {
                Finding::Status {
                    step,
                    wanted,
                    shown,
                }
            }
        }))
    }

    /// Watches for a while that what is shown stays.
    pub(crate) async fn stays(
        &mut self,
        subject: &Subject,
        step: impl Into<Step>,
        before: &Shown,
    ) -> Result<Shown, Ended> {
        let step = step.into();
        let mut now = self.read(&subject.person).await?;
        let same = |now: &Shown| now.word == before.word && now.access == before.access;
        if same(&now) && self.watches() {
            tokio::time::sleep(self.bench.backend.settle).await;
            now = self.read(&subject.person).await?;
        }
        if same(&now) {
            return Ok(now);
        }
        let before = before.clone();
        Err(Finding::Changed { step, before, now }.into())
    }

    /// Watches that a person has no access.
    pub(crate) async fn has_no_access(
        &mut self,
        person: &Person,
        step: impl Into<Step>,
    ) -> Result<(), Ended> {
        let mut shown = self.read(person).await?;
        if !shown.access && self.watches() {
            tokio::time::sleep(self.bench.backend.settle).await;
            shown = self.read(person).await?;
        }
        if shown.access {
            return Err(Finding::AccessGranted { step: step.into() }.into());
        }
        Ok(())
    }

    /// Whether to look a second time.
    fn watches(&self) -> bool {
        matches!(self.bench.probe, Probe::Http(_)) && !self.bench.backend.settle.is_zero()
    }
}
