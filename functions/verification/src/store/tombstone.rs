//! What stands in the place of an erased session, so that no webhook brings it back.

use super::error::unless_refused;
use super::item::{Item, ItemReader, SCHEMA, instant, number, text};
use super::schema::{DUE, PARTITION_KEY, SHARD, SORT_KEY};
use super::session::{SORT, TRIES, key};
use super::{Store, StoreError, Stored};
use crate::record::SessionRecord;
use aws_sdk_dynamodb::types::{AttributeValue, ReturnConsumedCapacity};
use jiff::Timestamp;
use serde::Serialize;

/// Whether an erased session is erased at Veriff too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum AtVeriff {
    /// It waits for its turn, or for Veriff to allow it.
    Pending,
    /// Veriff has deleted it, or does not have it.
    Done,
    /// Veriff has not switched deletion on for the integration: its own retention removes it.
    Off,
}

impl AtVeriff {
    /// The word for it, as it is stored and answered.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Done => "done",
            Self::Off => "off",
        }
    }
}

/// What is left of an erased session: ids, times, and what of the erasure is still to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tombstone {
    /// The integration that made it.
    pub integration_id: String,
    /// When it was erased.
    pub erased_at: Timestamp,
    /// How many genuine webhooks have come since, and were dropped.
    pub swallowed: u64,
    /// How far the erasure is at Veriff.
    pub at_veriff: AtVeriff,
    /// When Veriff is next asked to delete it; none: not (again).
    pub try_at: Option<Timestamp>,
    /// How often Veriff was asked in vain.
    pub tries: u32,
    /// When what was in flight is looked for; none: it was.
    pub clean_at: Option<Timestamp>,
    /// The keys of the pointers that may lead here, until all is clean. They are hashes.
    pub pointers: Vec<String>,
    /// Counts the changes, so that none is lost.
    step: u64,
}

impl Tombstone {
    /// A tombstone that is yet to be written.
    pub fn new(integration_id: &str, erased_at: Timestamp, at_veriff: AtVeriff) -> Self {
        Self {
            integration_id: integration_id.to_owned(),
            erased_at,
            swallowed: 0,
            at_veriff,
            try_at: None,
            tries: 0,
            clean_at: None,
            pointers: Vec::new(),
            step: 0,
        }
    }

    /// When there is next something to do.
    pub fn due(&self) -> Option<Timestamp> {
        [self.try_at, self.clean_at].into_iter().flatten().min()
    }
}

impl Store {
    /// Puts a tombstone in a session's place: from now on no webhook brings it back. Returns whether
    /// it did; it does not if the session has changed since it was read at `version`, or is under
    /// legal hold.
    ///
    /// # Errors
    /// The store fails.
    pub async fn bury(
        &self,
        session_id: &str,
        version: u64,
        tombstone: &Tombstone,
        shards: u32,
    ) -> Result<bool, StoreError> {
        let answer = self
            .client
            .put_item()
            .table_name(&*self.table)
            .set_item(Some(encode(session_id, tombstone, shards)))
            .condition_expression("#version = :version AND attribute_not_exists(legalHold)")
            .expression_attribute_names("#version", "version")
            .expression_attribute_values(":version", number(version))
            .return_consumed_capacity(ReturnConsumedCapacity::Total)
            .send()
            .await;
        let written = unless_refused("write the tombstone", answer)?;
        if let Some(answer) = &written {
            self.units
                .add("write tombstone", answer.consumed_capacity());
        }
        Ok(written.is_some())
    }

    /// Changes a tombstone, again and again until no other writer is in between; returns it as it is
    /// then.
    ///
    /// # Errors
    /// The store fails, or other writers always won.
    pub async fn change_tombstone(
        &self,
        session_id: &str,
        mut seen: Tombstone,
        shards: u32,
        mut change: impl FnMut(&mut Tombstone),
    ) -> Result<Tombstone, StoreError> {
        for _ in 0..TRIES {
            let mut after = seen.clone();
            change(&mut after);
            if after == seen {
                return Ok(seen);
            }
            after.step += 1;
            if self
                .update_tombstone(session_id, seen.step, &after, shards)
                .await?
            {
                return Ok(after);
            }
            match self.read_session(session_id).await? {
                Some(Stored::Tombstone(now)) => seen = now,
                _ => break,
            }
            tokio::task::yield_now().await;
        }
        Err(StoreError::Contended)
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

    /// Sets what is still to be done; what was counted meanwhile stays.
    async fn update_tombstone(
        &self,
        session_id: &str,
        step: u64,
        after: &Tombstone,
        shards: u32,
    ) -> Result<bool, StoreError> {
        let mut set = vec!["#step = :next".to_owned()];
        let mut remove = Vec::new();
        let mut request = self
            .client
            .update_item()
            .table_name(&*self.table)
            .key(PARTITION_KEY, key(session_id))
            .key(SORT_KEY, text(SORT))
            .condition_expression("#step = :step")
            .expression_attribute_names("#step", "step")
            .expression_attribute_values(":step", number(step))
            .expression_attribute_values(":next", number(after.step))
            .return_consumed_capacity(ReturnConsumedCapacity::Total);
        for (place, (name, value)) in open_work(session_id, after, shards).into_iter().enumerate() {
            request = request.expression_attribute_names(format!("#a{place}"), name);
            match value {
                Some(value) => {
                    set.push(format!("#a{place} = :a{place}"));
                    request = request.expression_attribute_values(format!(":a{place}"), value);
                }
                None => remove.push(format!("#a{place}")),
            }
        }
        let mut expression = format!("SET {}", set.join(", "));
        if !remove.is_empty() {
            expression.push_str(" REMOVE ");
            expression.push_str(&remove.join(", "));
        }
        let answer = request.update_expression(expression).send().await;
        let written = unless_refused("change the tombstone", answer)?;
        if let Some(answer) = &written {
            self.units
                .add("change tombstone", answer.consumed_capacity());
        }
        Ok(written.is_some())
    }
}

pub(super) fn encode(session_id: &str, tombstone: &Tombstone, shards: u32) -> Item {
    let mut item = Item::from([
        (PARTITION_KEY.into(), key(session_id)),
        (SORT_KEY.into(), text(SORT)),
        ("schema".into(), number(SCHEMA)),
        ("integration".into(), text(&tombstone.integration_id)),
        ("erasedAt".into(), instant(tombstone.erased_at)),
        ("swallowed".into(), number(tombstone.swallowed)),
        ("step".into(), number(tombstone.step)),
    ]);
    for (name, value) in open_work(session_id, tombstone, shards) {
        if let Some(value) = value {
            item.insert(name.into(), value);
        }
    }
    item
}

/// The attributes that change; those without a value are not there.
fn open_work(
    session_id: &str,
    tombstone: &Tombstone,
    shards: u32,
) -> [(&'static str, Option<AttributeValue>); 7] {
    let due = tombstone.due();
    let shard = || text(SessionRecord::shard(session_id, shards).to_string());
    let pointers = || AttributeValue::L(tombstone.pointers.iter().map(text).collect());
    [
        ("atVeriff", Some(text(tombstone.at_veriff.as_str()))),
        ("tries", Some(number(tombstone.tries))),
        ("tryAt", tombstone.try_at.map(instant)),
        ("cleanAt", tombstone.clean_at.map(instant)),
        ("pointers", (!tombstone.pointers.is_empty()).then(pointers)),
        (SHARD, due.map(|_| shard())),
        (DUE, due.map(instant)),
    ]
}

/// The tombstone that stands there, if one does.
pub(super) fn decode(reader: &ItemReader<'_>) -> Result<Option<Tombstone>, StoreError> {
    let Some(erased_at) = reader.instant("erasedAt")? else {
        return Ok(None);
    };
    let at_veriff = match reader.optional_text("atVeriff")? {
        None | Some("off") => AtVeriff::Off,
        Some("done") => AtVeriff::Done,
        Some("pending") => AtVeriff::Pending,
        Some(_) => return Err(reader.corrupt("atVeriff", "is no word that is known")),
    };
    Ok(Some(Tombstone {
        integration_id: reader.text("integration")?.to_owned(),
        erased_at,
        swallowed: reader.number("swallowed")?.unwrap_or(0),
        at_veriff,
        try_at: reader.instant("tryAt")?,
        tries: reader.number("tries")?.unwrap_or(0),
        clean_at: reader.instant("cleanAt")?,
        pointers: reader.texts("pointers")?,
        step: reader.number("step")?.unwrap_or(0),
    }))
}
