//! What every part of the local Veriff works on, and the one way to change it.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use jiff::Timestamp;
use tokio::sync::{Semaphore, broadcast, watch};
use tokio::task::AbortHandle;

use super::config::Integration;
use super::deliver::{self, Delivered};
use super::journal::{Journal, What};
use super::lifecycle::{self, Refusal};
use super::persist::Files;
use super::sign_answers;
use super::state::{Due, Store};
use crate::clock::SandboxClock;

pub(crate) struct Inner {
    pub(crate) integrations: Vec<Arc<Integration>>,
    pub(crate) public_url: String,
    pub(crate) strict: bool,
    pub(crate) clock: SandboxClock,
    pub(crate) files: Files,
    pub(crate) journal: Journal,
    /// False once the server stops, for answers that would go on.
    pub(crate) open: watch::Sender<bool>,
    pub(crate) client: deliver::Client,
    pub(crate) senders: Semaphore,
    pub(crate) signing: sign_answers::Signing,
    pub(super) delivered: broadcast::Sender<Delivered>,
    pub(super) store: Mutex<Store>,
    /// Counts changes; whoever waits for something to happen watches it.
    pub(crate) changes: watch::Sender<u64>,
    /// Counts what happened beside Veriff that pages show.
    pub(crate) beside: watch::Sender<u64>,
    /// Held while the clock is moved step by step.
    pub(super) moving: tokio::sync::Mutex<()>,
    pub(super) scheduler: OnceLock<AbortHandle>,
    pub(super) after_move: OnceLock<Box<AfterMove>>,
}

pub(super) type AfterMove = dyn Fn() -> Pin<Box<dyn Future<Output = ()> + Send>> + Send + Sync;

impl Inner {
    /// Runs `edit` on the state at the sandbox's present time, after everything that has expired
    /// or was decided by itself by then.
    pub(crate) fn change<T>(&self, edit: impl FnOnce(&mut Store, Timestamp) -> T) -> T {
        let mut store = self.lock();
        let now = self.clock.now();
        self.expire_due(&mut store, now);
        let result = edit(&mut store, now);
        drop(store);
        self.changed();
        result
    }

    /// Runs `edit` as [`change`](Self::change) does, with the integration of a session.
    pub(crate) fn act<T>(
        &self,
        session: &str,
        edit: impl FnOnce(&mut Store, &Integration, Timestamp) -> Result<T, Refusal>,
    ) -> Result<T, Refusal> {
        self.change(|store, now| {
            let integration = store
                .sessions
                .get(session)
                .and_then(|session| self.integration(&session.integration))
                .ok_or(Refusal::UnknownSession)?;
            edit(store, integration, now)
        })
    }

    /// Looks at the state as it is at the sandbox's present time.
    pub(crate) fn read<T>(&self, look: impl FnOnce(&Store) -> T) -> T {
        let mut store = self.lock();
        let expired = self.expire_due(&mut store, self.clock.now());
        let result = look(&store);
        drop(store);
        if expired {
            self.changed();
        }
        result
    }

    /// The integration of that id.
    pub(crate) fn integration(&self, id: &str) -> Option<&Arc<Integration>> {
        self.integrations.iter().find(|one| one.id == id)
    }

    /// Puts the present state on disk, unless it is there already.
    pub(crate) async fn write(&self) -> io::Result<()> {
        let changes = *self.changes.borrow();
        self.files
            .write(changes, || {
                let store = self.lock();
                (*self.changes.borrow(), serde_json::to_vec(&*store))
            })
            .await
    }

    pub(super) fn expire_due(&self, store: &mut Store, now: Timestamp) -> bool {
        let mut any = false;
        while let Some((at, id, due)) = store.take_due(now) {
            let integration = store
                .sessions
                .get(&id)
                .and_then(|session| self.integration(&session.integration));
            if let Some(integration) = integration {
                let status = |store: &Store| {
                    let session = store.sessions.get(&id)?;
                    Some(session.status.as_str().to_owned())
                };
                let before = status(store);
                match due {
                    Due::Expiry => lifecycle::expire(store, integration, &id, at),
                    Due::Decision => lifecycle::decide_alone(store, integration, &id, at),
                }
                let after = status(store);
                if before != after {
                    self.journal.note(at, Some(id), What::Time, [before, after]);
                }
                any = true;
            }
        }
        any
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, Store> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn changed(&self) {
        self.changes
            .send_modify(|count| *count = count.wrapping_add(1));
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        if let Some(task) = self.scheduler.get() {
            task.abort();
        }
    }
}
