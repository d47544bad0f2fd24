//! What happens to one person, and what is left of it in the end.

use super::stage::Stage;
use serde_json::{Value, json};
use verification::store::Stored;

/// The person's name at the platform.
const PERSON: &str = "person-17";

/// One thing that happens.
#[derive(Clone, Copy, Debug)]
pub(super) enum Step {
    /// The back end asks for a session.
    Create,
    /// The person opens the link.
    Open,
    /// The person finishes, and Veriff decides.
    Decide(&'static str, Option<u32>),
    /// Veriff delivers its webhooks.
    Deliver,
    /// Veriff's webhooks are lost.
    Lose,
    /// Veriff delivers once more what it delivered last.
    Repeat,
    /// Time passes.
    Advance(&'static str),
    /// The schedule sweeps, now and when what failed is due again.
    Sweep,
    /// The back end erases the session.
    Erase,
    /// The stream is published.
    Publish,
    /// The back end looks.
    Read,
}

/// A story: its name, and its steps.
pub(super) struct Story {
    /// What it is about.
    pub(super) name: &'static str,
    /// In their order.
    pub(super) steps: &'static [Step],
}

use Step::{Advance, Create, Decide, Deliver, Erase, Lose, Open, Publish, Read, Repeat, Sweep};

/// Every story. Together they make each function send each request that it can send.
pub(super) const STORIES: [Story; 8] = [
    Story {
        name: "approved",
        steps: &[
            Create,
            Open,
            Deliver,
            Decide("approved", None),
            Deliver,
            Repeat,
            Create,
            Read,
            Publish,
        ],
    },
    Story {
        name: "declined",
        steps: &[
            Create,
            Decide("declined", Some(105)),
            Deliver,
            Publish,
            Read,
        ],
    },
    Story {
        name: "resubmission",
        steps: &[
            Create,
            Decide("resubmission_requested", Some(204)),
            Advance("6m"),
            Deliver,
            Publish,
            Create,
            Decide("approved", None),
            Deliver,
            Publish,
        ],
    },
    Story {
        name: "webhooks lost, found by the sweep",
        steps: &[
            Create,
            Decide("approved", None),
            Lose,
            Advance("171h"),
            Sweep,
            Publish,
            Read,
        ],
    },
    Story {
        name: "webhooks lost, found by the next request",
        steps: &[
            Create,
            Decide("declined", Some(105)),
            Lose,
            Advance("171h"),
            Create,
            Publish,
            Sweep,
            Publish,
        ],
    },
    Story {
        name: "expired",
        steps: &[
            Create,
            Lose,
            Advance("171h"),
            Lose,
            Sweep,
            Publish,
            Create,
            Publish,
        ],
    },
    Story {
        name: "abandoned",
        steps: &[Create, Open, Lose, Advance("171h"), Lose, Sweep, Publish],
    },
    Story {
        name: "erased",
        steps: &[
            Create,
            Decide("approved", None),
            Deliver,
            Publish,
            Erase,
            Repeat,
            Advance("2h"),
            Sweep,
            Publish,
            Read,
        ],
    },
];

/// What is left in the end, without ids and times: two tellings of a story can be compared.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Ending {
    /// The sessions that were shown to the person, as the store has them.
    pub(super) sessions: Vec<Left>,
    /// What was published, each once; sorted.
    pub(super) published: Vec<Value>,
    /// Whether the person's current session is the last one that they were shown.
    pub(super) current: bool,
    /// Veriff's sessions that nobody was shown.
    pub(super) orphans: usize,
    /// Events about these.
    pub(super) strays: usize,
}

/// What is left of one session.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Left {
    session: Value,
    /// How many payloads are kept.
    payloads: usize,
}

impl Ending {
    /// Takes away a session at the end that is new and untouched, if there is one more than in `other`.
    pub(super) fn forget_a_new_session_beside(&mut self, other: &Self) -> bool {
        let new = self
            .sessions
            .last()
            .is_some_and(|last| last.session["status"] == "created" && last.payloads == 0);
        let one_more = self.sessions.len() == other.sessions.len() + 1;
        if new && one_more {
            self.sessions.pop();
        }
        new && one_more
    }
}

impl Story {
    /// Tells the story to its end.
    pub(super) async fn tell(&self, stage: &Stage) -> Result<Ending, String> {
        let mut shown: Vec<String> = Vec::new();
        let mut last = Vec::new();
        let world = &stage.world;
        for step in self.steps {
            let session = shown.last().cloned().unwrap_or_default();
            match step {
                Create => {
                    let id = stage.create(PERSON).await?;
                    if !shown.contains(&id) {
                        shown.push(id);
                    }
                }
                Open => world.act(&session, "open").await,
                Decide(status, reason) => world.run_through(&session, status, *reason).await,
                Deliver => {
                    last = stage.lose().await;
                    for delivery in &last {
                        stage.deliver_one(delivery).await?;
                    }
                }
                Lose => drop(stage.lose().await),
                Repeat => {
                    for delivery in &last {
                        stage.deliver_one(delivery).await?;
                    }
                }
                Advance(by) => world.advance(by).await,
                Sweep => {
                    for _ in 0..6 {
                        stage.sweep().await?;
                        world.advance("7h").await;
                    }
                }
                Erase => stage.erase(&session).await?,
                Publish => stage.publish().await?,
                Read => drop(stage.read(&session).await?),
            }
        }
        ending(stage, &shown).await
    }
}

async fn ending(stage: &Stage, shown: &[String]) -> Result<Ending, String> {
    let world = &stage.world;
    let last = shown.last().ok_or("nobody was shown a session")?;
    let person = world.get(&format!("/sessions?vendorData={PERSON}")).await;
    let current = person.json()["current"]["sessionId"] == json!(last);
    let known = world.sessions_at_veriff().await;
    let (published, strays): (Vec<_>, Vec<_>) = published(stage, shown)
        .into_iter()
        .partition(|event| event[0].is_u64());
    let mut sessions = Vec::new();
    for id in shown {
        sessions.push(left(stage, id).await);
    }
    Ok(Ending {
        sessions,
        published,
        strays: strays.len(),
        current,
        orphans: known.saturating_sub(shown.len()),
    })
}

async fn left(stage: &Stage, id: &str) -> Left {
    let world = &stage.world;
    let session = match world.stored(id).await {
        None => Value::Null,
        Some(Stored::Tombstone(tombstone)) => json!({
            "erased": true,
            "atVeriff": format!("{:?}", tombstone.at_veriff),
        }),
        Some(Stored::Session(record, _)) => json!({
            "status": record.status().as_str(),
            "reason": record.state.outcome().and_then(|it| it.verdict.reason_code),
            "revised": record.state.revised(),
            "resubmissions": record.state.resubmissions(),
            "claimed": record.claimed,
            "revision": record.revision,
            "due": record.due.is_some(),
            "link": record.url.is_some(),
        }),
    };
    let payloads = world.sandbox.app.store.payloads(id).await;
    let payloads = payloads.map_or(0, |payloads| payloads.len());
    Left { session, payloads }
}

/// Every event by its id, without what names this telling.
fn published(stage: &Stage, shown: &[String]) -> Vec<Value> {
    let mut events: Vec<_> = stage
        .world
        .sandbox
        .bus
        .published(None, 0)
        .into_iter()
        .map(|published| published.event)
        .map(|event| {
            let detail = &event["detail"];
            let session = detail["sessionId"].as_str().unwrap_or_default();
            json!([
                shown.iter().position(|id| id == session),
                event["source"],
                event["detail-type"],
                detail["status"],
                detail["revision"],
            ])
        })
        .collect();
    events.sort_by_key(Value::to_string);
    events.dedup();
    events
}
