//! What reaches publish-outcome of the table's stream, and what becomes of what it cannot publish.

use super::stack::{Stack, text};
use super::template::Templates;
use publish_outcome::Publisher;
use serde_json::{Value, json};
use system_tests::World;
use veriff_sandbox::outcomes::pattern::Pattern;
use veriff_sandbox::outcomes::{EventBus, FILTER, PATH, client};

/// The one filter of the event source.
fn filter() -> String {
    let templates = Templates::read();
    let source = Stack::deployed(&templates, &[]).properties("PublishOutcomeSource");
    let filters = source["FilterCriteria"]["Filters"]
        .as_array()
        .expect("filters");
    assert_eq!(filters.len(), 1);
    text(&filters[0]["Pattern"])
}

fn pattern() -> Pattern {
    Pattern::parse(&serde_json::from_str(&filter()).expect("JSON")).expect("a pattern")
}

/// The records of the sample events: the file's name and each record.
fn sample_records() -> Vec<(String, Value)> {
    let samples = veriff_sandbox::events::samples().expect("they are made");
    let of_stream = samples
        .into_iter()
        .filter(|(path, _)| path.starts_with("publish-outcome/"));
    of_stream
        .flat_map(|(path, text)| {
            let mut event: Value = serde_json::from_str(&text).expect("JSON");
            let records = event["Records"].take();
            let records = records.as_array().cloned().unwrap_or_default();
            records
                .into_iter()
                .map(move |record| (path.clone(), record))
        })
        .collect()
}

#[test]
fn the_sandbox_filters_as_the_event_source_does() {
    assert_eq!(FILTER, filter());
}

#[tokio::test]
async fn whatever_the_function_would_publish_is_let_through() {
    let world = World::new().await;
    let bus = EventBus::new(world.sandbox.clock.clone());
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0))
        .await
        .expect("a port");
    let endpoint = format!(
        "http://{}{PATH}",
        listener.local_addr().expect("an address")
    );
    let router = bus.router();
    tokio::spawn(async move { axum::serve(listener, router).await.expect("it serves") });
    let publisher = Publisher {
        app: world.sandbox.app.clone(),
        bus: client(&endpoint),
    };
    let pattern = pattern();
    let (mut published, mut let_through, mut kept_back) = (0, 0, 0);
    for (path, record) in sample_records() {
        let before = bus.published(None, 0).len();
        let event = json!({ "Records": [record] });
        let answer = publish_outcome::handle(&publisher, &event)
            .await
            .expect("a batch");
        let matters =
            bus.published(None, 0).len() > before || answer != json!({ "batchItemFailures": [] });
        let matches = pattern.matches(&record);
        assert!(
            matches || !matters,
            "{path}: what the function publishes, or fails at, is kept from it"
        );
        published += usize::from(matters);
        *(if matches {
            &mut let_through
        } else {
            &mut kept_back
        }) += 1;
    }
    assert!(published > 10, "{published}");
    assert!(
        let_through > published && kept_back > 1,
        "{let_through} {kept_back}"
    );
}

#[test]
fn items_of_other_kinds_and_removals_are_kept_back() {
    let pattern = pattern();
    let record = |name: &str| {
        let mut of_name = sample_records()
            .into_iter()
            .filter(|(path, _)| path.ends_with(name));
        of_name
            .next()
            .unwrap_or_else(|| panic!("there is no sample {name}"))
            .1
    };
    assert!(!pattern.matches(&record("ignored-other-item.json")));
    // The sample has an image, so that the function itself is seen to ignore it. What time to live, or a
    // person, removes comes without one.
    let mut removed = record("ignored-by-ttl.json");
    removed["eventName"] = json!("REMOVE");
    removed["dynamodb"]
        .as_object_mut()
        .expect("an object")
        .remove("NewImage");
    assert!(!pattern.matches(&removed));
    for kind in [
        "ATTEMPT",
        "CURRENT",
        "PAYLOAD#c0ffee",
        "QUARANTINE#c0ffee",
        "DELETIONS",
    ] {
        let mut other = record("approved.json");
        other["dynamodb"]["NewImage"]["sk"] = json!({ "S": kind });
        other["dynamodb"]["Keys"]["sk"] = json!({ "S": kind });
        assert!(!pattern.matches(&other), "{kind}");
    }
    assert!(pattern.matches(&record("approved.json")));
    assert!(pattern.matches(&record("erased.json")));
}

#[test]
fn nothing_that_fails_is_lost_or_stops_the_rest() {
    let templates = Templates::read();
    let stack = Stack::deployed(&templates, &[]);
    let source = stack.properties("PublishOutcomeSource");
    assert_eq!(
        source["FunctionResponseTypes"],
        json!(["ReportBatchItemFailures"])
    );
    assert_eq!(source["BisectBatchOnFunctionError"], true);
    assert_eq!(source["StartingPosition"], "TRIM_HORIZON");
    let age = source["MaximumRecordAgeInSeconds"]
        .as_i64()
        .expect("an age");
    assert!(
        (60..86_400).contains(&age),
        "the stream itself forgets after a day: {age}"
    );
    assert!(
        source["MaximumRetryAttempts"].as_i64() > Some(0),
        "-1 is for ever"
    );

    let storage = stack.nested("Storage");
    let bucket = storage.output("DiscardedRecordsArn");
    assert_eq!(
        source["DestinationConfig"]["OnFailure"]["Destination"],
        bucket
    );
    assert!(
        text(&bucket).starts_with("arn:aws:s3:"),
        "a queue would keep numbers alone"
    );
    let bucket = storage.properties("DiscardedRecords");
    let access = bucket["PublicAccessBlockConfiguration"]
        .as_object()
        .expect("a block");
    assert!(access.len() == 4 && access.values().all(|blocked| *blocked == true));
    let encryption = &bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"][0];
    assert_eq!(
        encryption["ServerSideEncryptionByDefault"]["SSEAlgorithm"],
        "aws:kms"
    );
    assert!(bucket["LifecycleConfiguration"]["Rules"][0]["ExpirationInDays"].is_number());
    let policy = &storage.properties("DiscardedRecordsPolicy")["PolicyDocument"]["Statement"][0];
    assert_eq!(policy["Effect"], "Deny");
    assert_eq!(
        policy["Condition"],
        json!({ "Bool": { "aws:SecureTransport": "false" } })
    );
}
