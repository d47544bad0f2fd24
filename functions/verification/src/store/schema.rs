//! The table's definition, the one that the sandbox and the tests create.

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::{
    AttributeDefinition, BillingMode, GlobalSecondaryIndex, KeySchemaElement, KeyType, Projection,
    ProjectionType, ScalarAttributeType, StreamSpecification, StreamViewType, TableDescription,
    TimeToLiveSpecification,
};

use super::StoreError;

/// The table's name unless `VERIFICATION_TABLE` says otherwise.
pub const DEFAULT_TABLE: &str = "verification";
/// Partition key.
pub const PARTITION_KEY: &str = "pk";
/// Sort key.
pub const SORT_KEY: &str = "sk";
/// The sparse, keys-only index of sessions that still need a look.
pub const DUE_INDEX: &str = "due";
/// The index's partition key.
pub const SHARD: &str = "shard";
/// The index's sort key: the time of the next look, in milliseconds since the Unix epoch.
pub const DUE: &str = "due";
/// The TTL attribute of payload and quarantine items, in seconds since the Unix epoch.
pub const EXPIRES: &str = "expires";

/// Creates the table unless it is there.
///
/// # Errors
/// The store cannot be reached, or refuses.
pub async fn create_table_if_missing(client: &Client, table: &str) -> Result<(), StoreError> {
    let describe = client.describe_table().table_name(table).send().await;
    match describe {
        Ok(_) => return Ok(()),
        Err(error)
            if error
                .as_service_error()
                .is_some_and(|error| error.is_resource_not_found_exception()) => {}
        Err(error) => return Err(StoreError::of("describe the table", &error)),
    }
    create_table(client, table).await?;
    client
        .update_time_to_live()
        .table_name(table)
        .time_to_live_specification(
            TimeToLiveSpecification::builder()
                .attribute_name(EXPIRES)
                .enabled(true)
                .build()
                .map_err(|_| unbuilt())?,
        )
        .send()
        .await
        .map_err(|error| StoreError::of("set the table's TTL", &error))?;
    Ok(())
}

async fn create_table(
    client: &Client,
    table: &str,
) -> Result<Option<TableDescription>, StoreError> {
    let mut request = client
        .create_table()
        .table_name(table)
        .billing_mode(BillingMode::PayPerRequest)
        .key_schema(key(PARTITION_KEY, KeyType::Hash)?)
        .key_schema(key(SORT_KEY, KeyType::Range)?)
        .global_secondary_indexes(
            GlobalSecondaryIndex::builder()
                .index_name(DUE_INDEX)
                .key_schema(key(SHARD, KeyType::Hash)?)
                .key_schema(key(DUE, KeyType::Range)?)
                .projection(
                    Projection::builder()
                        .projection_type(ProjectionType::KeysOnly)
                        .build(),
                )
                .build()
                .map_err(|_| unbuilt())?,
        )
        .stream_specification(
            StreamSpecification::builder()
                .stream_enabled(true)
                .stream_view_type(StreamViewType::NewAndOldImages)
                .build()
                .map_err(|_| unbuilt())?,
        );
    for (name, kind) in [
        (PARTITION_KEY, ScalarAttributeType::S),
        (SORT_KEY, ScalarAttributeType::S),
        (SHARD, ScalarAttributeType::S),
        (DUE, ScalarAttributeType::N),
    ] {
        request = request.attribute_definitions(
            AttributeDefinition::builder()
                .attribute_name(name)
                .attribute_type(kind)
                .build()
                .map_err(|_| unbuilt())?,
        );
    }
    let created = request
        .send()
        .await
        .map_err(|error| StoreError::of("create the table", &error))?;
    Ok(created.table_description)
}

fn key(name: &str, kind: KeyType) -> Result<KeySchemaElement, StoreError> {
    KeySchemaElement::builder()
        .attribute_name(name)
        .key_type(kind)
        .build()
        .map_err(|_| unbuilt())
}

fn unbuilt() -> StoreError {
    StoreError::Unavailable {
        operation: "describe the table",
        code: "request not built".into(),
    }
}
