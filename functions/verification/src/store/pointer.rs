//! A person's pointer: their current session, or a lease on making it.

use super::error::unless_refused;
use super::item::{Item, ItemReader, SCHEMA, instant, number, text};
use super::schema::{PARTITION_KEY, SORT_KEY};
use super::{Store, StoreError};
use aws_sdk_dynamodb::types::{AttributeValue, ReturnConsumedCapacity};
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

pub(super) const SORT: &str = "CURRENT";
/// Longer than Veriff is waited for, and shorter than a person's patience.
const LEASE: SignedDuration = SignedDuration::from_secs(25);
/// So many of a person's sessions are listed; older ones are found by their id.
const LISTED: usize = 20;

/// What is known of a person at one integration.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pointer {
    /// The current session's id.
    pub current: Option<String>,
    /// A session that the current one replaced because its link was dying: a late approval of it
    /// still counts for the person.
    pub replaced: Option<String>,
    /// The person's sessions, the newest last.
    pub sessions: Vec<String>,
    /// Until when another request is making a session.
    pub leased_until: Option<Timestamp>,
    /// How many sessions were made on `day`.
    pub creates: u32,
    /// The day (UTC) that `creates` counts for.
    pub day: Option<String>,
}

impl Pointer {
    /// How many sessions the person was given today.
    pub fn creates_on(&self, now: Timestamp) -> u32 {
        if self.day.as_deref() == Some(&day(now)) {
            self.creates
        } else {
            0
        }
    }

    /// Whether another request holds the lease.
    pub fn is_leased(&self, now: Timestamp) -> bool {
        self.leased_until.is_some_and(|until| now < until)
    }
}

/// The right to make a person's session, for 25 seconds.
#[derive(Clone, Debug)]
pub struct Lease {
    key: String,
    token: String,
}

impl Store {
    /// Reads a person's pointer, consistently; an empty one if there is none.
    ///
    /// # Errors
    /// The store fails, or the item is corrupt.
    pub async fn read_pointer(&self, key: &str) -> Result<Pointer, StoreError> {
        let item = self.read("read pointer", text(key), text(SORT)).await?;
        item.as_ref().map_or(Ok(Pointer::default()), decode)
    }

    /// Takes the lease, unless another request holds it or the pointer has moved on from `seen`.
    ///
    /// # Errors
    /// The store fails.
    pub async fn take_lease(
        &self,
        key: &str,
        seen: &Pointer,
        now: Timestamp,
    ) -> Result<Option<Lease>, StoreError> {
        let lease = Lease {
            key: key.to_owned(),
            token: Uuid::new_v4().simple().to_string(),
        };
        let unmoved = match &seen.current {
            Some(_) => "#current = :current",
            None => "attribute_not_exists(#current)",
        };
        let mut request = self
            .update_pointer(key)
            .update_expression("SET #lease = :token, leasedUntil = :until, #schema = :schema")
            .condition_expression(format!(
                "{unmoved} AND (attribute_not_exists(#lease) OR leasedUntil <= :now OR #lease = :token)"
            ))
            .expression_attribute_names("#schema", "schema")
            .expression_attribute_names("#current", "current")
            .expression_attribute_names("#lease", "lease")
            .expression_attribute_values(":schema", number(SCHEMA))
            .expression_attribute_values(":token", text(&lease.token))
            .expression_attribute_values(":until", instant(crate::record::later(now, LEASE)))
            .expression_attribute_values(":now", instant(now));
        if let Some(current) = &seen.current {
            request = request.expression_attribute_values(":current", text(current));
        }
        let taken = self.conditional(request, "take lease").await?;
        Ok(taken.then_some(lease))
    }

    /// Points to a new session, and to the one that is `replaced`, and gives the lease back, on condition
    /// that it is still held. Returns whether it was.
    ///
    /// # Errors
    /// The store fails.
    pub async fn point_to(
        &self,
        lease: &Lease,
        seen: &Pointer,
        session_id: &str,
        replaced: Option<&str>,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let mut sessions: Vec<_> = seen.sessions.iter().map(text).collect();
        sessions.push(text(session_id));
        let listed = sessions.split_off(sessions.len().saturating_sub(LISTED));
        let mut request = self
            .update_pointer(&lease.key)
            .update_expression(format!(
                "SET #current = :session, sessions = :sessions, #day = :day, creates = :creates{} \
                 REMOVE #lease, leasedUntil{}",
                if replaced.is_some() {
                    ", replaced = :replaced"
                } else {
                    ""
                },
                if replaced.is_some() { "" } else { ", replaced" },
            ))
            // The second alternative: this very write succeeded before, and its answer was lost.
            .condition_expression("#lease = :token OR #current = :session")
            .expression_attribute_names("#current", "current")
            .expression_attribute_names("#lease", "lease")
            .expression_attribute_names("#day", "day")
            .expression_attribute_values(":token", text(&lease.token))
            .expression_attribute_values(":session", text(session_id))
            .expression_attribute_values(":sessions", AttributeValue::L(listed))
            .expression_attribute_values(":day", text(day(now)))
            .expression_attribute_values(":creates", number(seen.creates_on(now) + 1));
        if let Some(replaced) = replaced {
            request = request.expression_attribute_values(":replaced", text(replaced));
        }
        self.conditional(request, "set pointer").await
    }

    /// Gives the lease back without a session, so that the next request need not wait it out.
    ///
    /// # Errors
    /// The store fails.
    pub async fn give_back(&self, lease: &Lease) -> Result<(), StoreError> {
        let request = self
            .update_pointer(&lease.key)
            .update_expression("REMOVE #lease, leasedUntil")
            .condition_expression("#lease = :token")
            .expression_attribute_names("#lease", "lease")
            .expression_attribute_values(":token", text(&lease.token));
        self.conditional(request, "give lease back").await.map(drop)
    }

    /// Lists a session that was made elsewhere, as the person's current one or beside it. Returns whether
    /// the pointer was still as it was `seen`, and nobody was making a session.
    ///
    /// # Errors
    /// The store fails.
    pub async fn list_made_elsewhere(
        &self,
        key: &str,
        seen: &Pointer,
        session_id: &str,
        becomes_current: bool,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let others = seen.sessions.iter().filter(|listed| *listed != session_id);
        let mut sessions: Vec<_> = others.map(text).collect();
        let place = if becomes_current { sessions.len() } else { 0 };
        sessions.insert(place, text(session_id));
        let listed = sessions.split_off(sessions.len().saturating_sub(LISTED));
        let current = seen.current.as_deref().filter(|_| !becomes_current);
        let unmoved = match &seen.current {
            Some(_) => "#current = :seen",
            None => "attribute_not_exists(#current)",
        };
        let mut request = self
            .update_pointer(key)
            .update_expression(
                "SET #current = :current, sessions = :sessions, #schema = :schema \
                 REMOVE #lease, leasedUntil",
            )
            .condition_expression(format!(
                "{unmoved} AND (attribute_not_exists(#lease) OR leasedUntil <= :now)"
            ))
            .expression_attribute_names("#current", "current")
            .expression_attribute_names("#lease", "lease")
            .expression_attribute_names("#schema", "schema")
            .expression_attribute_values(":schema", number(SCHEMA))
            .expression_attribute_values(":now", instant(now))
            .expression_attribute_values(":current", text(current.unwrap_or(session_id)))
            .expression_attribute_values(":sessions", AttributeValue::L(listed));
        if let Some(seen) = &seen.current {
            request = request.expression_attribute_values(":seen", text(seen));
        }
        self.conditional(request, "list session").await
    }

    /// Lists a session under a second name of the same person, without making it current there.
    ///
    /// # Errors
    /// The store fails.
    pub async fn also_list(&self, key: &str, session_id: &str) -> Result<(), StoreError> {
        let mut sessions = self.read_pointer(key).await?.sessions;
        if sessions.iter().any(|listed| listed == session_id) {
            return Ok(());
        }
        sessions.push(session_id.to_owned());
        let listed = sessions.split_off(sessions.len().saturating_sub(LISTED));
        let request = self
            .update_pointer(key)
            .update_expression("SET sessions = :sessions, #schema = :schema")
            .expression_attribute_names("#schema", "schema")
            .expression_attribute_values(":schema", number(SCHEMA))
            .expression_attribute_values(
                ":sessions",
                AttributeValue::L(listed.into_iter().map(text).collect()),
            );
        self.conditional(request, "list session").await.map(drop)
    }

    pub(super) fn update_pointer(
        &self,
        key: &str,
    ) -> aws_sdk_dynamodb::operation::update_item::builders::UpdateItemFluentBuilder {
        self.client
            .update_item()
            .table_name(&*self.table)
            .key(PARTITION_KEY, text(key))
            .key(SORT_KEY, text(SORT))
            .return_consumed_capacity(ReturnConsumedCapacity::Total)
    }

    pub(super) async fn conditional(
        &self,
        request: aws_sdk_dynamodb::operation::update_item::builders::UpdateItemFluentBuilder,
        operation: &'static str,
    ) -> Result<bool, StoreError> {
        let written = unless_refused(operation, request.send().await)?;
        if let Some(answer) = &written {
            self.units.add(operation, answer.consumed_capacity());
        }
        Ok(written.is_some())
    }
}

fn day(now: Timestamp) -> String {
    now.strftime("%Y-%m-%d").to_string()
}

fn decode(item: &Item) -> Result<Pointer, StoreError> {
    let reader = ItemReader {
        kind: "pointer",
        item,
    };
    reader.check_schema()?;
    let owned = |name| Ok::<_, StoreError>(reader.optional_text(name)?.map(str::to_owned));
    Ok(Pointer {
        current: owned("current")?,
        replaced: owned("replaced")?,
        sessions: reader.texts("sessions")?,
        leased_until: reader.instant("leasedUntil")?,
        creates: reader.number("creates")?.unwrap_or(0),
        day: owned("day")?,
    })
}
