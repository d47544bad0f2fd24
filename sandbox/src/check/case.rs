//! What a check works with: it plays the person and Veriff, and sees what the backend makes of it.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::body::Bytes;
use http::Method;
use jiff::SignedDuration;
use serde_json::Value;

use super::client::{Answer, Client};
use super::config::{Backend, Words};
use super::delivery::Delivery;
use super::message;
use super::outcome::{Ended, Exchange, Finding, Got, Step, Unchecked, Wanted};
use super::person::Person;
use super::probe::{Offer, Probe, Shown};
use super::redact::Redactor;
use super::template::{Filled, Values};
use super::veriff::{Session, Veriff};
use crate::veriff::Status;

/// So much of a body is shown.
const SHOWN: usize = 1_500;
/// What is read again while an effect is waited for.
const AGAIN: Duration = Duration::from_millis(20);
/// What Veriff waits for an answer.
pub(crate) const VERIFF_WAITS: Duration = Duration::from_secs(5);

/// What all checks of a run share.
pub(crate) struct Bench {
    pub(crate) backend: Backend,
    pub(crate) client: Client,
    pub(crate) veriff: Veriff,
    pub(crate) probe: Probe,
    pub(crate) full_auto: bool,
    /// Whether the backend's clock is Veriff's.
    pub(crate) shared_clock: bool,
    /// How many checks run at the same time.
    pub(crate) at_once: usize,
    pub(crate) redactor: Redactor,
    pub(crate) timings: Mutex<Vec<(String, Duration)>>,
}

/// One check at work.
pub(crate) struct Case {
    pub(crate) bench: Arc<Bench>,
    pub(crate) exchanges: Vec<Exchange>,
    pub(crate) notes: Vec<String>,
    /// What was shown last of a person, if nothing was sent since.
    last: Option<(String, Shown)>,
}

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
    pub(crate) fn new(bench: Arc<Bench>) -> Self {
        Self {
            bench,
            exchanges: Vec::new(),
            notes: Vec::new(),
            last: None,
        }
    }

    /// A remark for the report.
    pub(crate) fn note(&mut self, text: impl Into<String>) {
        self.notes.push(text.into());
    }

    /// Whether effects can be seen.
    pub(crate) fn sees(&self) -> bool {
        !matches!(self.bench.probe, Probe::None)
    }

    /// # Errors
    /// There is no way to see effects.
    pub(crate) fn needs_probe(&self) -> Result<(), Unchecked> {
        if self.sees() {
            Ok(())
        } else {
            Err(Unchecked::NoProbe)
        }
    }

    /// # Errors
    /// The plan is full auto, which has no such thing.
    pub(crate) fn needs_decisions(&self, what: &'static str) -> Result<(), Unchecked> {
        if self.bench.full_auto {
            Err(Unchecked::FullAuto(what))
        } else {
            Ok(())
        }
    }

    /// # Errors
    /// The backend shows the two alike, so that one cannot be told from the other.
    pub(crate) fn needs_words_for(&self, one: Status, other: Status) -> Result<(), Unchecked> {
        match &self.bench.probe {
            Probe::Http(probe) if probe.read.words.alike(one, other) => {
                Err(Unchecked::ShownAlike(one, other))
            }
            _ => Ok(()),
        }
    }

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

    /// A webhook as Veriff would send it.
    pub(crate) fn genuine(&self, body: &Value) -> Delivery {
        self.genuine_bytes(body.to_string())
    }

    /// The same of exact bytes.
    pub(crate) fn genuine_bytes(&self, body: impl Into<Bytes>) -> Delivery {
        Delivery::genuine(&self.bench.backend.keys, body)
    }

    /// Sends a webhook and keeps what came of it.
    pub(crate) async fn send(&mut self, step: impl Into<Step>, delivery: Delivery) -> Answer {
        let step = step.into();
        let filled = Filled {
            method: Method::POST,
            url: self.bench.backend.webhook_url.clone(),
            headers: delivery.headers(),
            body: String::new(),
        };
        let answer = self.exchange(&step, filled, delivery.body).await;
        let mut timings = lock(&self.bench.timings);
        timings.push((step.into_owned(), answer.elapsed));
        drop(timings);
        answer
    }

    /// Sends a webhook that must get a certain answer.
    pub(crate) async fn expect(
        &mut self,
        wanted: Wanted,
        step: impl Into<Step>,
        delivery: Delivery,
    ) -> Result<u16, Ended> {
        let step = step.into();
        let answer = self.send(step.clone(), delivery).await;
        match (wanted.is_met(&answer.got), answer.status()) {
            (true, Some(status)) => Ok(status),
            _ => {
                let got = answer.got;
                Err(Finding::Answer { step, wanted, got }.into())
            }
        }
    }

    /// Sends a genuine webhook, which must be accepted.
    pub(crate) async fn accepted(
        &mut self,
        step: impl Into<Step>,
        delivery: Delivery,
    ) -> Result<(), Ended> {
        // Without a probe the session is one that the backend never created: it may say so.
        let wanted = if self.sees() {
            Wanted::Success
        } else {
            Wanted::NoCrash
        };
        self.expect(wanted, step, delivery).await.map(drop)
    }

    /// Sends a forged approval, which must be refused and change nothing; `genuine` is the same
    /// message unforged, by which to tell a refusal from a general "no" where no effect is seen.
    pub(crate) async fn refused(
        &mut self,
        subject: &Subject,
        step: impl Into<Step>,
        forged: Delivery,
        genuine: &Delivery,
    ) -> Result<(), Ended> {
        let step = step.into();
        let before = self.before(subject).await?;
        let status = self.expect(Wanted::Refusal, step.clone(), forged).await?;
        match before {
            Some(before) => self.stays(subject, step, &before).await.map(drop),
            None => {
                let answer = self.send("the same, genuine", genuine.clone()).await;
                if answer.got == Got::Status(status) {
                    return Err(Unchecked::SameAnswer(status).into());
                }
                Ok(())
            }
        }
    }

    /// Sends something that must not bring the backend down, nor change the state.
    pub(crate) async fn survives(
        &mut self,
        subject: &Subject,
        step: impl Into<Step>,
        delivery: Delivery,
    ) -> Result<(), Ended> {
        let step = step.into();
        let before = self.before(subject).await?;
        self.expect(Wanted::NoCrash, step.clone(), delivery).await?;
        if let Some(before) = before {
            self.stays(subject, step, &before).await?;
        }
        Ok(())
    }

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

    /// Sends a request of the description.
    pub(crate) async fn request(&mut self, step: &Step, filled: Filled) -> Answer {
        let body = Bytes::from(filled.body.clone());
        self.exchange(step, filled, body).await
    }

    async fn exchange(&mut self, step: &Step, filled: Filled, body: Bytes) -> Answer {
        self.last = None;
        let bench = Arc::clone(&self.bench);
        let sent = body.clone();
        let Filled {
            method,
            url,
            headers,
            ..
        } = filled;
        let answer = bench
            .client
            .send(method.clone(), &url, &headers, sent)
            .await;
        let redactor = &bench.redactor;
        self.exchanges.push(Exchange {
            step: step.clone().into_owned(),
            method: method.to_string(),
            url: redactor.text(&url),
            headers: headers
                .iter()
                .map(|(name, value)| (name.clone(), redactor.header(name, value)))
                .collect(),
            body: redactor.text(&excerpt(&body)),
            status: answer.status(),
            error: match &answer.got {
                Got::Status(_) => None,
                Got::Silence => Some("no answer in ten seconds".to_owned()),
                Got::Broken(why) => Some(why.clone()),
            },
            answer: redactor.text(&excerpt(&answer.body)),
            elapsed_ms: u64::try_from(answer.elapsed.as_millis()).unwrap_or(u64::MAX),
        });
        answer
    }
}

/// A lock that a panic elsewhere does not spoil.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The beginning of a body.
fn excerpt(body: &[u8]) -> String {
    let text = String::from_utf8_lossy(body);
    let mut shown: String = text.chars().take(SHOWN).collect();
    if shown.len() < text.len() {
        shown.push_str(&format!(" … ({} bytes in all)", body.len()));
    }
    shown
}
