//! Request units of a verification: ours, and the [peer](crate::naive)'s.

use crate::naive::Naive;
use crate::payloads::decision_of;
use std::collections::BTreeSet;
use std::fmt;
use system_tests::World;
use system_tests::deliveries::event;
use system_tests::listen::{Lines, listener};
use uuid::Uuid;
use verification::store::UnitsSpent;

/// The sizes of a decision webhook that are measured, in bytes.
pub const SIZES: [usize; 4] = [1000, 2000, 4000, 6000];

/// Units read and written.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Units {
    /// Read request units.
    pub read: f64,
    /// Write request units.
    pub written: f64,
}

/// One step of a verification.
#[derive(Clone, Debug)]
pub struct Step {
    /// What happened.
    pub name: String,
    /// What it cost.
    pub ours: Units,
    /// What it costs the peer; none if the peer has no such step.
    pub naive: Option<Units>,
}

/// What everything costs.
#[derive(Clone, Debug, Default)]
pub struct Costs {
    /// In their order: a verification with a decision of 2 kB.
    pub verification: Vec<Step>,
    /// Decision webhooks by size, with their payloads kept.
    pub kept: Vec<Step>,
    /// The same, with no payload kept.
    pub unkept: Vec<Step>,
    /// A delivery that was known already.
    pub duplicate: Units,
    /// One session looked at by the sweep, and closed.
    pub swept: Units,
    /// Bytes that a verification logs, metrics included.
    pub logged: usize,
    /// Metrics that a verification makes, each with its dimensions' values: so CloudWatch bills them.
    pub metrics: usize,
}

/// Measures all of it.
pub async fn measure() -> Costs {
    let mut costs = Costs::default();
    let (logs, metrics) = (Lines::default(), Lines::default());
    // Only the first listener of a process hears anything.
    let _ = tracing::subscriber::set_global_default(listener(&logs, &metrics));
    let world = World::new().await;
    let naive = Naive::create(veriff_sandbox::dynamodb::client(&world.sandbox.dynamodb)).await;
    let mut meter = Meter::new(&world);

    let (id, attempt) = (
        world.session_for("person").await,
        Uuid::new_v4().to_string(),
    );
    costs.verification.push(Step {
        name: "create a session".into(),
        ours: meter.read(&world),
        naive: Some(peer(&naive, &id, "created", "{}").await),
    });
    for action in ["started", "submitted"] {
        let body = event(&id, &attempt, action);
        let name = format!("webhook: {action}");
        let step = deliver(&world, &naive, &mut meter, &id, &body, name).await;
        costs.verification.push(step);
    }
    let body = decision_of(2000, &id, &attempt, "approved");
    let name = "webhook: decision, 2 kB".to_owned();
    let step = deliver(&world, &naive, &mut meter, &id, &body, name).await;
    costs.verification.push(step);
    assert_eq!(world.deliver(&body).await, 200);
    costs.duplicate = meter.read(&world);
    world.get(&format!("/sessions/{id}")).await;
    costs.verification.push(Step {
        name: "the back end looks".into(),
        ours: meter.read(&world),
        naive: Some(Units {
            read: naive.read(&id).await,
            written: 0.0,
        }),
    });

    costs.logged = logs.text().len() + metrics.text().len();
    costs.metrics = billed(&metrics);

    costs.kept = decisions(&world, &naive).await;
    let forgetful = World::with_settings(|settings| settings["payloadRetentionDays"] = 0.into());
    costs.unkept = decisions(&forgetful.await, &naive).await;
    costs.swept = swept().await;
    costs
}

/// The different metrics in these lines: one for each set of dimensions' values.
fn billed(metrics: &Lines) -> usize {
    let mut names = BTreeSet::new();
    for line in metrics.json() {
        let directive = &line["_aws"]["CloudWatchMetrics"][0];
        let name = &directive["Metrics"][0]["Name"];
        for set in directive["Dimensions"].as_array().into_iter().flatten() {
            let values = set.as_array().into_iter().flatten();
            let values = values.map(|dimension| &line[dimension.as_str().unwrap_or_default()]);
            names.insert(format!("{name} {:?}", values.collect::<Vec<_>>()));
        }
    }
    names.len()
}

/// Decisions of every size, each for a session that was submitted.
async fn decisions(world: &World, naive: &Naive) -> Vec<Step> {
    let mut steps = Vec::new();
    for size in SIZES {
        let id = world.session_for(&format!("person-{size}")).await;
        let attempt = Uuid::new_v4().to_string();
        assert_eq!(world.deliver(&event(&id, &attempt, "submitted")).await, 200);
        let mut meter = Meter::new(world);
        let body = decision_of(size, &id, &attempt, "approved");
        let name = format!("decision of {} bytes", body.to_string().len());
        steps.push(deliver(world, naive, &mut meter, &id, &body, name).await);
    }
    steps
}

/// A session that nobody opened, closed by the sweep.
async fn swept() -> Units {
    // Veriff's own webhook, which would tell of its end, is lost.
    let deaf = World::with(
        |_| {},
        |veriff| {
            for integration in &mut veriff.integrations {
                integration.webhook_url = None;
            }
        },
    )
    .await;
    deaf.session_for("late").await;
    deaf.advance("171h").await;
    let mut meter = Meter::new(&deaf);
    assert_eq!(deaf.sweep().await.looked, 1);
    meter.read(&deaf)
}

async fn deliver(
    world: &World,
    naive: &Naive,
    meter: &mut Meter,
    id: &str,
    body: &serde_json::Value,
    name: String,
) -> Step {
    assert_eq!(world.deliver(body).await, 200);
    Step {
        name,
        ours: meter.read(world),
        naive: Some(peer(naive, id, "approved", &body.to_string()).await),
    }
}

async fn peer(naive: &Naive, id: &str, status: &str, body: &str) -> Units {
    Units {
        read: naive.read(id).await,
        written: naive.webhook(id, status, body).await,
    }
}

/// Reads what was spent since it was last read.
struct Meter(UnitsSpent);

impl Meter {
    fn new(world: &World) -> Self {
        Self(world.sandbox.app.store.units())
    }

    fn read(&mut self, world: &World) -> Units {
        let now = world.sandbox.app.store.units();
        let mut units = Units::default();
        for (operation, spent) in &now {
            let before = self.0.get(operation).map_or(0.0, |before| before.units);
            let reads = operation.starts_with("read") || operation.starts_with("query");
            match reads {
                true => units.read += spent.units - before,
                false => units.written += spent.units - before,
            }
        }
        self.0 = now;
        units
    }
}

impl Costs {
    /// All steps of a verification together: ours, and the peer's.
    pub fn total(&self) -> (Units, Units) {
        let add = |sum: Units, one: Units| Units {
            read: sum.read + one.read,
            written: sum.written + one.written,
        };
        self.verification.iter().fold(
            (Units::default(), Units::default()),
            |(ours, naive), step| {
                (
                    add(ours, step.ours),
                    add(naive, step.naive.unwrap_or_default()),
                )
            },
        )
    }
}

impl fmt::Display for Costs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "| request units, read / written | ours | one transaction for each webhook |"
        )?;
        writeln!(f, "|---|---|---|")?;
        for step in &self.verification {
            writeln!(f, "{step}")?;
        }
        let (ours, naive) = self.total();
        writeln!(f, "| **a verification** | **{ours}** | **{naive}** |")?;
        for step in &self.kept {
            writeln!(f, "{step}")?;
        }
        for step in &self.unkept {
            let Step { name, ours, .. } = step;
            writeln!(f, "| {name}, payload not kept | {ours} | |")?;
        }
        writeln!(f, "| a delivery that was known | {} | |", self.duplicate)?;
        writeln!(
            f,
            "| a session swept and closed | {} | the whole table |",
            self.swept
        )?;
        writeln!(
            f,
            "\nA verification logs {} bytes and makes {} metrics.",
            self.logged, self.metrics
        )
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, ours, naive } = self;
        write!(f, "| {name} | {ours} | ")?;
        match naive {
            Some(naive) => write!(f, "{naive} |"),
            None => write!(f, "|"),
        }
    }
}

impl fmt::Display for Units {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} / {}", self.read, self.written)
    }
}
