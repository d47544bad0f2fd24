//! A person's current session.

use crate::App;
use crate::record::SessionRecord;
use crate::settings::Integration;
use crate::store::{Pointer, StoreError, Stored};
use veriff_verify::lifecycle::Status;

/// A session as it was read.
#[derive(Clone, Debug)]
pub struct Current {
    /// The session.
    pub record: Box<SessionRecord>,
    /// The version that a write must name.
    pub version: u64,
}

/// The session that counts for a person: the one pointed to, or the one it replaced if that was
/// approved late. Age alone had replaced it, so the approval is the person's.
///
/// # Errors
/// The store fails, or an item is corrupt.
pub async fn current_session(
    app: &App,
    integration: &Integration,
    pointer: &Pointer,
) -> Result<Option<Current>, StoreError> {
    let current = load(app, integration, pointer.current.as_deref()).await?;
    let approved = current
        .as_ref()
        .is_some_and(|current| current.record.status() == Status::Approved);
    if approved || pointer.replaced.is_none() {
        return Ok(current);
    }
    let replaced = load(app, integration, pointer.replaced.as_deref()).await?;
    Ok(replaced
        .filter(|Current { record, .. }| record.claimed && record.status() == Status::Approved)
        .or(current))
}

/// Which session a pointer keeps in mind when another takes the place of the current one: that one, unless
/// the one before it still waits for Veriff's decision, which may yet be an approval.
///
/// # Errors
/// The store fails, or an item is corrupt.
pub async fn to_keep_in_mind(
    app: &App,
    integration: &Integration,
    pointer: &Pointer,
) -> Result<Option<String>, StoreError> {
    let earlier = load(app, integration, pointer.replaced.as_deref()).await?;
    let waits = earlier.is_some_and(|earlier| {
        matches!(earlier.record.status(), Status::Submitted | Status::Review)
    });
    Ok(match waits {
        true => pointer.replaced.clone(),
        false => pointer.current.clone(),
    })
}

async fn load(
    app: &App,
    integration: &Integration,
    session_id: Option<&str>,
) -> Result<Option<Current>, StoreError> {
    let Some(session_id) = session_id else {
        return Ok(None);
    };
    Ok(match app.store.read_session(session_id).await? {
        Some(Stored::Session(record, version)) if record.is_of(integration) => {
            Some(Current { record, version })
        }
        _ => None,
    })
}
