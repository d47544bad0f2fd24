//! One item by its key.

use super::item::Item;
use super::schema::{PARTITION_KEY, SORT_KEY};
use super::{Store, StoreError};
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
}
