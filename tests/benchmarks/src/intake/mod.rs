//! A webhook's way in: CPU time and time for each, against an Express server that does the same.
//!
//! Ours is the function's own binary as it is deployed, fed by a runtime API as Lambda feeds it: what is
//! counted includes its HTTP, its events and its log. The peer is `peers/express`. Both write the same
//! items in as many requests to the same embedded DynamoDB over plain HTTP, each to its own table.

mod express;
mod figures;
mod kind;
mod requests;
mod side;

pub use kind::{Delivery, Kind, Person};
pub use side::Items;
pub(crate) use side::Side;

use crate::lambda::Program;
use requests::Requests;
use side::Cost;
use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;
use system_tests::World;

/// Webhooks that Express takes in at the same time, where it may.
pub const AT_ONCE: usize = 8;
/// Rounds before the first that counts: Node compiles what it has run often enough.
const WARM_UP: usize = 3;

/// How much to measure.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// Sessions in a round, for each side; a session brings four webhooks.
    pub sessions: usize,
    /// Rounds that count.
    pub rounds: usize,
}

/// Who takes the webhooks in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Contender {
    /// The function, one webhook after another, as Lambda has it.
    Ours,
    /// Express, one after another.
    Express,
    /// Express with [`AT_ONCE`] under way.
    ExpressAtOnce,
}

/// What was measured.
#[derive(Clone, Debug)]
pub struct Intake {
    /// How much.
    pub plan: Plan,
    /// Requests to DynamoDB for each kind of webhook: ours, and the peer's.
    pub requests: BTreeMap<Kind, [Vec<String>; 2]>,
    /// The medians of all rounds, for one webhook.
    costs: BTreeMap<(Kind, Contender), Cost>,
    /// What is in the tables afterwards: in each the same.
    pub items: Items,
}

/// The requests that each kind of webhook makes, by its operation: of the function, or of the peer.
pub async fn requests(binary: Option<&Path>) -> BTreeMap<Kind, Vec<String>> {
    let world = World::new().await;
    let between = Requests::before(&world.sandbox.dynamodb).await;
    let side = match binary {
        Some(binary) => Side::function(&world, Program::new(binary), &between.endpoint).await,
        None => Side::express(&world, "express", &between.endpoint, 1).await,
    };
    let people = Person::several(2);
    side.seed(&people).await;
    let mut requests = BTreeMap::new();
    for kind in Kind::ALL {
        let mut asked = Vec::new();
        for delivery in Delivery::batch(kind, &people) {
            between.take();
            side.deliver(kind, &[delivery]).await;
            asked.push(between.take());
        }
        assert!(
            asked.windows(2).all(|two| two[0] == two[1]),
            "{kind:?}: {asked:?}"
        );
        requests.insert(kind, asked.swap_remove(0));
    }
    requests
}

/// Measures the function in this binary and its peer in turn; `tick` is called after every round.
pub async fn measure(binary: &Path, plan: Plan, mut tick: impl FnMut()) -> Intake {
    let (ours, express) = (requests(Some(binary)).await, requests(None).await);
    let requests = ours.into_iter().zip(express.into_values());
    let requests = requests.map(|((kind, ours), express)| (kind, [ours, express]));

    let world = World::new().await;
    let endpoint = &world.sandbox.dynamodb;
    let mut sides = [
        (
            Contender::Ours,
            Side::function(&world, Program::new(binary), endpoint).await,
        ),
        (
            Contender::Express,
            Side::express(&world, "express", endpoint, 1).await,
        ),
        (
            Contender::ExpressAtOnce,
            Side::express(&world, "express-at-once", endpoint, AT_ONCE).await,
        ),
    ];
    let mut samples = BTreeMap::<_, Vec<Cost>>::new();
    for round in 0..WARM_UP + plan.rounds {
        for (contender, side) in &sides {
            let people = Person::several(plan.sessions);
            side.seed(&people).await;
            for kind in Kind::ALL {
                let deliveries = Delivery::batch(kind, &people);
                let cost = side.deliver(kind, &deliveries).await;
                if round >= WARM_UP {
                    samples.entry((kind, *contender)).or_default().push(cost);
                }
            }
        }
        // Nobody is always the first.
        sides.rotate_left(1);
        tick();
    }
    let mut items = Vec::new();
    for (_, side) in &sides {
        items.push(side.items().await);
    }
    assert!(
        items.windows(2).all(|two| two[0] == two[1]),
        "not the same work: {items:?}"
    );
    Intake {
        plan,
        requests: requests.collect(),
        costs: samples
            .into_iter()
            .map(|(of, all)| (of, median(&all)))
            .collect(),
        items: items.swap_remove(0),
    }
}

impl Plan {
    /// How often [`measure`] ticks.
    pub fn ticks(&self) -> usize {
        WARM_UP + self.rounds
    }
}

impl Intake {
    /// What one webhook of this kind costs.
    fn cost(&self, kind: Kind, contender: Contender) -> Cost {
        self.costs
            .get(&(kind, contender))
            .copied()
            .unwrap_or_default()
    }

    /// What the webhooks of an ordinary verification cost, each on average.
    fn verification(&self, contender: Contender) -> Cost {
        let costs = Kind::VERIFICATION.map(|kind| self.cost(kind, contender));
        let mean = |of: fn(&Cost) -> Duration| costs.iter().map(of).sum::<Duration>() / 3;
        Cost {
            cpu: mean(|cost| cost.cpu),
            took: mean(|cost| cost.took),
        }
    }
}

fn median(costs: &[Cost]) -> Cost {
    let middle = |of: fn(&Cost) -> Duration| {
        let mut values: Vec<_> = costs.iter().map(of).collect();
        values.sort();
        values.get(values.len() / 2).copied().unwrap_or_default()
    };
    Cost {
        cpu: middle(|cost| cost.cpu),
        took: middle(|cost| cost.took),
    }
}
