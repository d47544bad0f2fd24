//! What stands in the place of an erased session, so that no webhook brings it back.

use super::error::unless_refused;
use super::item::{SCHEMA, instant, number, text};
use super::schema::{PARTITION_KEY, SORT_KEY};
use super::session::{SORT, key};
use super::{Store, StoreError};
use aws_sdk_dynamodb::types::ReturnConsumedCapacity;
use jiff::Timestamp;

/// What is left of an erased session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tombstone {
    /// The integration that made it.
    pub integration_id: String,
    /// When it was erased.
    pub erased_at: Timestamp,
    /// How many genuine webhooks have come since, and were dropped.
    pub swallowed: u64,
}

impl Store {
    /// Puts a tombstone in a session's place: from now on no webhook brings it back.
    ///
    /// # Errors
    /// The store fails.
    pub async fn write_tombstone(
        &self,
        session_id: &str,
        integration_id: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let answer = self
            .client
            .put_item()
            .table_name(&*self.table)
            .item(PARTITION_KEY, key(session_id))
            .item(SORT_KEY, text(SORT))
            .item("schema", number(SCHEMA))
            .item("integration", text(integration_id))
            .item("erasedAt", instant(now))
            .item("swallowed", number(0))
            .return_consumed_capacity(ReturnConsumedCapacity::Total)
            .send()
            .await
            .map_err(|error| StoreError::of("write the tombstone", &error))?;
        self.units
            .add("write tombstone", answer.consumed_capacity());
        Ok(())
    }

    /// Counts a genuine webhook for an erased session.
    ///
    /// # Errors
    /// The store fails.
    pub async fn count_on_tombstone(&self, session_id: &str) -> Result<(), StoreError> {
        let answer = self
            .client
            .update_item()
            .table_name(&*self.table)
            .key(PARTITION_KEY, key(session_id))
            .key(SORT_KEY, text(SORT))
            .update_expression("ADD swallowed :one")
            .condition_expression("attribute_exists(erasedAt)")
            .expression_attribute_values(":one", number(1))
            .return_consumed_capacity(ReturnConsumedCapacity::Total)
            .send()
            .await;
        if let Some(answer) = unless_refused("count on the tombstone", answer)? {
            self.units
                .add("count on tombstone", answer.consumed_capacity());
        }
        Ok(())
    }
}
