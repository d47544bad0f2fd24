//! What the platform hears: the functions write, the embedded DynamoDB's stream tells of it, the handler
//! publishes, and the sandbox's EventBridge takes it in.

mod each;
mod failures;
mod fed;
mod ignored;
mod personal_data;
mod put_events;
mod republish;
mod revisions;
mod samples;
mod whose;

use crate::new_id;
use jiff::Timestamp;
use jsonschema::Validator;
use publish_outcome::Publisher;
use serde_json::{Value, json};
use std::cell::Cell;
use std::path::Path;
use system_tests::World;
use veriff_sandbox::outcomes::{self, EventBus, Published};

const T1: &str = "2026-03-02T09:19:31.077000Z";
const T2: &str = "2026-03-02T10:19:31.077000Z";
const T3: &str = "2026-03-02T11:19:31.077000Z";

/// The emulator wants a signature and does not check it.
const UNCHECKED: &str = "AWS4-HMAC-SHA256 \
    Credential=local/20260302/eu-west-1/dynamodb/aws4_request, SignedHeaders=host, Signature=00";

/// A world with its stream, the function, and the bus behind it.
struct Stage {
    world: World,
    bus: EventBus,
    publisher: Publisher,
    schema: Validator,
    /// How many records of the stream were handed on.
    told: usize,
    /// The number of the last event that was heard.
    heard: Cell<u64>,
}

/// An event as it came to the bus.
#[derive(Clone, Debug, PartialEq)]
struct Heard {
    source: String,
    detail_type: String,
    time: Timestamp,
    detail: Value,
}

impl Stage {
    async fn new() -> Self {
        Self::over(World::new().await).await
    }

    async fn over(world: World) -> Self {
        let publisher = Publisher {
            app: world.sandbox.app.clone(),
            bus: outcomes::client(&world.sandbox.event_bridge()),
        };
        Self {
            bus: world.sandbox.bus.clone(),
            world,
            publisher,
            schema: schema(),
            told: 0,
            heard: Cell::default(),
        }
    }

    /// A session of our own, of which Veriff tells these in turn; returns its id and its attempt's.
    async fn session_told(&self, bodies: &[fn(&str, &str) -> Value]) -> (String, String) {
        let (id, attempt) = (self.world.session_for("a").await, new_id());
        for body in bodies {
            assert_eq!(self.world.deliver(&body(&id, &attempt)).await, 200);
        }
        (id, attempt)
    }

    /// Hands the stream's new records to the function, none of which may fail; returns what was heard.
    async fn publish(&mut self) -> Vec<Heard> {
        let records = self.new_records().await;
        let answer = self.hand_on(&records).await;
        assert_eq!(answer, json!({ "batchItemFailures": [] }));
        self.heard()
    }

    /// Hands records to the function as Lambda does; returns its answer.
    async fn hand_on(&self, records: &[Value]) -> Value {
        self.call(json!({ "Records": records }))
            .await
            .expect("a batch is no error")
    }

    async fn call(&self, event: Value) -> Result<Value, publish_outcome::PublishError> {
        publish_outcome::handle(&self.publisher, &event).await
    }

    /// What the bus took since it was last asked, each event held against the published schema.
    fn heard(&self) -> Vec<Heard> {
        let published = self.bus.published(None, self.heard.get());
        if let Some(last) = published.last() {
            self.heard.set(last.number);
        }
        let heard: Vec<_> = published.iter().map(Heard::read).collect();
        for event in &heard {
            let errors: Vec<_> = self.schema.iter_errors(&event.detail).collect();
            assert!(errors.is_empty(), "{errors:?} in {}", event.detail);
        }
        heard
    }

    /// The records that the stream has got since this was last asked.
    async fn new_records(&mut self) -> Vec<Value> {
        let mut records = records(&self.world).await;
        let new = records.split_off(self.told);
        self.told += new.len();
        new
    }
}

impl Heard {
    fn read(published: &Published) -> Self {
        assert_eq!(published.event_bus, outcomes::NAME);
        let event = &published.event;
        let text = |name: &str| event[name].as_str().expect("a text").to_owned();
        Self {
            source: text("source"),
            detail_type: text("detail-type"),
            time: text("time").parse().expect("a time"),
            detail: event["detail"].clone(),
        }
    }

    fn id(&self) -> &str {
        self.detail["id"].as_str().expect("an id")
    }

    fn revision(&self) -> u64 {
        self.detail["revision"].as_u64().expect("a revision")
    }

    /// Source, detail type and status, for short.
    fn gist(&self) -> (&str, &str, &str) {
        let status = self.detail["status"].as_str().unwrap_or("-");
        (&self.source, &self.detail_type, status)
    }
}

/// The published schema, which is open for what comes later, closed: what is not in it fails a test.
fn schema() -> Validator {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../infra/schemas/outcome.json");
    let text = std::fs::read(file).expect("the schema is there");
    let mut schema: Value = serde_json::from_slice(&text).expect("JSON");
    for place in ["", "/properties/integration", "/properties/watchlist"] {
        let object = schema.pointer_mut(place).expect("an object");
        object["additionalProperties"] = json!(false);
    }
    jsonschema::options()
        .should_validate_formats(true)
        .build(&schema)
        .expect("it is a schema")
}

/// All records of the table's stream, oldest first.
async fn records(world: &World) -> Vec<Value> {
    let ask = async |action: &str, body: Value| {
        let target = format!("DynamoDBStreams_20120810.{action}");
        let headers = [
            ("authorization", UNCHECKED),
            ("x-amz-date", "20260302T091931Z"),
            ("content-type", "application/x-amz-json-1.0"),
            ("x-amz-target", target.as_str()),
        ];
        let answer = world
            .sandbox
            .http
            .send(
                http::Method::POST,
                &world.sandbox.dynamodb,
                &headers,
                body.to_string(),
            )
            .await
            .expect("the database answers");
        assert_eq!(answer.status, 200, "{action}: {}", answer.json());
        answer.json()
    };
    let streams = ask("ListStreams", json!({ "TableName": world.sandbox.table })).await;
    let arn = &streams["Streams"][0]["StreamArn"];
    let stream = ask("DescribeStream", json!({ "StreamArn": arn })).await;
    let mut records = Vec::new();
    for shard in stream["StreamDescription"]["Shards"]
        .as_array()
        .expect("shards")
    {
        let start = ask(
            "GetShardIterator",
            json!({ "StreamArn": arn, "ShardId": shard["ShardId"], "ShardIteratorType": "TRIM_HORIZON" }),
        )
        .await;
        let mut iterator = start["ShardIterator"].clone();
        loop {
            let page = ask("GetRecords", json!({ "ShardIterator": iterator })).await;
            let found = page["Records"].as_array().expect("records");
            if found.is_empty() {
                break;
            }
            records.extend(found.iter().cloned());
            iterator = page["NextShardIterator"].clone();
        }
    }
    records
}

/// The record's number.
fn number(record: &Value) -> &str {
    record["dynamodb"]["SequenceNumber"]
        .as_str()
        .expect("a number")
}

/// The answer when these records failed.
fn failed(numbers: &[&str]) -> Value {
    let failures: Vec<_> = numbers
        .iter()
        .map(|number| json!({ "itemIdentifier": number }))
        .collect();
    json!({ "batchItemFailures": failures })
}
