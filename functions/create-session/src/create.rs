//! Finds the person's current session, or makes one under a lease.

use crate::Failure;
use crate::order::Order;
use jiff::Timestamp;
use std::time::{Duration, Instant};
use veriff_verify::lifecycle::Status;
use verification::App;
use verification::ask::ask;
use verification::current::{Current, current_session, replaced_and_waiting};
use verification::record::{SessionRecord, in_milliseconds};
use verification::settings::Integration;
use verification::store::{Lease, Pointer, Recorded};
use verification::telemetry::Metric;
use verification::veriff::{VeriffError, VeriffErrorKind};

/// Who finds another's lease looks again for so long.
const WAIT_FOR_OTHERS: Duration = Duration::from_secs(3);
const LOOK_AGAIN_EVERY: Duration = Duration::from_millis(100);

/// All questions about the old session together: Veriff's answer to the new one has to fit in as well.
const ASK_WITHIN: Duration = Duration::from_secs(5);

/// The person's session.
pub(crate) enum Made {
    /// It was there.
    Found(Box<SessionRecord>),
    /// It is new.
    Created(Box<SessionRecord>),
}

/// What the person's last session asks for.
enum Verdict {
    /// It is the one.
    Keep,
    /// A new one, beside a conclusive one.
    Again,
    /// A new one in its place, unless Veriff knows better.
    Replace,
}

pub(crate) async fn find_or_create(app: &App, order: &Order<'_>) -> Result<Made, Failure> {
    let key = order.person.pointer_key(&order.integration.id);
    let waiting_since = Instant::now();
    let mut asked = false;
    loop {
        let seen = app.store.read_pointer(&key).await?;
        let now = app.clock.now();
        let last = current_session(app, order.integration, &seen).await?;
        let mut replaced = None;
        if let Some(Current { record, version }) = last {
            match judge(&record, order, now) {
                Verdict::Keep => return Ok(Made::Found(record)),
                Verdict::Again => {
                    replaced = replaced_and_waiting(app, order.integration, &seen).await?;
                }
                Verdict::Replace if !asked => {
                    asked = true;
                    repair(app, order, &record, version).await?;
                    continue;
                }
                Verdict::Replace => {
                    replaced = replaced_and_waiting(app, order.integration, &seen)
                        .await?
                        .or_else(|| seen.current.clone());
                }
            }
        }
        if seen.creates_on(now) >= app.settings.current().creates_per_person_and_day {
            return Err(Failure::TooMany);
        }
        if !seen.is_leased(now)
            && let Some(lease) = app.store.take_lease(&key, &seen, now).await?
        {
            return create(app, order, &lease, &seen, replaced.as_deref()).await;
        }
        if waiting_since.elapsed() >= WAIT_FOR_OTHERS {
            return Err(Failure::BeingCreated);
        }
        tokio::time::sleep(LOOK_AGAIN_EVERY).await;
    }
}

fn judge(record: &SessionRecord, order: &Order<'_>, now: Timestamp) -> Verdict {
    match record.status() {
        // A session that counts for nobody decides nothing.
        _ if !record.claimed => Verdict::Replace,
        _ if record.is_resumable(now) => Verdict::Keep,
        Status::Approved | Status::Declined if order.verify_again => Verdict::Again,
        Status::Submitted | Status::Review | Status::Approved | Status::Declined => Verdict::Keep,
        _ => Verdict::Replace,
    }
}

/// Asks Veriff once what became of the old session: a lost approval must not cost the person a
/// second verification. If Veriff cannot tell, the person is not kept waiting for it.
async fn repair(
    app: &App,
    order: &Order<'_>,
    record: &SessionRecord,
    version: u64,
) -> Result<(), Failure> {
    match tokio::time::timeout(ASK_WITHIN, ask(app, order.integration, record)).await {
        Ok(Ok(told)) => {
            if let Recorded::Changed { record, .. } = told.record(app, record, version).await? {
                let (integration, status) = (&order.integration.id, record.status().as_str());
                Metric::SessionRepaired.count(integration, status);
                tracing::warn!(session = record.session_id, integration, status, "repaired");
            }
        }
        Ok(Err(error)) => tracing::warn!(
            session = record.session_id,
            integration = order.integration.id,
            %error,
            "the old session could not be asked about"
        ),
        Err(_) => tracing::warn!(
            session = record.session_id,
            integration = order.integration.id,
            "veriff took too long to tell of the old session"
        ),
    }
    Ok(())
}

async fn create(
    app: &App,
    order: &Order<'_>,
    lease: &Lease,
    seen: &Pointer,
    replaced: Option<&str>,
) -> Result<Made, Failure> {
    let made = at_veriff(app, order).await;
    let record = match made {
        Ok(record) => record,
        Err(failure) => {
            // The lease runs out by itself should this fail too.
            if let Err(error) = app.store.give_back(lease).await {
                tracing::warn!(integration = order.integration.id, %error, "the lease was not given back");
            }
            return Err(failure);
        }
    };
    // First, since what is pointed to is found from then on, and nothing would list it any more.
    if let Some(also) = &order.also {
        let key = also.pointer_key(&order.integration.id);
        let listed = app.store.also_list(&key, &record.session_id).await;
        listed.inspect_err(|_| orphaned(order.integration, &record.session_id, "not listed"))?;
    }
    let now = app.clock.now();
    if !app
        .store
        .point_to(lease, seen, &record.session_id, replaced, now)
        .await
        .inspect_err(|_| {
            orphaned(order.integration, &record.session_id, "not pointed to");
        })?
    {
        // Our lease ran out and another request took it: its session is the person's, ours nobody's.
        orphaned(order.integration, &record.session_id, "lease lost");
        return Err(Failure::BeingCreated);
    }
    Metric::SessionCreated.count(&order.integration.id, "");
    Ok(Made::Created(record))
}

/// Creates the session at Veriff and records it. A webhook may have been faster: then its facts are
/// there already, and the session is claimed by merging.
async fn at_veriff(app: &App, order: &Order<'_>) -> Result<Box<SessionRecord>, Failure> {
    let integration = order.integration;
    let before = in_milliseconds(app.clock.now());
    let created = app
        .veriff
        .create_session(integration, order.body.clone())
        .await
        .map_err(Failure::Veriff)?;
    let mut fresh = SessionRecord::new(&created.id, &integration.id, integration.kind, before);
    claim(&mut fresh, order, &created.url);
    let shards = app.settings.current().index_shards;
    let recorded = app
        .store
        .change_session(None, &fresh, shards, |record| {
            claim(record, order, &created.url);
            record.created_at = record.created_at.min(before);
            true
        })
        .await
        .inspect_err(|_| orphaned(integration, &created.id, "not recorded"))?;
    match recorded {
        Recorded::Changed { record, .. } | Recorded::Unchanged(record) => Ok(record),
        Recorded::Foreign | Recorded::Erased => Err(Failure::Veriff(VeriffError {
            operation: "create a session",
            kind: VeriffErrorKind::Answer("its session id is in use here".into()),
        })),
    }
}

/// Veriff has a session that nobody is led to.
fn orphaned(integration: &Integration, session_id: &str, why: &'static str) {
    Metric::SessionOrphaned.count(&integration.id, "");
    tracing::error!(
        session = session_id,
        integration = integration.id,
        why,
        "a session was created and lost"
    );
}

fn claim(record: &mut SessionRecord, order: &Order<'_>, url: &str) {
    record.claimed = true;
    record.url = Some(url.to_owned());
    record.end_user_id.clone_from(&order.end_user_id);
    record.vendor_data.clone_from(&order.vendor_data);
}
