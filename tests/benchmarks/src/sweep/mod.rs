//! The sweep over a large table: what it reads and how long it takes depend on what is due, and on
//! nothing else.

use crate::naive::scan;
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::{AttributeValue, PutRequest, WriteRequest};
use futures_util::{StreamExt as _, stream};
use std::collections::HashMap;
use std::fmt;
use std::time::{Duration, Instant};
use system_tests::World;
use uuid::Uuid;
use veriff_sandbox::dynamodb;

/// Items in one `BatchWriteItem`, at most.
const BATCH: usize = 25;

/// One sweep of one table.
#[derive(Clone, Copy, Debug)]
pub struct Swept {
    /// Sessions in the table.
    pub sessions: usize,
    /// Of which so many were due.
    pub due: usize,
    /// Sessions that the sweep looked at.
    pub looked: u32,
    /// Units read, in the index and of the sessions.
    pub read: f64,
    /// Units written.
    pub written: f64,
    /// How long it took.
    pub took: Duration,
    /// Units that a scan reads.
    pub scan_read: f64,
    /// How long a scan takes.
    pub scan_took: Duration,
}

/// Sweeps a table of so many sessions, so many of them due.
pub async fn measure(sessions: usize, due: usize) -> Swept {
    let world = World::new().await;
    let client = dynamodb::client(&world.sandbox.dynamodb);
    let template = template(&world, &client).await;
    let now = world.sandbox.clock.now().as_millisecond();
    fill(&client, world.sandbox.table, &template, sessions, due, now).await;

    let store = &world.sandbox.app.store;
    let before = store.units();
    let since = Instant::now();
    let mut looked = 0;
    loop {
        let report = world.sweep().await;
        looked += report.looked;
        if report.looked == 0 {
            break;
        }
    }
    let took = since.elapsed();
    let (mut read, mut written) = (0.0, 0.0);
    for (operation, spent) in store.units() {
        let units = spent.units - before.get(operation).map_or(0.0, |before| before.units);
        match operation.starts_with("read") || operation.starts_with("query") {
            true => read += units,
            false => written += units,
        }
    }
    let since = Instant::now();
    let scan_read = scan(&client, world.sandbox.table).await;
    Swept {
        sessions,
        due,
        looked,
        read,
        written,
        took,
        scan_read,
        scan_took: since.elapsed(),
    }
}

type Item = HashMap<String, AttributeValue>;

/// A session's item as `create-session` writes it; the session itself is gone from the table.
async fn template(world: &World, client: &Client) -> Item {
    let id = world.session_for("template").await;
    let key = AttributeValue::S(format!("SESSION#{id}"));
    let deleted = client
        .delete_item()
        .table_name(world.sandbox.table)
        .key("pk", key)
        .key("sk", AttributeValue::S("SESSION".to_owned()))
        .return_values(aws_sdk_dynamodb::types::ReturnValue::AllOld)
        .send()
        .await
        .expect("the template is taken");
    deleted.attributes.expect("the template was there")
}

/// Writes the sessions: the first `due` of them due for a minute, the others in a week.
async fn fill(
    client: &Client,
    table: &str,
    template: &Item,
    sessions: usize,
    due: usize,
    now: i64,
) {
    let batches = (0..sessions).step_by(BATCH).map(|first| {
        let requests: Vec<_> = (first..sessions.min(first + BATCH))
            .map(|place| {
                let look = if place < due {
                    now - 60_000
                } else {
                    now + 604_800_000
                };
                let mut item = template.clone();
                let id = format!("SESSION#{}", Uuid::new_v4());
                item.insert("pk".into(), AttributeValue::S(id));
                item.insert("due".into(), AttributeValue::N(look.to_string()));
                let shard = (place % 4).to_string();
                item.insert("shard".into(), AttributeValue::S(shard));
                let put = PutRequest::builder().set_item(Some(item)).build();
                WriteRequest::builder()
                    .put_request(put.expect("an item"))
                    .build()
            })
            .collect();
        let request = client.batch_write_item().request_items(table, requests);
        async move { request.send().await.expect("the batch is written") }
    });
    stream::iter(batches)
        .buffer_unordered(8)
        .for_each(|answer| async move {
            let left = answer.unprocessed_items.unwrap_or_default();
            assert!(left.is_empty(), "the emulator throttles");
        })
        .await;
}

/// Several sweeps as a table.
#[derive(Clone, Debug)]
pub struct Sweeps(pub Vec<Swept>);

impl fmt::Display for Sweeps {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "| sessions | due | looked at | units read | units written | time | units of a scan | time of a scan |"
        )?;
        writeln!(f, "|---|---|---|---|---|---|---|---|")?;
        for swept in &self.0 {
            writeln!(
                f,
                "| {} | {} | {} | {} | {} | {:.2} s | {} | {:.2} s |",
                swept.sessions,
                swept.due,
                swept.looked,
                swept.read,
                swept.written,
                swept.took.as_secs_f64(),
                swept.scan_read,
                swept.scan_took.as_secs_f64(),
            )?;
        }
        Ok(())
    }
}
