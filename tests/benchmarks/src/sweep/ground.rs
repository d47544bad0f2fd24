//! A table of any size, filled at once, and a Veriff that knows the sessions that are due.
//!
//! The functions reach table and Veriff over HTTP as ever; only the filling goes past it, by the emulator's
//! own import, without a record in the stream.

use crate::naive::scan;
use crate::units::{Meter, Units};
use dynoxide::actions::delete_item::DeleteItemRequest;
use dynoxide::{AttributeValue, Database, ImportOptions, Item};
use futures_util::{StreamExt as _, stream};
use jiff::{SignedDuration, Timestamp};
use std::sync::Arc;
use std::time::{Duration, Instant};
use system_tests::World;
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use uuid::Uuid;
use veriff_sandbox::dynamodb;
use verification::App;
use verification::record::{SessionRecord, later};
use verification::store::schema::create_table_if_missing;

/// Items of one import: what the others of this process have to wait for.
const BATCH: usize = 5_000;
/// Sessions that Veriff is asked to make at the same time.
const AT_ONCE: usize = 8;
/// How long a run of the sweep has, as the template says.
pub const RUN: Duration = Duration::from_secs(60);

/// The table and what works on it.
pub(super) struct Ground {
    app: App,
    database: Database,
    client: aws_sdk_dynamodb::Client,
    template: Item,
    /// Sessions in the table.
    pub(super) sessions: usize,
    /// Veriff's part.
    _world: World,
    _server: JoinSet<()>,
}

/// What a sweep did until nothing was due.
pub(super) struct Work {
    pub(super) looked: u32,
    pub(super) runs: usize,
    pub(super) units: Units,
    pub(super) took: Duration,
}

impl Ground {
    /// An empty table.
    pub(super) async fn new() -> Self {
        let world = World::new().await;
        let clock = world.sandbox.clock.clone();
        let database = dynamodb::open(None, &clock).expect("a database");
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let endpoint = format!("http://{}", listener.local_addr().expect("an address"));
        let mut server = JoinSet::new();
        let served = database.clone();
        server.spawn(async move {
            let ended =
                dynoxide::server::serve_with_shutdown(listener, served, std::future::pending());
            ended.await.expect("the database is served");
        });
        let client = dynamodb::client(&endpoint);
        let table = world.sandbox.table;
        let created = create_table_if_missing(&client, table).await;
        created.expect("the table is created");
        let settings = world.sandbox.settings.to_string();
        let app = App::new(&settings, client.clone(), table, Arc::new(clock));
        let app = app.expect("the settings are good");
        Self {
            template: template(&app, &database, table).await,
            app,
            database,
            client,
            sessions: 0,
            _world: world,
            _server: server,
        }
    }

    /// Fills up to so many sessions, none of them due for a week; `tell` hears of how many there are.
    pub(super) async fn grow(&mut self, to: usize, tell: impl Fn(usize)) {
        let due = later(self.app.clock.now(), SignedDuration::from_hours(7 * 24));
        while self.sessions < to {
            let many = BATCH.min(to - self.sessions);
            let ids = (0..many).map(|_| Uuid::new_v4().to_string());
            self.import(ids.map(|id| self.item(&id, due)).collect())
                .await;
            tell(self.sessions);
        }
    }

    /// Adds sessions that nobody opened and that are over for a week: Veriff knows each.
    pub(super) async fn add_due(&mut self, many: usize) {
        let settings = self.app.settings.current();
        let integration = settings.integrations().first().expect("an integration");
        let body = br#"{"verification":{"vendorData":"somebody"}}"#;
        let ids: Vec<String> = stream::iter(0..many)
            .map(|_| self.app.veriff.create_session(integration, body.to_vec()))
            .buffer_unordered(AT_ONCE)
            .map(|created| created.expect("the local Veriff makes a session").id)
            .collect()
            .await;
        let since = later(self.app.clock.now(), SignedDuration::from_mins(-1));
        for ids in ids.chunks(BATCH) {
            let items = ids.iter().map(|id| self.item(id, since)).collect();
            self.import(items).await;
        }
    }

    /// Sweeps, run after run, until nothing is due.
    pub(super) async fn sweep(&self) -> Work {
        let mut meter = Meter::of(&self.app.store);
        let since = Instant::now();
        let (mut looked, mut runs) = (0, 0);
        loop {
            let report = sweep_expired::handle(&self.app, Instant::now() + RUN).await;
            let report = report.expect("the sweep runs");
            looked += report.looked;
            runs += 1;
            if !report.unfinished {
                break;
            }
        }
        Work {
            looked,
            runs,
            units: meter.read(&self.app.store),
            took: since.elapsed(),
        }
    }

    /// Reads the whole table; returns the units read.
    pub(super) async fn scan(&self) -> f64 {
        scan(&self.client, dynamodb::TABLE, self.app.clock.now()).await
    }

    /// A session's item, with the shard that the functions choose.
    fn item(&self, id: &str, due: Timestamp) -> Item {
        let mut item = self.template.clone();
        let shards = self.app.settings.current().index_shards;
        let shard = SessionRecord::shard(id, shards).to_string();
        // Nine days before `due` it was created, so that it is over then.
        let created = later(due, SignedDuration::from_hours(-9 * 24));
        let millisecond = |at: Timestamp| AttributeValue::N(at.as_millisecond().to_string());
        item.insert("pk".into(), AttributeValue::S(format!("SESSION#{id}")));
        item.insert("shard".into(), AttributeValue::S(shard));
        item.insert("due".into(), millisecond(due));
        item.insert("createdAt".into(), millisecond(created));
        item
    }

    async fn import(&mut self, items: Vec<Item>) {
        let (database, many) = (self.database.clone(), items.len());
        let import = move || {
            let options = ImportOptions::default();
            database.import_items(dynamodb::TABLE, items, options)
        };
        let imported = tokio::task::spawn_blocking(import).await;
        imported.expect("it ends").expect("the items are imported");
        self.sessions += many;
    }
}

/// A session's item as the functions write it; the session itself is gone from the table.
async fn template(app: &App, database: &Database, table: &str) -> Item {
    let settings = app.settings.current();
    let integration = settings.integrations().first().expect("an integration");
    let now = app.clock.now();
    let mut record = SessionRecord::new(
        &Uuid::new_v4().to_string(),
        &integration.id,
        integration.kind,
        now,
    );
    record.claimed = true;
    record.vendor_data = Some("customer-0017-4411".into());
    record.url = Some(format!("https://alchemy.veriff.com/v/{}", "e".repeat(300)));
    let written = app.store.change_session(None, &record, 1, |_| true).await;
    written.expect("the template is written");
    let key = [
        ("pk", format!("SESSION#{}", record.session_id)),
        ("sk", "SESSION".to_owned()),
    ];
    let deleted = database.delete_item(DeleteItemRequest {
        table_name: table.to_owned(),
        key: key
            .into_iter()
            .map(|(name, value)| (name.to_owned(), AttributeValue::S(value)))
            .collect(),
        return_values: Some("ALL_OLD".into()),
        ..DeleteItemRequest::default()
    });
    let deleted = deleted.expect("the template is taken");
    deleted.attributes.expect("the template was there")
}
