//! One look at an erased session: what was in flight, and its deletion at Veriff.

use crate::look::Looked;
use verification::App;
use verification::erasure::pursue;
use verification::store::{AtVeriff, StoreError, Tombstone};

/// Does what is due of an erasure. Each look removes the tombstone from the index or moves it on.
pub(crate) async fn look(
    app: &App,
    session_id: &str,
    tombstone: Tombstone,
) -> Result<Looked, StoreError> {
    if tombstone.due().is_none_or(|due| due > app.clock.now()) {
        return Ok(Looked::NotDue);
    }
    let tombstone = pursue(app, session_id, tombstone).await?;
    Ok(match (tombstone.at_veriff, tombstone.due()) {
        (AtVeriff::Pending, _) => Looked::ErasurePending,
        (_, None) => Looked::Erased,
        // Deleted at Veriff; what was in flight is looked for later.
        (_, Some(_)) => Looked::Waiting,
    })
}
