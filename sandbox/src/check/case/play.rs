//! Plays the person, Veriff, and time.

use std::sync::Arc;

use jiff::SignedDuration;
use serde_json::Value;

use super::Case;
use crate::check::message;
use crate::check::outcome::{Ended, Finding, Got, Step, Unchecked, Wanted};
use crate::check::person::Person;
use crate::check::probe::{Offer, Probe};
use crate::check::template::{Filled, Values};
use crate::check::veriff::Session;
use crate::veriff::Status;

/// A person with a session.
#[derive(Clone, Debug)]
pub(crate) struct Subject {
    pub(crate) person: Person,
    pub(crate) id: String,
    pub(crate) url: String,
}

/// What creating a session came to.
pub(crate) struct Created {
    pub(crate) offer: Offer,
    /// The sessions that are new at Veriff.
    pub(crate) fresh: Vec<Session>,
}

impl Case {
    /// Somebody new.
    pub(crate) fn person(&self) -> Person {
        Person::new(self.bench.backend.callback.as_deref().unwrap_or_default())
    }

    /// Somebody new with a new session: the backend's where it can be asked for one, else one that
    /// only Veriff knows of.
    pub(crate) async fn subject(&mut self) -> Result<Subject, Ended> {
        let person = self.person();
        self.subject_of(person).await
    }

    /// The same for a given person.
    pub(crate) async fn subject_of(&mut self, person: Person) -> Result<Subject, Ended> {
        if !self.sees() {
            let session = self
                .bench
                .veriff
                .create(&message::verification(&person))
                .await?;
            return Ok(Subject {
                person,
                id: session.id,
                url: session.url,
            });
        }
        let created = self.create(&person, "creating a session", false).await?;
        let Some(session) = created.fresh.into_iter().next_back() else {
            let step = Step::from("creating a session");
            return Err(Finding::NoSession { step }.into());
        };
        Ok(Subject {
            person,
            id: session.id,
            url: created.offer.url.unwrap_or(session.url),
        })
    }

    /// The person asks the backend to be verified.
    pub(crate) async fn create(
        &mut self,
        person: &Person,
        step: impl Into<Step>,
        again: bool,
    ) -> Result<Created, Ended> {
        let step = step.into();
        let bench = Arc::clone(&self.bench);
        let began = bench.veriff.now();
        let offer = match &bench.probe {
            Probe::None => return Err(Unchecked::NoProbe.into()),
            Probe::Ask(probe) => probe
                .create(person, again)
                .await
                .ok_or(Unchecked::PassedOver)?,
            Probe::Http(probe) => {
                let answer = self.request(&step, probe.creation(&person.values())).await;
                let redirect = matches!(answer.got, Got::Status(300..=399));
                if !redirect && !Wanted::Success.is_met(&answer.got) {
                    let (wanted, got) = (Wanted::Success, answer.got);
                    return Err(Finding::Answer { step, wanted, got }.into());
                }
                probe.offer(&answer)
            }
        };
        let mut fresh = bench.veriff.sessions_since(began).await?;
        // Checks that run beside this one create sessions too: those are somebody else's.
        fresh.retain(|session| {
            let told = session.end_user_id.as_ref();
            bench.at_once == 1
                || told.is_none_or(|id| *id == person.end_user_id)
                || offer.url.as_ref() == Some(&session.url)
        });
        Ok(Created { offer, fresh })
    }

    /// The person opens the link; Veriff tells of it where the plan has events.
    pub(crate) async fn open(&mut self, subject: &Subject) -> Result<(), Ended> {
        self.bench.veriff.open(&subject.id).await?;
        self.event(subject, "started").await
    }

    /// The person finishes; likewise.
    pub(crate) async fn submit(&mut self, subject: &Subject) -> Result<(), Ended> {
        self.bench.veriff.submit(&subject.id).await?;
        self.event(subject, "submitted").await
    }

    async fn event(&mut self, subject: &Subject, action: &'static str) -> Result<(), Ended> {
        if self.bench.full_auto {
            return Ok(());
        }
        let session = self.bench.veriff.session(&subject.id).await?;
        let body = message::event(&session, action);
        let delivery = self.genuine(&body);
        self.accepted(format!("the event {action:?}"), delivery)
            .await
    }

    /// Veriff decides; returns the webhook that tells of it, not yet sent.
    pub(crate) async fn decide(
        &self,
        subject: &Subject,
        status: Status,
        reason_code: Option<u32>,
    ) -> Result<Value, Ended> {
        let decided = self.bench.veriff.decide(&subject.id, status, reason_code);
        Ok(decided.await?)
    }

    /// An approval of a session that Veriff has not decided: what a forger would compose. A backend
    /// that asks Veriff learns nothing of it.
    pub(crate) async fn invented_approval(&self, subject: &Subject) -> Result<Value, Ended> {
        let veriff = &self.bench.veriff;
        let other = veriff
            .create(&message::verification(&self.person()))
            .await?;
        let approval = veriff.decide(&other.id, Status::Approved, None).await?;
        let session = veriff.session(&subject.id).await?;
        Ok(message::about(approval, &session))
    }

    /// Veriff decides and tells of it.
    pub(crate) async fn decide_and_tell(
        &mut self,
        subject: &Subject,
        status: Status,
        reason_code: Option<u32>,
    ) -> Result<Value, Ended> {
        let body = self.decide(subject, status, reason_code).await?;
        let delivery = self.genuine(&body);
        let step = format!("the decision {:?}", status.as_str());
        self.accepted(step, delivery).await?;
        Ok(body)
    }

    /// Lets time pass for Veriff and the backend alike.
    pub(crate) async fn let_pass(&mut self, by: SignedDuration) -> Result<(), Ended> {
        let bench = Arc::clone(&self.bench);
        if !self.moves_clock() {
            return Err(Unchecked::NotDescribed("[moveClock]").into());
        }
        let to = bench.veriff.advance(by).await?;
        if let Some(template) = &bench.backend.move_clock {
            let values = vec![
                ("seconds", by.as_secs().to_string()),
                ("now", to.to_string()),
            ];
            self.carried_out("moving the clock", template.fill(&values))
                .await?;
        }
        Ok(())
    }

    /// Whether time can be let pass.
    pub(crate) fn moves_clock(&self) -> bool {
        self.bench.shared_clock || self.bench.backend.move_clock.is_some()
    }

    /// Makes the backend ask Veriff for what it missed, where the description says how.
    pub(crate) async fn make_it_ask(&mut self, values: &Values) -> Result<bool, Ended> {
        let bench = Arc::clone(&self.bench);
        let Some(template) = &bench.backend.ask_veriff else {
            return Ok(false);
        };
        self.carried_out("making it ask Veriff", template.fill(values))
            .await?;
        Ok(true)
    }

    /// A request of the description that must succeed.
    async fn carried_out(&mut self, step: &'static str, filled: Filled) -> Result<(), Ended> {
        let step = Step::from(step);
        let answer = self.request(&step, filled).await;
        if Wanted::Success.is_met(&answer.got) {
            return Ok(());
        }
        let (wanted, got) = (Wanted::Success, answer.got);
        Err(Finding::Answer { step, wanted, got }.into())
    }
}
