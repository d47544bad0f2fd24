//! `GET /control/stream`: tells a page, as server-sent events, when there is something new to ask for.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::{Stream, stream};
use tokio::sync::watch;
use tokio::time::sleep;

use crate::clock::Setting;
use crate::veriff::LocalVeriff;

/// What comes within this time is told as one.
const TOGETHER: Duration = Duration::from_millis(40);

/// What is watched. The server's own state is not held, so that it can end.
struct Watched {
    changes: watch::Receiver<u64>,
    journal: watch::Receiver<u64>,
    beside: watch::Receiver<u64>,
    clock: watch::Receiver<Setting>,
    open: watch::Receiver<bool>,
    count: u64,
}

/// An event `clock` when the clock was set, `state` when anything else may have changed; both once at
/// the beginning. The data only counts the events.
pub(crate) async fn stream(
    State(veriff): State<LocalVeriff>,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let inner = &veriff.inner;
    let mut watched = Watched {
        changes: inner.changes.subscribe(),
        journal: inner.journal.news(),
        beside: inner.beside.subscribe(),
        clock: inner.clock.changes(),
        open: inner.open.subscribe(),
        count: 0,
    };
    watched.changes.mark_changed();
    watched.clock.mark_changed();
    let events = stream::unfold(watched, async |mut watched| {
        let event = watched.next().await?;
        Some((Ok(event), watched))
    });
    Sse::new(events).keep_alive(KeepAlive::default())
}

impl Watched {
    /// The next event; none once the server stops.
    async fn next(&mut self) -> Option<Event> {
        let name = tokio::select! {
            biased;
            _ = self.open.wait_for(|open| !open) => return None,
            changed = self.clock.changed() => changed.ok().map(|()| "clock")?,
            changed = self.changes.changed() => changed.ok().map(|()| "state")?,
            changed = self.journal.changed() => changed.ok().map(|()| "state")?,
            changed = self.beside.changed() => changed.ok().map(|()| "state")?,
        };
        if name == "state" {
            sleep(TOGETHER).await;
            self.changes.mark_unchanged();
            self.journal.mark_unchanged();
            self.beside.mark_unchanged();
        }
        self.count += 1;
        Some(Event::default().event(name).data(self.count.to_string()))
    }
}
