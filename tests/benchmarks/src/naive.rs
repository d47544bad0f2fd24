//! The peer: a table written as one would at first.
//!
//! Every webhook is one transaction, so that payload and session are written together: a transaction
//! costs twice. The payload is kept as it came. What is due is found by a scan of the whole table.

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::{
    AttributeDefinition, AttributeValue, BillingMode, ConsumedCapacity, KeySchemaElement, KeyType,
    Put, ReturnConsumedCapacity, ScalarAttributeType, TransactWriteItem, Update,
};
use uuid::Uuid;

const TABLE: &str = "naive";

/// The peer's table.
#[derive(Clone, Debug)]
pub struct Naive {
    client: Client,
}

impl Naive {
    /// Creates the table.
    pub async fn create(client: Client) -> Self {
        let key = |name: &str, kind| {
            let element = KeySchemaElement::builder().attribute_name(name);
            element.key_type(kind).build().expect("a key")
        };
        let text = |name: &str| {
            let attribute = AttributeDefinition::builder().attribute_name(name);
            let attribute = attribute.attribute_type(ScalarAttributeType::S);
            attribute.build().expect("an attribute")
        };
        client
            .create_table()
            .table_name(TABLE)
            .billing_mode(BillingMode::PayPerRequest)
            .key_schema(key("pk", KeyType::Hash))
            .key_schema(key("sk", KeyType::Range))
            .attribute_definitions(text("pk"))
            .attribute_definitions(text("sk"))
            .send()
            .await
            .expect("the peer's table is created");
        Self { client }
    }

    /// Writes a webhook and what it says; returns the units written.
    pub async fn webhook(&self, session: &str, status: &str, body: &str) -> f64 {
        let text = |text: &str| AttributeValue::S(text.to_owned());
        let payload = Put::builder()
            .table_name(TABLE)
            .item("pk", text(session))
            .item("sk", text(&format!("WEBHOOK#{}", Uuid::new_v4())))
            .item("body", text(body))
            .build()
            .expect("a put");
        let update = Update::builder()
            .table_name(TABLE)
            .key("pk", text(session))
            .key("sk", text("SESSION"))
            .update_expression("SET #status = :status, updatedAt = :now")
            .expression_attribute_names("#status", "status")
            .expression_attribute_values(":status", text(status))
            .expression_attribute_values(":now", text(&jiff::Timestamp::now().to_string()))
            .build()
            .expect("an update");
        let answer = self
            .client
            .transact_write_items()
            .transact_items(TransactWriteItem::builder().put(payload).build())
            .transact_items(TransactWriteItem::builder().update(update).build())
            .return_consumed_capacity(ReturnConsumedCapacity::Total)
            .send()
            .await
            .expect("the transaction is written");
        units(answer.consumed_capacity())
    }

    /// Reads a session, as a handler does before it writes; returns the units read.
    pub async fn read(&self, session: &str) -> f64 {
        let answer = self
            .client
            .get_item()
            .table_name(TABLE)
            .key("pk", AttributeValue::S(session.to_owned()))
            .key("sk", AttributeValue::S("SESSION".to_owned()))
            .consistent_read(true)
            .return_consumed_capacity(ReturnConsumedCapacity::Total)
            .send()
            .await
            .expect("the session is read");
        units(answer.consumed_capacity.as_slice())
    }
}

/// Looks through a whole table for what is due, as a sweep without an index does; returns the units read. The
/// filter makes the answer short; every item is read and paid for all the same.
pub async fn scan(client: &Client, table: &str, now: jiff::Timestamp) -> f64 {
    let mut spent = 0.0;
    let mut from = None;
    loop {
        let answer = client
            .scan()
            .table_name(table)
            .filter_expression("#due <= :now")
            .expression_attribute_names("#due", "due")
            .expression_attribute_values(
                ":now",
                AttributeValue::N(now.as_millisecond().to_string()),
            )
            .set_exclusive_start_key(from)
            .return_consumed_capacity(ReturnConsumedCapacity::Total)
            .send()
            .await
            .expect("the table is scanned");
        spent += units(answer.consumed_capacity.as_slice());
        from = answer.last_evaluated_key;
        if from.is_none() {
            return spent;
        }
    }
}

fn units(consumed: &[ConsumedCapacity]) -> f64 {
    consumed
        .iter()
        .filter_map(ConsumedCapacity::capacity_units)
        .sum()
}
