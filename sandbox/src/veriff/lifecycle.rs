//! What can happen to a session, and which webhooks tell of it.
//!
//! created → started → submitted → (review →) decision. A resubmission request keeps the session
//! open under the same URL, with a new attempt at the next start.

use jiff::{SignedDuration, Timestamp};

use super::compose;
use super::config::Integration;
use super::magic;
use super::outbox::{Kind, Message};
use super::reasons;
use super::session::{DecisionStatus, Session, Status, Verdict};
use super::state::Store;

/// How long the webhook of a resubmission request waits for the person to retry in the flow.
const HOLD: SignedDuration = SignedDuration::from_mins(5);
/// After so many resubmissions the next attempt is declined instead.
const RESUBMISSIONS: u32 = 9;
const RESUBMISSION_LIMIT_EXCEEDED: u32 = 539;

/// A decision as asked for.
#[derive(Clone, Debug)]
pub struct Decision {
    /// What is decided.
    pub status: DecisionStatus,
    /// A reason code; without one, a usual code for the status.
    pub reason_code: Option<u32>,
    /// The text of `reason`; without one, a short text for the code.
    pub reason: Option<String>,
    /// Whether an approved or declined session may be decided once more.
    pub revise: bool,
}

/// Why something did not happen.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// No such session.
    #[error("session not found")]
    UnknownSession,
    /// The session's status does not allow it.
    #[error("the session is {from}; it cannot become {to}", from = from.as_str(), to = to.as_str())]
    Status {
        /// The status it has.
        from: Status,
        /// The status asked for.
        to: Status,
    },
    /// The integration or the session has no such thing.
    #[error("{0}")]
    Unsupported(&'static str),
}

/// The person opens the session's URL, or sends a first picture over the API.
///
/// Returns whether anything changed: opening a started session again does nothing.
pub(crate) fn start(
    store: &mut Store,
    integration: &Integration,
    id: &str,
    now: Timestamp,
) -> Result<bool, Refusal> {
    let from = status(store, id)?;
    match from {
        Status::Created => {}
        Status::ResubmissionRequested => {
            store.outbox.cancel_held(id, now);
            store.add_attempt(id, now);
        }
        Status::Started => return Ok(false),
        _ => return refused(from, Status::Started),
    }
    set_status(store, id, Status::Started);
    event(store, integration, id, now);
    Ok(true)
}

/// The person finishes. A magic value decides at once; a live integration may decide by itself later.
pub(crate) fn submit(
    store: &mut Store,
    integration: &Integration,
    id: &str,
    by_api: bool,
    now: Timestamp,
) -> Result<(), Refusal> {
    let from = status(store, id)?;
    if !matches!(from, Status::Created | Status::Started) {
        return refused(from, Status::Submitted);
    }
    set_status(store, id, Status::Submitted);
    if let Some(attempt) = session_mut(store, id)?.attempts.last_mut() {
        attempt.submitted_at = Some(now);
        attempt.by_api |= by_api;
    }
    event(store, integration, id, now);
    if let Some(decision) = asked_for(session_mut(store, id)?) {
        // Full auto knows no review: such a session waits.
        let _ = decide(store, integration, id, &decision, now);
    } else if let Some((after, _)) = &integration.decides {
        store.plan_decision(id, now.checked_add(*after).unwrap_or(Timestamp::MAX));
    }
    Ok(())
}

/// A live integration decides by itself what was submitted a while ago, unless someone did.
pub(crate) fn decide_alone(store: &mut Store, integration: &Integration, id: &str, at: Timestamp) {
    let due = store.sessions.get(id).is_some_and(|one| one.is_due(at));
    if let (true, Some((_, decision))) = (due, &integration.decides) {
        // The settings were checked, and the session is submitted: a refusal cannot come.
        let _ = decide(store, integration, id, decision, at);
    }
}

/// A decision falls, whoever makes it. The status is set directly, as Veriff's portal does it.
pub(crate) fn decide(
    store: &mut Store,
    integration: &Integration,
    id: &str,
    decision: &Decision,
    now: Timestamp,
) -> Result<(), Refusal> {
    let from = status(store, id)?;
    let mut to = Status::from(decision.status);
    let concluded = |status| matches!(status, Status::Approved | Status::Declined);
    if from.is_final() && !(decision.revise && concluded(from) && concluded(to)) {
        return refused(from, to);
    }
    if to == Status::Review && integration.full_auto_only() {
        return Err(Refusal::Unsupported("full auto knows no review"));
    }
    // The limit counts attempts: a second request without a start in between is an attempt too.
    if (from, to) == (Status::ResubmissionRequested, Status::ResubmissionRequested) {
        store.add_attempt(id, now);
    }
    store.outbox.cancel_held(id, now);

    let session = session_mut(store, id)?;
    let mut code = decision.reason_code.or_else(|| usual_code(to));
    let mut reason = decision.reason.clone();
    if to == Status::ResubmissionRequested && session.resubmissions >= RESUBMISSIONS {
        (to, code, reason) = (Status::Declined, Some(RESUBMISSION_LIMIT_EXCEEDED), None);
    }
    if to == Status::ResubmissionRequested {
        session.resubmissions += 1;
    }
    let verdict = Verdict {
        status: to,
        reason_code: code,
        reason: reason.or_else(|| code.and_then(reasons::text).map(str::to_owned)),
        at: now,
    };
    if to == Status::ResubmissionRequested {
        // Asked for after the seven days, the person is told before the session is over.
        store.reopen(id, now.checked_add(HOLD).unwrap_or(now));
    }
    conclude(store, integration, id, verdict, now)
}

/// The seven days are over: expired if never opened, abandoned if opened and not finished.
pub(crate) fn expire(store: &mut Store, integration: &Integration, id: &str, at: Timestamp) {
    let verdict = match status(store, id) {
        Ok(from) if from.is_open() => lapse(from, at),
        _ => return,
    };
    store.outbox.cancel_held(id, at);
    // The session was just found; a refusal cannot come.
    let _ = conclude(store, integration, id, verdict, at);
}

/// Erases a session. From an open one the last webhook says expired or abandoned.
pub(crate) fn delete(store: &mut Store, integration: &Integration, id: &str, now: Timestamp) {
    expire(store, integration, id, now);
    store.remove(id);
}

/// Queues a webhook of `kind` with the given body, if the integration wants webhooks.
pub(crate) fn send(
    store: &mut Store,
    integration: &Integration,
    session: &str,
    kind: Kind,
    body: &serde_json::Value,
    now: Timestamp,
    hold: SignedDuration,
) -> Option<u64> {
    let url = integration.webhook_url(kind)?;
    let attempt = store.sessions.get(session).and_then(Session::attempt);
    let message = Message {
        kind,
        integration: integration.id.clone(),
        session: session.to_owned(),
        attempt: attempt.map(|attempt| attempt.id.clone()),
        url: url.to_string(),
        body: body.to_string(),
    };
    Some(store.outbox.queue(message, now, hold))
}

fn conclude(
    store: &mut Store,
    integration: &Integration,
    id: &str,
    verdict: Verdict,
    now: Timestamp,
) -> Result<(), Refusal> {
    let to = verdict.status;
    set_status(store, id, to);
    let session = session_mut(store, id)?;
    let Some(attempt) = session.attempts.last_mut() else {
        return Ok(());
    };
    let hold = if to == Status::ResubmissionRequested && !attempt.by_api {
        HOLD
    } else {
        SignedDuration::ZERO
    };
    attempt.verdict = Some(verdict);
    let (kind, body) = if integration.full_auto_only() {
        (Kind::FullAuto, compose::full_auto(session, now))
    } else {
        (Kind::Decision, compose::decision(session))
    };
    send(store, integration, id, kind, &body, now, hold);
    Ok(())
}

fn event(store: &mut Store, integration: &Integration, id: &str, now: Timestamp) {
    if integration.full_auto_only() {
        return;
    }
    if let Some(body) = store.sessions.get(id).and_then(compose::event) {
        let hold = SignedDuration::ZERO;
        send(store, integration, id, Kind::Event, &body, now, hold);
    }
}

fn lapse(from: Status, at: Timestamp) -> Verdict {
    let status = match from {
        Status::Created => Status::Expired,
        _ => Status::Abandoned,
    };
    Verdict {
        status,
        reason_code: None,
        reason: None,
        at,
    }
}

/// What the session asks for itself: by a magic value, or by Veriff's old trick.
fn asked_for(session: &Session) -> Option<Decision> {
    let magic = session.vendor_data.as_deref().map(magic::of_vendor_data);
    match magic {
        Some(Ok(Some(decision))) => Some(decision),
        _ => trick(session).map(Decision::of),
    }
}

/// Veriff's old way to decide a test session: a first name given when the session is created.
fn trick(session: &Session) -> Option<DecisionStatus> {
    let name = session.person.get("firstName")?.as_str()?;
    match name.trim().to_ascii_lowercase().as_str() {
        "approve" | "approved" => Some(DecisionStatus::Approved),
        "decline" | "declined" => Some(DecisionStatus::Declined),
        "resubmit" | "resubmission" | "resubmission_requested" => {
            Some(DecisionStatus::ResubmissionRequested)
        }
        _ => None,
    }
}

fn usual_code(status: Status) -> Option<u32> {
    match status {
        Status::Declined => Some(102),
        Status::ResubmissionRequested => Some(204),
        _ => None,
    }
}

fn status(store: &Store, id: &str) -> Result<Status, Refusal> {
    let session = store.sessions.get(id).ok_or(Refusal::UnknownSession)?;
    Ok(session.status)
}

fn session_mut<'a>(store: &'a mut Store, id: &str) -> Result<&'a mut Session, Refusal> {
    store.sessions.get_mut(id).ok_or(Refusal::UnknownSession)
}

fn set_status(store: &mut Store, id: &str, to: Status) {
    if let Some(session) = store.sessions.get_mut(id) {
        session.status = to;
        if let Some(attempt) = session.attempts.last_mut() {
            attempt.status = to;
        }
    }
}

fn refused<T>(from: Status, to: Status) -> Result<T, Refusal> {
    Err(Refusal::Status { from, to })
}

impl Decision {
    /// A decision with its usual reason.
    pub fn of(status: DecisionStatus) -> Self {
        Self {
            status,
            reason_code: None,
            reason: None,
            revise: false,
        }
    }
}
