//! One erasure: the tombstone first, so that nothing comes back, then everything else.

use crate::store_problem;
use jiff::SignedDuration;
use uuid::Uuid;
use veriff_verify::lifecycle::Status;
use verification::App;
use verification::erasure::{CLAIM, LOOK_AGAIN_AFTER, begin, pursue};
use verification::person::PersonRef;
use verification::problem::Problem;
use verification::record::{SessionRecord, in_milliseconds, later};
use verification::store::{AtVeriff, Stored, Tombstone};
use verification::telemetry::AT_ANY_LEVEL;

/// Each loss means that a webhook, or another request, was faster.
const TRIES: u32 = 200;
/// Veriff deletes no session that it is judging. It mostly takes five minutes.
const BEING_JUDGED: SignedDuration = SignedDuration::from_hours(1);

/// Erases a session, or goes on where an earlier request stopped; returns the tombstone as it is then.
pub(crate) async fn erase(app: &App, session_id: &str) -> Result<Tombstone, Problem> {
    for _ in 0..TRIES {
        let stored = app.store.read_session(session_id).await;
        let worked = match stored.map_err(|error| store_problem(session_id, &error))? {
            None => return Err(Problem::not_found()),
            Some(Stored::Tombstone(tombstone)) => pursue(app, session_id, tombstone).await,
            Some(Stored::Session(record, version)) => {
                if let Some(hold) = &record.legal_hold {
                    return Err(Problem::under_legal_hold(&hold.reason));
                }
                let Some(tombstone) = bury(app, &record, version).await? else {
                    continue;
                };
                let asks = tombstone.at_veriff == AtVeriff::Pending && !is_being_judged(&record);
                begin(app, session_id, tombstone, asks).await
            }
        };
        return worked.map_err(|error| {
            tracing::error!(session = session_id, %error, "the erasure broke off");
            Problem::erasure_broke_off()
        });
    }
    Err(Problem::store_unavailable())
}

/// Writes the tombstone; none if the session has changed meanwhile.
async fn bury(
    app: &App,
    record: &SessionRecord,
    version: u64,
) -> Result<Option<Tombstone>, Problem> {
    let settings = app.settings.current();
    let now = in_milliseconds(app.clock.now());
    let integration = settings.integration(&record.integration_id);
    // Of an integration that is missing from the settings, nobody can say that Veriff has no copy.
    let at_veriff = match integration.is_none_or(|one| one.deletion_enabled) {
        true => AtVeriff::Pending,
        false => AtVeriff::Off,
    };
    let mut tombstone = Tombstone::new(&record.integration_id, now, at_veriff);
    tombstone.clean_at = Some(later(now, LOOK_AGAIN_AFTER));
    tombstone.pointers = pointers(record);
    if at_veriff == AtVeriff::Pending {
        // Should this request break off, the sweep asks Veriff.
        let pause = match is_being_judged(record) {
            true => BEING_JUDGED,
            false => CLAIM,
        };
        tombstone.try_at = Some(later(now, pause));
    }
    let written = app
        .store
        .bury(
            &record.session_id,
            version,
            &tombstone,
            settings.index_shards,
        )
        .await
        .map_err(|error| store_problem(&record.session_id, &error))?;
    if !written {
        return Ok(None);
    }
    // Whoever restores the table must find out whom to erase again.
    tracing::info!(
        target: AT_ANY_LEVEL,
        session = record.session_id,
        integration = record.integration_id,
        at_veriff = at_veriff.as_str(),
        "erased"
    );
    Ok(Some(tombstone))
}

/// Then Veriff would refuse to delete it.
fn is_being_judged(record: &SessionRecord) -> bool {
    matches!(record.status(), Status::Submitted | Status::Review)
}

/// Where the session may stand as a person's: under the one name or the other.
fn pointers(record: &SessionRecord) -> Vec<String> {
    let end_user_id = record.end_user_id.as_deref();
    let end_user_id = end_user_id.and_then(|id| Uuid::try_parse(id).ok());
    let persons = [
        end_user_id.map(PersonRef::EndUserId),
        record.vendor_data.clone().map(PersonRef::VendorData),
    ];
    persons
        .iter()
        .flatten()
        .map(|person| person.pointer_key(&record.integration_id))
        .collect()
}
