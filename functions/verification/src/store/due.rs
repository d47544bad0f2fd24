//! The sparse index of sessions that still need a look.

use super::error::unless_refused;
use super::item::{instant, text};
use super::schema::{DUE, DUE_INDEX, PARTITION_KEY, SHARD, SORT_KEY};
use super::session::{SORT, key};
use super::{Store, StoreError};
use aws_sdk_dynamodb::types::ReturnConsumedCapacity;
use jiff::Timestamp;

/// A session whose next look is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// The session.
    pub session_id: String,
    /// Since when.
    pub since: Timestamp,
}

impl Store {
    /// One shard's sessions whose next look is due, the longest overdue first.
    ///
    /// The index may be seconds behind: read the session before acting on it.
    ///
    /// # Errors
    /// The store fails.
    pub async fn due_sessions(
        &self,
        shard: u32,
        now: Timestamp,
        limit: i32,
    ) -> Result<Vec<Due>, StoreError> {
        let answer = self
            .client
            .query()
            .table_name(&*self.table)
            .index_name(DUE_INDEX)
            .key_condition_expression("#shard = :shard AND #due <= :now")
            .expression_attribute_names("#shard", SHARD)
            .expression_attribute_names("#due", DUE)
            .expression_attribute_values(":shard", text(shard.to_string()))
            .expression_attribute_values(":now", instant(now))
            .limit(limit)
            .return_consumed_capacity(ReturnConsumedCapacity::Total)
            .send()
            .await
            .map_err(|error| StoreError::of("query the due sessions", &error))?;
        self.units.add("query due", answer.consumed_capacity());
        Ok(answer
            .items()
            .iter()
            .filter_map(|item| {
                let key = item.get(PARTITION_KEY)?.as_s().ok()?;
                let since = item.get(DUE)?.as_n().ok()?.parse().ok()?;
                Some(Due {
                    session_id: key.strip_prefix("SESSION#")?.to_owned(),
                    since: Timestamp::from_millisecond(since).ok()?,
                })
            })
            .collect())
    }

    /// Moves a session's next look on without reading the item, because it cannot be read. A session
    /// that is no longer due stays as it is.
    ///
    /// # Errors
    /// The store fails.
    pub async fn put_off(
        &self,
        session_id: &str,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<(), StoreError> {
        let answer = self
            .client
            .update_item()
            .table_name(&*self.table)
            .key(PARTITION_KEY, key(session_id))
            .key(SORT_KEY, text(SORT))
            .update_expression("SET #due = :until")
            .condition_expression("#due <= :now")
            .expression_attribute_names("#due", DUE)
            .expression_attribute_values(":until", instant(until))
            .expression_attribute_values(":now", instant(now))
            .return_consumed_capacity(ReturnConsumedCapacity::Total)
            .send()
            .await;
        if let Some(answer) = unless_refused("put the session off", answer)? {
            self.units.add("put off", answer.consumed_capacity());
        }
        Ok(())
    }
}
