//! The sandbox's EventBridge takes and refuses what the real one does.

use http::Method;
use serde_json::{Value, json};
use system_tests::World;

const TARGET: (&str, &str) = ("x-amz-target", "AWSEvents.PutEvents");
const KIND: (&str, &str) = ("content-type", "application/x-amz-json-1.1");

fn entry(change: &Value) -> Value {
    let mut entry = json!({
        "EventBusName": "verification",
        "Source": "shop",
        "DetailType": "Ordered",
        "Detail": r#"{"sessionId":"7","id":"7:1"}"#,
    });
    for (name, value) in change.as_object().expect("an object") {
        entry[name] = value.clone();
    }
    entry
}

async fn put(world: &World, headers: &[(&str, &str)], body: String) -> (u16, Value) {
    let url = world.sandbox.event_bridge();
    let sent = world.sandbox.http.send(Method::POST, &url, headers, body);
    let answer = sent.await.expect("an answer");
    (answer.status, answer.json())
}

async fn put_entries(world: &World, entries: &[Value]) -> (u16, Value) {
    let body = json!({ "Entries": entries }).to_string();
    put(world, &[TARGET, KIND], body).await
}

#[tokio::test]
async fn an_event_is_taken_with_the_envelope_that_rules_see() {
    let world = World::new().await;
    let given = entry(&json!({ "Time": 1_772_443_171.077, "Resources": ["arn:x"] }));
    let (status, answer) = put_entries(&world, &[given.clone(), given]).await;
    assert_eq!((status, &answer["FailedEntryCount"]), (200, &json!(0)));
    let heard = world.sandbox.bus.published(Some("7"), 0);
    assert_eq!(heard.len(), 2);
    assert_eq!((heard[0].repeat, heard[1].repeat), (false, true));
    let id = &answer["Entries"][0]["EventId"];
    assert!(id.is_string());
    assert_eq!(
        heard[0].event,
        json!({
            "version": "0",
            "id": id,
            "detail-type": "Ordered",
            "source": "shop",
            "account": "123456789012",
            "time": "2026-03-02T09:19:31Z",
            "region": "eu-west-1",
            "resources": ["arn:x"],
            "detail": { "sessionId": "7", "id": "7:1" },
        })
    );
}

#[tokio::test]
async fn entries_are_refused_alone() {
    let world = World::new().await;
    for (change, code) in [
        (json!({ "Source": null }), "InvalidArgument"),
        (json!({ "Source": "" }), "InvalidArgument"),
        (json!({ "DetailType": null }), "InvalidArgument"),
        (json!({ "Detail": null }), "InvalidArgument"),
        (json!({ "Detail": "{" }), "MalformedDetail"),
        (json!({ "Detail": "[]" }), "MalformedDetail"),
        (
            json!({ "Source": "aws.s3" }),
            "NotAuthorizedForSourceException",
        ),
    ] {
        let entries = [entry(&json!({})), entry(&change), entry(&json!({}))];
        let (status, answer) = put_entries(&world, &entries).await;
        assert_eq!(
            (status, &answer["FailedEntryCount"]),
            (200, &json!(1)),
            "{change}"
        );
        assert_eq!(answer["Entries"][1]["ErrorCode"], code, "{change}");
        assert!(answer["Entries"][2]["EventId"].is_string());
    }
    assert_eq!(world.sandbox.bus.published(None, 0).len(), 14);
}

#[tokio::test]
async fn requests_are_refused_as_a_whole() {
    let world = World::new().await;
    let many = vec![entry(&json!({})); 11];
    let long = json!({ "x": "x".repeat(131_072) }).to_string();
    let large = vec![entry(&json!({ "Detail": long })); 2];
    for entries in [vec![], many.clone(), large.clone()] {
        let (status, answer) = put_entries(&world, &entries).await;
        assert_eq!(
            (status, &answer["__type"]),
            (400, &json!("ValidationException"))
        );
    }
    for (headers, body, code) in [
        ([TARGET, KIND], "no JSON", "SerializationException"),
        (
            [("x-amz-target", "AWSEvents.PutRule"), KIND],
            "{}",
            "UnknownOperationException",
        ),
        ([("x-other", "1"), KIND], "{}", "UnknownOperationException"),
    ] {
        let (status, answer) = put(&world, &headers, body.to_owned()).await;
        assert_eq!((status, &answer["__type"]), (400, &json!(code)));
    }
    assert!(world.sandbox.bus.published(None, 0).is_empty());
    for entries in [&many[1..], &large[1..]] {
        assert_eq!(
            put_entries(&world, entries).await.0,
            200,
            "one less is taken"
        );
    }
}

#[tokio::test]
async fn a_page_from_elsewhere_publishes_nothing() {
    let world = World::new().await;
    let body = json!({ "Entries": [entry(&json!({}))] }).to_string();
    let headers = [TARGET, KIND, ("origin", "https://evil.example")];
    assert_eq!(put(&world, &headers, body).await.0, 403);
    assert!(world.sandbox.bus.published(None, 0).is_empty());
}
