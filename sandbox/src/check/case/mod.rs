//! What a check works with: it plays the person and Veriff (`play`), sends webhooks (`send`), and sees
//! what the backend makes of them (`see`). Every request and its answer is kept as evidence.

mod play;
mod see;
mod send;

pub(crate) use self::play::Subject;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::body::Bytes;

use super::client::{Answer, Client};
use super::config::Backend;
use super::outcome::{Exchange, Got, Step, Unchecked};
use super::probe::{Probe, Shown};
use super::redact::Redactor;
use super::template::Filled;
use super::veriff::Veriff;
use crate::veriff::Status;

/// So much of a body is shown.
const SHOWN: usize = 1_500;
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
