//! Reading: one item by its key, or all that a query finds.

use super::item::Item;
use super::schema::{PARTITION_KEY, SORT_KEY};
use super::{Store, StoreError};
use aws_sdk_dynamodb::operation::query::builders::QueryFluentBuilder;
use aws_sdk_dynamodb::types::{AttributeValue, ReturnConsumedCapacity};

impl Store {
    /// Reads an item, consistently; `operation` is what the request is counted as.
    ///
    /// # Errors
    /// The store fails.
    pub(super) async fn read(
        &self,
        operation: &'static str,
        partition_key: AttributeValue,
        sort_key: AttributeValue,
    ) -> Result<Option<Item>, StoreError> {
        let answer = self
            .client
            .get_item()
            .table_name(&*self.table)
            .key(PARTITION_KEY, partition_key)
            .key(SORT_KEY, sort_key)
            .consistent_read(true)
            .return_consumed_capacity(ReturnConsumedCapacity::Total)
            .send()
            .await
            .map_err(|error| StoreError::of(operation, &error))?;
        self.units.add(operation, answer.consumed_capacity());
        Ok(answer.item)
    }

    /// Reads everything that a query of the table finds, consistently and page after page; each page is
    /// counted as `operation`.
    ///
    /// # Errors
    /// The store fails.
    pub(super) async fn read_all(
        &self,
        operation: &'static str,
        query: QueryFluentBuilder,
    ) -> Result<Vec<Item>, StoreError> {
        let query = query
            .table_name(&*self.table)
            .consistent_read(true)
            .return_consumed_capacity(ReturnConsumedCapacity::Total);
        let mut items = Vec::new();
        let mut from = None;
        loop {
            let answer = query
                .clone()
                .set_exclusive_start_key(from)
                .send()
                .await
                .map_err(|error| StoreError::of(operation, &error))?;
            self.units.add(operation, answer.consumed_capacity());
            items.extend(answer.items.unwrap_or_default());
            from = answer.last_evaluated_key;
            if from.is_none() {
                return Ok(items);
            }
        }
    }
}
