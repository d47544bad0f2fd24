//! A person's pointer forgets an erased session.

use super::error::unless_refused;
use super::item::{instant, number, text};
use super::pointer::SORT;
use super::schema::{PARTITION_KEY, SORT_KEY};
use super::{Pointer, Store, StoreError};
use aws_sdk_dynamodb::types::ReturnConsumedCapacity;
use jiff::Timestamp;

/// A person has one browser and one back end: who loses more often has a defect.
const TRIES: u32 = 50;

impl Store {
    /// Removes a session from a pointer, wherever it stands there; a pointer that then says nothing
    /// is deleted. One that does not name the session stays as it is.
    ///
    /// # Errors
    /// The store fails, or others always changed the pointer meanwhile.
    pub async fn forget(
        &self,
        key: &str,
        session_id: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        for _ in 0..TRIES {
            let seen = self.read_pointer(key).await?;
            let named = seen.current.as_deref() == Some(session_id)
                || seen.replaced.as_deref() == Some(session_id)
                || seen.sessions.iter().any(|listed| listed == session_id);
            if !named {
                return Ok(());
            }
            if self.forget_in(key, &seen, session_id, now).await? {
                return Ok(());
            }
            tokio::task::yield_now().await;
        }
        Err(StoreError::Contended)
    }

    /// Returns whether the pointer was still as it was seen.
    async fn forget_in(
        &self,
        key: &str,
        seen: &Pointer,
        session_id: &str,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let is_it = |named: &Option<String>| named.as_deref() == Some(session_id);
        let mut remove = Vec::new();
        let mut condition = vec![];
        if is_it(&seen.current) {
            remove.push("#current".to_owned());
            condition.push("#current = :session".to_owned());
        }
        if is_it(&seen.replaced) {
            remove.push("replaced".to_owned());
            condition.push("replaced = :session".to_owned());
        }
        let listed = seen.sessions.iter().enumerate();
        for (place, _) in listed.filter(|(_, listed)| *listed == session_id) {
            remove.push(format!("sessions[{place}]"));
            condition.push(format!("sessions[{place}] = :session"));
        }
        let others = seen.sessions.iter().any(|listed| listed != session_id);
        let says_more = others
            || seen.current.is_some() && !is_it(&seen.current)
            || seen.replaced.is_some() && !is_it(&seen.replaced);
        if says_more || seen.is_leased(now) {
            let mut request = self
                .update_pointer(key)
                .update_expression(format!("REMOVE {}", remove.join(", ")))
                .condition_expression(condition.join(" AND "))
                .expression_attribute_values(":session", text(session_id));
            if is_it(&seen.current) {
                request = request.expression_attribute_names("#current", "current");
            }
            return self.conditional(request, "forget in pointer").await;
        }
        // What was not there must not have come, or it would be lost.
        if seen.current.is_none() {
            condition.push("attribute_not_exists(#current)".to_owned());
        }
        if seen.replaced.is_none() {
            condition.push("attribute_not_exists(replaced)".to_owned());
        }
        condition.push("(attribute_not_exists(#lease) OR leasedUntil <= :now)".to_owned());
        condition.push(match seen.sessions.len() {
            0 => "(attribute_not_exists(sessions) OR size(sessions) = :count)".to_owned(),
            _ => "size(sessions) = :count".to_owned(),
        });
        let answer = self
            .client
            .delete_item()
            .table_name(&*self.table)
            .key(PARTITION_KEY, text(key))
            .key(SORT_KEY, text(SORT))
            .condition_expression(condition.join(" AND "))
            .expression_attribute_names("#current", "current")
            .expression_attribute_names("#lease", "lease")
            .expression_attribute_values(":session", text(session_id))
            .expression_attribute_values(":now", instant(now))
            .expression_attribute_values(":count", number(seen.sessions.len()))
            .return_consumed_capacity(ReturnConsumedCapacity::Total)
            .send()
            .await;
        let deleted = unless_refused("delete the pointer", answer)?;
        if let Some(answer) = &deleted {
            self.units.add("delete pointer", answer.consumed_capacity());
        }
        Ok(deleted.is_some())
    }
}
