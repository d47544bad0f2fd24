//! The deployed table is the one that the sandbox and the tests create.

use super::stack::Stack;
use super::template::Templates;
use aws_sdk_dynamodb::types::{
    AttributeDefinition, KeySchemaElement, Projection, StreamSpecification, TableDescription,
};
use serde_json::{Value, json};
use veriff_sandbox::{Options, Sandbox};

/// What the code makes, in the template's words.
async fn created() -> Value {
    let options = Options {
        sweeps: false,
        ..Options::default()
    };
    let sandbox = Sandbox::start(options).await.expect("the sandbox starts");
    let client = veriff_sandbox::dynamodb::client(&sandbox.dynamodb);
    let table = client
        .describe_table()
        .table_name(sandbox.table)
        .send()
        .await;
    let table = table.expect("the table is there").table.expect("described");
    let ttl = client
        .describe_time_to_live()
        .table_name(sandbox.table)
        .send()
        .await;
    let ttl = ttl
        .expect("the TTL is there")
        .time_to_live_description
        .expect("described");
    let mut described = described(&table);
    described["TimeToLiveSpecification"] = json!({
        "AttributeName": ttl.attribute_name,
        "Enabled": ttl.time_to_live_status.is_some_and(|status| status.as_str() == "ENABLED"),
    });
    described
}

fn described(table: &TableDescription) -> Value {
    let indexes: Vec<_> = table
        .global_secondary_indexes()
        .iter()
        .map(|index| {
            json!({
                "IndexName": index.index_name,
                "KeySchema": keys(index.key_schema()),
                "Projection": projection(index.projection().expect("a projection")),
            })
        })
        .collect();
    let billing = table
        .billing_mode_summary()
        .and_then(|it| it.billing_mode.as_ref());
    json!({
        "TableName": table.table_name,
        "BillingMode": billing.map(|mode| mode.as_str()),
        "AttributeDefinitions": attributes(table.attribute_definitions()),
        "KeySchema": keys(table.key_schema()),
        "GlobalSecondaryIndexes": indexes,
        "StreamSpecification": stream(table.stream_specification().expect("a stream")),
    })
}

fn attributes(definitions: &[AttributeDefinition]) -> Value {
    let mut definitions: Vec<_> = definitions
        .iter()
        .map(|it| json!({ "AttributeName": it.attribute_name, "AttributeType": it.attribute_type.as_str() }))
        .collect();
    sort(&mut definitions);
    definitions.into()
}

/// Their order means nothing to DynamoDB.
fn sort(definitions: &mut [Value]) {
    definitions.sort_by_key(|it| it["AttributeName"].to_string());
}

fn keys(schema: &[KeySchemaElement]) -> Value {
    let keys = schema.iter();
    keys.map(|it| json!({ "AttributeName": it.attribute_name, "KeyType": it.key_type.as_str() }))
        .collect()
}

fn projection(projection: &Projection) -> Value {
    let kind = projection.projection_type().expect("a type");
    json!({ "ProjectionType": kind.as_str() })
}

fn stream(stream: &StreamSpecification) -> Value {
    assert!(stream.stream_enabled);
    let kind = stream.stream_view_type().expect("a type");
    json!({ "StreamViewType": kind.as_str() })
}

#[tokio::test]
async fn the_table_is_the_one_that_the_code_creates() {
    let templates = Templates::read();
    let mut deployed = Stack::deployed(&templates, &[])
        .nested("Storage")
        .properties("Table");
    // What the emulator has not, and a table of tests need not have.
    let only_deployed = json!({
        "DeletionProtectionEnabled": true,
        "PointInTimeRecoverySpecification": {
            "PointInTimeRecoveryEnabled": true,
            "RecoveryPeriodInDays": 35,
        },
        "SSESpecification": {
            "SSEEnabled": true,
            "SSEType": "KMS",
            "KMSMasterKeyId": "arn:aws:kms:eu-west-1:123456789012:Key",
        },
    });
    for (name, value) in only_deployed.as_object().expect("an object") {
        let removed = deployed
            .as_object_mut()
            .and_then(|table| table.remove(name));
        assert_eq!(removed.as_ref(), Some(value), "{name}");
    }
    sort(
        deployed["AttributeDefinitions"]
            .as_array_mut()
            .expect("a list"),
    );
    assert_eq!(deployed, created().await);
}

#[test]
fn what_outlives_a_deployment_is_kept_when_the_stack_is_deleted() {
    let templates = Templates::read();
    let resources = &templates.get("storage.yaml")["Resources"];
    for id in ["Key", "Table", "Settings", "DiscardedRecords"] {
        for policy in ["DeletionPolicy", "UpdateReplacePolicy"] {
            assert_eq!(resources[id][policy], "Retain", "{id}");
        }
    }
    assert_eq!(
        templates.get("template.yaml")["Resources"]["Storage"]["DeletionPolicy"],
        "Retain"
    );
}
