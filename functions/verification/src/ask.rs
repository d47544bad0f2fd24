//! Asking Veriff what became of a session: the repair of a lost webhook.

use crate::App;
use crate::record::SessionRecord;
use crate::settings::Integration;
use crate::store::{Recorded, Source, StoreError, Stored};
use crate::veriff::{VeriffError, VeriffErrorKind};
use veriff_verify::lifecycle::{DecisionStatus, Fact, State};
use veriff_verify::webhook::answer::{
    AttemptAnswer, parse_attempts_answer, parse_decision_answer, parse_full_auto_answer,
};

/// Why asking failed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AskError {
    /// Veriff failed, or answered what cannot be used.
    #[error(transparent)]
    Veriff(#[from] VeriffError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What Veriff said of a session.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Told {
    /// The facts, folded.
    pub facts: State,
    /// Whether Veriff does not have the session (any more).
    pub gone: bool,
    /// Whose session it is, by Veriff's word: its `endUserId`.
    pub end_user_id: Option<String>,
    /// Likewise, its `vendorData`.
    pub vendor_data: Option<String>,
    payloads: Vec<(Source, &'static str, Vec<u8>)>,
}

/// Asks for the decision; for a full-auto integration, or past the deadline, also for the full-auto
/// decision; and for the attempts where only they can tell the status: in which order they were, or that
/// one was finished of which no event came, before the session is closed or replaced.
///
/// # Errors
/// Veriff fails or answers what cannot be used.
pub async fn ask(
    app: &App,
    integration: &Integration,
    record: &SessionRecord,
) -> Result<Told, VeriffError> {
    let id = &record.session_id;
    let mut told = Told::default();
    decision(app, integration, id, &mut told).await?;
    let past_deadline = app.clock.now() >= record.deadline();
    if told.payloads.is_empty() && (integration.full_auto || past_deadline) {
        full_auto(app, integration, id, &mut told).await?;
    }
    let mut folded = record.state.clone();
    folded.merge(&told.facts);
    if told.gone {
        return Ok(told);
    }
    if folded.ambiguous() {
        for attempt in attempts(app, integration, id, &mut told).await? {
            told.add(attempt.facts());
        }
    } else if record.is_closing(&folded, app.clock.now()) {
        let mut with_attempts = told.clone();
        for attempt in attempts(app, integration, id, &mut with_attempts).await? {
            // One that is to be repeated proves no end that is awaited, and its link is dead.
            if attempt.status != DecisionStatus::ResubmissionRequested.as_str() {
                with_attempts.add(attempt.facts());
            }
        }
        let status = folded.status();
        folded.merge(&with_attempts.facts);
        // What changes nothing need not be kept: most that are closed were never opened.
        if folded.status() != status {
            return Ok(with_attempts);
        }
    }
    Ok(told)
}

/// Asks for all that Veriff tells of a session of which nothing is known here: the decision, else the
/// full-auto decision, and the attempts.
///
/// # Errors
/// As [`ask`].
pub async fn ask_for_all(
    app: &App,
    integration: &Integration,
    id: &str,
) -> Result<Told, VeriffError> {
    let mut told = Told::default();
    decision(app, integration, id, &mut told).await?;
    if told.gone {
        return Ok(told);
    }
    if told.payloads.is_empty() {
        full_auto(app, integration, id, &mut told).await?;
    }
    for attempt in attempts(app, integration, id, &mut told).await? {
        told.add(attempt.facts());
    }
    Ok(told)
}

async fn decision(
    app: &App,
    integration: &Integration,
    id: &str,
    told: &mut Told,
) -> Result<(), VeriffError> {
    let operation = "tell a decision";
    match app.veriff.decision(integration, id).await {
        Ok(body) => {
            let answer = parse_decision_answer(&body).map_err(|e| unusable(operation, &e))?;
            if let Some(decision) = answer {
                if decision.session_id != *id {
                    return Err(other_session(operation));
                }
                told.add(decision.facts());
                told.end_user_id = decision.end_user_id.as_deref().map(str::to_owned);
                told.vendor_data = decision.vendor_data.as_deref().map(str::to_owned);
                told.payloads
                    .push((Source::DecisionAnswer, "decision", body));
            }
            Ok(())
        }
        Err(error) if error.kind == VeriffErrorKind::NotFound => {
            told.gone = true;
            Ok(())
        }
        Err(error) => Err(error),
    }
}

async fn full_auto(
    app: &App,
    integration: &Integration,
    id: &str,
    told: &mut Told,
) -> Result<(), VeriffError> {
    match app.veriff.full_auto_decision(integration, id).await {
        Ok(body) => {
            let operation = "tell a full-auto decision";
            let answer = parse_full_auto_answer(&body).map_err(|e| unusable(operation, &e))?;
            if let Some(full_auto) = answer {
                if full_auto
                    .session_id
                    .as_deref()
                    .is_some_and(|named| named != id)
                {
                    return Err(other_session(operation));
                }
                told.add(full_auto.facts());
                told.end_user_id = full_auto.end_user_id.as_deref().map(str::to_owned);
                told.vendor_data = full_auto.vendor_data.as_deref().map(str::to_owned);
                told.payloads
                    .push((Source::FullAutoAnswer, "fullauto", body));
            }
            Ok(())
        }
        // An integration without full auto does not know the path.
        Err(error) if has_nothing(&error) => Ok(()),
        Err(error) => Err(error),
    }
}

async fn attempts(
    app: &App,
    integration: &Integration,
    id: &str,
    told: &mut Told,
) -> Result<Vec<AttemptAnswer>, VeriffError> {
    let body = match app.veriff.attempts(integration, id).await {
        Ok(body) => body,
        // Nobody was ever there, or the integration does not know the path.
        Err(error) if has_nothing(&error) => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let listed = parse_attempts_answer(&body).map_err(|e| unusable("list attempts", &e))?;
    told.payloads
        .push((Source::AttemptsAnswer, "attempts", body));
    Ok(listed)
}

impl Told {
    fn add(&mut self, facts: impl IntoIterator<Item = Fact>) {
        for fact in facts {
            self.facts.apply(&fact);
        }
    }

    /// Keeps what Veriff answered and folds it into the session.
    ///
    /// # Errors
    /// The store fails.
    pub async fn record(
        &self,
        app: &App,
        record: &SessionRecord,
        version: u64,
    ) -> Result<Recorded, StoreError> {
        let news = {
            let mut folded = record.state.clone();
            folded.merge(&self.facts)
        };
        if !news {
            return Ok(Recorded::Unchanged(Box::new(record.clone())));
        }
        self.keep(app, &record.session_id).await?;
        let current = Stored::Session(Box::new(record.clone()), version);
        let (shards, now) = (app.settings.current().index_shards, app.clock.now());
        let mut named = record.clone();
        named.end_user_id.clone_from(&self.end_user_id);
        named.vendor_data.clone_from(&self.vendor_data);
        app.store
            .record_facts(Some(current), &named, &self.facts, shards, now)
            .await
    }

    /// Keeps what Veriff answered.
    ///
    /// # Errors
    /// The store fails.
    pub async fn keep(&self, app: &App, session_id: &str) -> Result<(), StoreError> {
        let days = app.settings.current().payload_retention_days;
        if days == 0 {
            return Ok(());
        }
        for (source, kind, body) in &self.payloads {
            app.store
                .keep_payload(session_id, kind, *source, body, app.clock.now(), days)
                .await?;
        }
        Ok(())
    }
}

impl std::fmt::Debug for Told {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Told")
            .field("facts", &self.facts)
            .field("gone", &self.gone)
            .finish_non_exhaustive()
    }
}

/// Whether Veriff has nothing to tell, or does not know what was asked.
fn has_nothing(error: &VeriffError) -> bool {
    matches!(
        error.kind,
        VeriffErrorKind::NotFound | VeriffErrorKind::Refused { .. }
    )
}

fn unusable(operation: &'static str, error: &impl ToString) -> VeriffError {
    VeriffError {
        operation,
        kind: VeriffErrorKind::Answer(error.to_string()),
    }
}

fn other_session(operation: &'static str) -> VeriffError {
    VeriffError {
        operation,
        kind: VeriffErrorKind::Answer("it is about another session".into()),
    }
}
