//! Whose an imported session is, and whether it counts for more than the person's current one.

use super::entry::Refused;
use uuid::Uuid;
use verification::App;
use verification::current::counts_for_more;
use verification::person::PersonRef;
use verification::record::SessionRecord;
use verification::store::{Pointer, StoreError, Stored};

/// A pointer that moves under our hands is looked at again so often.
const TRIES: usize = 5;

/// Lists the session under the person's names, as create-session does; under the first of them it becomes
/// the current one if it counts for more than the one that is.
pub(super) async fn list(app: &App, record: &SessionRecord) -> Result<(), Refused> {
    let mut names = names(record);
    let Some(person) = names.next() else {
        return Ok(());
    };
    let key = person.pointer_key(&record.integration_id);
    let mut tries = 0;
    loop {
        let seen = app.store.read_pointer(&key).await?;
        if seen.sessions.contains(&record.session_id) {
            break;
        }
        let becomes_current = becomes_current(app, record, &seen).await?;
        let (id, now) = (&record.session_id, app.clock.now());
        if app
            .store
            .list_made_elsewhere(&key, &seen, id, becomes_current, now)
            .await?
        {
            break;
        }
        tries += 1;
        if tries == TRIES {
            return Err(Refused::because("busy"));
        }
    }
    for also in names {
        let key = also.pointer_key(&record.integration_id);
        app.store.also_list(&key, &record.session_id).await?;
    }
    Ok(())
}

/// The name that makes the person one and the same, and the other one.
fn names(record: &SessionRecord) -> impl Iterator<Item = PersonRef> {
    let id = record.end_user_id.as_deref();
    let id = id.and_then(|id| Uuid::try_parse(id).ok());
    let text = record.vendor_data.clone().map(PersonRef::VendorData);
    id.map(PersonRef::EndUserId).into_iter().chain(text)
}

async fn becomes_current(
    app: &App,
    record: &SessionRecord,
    seen: &Pointer,
) -> Result<bool, StoreError> {
    let Some(current) = &seen.current else {
        return Ok(true);
    };
    Ok(match app.store.read_session(current).await? {
        Some(Stored::Session(current, _)) => counts_for_more(record, &current),
        _ => true,
    })
}
