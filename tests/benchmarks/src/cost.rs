//! Request units of a verification: ours, and the [peer](crate::naive)'s.

use crate::naive::Naive;
use crate::payloads::decision_of;
use crate::units::{Meter, Units};
use figures::table::{Table, count};
use std::collections::BTreeSet;
use std::fmt;
use system_tests::World;
use system_tests::deliveries::event;
use system_tests::listen::{Lines, listener};
use uuid::Uuid;

/// The sizes of a decision webhook that are measured, in bytes.
pub const SIZES: [usize; 4] = [1000, 2000, 4000, 6000];

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
    let mut meter = Meter::of(&world.sandbox.app.store);

    let (id, attempt) = (
        world.session_for("person").await,
        Uuid::new_v4().to_string(),
    );
    costs.verification.push(Step {
        name: "create a session".into(),
        ours: meter.read(&world.sandbox.app.store),
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
    costs.duplicate = meter.read(&world.sandbox.app.store);
    world.get(&format!("/sessions/{id}")).await;
    costs.verification.push(Step {
        name: "the back end looks".into(),
        ours: meter.read(&world.sandbox.app.store),
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
        let mut meter = Meter::of(&world.sandbox.app.store);
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
    let mut meter = Meter::of(&deaf.sandbox.app.store);
    assert_eq!(deaf.sweep().await.looked, 1);
    meter.read(&deaf.sandbox.app.store)
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
        ours: meter.read(&world.sandbox.app.store),
        naive: Some(peer(naive, id, "approved", &body.to_string()).await),
    }
}

async fn peer(naive: &Naive, id: &str, status: &str, body: &str) -> Units {
    Units {
        read: naive.read(id).await,
        written: naive.webhook(id, status, body).await,
    }
}

impl Costs {
    /// All steps of a verification together: ours, and the peer's.
    pub fn total(&self) -> (Units, Units) {
        let steps = self.verification.iter();
        steps.fold(Default::default(), |(ours, naive), step| {
            (ours + step.ours, naive + step.naive.unwrap_or_default())
        })
    }

    /// The section of the page.
    pub fn markdown(&self) -> String {
        let (ours, naive) = self.total();
        format!(
            "Each request's units as the table itself counts them, read / written, beside a table written as \
             one would at first: a read and a transaction for each webhook, of the payload as it came and \
             of the session. Its create is one such transaction, without the lease that makes one session of \
             two requests; its sweep is a scan.\n\n{}\n{}\n\
             A verification writes {} units where transactions would write {}. It logs {} bytes and makes {} \
             metrics.\n",
            self.verification().markdown(),
            self.webhooks().markdown(),
            ours.written,
            naive.written,
            count(self.logged as u64),
            self.metrics,
        )
    }

    fn verification(&self) -> Table {
        let mut table = Table::new(["step", "ours", "a transaction each"]);
        for step in &self.verification {
            table.row(step.cells());
        }
        let (ours, naive) = self.total();
        table.total(["a verification".into(), ours.to_string(), naive.to_string()]);
        table
    }

    fn webhooks(&self) -> Table {
        let mut table = Table::new(["apart from that", "ours", "a transaction each"]);
        for step in &self.kept {
            table.row(step.cells());
        }
        for step in &self.unkept {
            let name = format!("{}, payload not kept", step.name);
            table.row([name, step.ours.to_string()]);
        }
        table.row([
            "a delivery that was known".into(),
            self.duplicate.to_string(),
        ]);
        let swept = self.swept.to_string();
        table.row(["a session swept and closed", &swept, "the whole table"]);
        table
    }
}

impl Step {
    fn cells(&self) -> [String; 3] {
        let naive = self.naive.map(|naive| naive.to_string());
        let ours = self.ours.to_string();
        [self.name.clone(), ours, naive.unwrap_or_default()]
    }
}

impl fmt::Display for Costs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Request units, read / written\n\n{}\n{}\n\
             A verification logs {} bytes and makes {} metrics.\n",
            self.verification(),
            self.webhooks(),
            count(self.logged as u64),
            self.metrics,
        )
    }
}
