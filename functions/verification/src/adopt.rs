//! Sessions that a person made in a browser, where the integration trusts them.

use crate::App;
use crate::current::counts_for_more;
use crate::person::PersonRef;
use crate::record::SessionRecord;
use crate::store::{StoreError, Stored};
use uuid::Uuid;
use veriff_verify::lifecycle::Status;

/// Lists the session as the person's, and makes it the current one where it takes that one's place. While a
/// request makes a session, nothing is changed: the next webhook comes to it.
///
/// # Errors
/// The store fails, or an item is corrupt.
pub(crate) async fn adopt(app: &App, record: &SessionRecord) -> Result<(), StoreError> {
    let end_user_id = record
        .end_user_id
        .as_deref()
        .and_then(|id| Uuid::try_parse(id).ok());
    let person = match (end_user_id, &record.vendor_data) {
        (Some(id), _) => PersonRef::EndUserId(id),
        (None, Some(text)) => PersonRef::VendorData(text.clone()),
        (None, None) => return Ok(()),
    };
    let (store, id) = (&app.store, &record.session_id);
    let key = person.pointer_key(&record.integration_id);
    let seen = store.read_pointer(&key).await?;
    if seen.current.as_ref() == Some(id) {
        return Ok(());
    }
    let current = match &seen.current {
        Some(current) => store.read_session(current).await?,
        None => None,
    };
    let becomes_current = match current {
        Some(Stored::Session(current, _)) => takes_its_place(record, &current),
        _ => true,
    };
    if becomes_current || !seen.sessions.contains(id) {
        let now = app.clock.now();
        store
            .list_made_elsewhere(&key, &seen, id, becomes_current, now)
            .await?;
    }
    Ok(())
}

/// Whether a session that the person made in a browser takes the place of the current one. It must count for
/// more; and a link that is offered, a decision that is awaited and one that stands are not lost for less.
fn takes_its_place(record: &SessionRecord, current: &SessionRecord) -> bool {
    let (approved, declined) = (Status::Approved, Status::Declined);
    let is_in_order = match current.status() {
        _ if record.status() == approved || !current.claimed => true,
        Status::Created | Status::Started | Status::ResubmissionRequested => current.url.is_none(),
        Status::Submitted | Status::Review => false,
        Status::Approved | Status::Declined => record.status() == declined,
        Status::Expired | Status::Abandoned => true,
    };
    is_in_order && counts_for_more(record, current)
}
