//! What happens by itself: webhooks leave when they are due, sessions expire, and a clock that is
//! moved passes everything on its way in order.

use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use tokio::time::{sleep, timeout};

use super::{Inner, deliver};
use crate::clock::ClockError;

/// The longest that moving the clock takes in real time.
const PATIENCE: Duration = Duration::from_secs(30);
/// Without anything due the scheduler looks again after this long at the latest.
const LOOK: Duration = Duration::from_secs(60);

/// Runs until the local Veriff is gone.
pub(crate) async fn run(inner: Weak<Inner>) {
    let Some((mut changes, mut clock)) = inner
        .upgrade()
        .map(|inner| (inner.changes.subscribe(), inner.clock.changes()))
    else {
        return;
    };
    loop {
        let Some(strong) = inner.upgrade() else {
            return;
        };
        let pause = dispatch(&strong);
        if let Err(error) = strong.write().await {
            tracing::error!(%error, "cannot write to the data folder");
        }
        drop(strong);
        tokio::select! {
            changed = changes.changed() => if changed.is_err() { return },
            changed = clock.changed() => if changed.is_err() { return },
            () = sleep(pause) => {}
        }
    }
}

/// Sends off what is due, and tells how long nothing more will be (in real time).
fn dispatch(inner: &Arc<Inner>) -> Duration {
    let (ready, pause) = {
        let mut store = inner.lock();
        let now = inner.clock.now();
        let expired = inner.expire_due(&mut store, now);
        let ready = store.outbox.take_ready(now);
        let pause = store
            .next_due()
            .filter(|due| *due > now)
            .and_then(|due| Duration::try_from(due.duration_since(now)).ok());
        drop(store);
        if expired || !ready.is_empty() {
            inner.changed();
        }
        (ready, pause)
    };
    for delivery in ready {
        let inner = Arc::clone(inner);
        tokio::spawn(async move {
            // The semaphore is never closed.
            let _permit = inner.senders.acquire().await;
            deliver::deliver(&inner, delivery, None).await;
        });
    }
    match pause {
        Some(pause) if inner.clock.setting().frozen.is_none() => pause.min(LOOK),
        _ => LOOK,
    }
}

/// Waits until nothing is due and nothing on its way, for at most `patience`.
pub(crate) async fn settled(inner: &Arc<Inner>, patience: Duration) -> bool {
    let mut changes = inner.changes.subscribe();
    let until = Instant::now() + patience;
    loop {
        changes.borrow_and_update();
        let quiet = {
            let mut store = inner.lock();
            let now = inner.clock.now();
            store.outbox.is_quiet() && store.next_due().is_none_or(|due| due > now)
        };
        if quiet {
            return true;
        }
        let left = until.saturating_duration_since(Instant::now());
        if !matches!(timeout(left, changes.changed()).await, Ok(Ok(()))) {
            return false;
        }
    }
}

/// Moves the clock to `to`, by way of each moment at which something is due.
pub(crate) async fn move_clock(inner: &Arc<Inner>, to: Timestamp) -> Result<bool, ClockError> {
    let _turn = inner.moving.lock().await;
    let until = Instant::now() + PATIENCE;
    let left = || until.saturating_duration_since(Instant::now());
    while settled(inner, left()).await && !left().is_zero() {
        match inner.lock().next_due() {
            Some(due) if due <= to => {
                inner.clock.set(due.max(inner.clock.now()))?;
            }
            _ => break,
        }
    }
    inner.clock.set(to)?;
    let done = settled(inner, left()).await;
    if let Some(then) = inner.after_move.get() {
        then().await;
    }
    Ok(done)
}
