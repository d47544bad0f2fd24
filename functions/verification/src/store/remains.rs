//! What is left of a session beside its item: payloads, and what of it lies in quarantine.
//!
//! A genuine delivery that could not be used may be about a session all the same. Where it names one,
//! a *marker* in the session's partition leads to it, so that an erasure finds it.

use super::item::{SCHEMA, number, text};
use super::payload::expiry;
use super::quarantine::{self, KEPT_FOR_DAYS};
use super::schema::{EXPIRES, PARTITION_KEY, SORT_KEY};
use super::session::{SORT, key};
use super::{Store, StoreError};
use aws_sdk_dynamodb::types::{AttributeValue, ReturnConsumedCapacity};
use jiff::Timestamp;

const MARKER: &str = "QUARANTINE#";

impl Store {
    /// Notes that a delivery in quarantine names a session. Written first: a marker that leads
    /// nowhere does no harm.
    ///
    /// # Errors
    /// The store fails.
    pub async fn mark_quarantined(
        &self,
        session_id: &str,
        digest: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let answer = self
            .client
            .put_item()
            .table_name(&*self.table)
            .item(PARTITION_KEY, key(session_id))
            .item(SORT_KEY, text(format!("{MARKER}{digest}")))
            .item("schema", number(SCHEMA))
            .item(EXPIRES, expiry(now, KEPT_FOR_DAYS))
            .return_consumed_capacity(ReturnConsumedCapacity::Total)
            .send()
            .await
            .map_err(|error| StoreError::of("mark the quarantine", &error))?;
        self.units
            .add("mark quarantine", answer.consumed_capacity());
        Ok(())
    }

    /// Deletes everything in a session's partition but its own item, and what lies in quarantine of
    /// it. Returns how many payloads and deliveries there were.
    ///
    /// # Errors
    /// The store fails. What was deleted until then stays deleted, and doing it again does the rest.
    pub async fn delete_remains(&self, session_id: &str) -> Result<usize, StoreError> {
        let remains = self.remains(session_id).await?;
        for sort in &remains {
            if let Some(digest) = sort.strip_prefix(MARKER) {
                let partition = quarantine::key(digest);
                self.delete_item(partition, text(digest), "delete quarantine")
                    .await?;
            }
            self.delete_item(key(session_id), text(sort), "delete payload")
                .await?;
        }
        Ok(remains.len())
    }

    /// The sort keys in a session's partition, without its own item's.
    async fn remains(&self, session_id: &str) -> Result<Vec<String>, StoreError> {
        let query = self
            .client
            .query()
            .key_condition_expression("#pk = :session")
            .projection_expression("#sk")
            .expression_attribute_names("#pk", PARTITION_KEY)
            .expression_attribute_names("#sk", SORT_KEY)
            .expression_attribute_values(":session", key(session_id));
        let items = self.read_all("query remains", query).await?;
        let found = items
            .iter()
            .filter_map(|item| item.get(SORT_KEY)?.as_s().ok());
        Ok(found.filter(|sort| *sort != SORT).cloned().collect())
    }

    pub(super) async fn delete_item(
        &self,
        partition: AttributeValue,
        sort: AttributeValue,
        operation: &'static str,
    ) -> Result<(), StoreError> {
        let answer = self
            .client
            .delete_item()
            .table_name(&*self.table)
            .key(PARTITION_KEY, partition)
            .key(SORT_KEY, sort)
            .return_consumed_capacity(ReturnConsumedCapacity::Total)
            .send()
            .await
            .map_err(|error| StoreError::of(operation, &error))?;
        self.units.add(operation, answer.consumed_capacity());
        Ok(())
    }
}
