//! The order of a run: what may begin when, and what is left out because of what.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::task::{Id, JoinSet};

use super::case::Case;
use super::catalogue::{Check, Group, Run};
use super::observer::Observer;
use super::outcome::{Ended, Finding, Got, Outcome, Unchecked};
use super::report::Entry;
use super::run::Checker;

impl Checker {
    /// Starts each check when those that it builds on have ended, so many at once as are allowed.
    pub(super) async fn go_through(
        &self,
        selected: &[&'static Check],
        observer: &mut dyn Observer,
    ) -> Vec<Entry> {
        let mut waiting: Vec<(usize, &'static Check)> =
            selected.iter().copied().enumerate().collect();
        let mut running: JoinSet<(Outcome, Duration)> = JoinSet::new();
        let mut underway: Vec<(usize, &'static Check)> = Vec::new();
        let mut tasks: HashMap<Id, usize> = HashMap::new();
        let mut ended: Vec<(usize, Entry)> = Vec::with_capacity(selected.len());
        let mut down = false;
        while !waiting.is_empty() || !underway.is_empty() {
            while let Some(at) = self.next(&waiting, &underway) {
                let (index, check) = waiting.remove(at);
                observer.begins(check, selected.len() - waiting.len(), selected.len());
                let work = self.work(check, &ended, down);
                let task = running.spawn(async move {
                    let began = Instant::now();
                    (work.await, began.elapsed())
                });
                tasks.insert(task.id(), index);
                underway.push((index, check));
            }
            let (task, outcome, elapsed) = match running.join_next_with_id().await {
                Some(Ok((task, (outcome, elapsed)))) => (task, outcome, elapsed),
                // A defect of this program, and not the backend's.
                Some(Err(error)) => {
                    let why = Unchecked::Veriff("the check itself failed".to_owned());
                    (error.id(), Outcome::NotChecked(why), Duration::ZERO)
                }
                None => break,
            };
            let Some(index) = tasks.remove(&task) else {
                continue;
            };
            underway.retain(|(one, _)| *one != index);
            down = down || (broke_off(&outcome) && self.is_down().await);
            if let Some(check) = selected.get(index).copied() {
                let entry = Entry {
                    check,
                    outcome,
                    elapsed,
                };
                observer.ended(&entry);
                ended.push((index, entry));
            }
        }
        ended.sort_by_key(|(index, _)| *index);
        ended.into_iter().map(|(_, entry)| entry).collect()
    }

    /// The next check that may begin now.
    fn next(
        &self,
        waiting: &[(usize, &'static Check)],
        underway: &[(usize, &'static Check)],
    ) -> Option<usize> {
        let alone = |check: &Check| matches!(check.run, Run::Alone(_));
        if underway.len() >= self.bench.at_once || underway.iter().any(|(_, check)| alone(check)) {
            return None;
        }
        waiting.iter().enumerate().position(|(at, (_, check))| {
            let pending = |name: &&str| {
                let mut others = waiting.iter().chain(underway);
                others.any(|(_, one)| one.name == *name)
            };
            let first = at == 0 && underway.is_empty();
            !check.after.iter().any(pending) && (first || !alone(check))
        })
    }

    /// What a check comes to.
    fn work(
        &self,
        check: &'static Check,
        ended: &[(usize, Entry)],
        down: bool,
    ) -> impl Future<Output = Outcome> + Send + use<> {
        let spoilt = check.after.iter().find(|name| spoilt(name, ended));
        let bench = Arc::clone(&self.bench);
        async move {
            let program = match check.run {
                Run::ByHand(steps) => return Outcome::ByHand { steps },
                Run::Program(program) | Run::Alone(program) => program,
            };
            if down {
                return Outcome::NotChecked(Unchecked::Down);
            }
            if let Some(name) = spoilt {
                return Outcome::NotChecked(Unchecked::BuildsOn(name));
            }
            let began = bench.veriff.now();
            let mut case = Case::new(Arc::clone(&bench));
            match program(&mut case).await {
                Ok(()) => Outcome::Passed { notes: case.notes },
                Err(Ended::NotChecked(why)) => Outcome::NotChecked(why),
                Err(Ended::Failed(finding)) => {
                    let mut evidence = case.exchanges;
                    if check.group == Group::Sessions {
                        // A session that was not created is explained by what Veriff said to it.
                        let refusals = bench.veriff.refusals_since(began).await;
                        evidence
                            .extend(refusals.into_iter().map(|one| bench.redactor.exchange(one)));
                    }
                    Outcome::Failed {
                        finding: *finding,
                        evidence,
                    }
                }
            }
        }
    }
}

/// Whether a check ended without an answer.
fn broke_off(outcome: &Outcome) -> bool {
    matches!(
        outcome,
        Outcome::Failed {
            finding: Finding::Answer {
                got: Got::Silence | Got::Broken(_),
                ..
            },
            ..
        }
    )
}

/// Whether a check that others build on failed, or could not run because of another one.
fn spoilt(name: &str, ended: &[(usize, Entry)]) -> bool {
    ended.iter().any(|(_, entry)| {
        entry.check.name == name
            && matches!(
                entry.outcome,
                Outcome::Failed { .. } | Outcome::NotChecked(Unchecked::BuildsOn(_))
            )
    })
}
