//! The two sides of the comparison, each with a table of its own in the same DynamoDB.

use super::express::Express;
use super::kind::{Delivery, Kind, Person};
use crate::lambda::{Lambda, Program};
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::AttributeValue;
use futures_util::{StreamExt as _, stream};
use jiff::Timestamp;
use std::time::{Duration, Instant};
use system_tests::World;
use veriff_sandbox::development::TEST;
use veriff_sandbox::dynamodb;
use verification::record::SessionRecord;
use verification::store::{Store, schema};

/// Shards of the index, as the settings say.
const SHARDS: u32 = 4;

/// One contender.
#[derive(Debug)]
pub(crate) struct Side {
    program: Running,
    /// How many webhooks are under way at once.
    pub(super) in_flight: usize,
    table: String,
    client: Client,
}

#[derive(Debug)]
enum Running {
    Function(Lambda),
    Express(Box<Express>),
}

/// What a batch has cost, for each webhook.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Cost {
    pub(super) cpu: Duration,
    pub(super) took: Duration,
}

/// What is in a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Items {
    /// Sessions, and of which so many were approved.
    pub sessions: (usize, usize),
    /// Attempts that lead to their session.
    pub attempts: usize,
    /// Payloads that were kept.
    pub payloads: usize,
}

impl Side {
    /// The function on the runtime API. `endpoint` is DynamoDB's, as the function is told it.
    pub(crate) async fn function(world: &World, program: Program, endpoint: &str) -> Self {
        let mut environment = world.sandbox.environment();
        lead_to(&mut environment, endpoint);
        let program = program.environment(environment);
        let lambda = Lambda::start(&program).await.expect("the function starts");
        Self {
            program: Running::Function(lambda),
            in_flight: 1,
            table: world.sandbox.table.to_owned(),
            client: dynamodb::client(&world.sandbox.dynamodb),
        }
    }

    /// The Express server, over a table of this name, which is created.
    pub(super) async fn express(
        world: &World,
        table: &str,
        endpoint: &str,
        in_flight: usize,
    ) -> Self {
        let client = dynamodb::client(&world.sandbox.dynamodb);
        let created = schema::create_table_if_missing(&client, table).await;
        created.expect("the peer's table is created");
        let mut environment = world.sandbox.environment();
        lead_to(&mut environment, endpoint);
        Self {
            program: Running::Express(Box::new(Express::start(&environment, table).await)),
            in_flight,
            table: table.to_owned(),
            client,
        }
    }

    /// Writes the sessions that webhooks will be about, as creating them leaves them.
    pub(crate) async fn seed(&self, people: &[Person]) {
        let store = Store::new(self.client.clone(), &self.table);
        let all = people.iter().map(|person| self.seed_one(&store, person));
        stream::iter(all).buffer_unordered(8).collect::<()>().await;
    }

    async fn seed_one(&self, store: &Store, person: &Person) {
        let now = Timestamp::now();
        let mut record = SessionRecord::new(&person.session, TEST.id, TEST.kind, now);
        record.claimed = true;
        record.end_user_id = Some(person.attempt.clone());
        record.url = Some(format!("https://alchemy.veriff.com/v/{}", "x".repeat(200)));
        if let Running::Function(_) = self.program {
            let seeded = store.change_session(None, &record, SHARDS, |_| true).await;
            seeded.expect("the session is written");
            return;
        }
        let text = |text: &str| AttributeValue::S(text.to_owned());
        let number = |number: i64| AttributeValue::N(number.to_string());
        let due = record.due.unwrap_or(now);
        let written = self.client.put_item().table_name(&self.table);
        let written = written
            .item("pk", text(&format!("SESSION#{}", person.session)))
            .item("sk", text("SESSION"))
            .item("schema", number(1))
            .item("version", number(1))
            .item("integration", text(TEST.id))
            .item("status", text("created"))
            .item("attempts", AttributeValue::M([].into()))
            .item("createdAt", number(now.as_millisecond()))
            .item("endUserId", text(&person.attempt))
            .item("url", text(record.url.as_deref().unwrap_or_default()))
            .item("claimed", AttributeValue::Bool(true))
            .item("shard", text("0"))
            .item("due", number(due.as_millisecond()))
            .send();
        written.await.expect("the session is written");
    }

    /// Delivers webhooks of one kind, and says what each cost.
    pub(crate) async fn deliver(&self, kind: Kind, deliveries: &[Delivery]) -> Cost {
        let events: Vec<_> = deliveries.iter().map(Delivery::event).collect();
        let (before, since) = (self.cpu(), Instant::now());
        let answers = deliveries
            .iter()
            .zip(&events)
            .map(|(delivery, event)| self.deliver_one(delivery, event));
        let wrong = stream::iter(answers)
            .buffer_unordered(self.in_flight)
            .filter(|status| std::future::ready(*status != kind.status()))
            .count()
            .await;
        let took = since.elapsed();
        let cpu = self.cpu() - before;
        assert_eq!(
            wrong, 0,
            "{} deliveries of {kind:?} were answered otherwise",
            wrong
        );
        let count = u32::try_from(deliveries.len()).unwrap_or(u32::MAX).max(1);
        Cost {
            cpu: cpu / count,
            took: took / count,
        }
    }

    async fn deliver_one(&self, delivery: &Delivery, event: &[u8]) -> u16 {
        match &self.program {
            Running::Express(express) => express.deliver(delivery).await,
            Running::Function(lambda) => {
                let answered = lambda.invoke(event).await.expect("the function answers");
                let answer: serde_json::Value =
                    serde_json::from_slice(&answered.body).expect("the answer is JSON");
                let status = answer["statusCode"].as_u64().unwrap_or_default();
                u16::try_from(status).unwrap_or_default()
            }
        }
    }

    /// Asks the function to end, and waits until it has.
    pub(crate) async fn end(self) {
        if let Running::Function(lambda) = self.program {
            lambda.end().await;
        }
    }

    fn cpu(&self) -> Duration {
        match &self.program {
            Running::Express(express) => express.spent().cpu,
            Running::Function(lambda) => {
                let spent = lambda.spent();
                spent.expect("the system tells what a process has cost").cpu
            }
        }
    }

    /// Counts what is in the table.
    pub(super) async fn items(&self) -> Items {
        let mut items = Items::default();
        let mut from = None;
        loop {
            let page = self.client.scan().table_name(&self.table);
            let page = page.set_exclusive_start_key(from).send().await;
            let page = page.expect("the table is scanned");
            for item in page.items() {
                let text = |name| {
                    item.get(name)
                        .and_then(|it: &AttributeValue| it.as_s().ok())
                };
                match text("sk").map_or("", String::as_str) {
                    "SESSION" => {
                        items.sessions.0 += 1;
                        let approved = text("status").is_some_and(|status| status == "approved");
                        items.sessions.1 += usize::from(approved);
                    }
                    "ATTEMPT" => items.attempts += 1,
                    sort if sort.starts_with("PAYLOAD#") => items.payloads += 1,
                    _ => {}
                }
            }
            from = page.last_evaluated_key;
            if from.is_none() {
                return items;
            }
        }
    }
}

fn lead_to(environment: &mut [(&'static str, String)], endpoint: &str) {
    for (name, value) in environment {
        if *name == "AWS_ENDPOINT_URL_DYNAMODB" {
            *value = endpoint.to_owned();
        }
    }
}
