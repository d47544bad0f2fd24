//! The event bus: what was published, the latest of it in memory, for looking at.

use super::put_events;
use crate::clock::SandboxClock;
use crate::dynamodb::{CREDENTIAL, REGION};
use crate::gateway::event::ACCOUNT_ID;
use crate::local_only;
use aws_sdk_eventbridge::config::{Builder, Credentials, Region};
use axum::Router;
use axum::routing::post;
use jiff::Timestamp;
use publish_outcome::Bus;
use serde::Serialize;
use serde_json::Value;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::watch;
use verification::https::Https;

/// The bus's name.
pub const NAME: &str = "verification";
/// Where it is, below the platform's origin.
pub const PATH: &str = "/_sandbox/eventbridge";
/// Older events are forgotten.
const KEPT: usize = 2000;

/// A local EventBridge. Clones are handles to the same one.
#[derive(Clone)]
pub struct EventBus {
    clock: SandboxClock,
    seen: Arc<Mutex<Seen>>,
    count: watch::Sender<u64>,
}

/// How it answers; a test may want it to be in trouble.
#[derive(Clone, Debug, Default)]
pub enum Behaviour {
    /// It takes what EventBridge takes.
    #[default]
    Takes,
    /// It refuses the entries whose detail holds this text.
    RefusesWith(String),
    /// It refuses every request.
    Refuses,
    /// It never answers.
    Hangs,
    /// It answers for fewer entries than it was sent.
    ForgetsOne,
}

/// What happened at the bus.
#[derive(Default)]
struct Seen {
    behaviour: Behaviour,
    published: VecDeque<Published>,
    /// How many entries each request had.
    requests: VecDeque<usize>,
}

/// An event, as the rules of the bus meet it.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Published {
    /// Counts up.
    pub number: u64,
    /// When the bus took it, on the sandbox's clock.
    pub received_at: Timestamp,
    /// The name or ARN that the entry gave.
    pub event_bus: String,
    /// Whether an event of the same id is there already: a consumer drops this one.
    pub repeat: bool,
    /// The event with its envelope: `source`, `detail-type`, `time`, `detail` and so on.
    pub event: Value,
}

impl EventBus {
    /// An empty bus.
    pub fn new(clock: SandboxClock) -> Self {
        Self {
            clock,
            seen: Arc::default(),
            count: watch::channel(0).0,
        }
    }

    /// EventBridge's endpoint, at [`PATH`]; this machine alone may use it.
    pub fn router<S: Clone + Send + Sync + 'static>(&self) -> Router<S> {
        let handler = post(put_events::put_events);
        Router::new()
            .route(PATH, handler.clone())
            // SDKs that join an endpoint and the operation's own path.
            .route(&format!("{PATH}/"), handler)
            .layer(axum::middleware::from_fn(local_only::check))
            .with_state(self.clone())
    }

    /// Changes how it answers from now on.
    pub fn behave(&self, behaviour: Behaviour) {
        self.lock().behaviour = behaviour;
    }

    /// What was published, the oldest first: about one session or any, after that number.
    pub fn published(&self, session: Option<&str>, after: u64) -> Vec<Published> {
        let wanted = |one: &&Published| {
            one.number > after && (session.is_none() || one.session_id() == session)
        };
        self.lock()
            .published
            .iter()
            .filter(wanted)
            .cloned()
            .collect()
    }

    /// How many entries each request had since this was last asked.
    pub fn requests(&self) -> Vec<usize> {
        self.lock().requests.drain(..).collect()
    }

    /// Tells of every new event by its number.
    pub fn news(&self) -> watch::Receiver<u64> {
        self.count.subscribe()
    }

    /// A request with so many entries has come; returns how to answer it.
    pub(super) fn requested(&self, entries: usize) -> Behaviour {
        let mut seen = self.lock();
        seen.requests.push_back(entries);
        if seen.requests.len() > KEPT {
            seen.requests.pop_front();
        }
        seen.behaviour.clone()
    }

    /// Takes in an event under the id that the bus gives it.
    pub(super) fn take(&self, id: &str, entry: &put_events::Entry) {
        let received_at = self.clock.now();
        let event = serde_json::json!({
            "version": "0",
            "id": id,
            "detail-type": entry.detail_type,
            "source": entry.source,
            "account": ACCOUNT_ID,
            "time": entry.time.unwrap_or(received_at).strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
            "region": REGION,
            "resources": entry.resources,
            "detail": entry.detail,
        });
        let mut seen = self.lock();
        let number = seen.published.back().map_or(1, |last| last.number + 1);
        let name = &entry.detail["id"];
        let known = |one: &Published| one.event["detail"]["id"] == *name;
        let repeat = name.is_string() && seen.published.iter().any(known);
        seen.published.push_back(Published {
            number,
            received_at,
            event_bus: entry.event_bus.clone(),
            repeat,
            event,
        });
        if seen.published.len() > KEPT {
            seen.published.pop_front();
        }
        drop(seen);
        self.count.send_replace(number);
    }

    fn lock(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Published {
    /// The session that it is about.
    pub fn session_id(&self) -> Option<&str> {
        self.event["detail"]["sessionId"].as_str()
    }
}

/// What `publish-outcome` sends its events with, to the EventBridge at `endpoint`.
pub fn client(endpoint: &str) -> Bus {
    let credential = Credentials::new(CREDENTIAL, CREDENTIAL, None, None, "sandbox");
    let config = Builder::new()
        .behavior_version_latest()
        .region(Region::from_static(REGION))
        .credentials_provider(credential)
        .endpoint_url(endpoint)
        .http_client(Https::plain());
    Bus::new(config, NAME)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn old_events_are_forgotten_and_repeats_told() {
        let bus = EventBus::new(SandboxClock::new());
        let entry = |id: usize| put_events::Entry {
            detail: json!({ "id": id.to_string(), "sessionId": format!("s{}", id % 2) }),
            ..put_events::Entry::default()
        };
        for id in 0..=KEPT {
            bus.take("1", &entry(id));
        }
        bus.take("1", &entry(KEPT));
        bus.take("1", &entry(0));
        let kept = bus.published(None, 0);
        assert_eq!(kept.len(), KEPT);
        assert_eq!(kept[0].number, 4);
        let repeats: Vec<_> = kept
            .iter()
            .filter(|one| one.repeat)
            .map(|one| one.number)
            .collect();
        assert_eq!(repeats, [KEPT as u64 + 2], "what is forgotten is no repeat");
        let last = bus.published(Some("s0"), KEPT as u64);
        let numbers: Vec<_> = last.iter().map(|one| one.number).collect();
        assert_eq!(numbers, [2001, 2002, 2003]);
    }
}
