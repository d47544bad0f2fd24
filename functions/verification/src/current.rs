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
    let approved =
        |Current { record, .. }: &Current| record.claimed && record.status() == Status::Approved;
    if current.as_ref().is_some_and(approved) || pointer.replaced.is_none() {
        return Ok(current);
    }
    let replaced = load(app, integration, pointer.replaced.as_deref()).await?;
    Ok(replaced.filter(approved).or(current))
}

/// The replaced session, if it still waits for Veriff's decision, which may yet be an approval: a pointer
/// keeps it in mind, whatever takes the place of the current one.
///
/// # Errors
/// The store fails, or an item is corrupt.
pub async fn replaced_and_waiting(
    app: &App,
    integration: &Integration,
    pointer: &Pointer,
) -> Result<Option<String>, StoreError> {
    let earlier = load(app, integration, pointer.replaced.as_deref()).await?;
    let waits = earlier.is_some_and(|earlier| {
        matches!(earlier.record.status(), Status::Submitted | Status::Review)
    });
    Ok(pointer.replaced.clone().filter(|_| waits))
}

/// Whether a session counts for more than the person's current one: a later one does, but only a later
/// refusal undoes an approval.
pub fn counts_for_more(record: &SessionRecord, current: &SessionRecord) -> bool {
    let later = record.created_at > current.created_at;
    match (record.status(), current.status()) {
        (Status::Approved, Status::Approved | Status::Declined) => later,
        (Status::Approved, _) => true,
        (Status::Declined, Status::Approved) => later,
        (_, Status::Approved) => false,
        _ => later,
    }
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
