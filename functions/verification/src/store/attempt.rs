//! A small item per attempt, which leads back to its session.

use super::item::{ItemReader, SCHEMA, number, text};
use super::schema::{PARTITION_KEY, SORT_KEY};
use super::{Store, StoreError};
use aws_sdk_dynamodb::types::{AttributeValue, ReturnConsumedCapacity};

const SORT: &str = "ATTEMPT";

impl Store {
    /// Notes which session an attempt is of. Written before the session names the attempt, and the
    /// same every time, so that a crash in between does no harm.
    ///
    /// # Errors
    /// The store fails.
    pub async fn name_attempt(
        &self,
        attempt_id: &str,
        session_id: &str,
        integration_id: &str,
    ) -> Result<(), StoreError> {
        let answer = self
            .client
            .put_item()
            .table_name(&*self.table)
            .item(PARTITION_KEY, key(integration_id, attempt_id))
            .item(SORT_KEY, text(SORT))
            .item("schema", number(SCHEMA))
            .item("session", text(session_id))
            .return_consumed_capacity(ReturnConsumedCapacity::Total)
            .send()
            .await
            .map_err(|error| StoreError::of("write the attempt", &error))?;
        self.units.add("write attempt", answer.consumed_capacity());
        Ok(())
    }

    /// The session that an attempt is of, if that is known. Attempts of other integrations are not
    /// found.
    ///
    /// # Errors
    /// The store fails, or the item is corrupt.
    pub async fn session_of_attempt(
        &self,
        integration_id: &str,
        attempt_id: &str,
    ) -> Result<Option<String>, StoreError> {
        let item = self
            .read("read attempt", key(integration_id, attempt_id), text(SORT))
            .await?;
        item.as_ref()
            .map(|item| {
                let reader = ItemReader {
                    kind: "attempt",
                    item,
                };
                reader.text("session").map(str::to_owned)
            })
            .transpose()
    }
}

fn key(integration_id: &str, attempt_id: &str) -> AttributeValue {
    text(format!("ATTEMPT#{integration_id}#{attempt_id}"))
}
