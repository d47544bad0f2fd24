//! Choosing faults and removing them.

use super::{ActiveFault, Fault, FaultRequest};
use crate::clock::{ClockError, parse_duration};
use crate::veriff::LocalVeriff;
use crate::veriff::outbox::Kind;

/// Why faults were not chosen.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FaultError {
    /// None were named, or for no webhook.
    #[error("name at least one fault, for at least one delivery")]
    Nothing,
    /// No such session.
    #[error("session not found")]
    UnknownSession,
    /// No such integration.
    #[error("no integration has that id")]
    UnknownIntegration,
    /// The delay is no duration.
    #[error("delay: {0}")]
    Delay(ClockError),
    /// Only with an event of a session that is yet to be created.
    #[error("before-create-answer is about the event of a session yet to be created")]
    BeforeCreateAnswer,
    /// There is no second secret to rotate to.
    #[error("rotated-secret needs an integration with two shared secrets")]
    OneSecret,
}

impl LocalVeriff {
    /// Chooses faults for webhooks from now on.
    ///
    /// # Errors
    /// See [`FaultError`].
    pub async fn choose_faults(&self, request: FaultRequest) -> Result<ActiveFault, FaultError> {
        self.check(&request)?;
        let chosen = self
            .inner
            .change(|store, _| store.outbox.faults.add(request));
        self.written().await;
        Ok(chosen)
    }

    /// The faults that are chosen, the oldest first.
    pub fn faults(&self) -> Vec<ActiveFault> {
        self.inner
            .read(|store| store.outbox.faults.entries().to_vec())
    }

    /// Removes one choice of faults, or all, also from webhooks that still wait: what is held back
    /// leaves at once, and retries are as they should be. Returns whether there was anything.
    pub async fn remove_faults(&self, id: Option<&str>) -> bool {
        let removed = self.inner.change(|store, now| {
            let chosen = store.outbox.faults.remove(id);
            store.outbox.heal(id, now) || chosen
        });
        self.written().await;
        removed
    }

    fn check(&self, request: &FaultRequest) -> Result<(), FaultError> {
        let wants = |fault| request.faults.contains(&fault);
        if request.faults.is_empty() || request.deliveries == Some(0) {
            return Err(FaultError::Nothing);
        }
        if let Some(delay) = &request.delay {
            let delay = parse_duration(delay).map_err(FaultError::Delay)?;
            if delay.is_negative() {
                return Err(FaultError::Delay(ClockError::Negative));
            }
        }
        if let Some(id) = &request.session_id {
            let known = self.inner.read(|store| store.sessions.contains_key(id));
            if !known {
                return Err(FaultError::UnknownSession);
            }
        }
        let mut integrations = self.inner.integrations.iter();
        if let Some(id) = &request.integration_id
            && self.inner.integration(id).is_none()
        {
            return Err(FaultError::UnknownIntegration);
        }
        let two_secrets = integrations.any(|one| {
            let meant = request
                .integration_id
                .as_ref()
                .is_none_or(|id| one.id == *id);
            meant && one.secret_texts.len() > 1
        });
        if wants(Fault::RotatedSecret) && !two_secrets {
            return Err(FaultError::OneSecret);
        }
        let event = request.webhook.unwrap_or(Kind::Event) == Kind::Event;
        if wants(Fault::BeforeCreateAnswer) && (request.session_id.is_some() || !event) {
            return Err(FaultError::BeforeCreateAnswer);
        }
        Ok(())
    }
}
