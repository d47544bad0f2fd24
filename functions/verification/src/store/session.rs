//! The session item: read consistently, written on condition of its version.

use super::item::{Item, ItemReader, SCHEMA, instant, number, text};
use super::schema::{DUE, PARTITION_KEY, SHARD, SORT_KEY};
use super::{Store, StoreError, Tombstone, tombstone};
use crate::record::{LegalHold, SessionRecord};
use crate::settings::IntegrationKind;
use aws_sdk_dynamodb::types::{
    AttributeValue, ReturnConsumedCapacity, ReturnValuesOnConditionCheckFailure,
};
use jiff::Timestamp;
use uuid::Uuid;
use veriff_verify::lifecycle::{State, Status};

pub(super) const SORT: &str = "SESSION";
/// A writer that loses so often in a row gives up; each loss means that somebody else won.
pub(super) const TRIES: u32 = 200;

/// What stands under a session's key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stored {
    /// The session, and the version that a write must name.
    Session(Box<SessionRecord>, u64),
    /// The session was erased.
    Tombstone(Tombstone),
}

/// The result of one conditional write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Written {
    /// It is durable.
    Done,
    /// Somebody else was first; this is what stands there now.
    Conflict(Option<Stored>),
}

/// The result of recording facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recorded {
    /// The state changed, durably.
    Changed {
        /// The status before; none if the session was not known.
        before: Option<Status>,
        /// The session now.
        record: Box<SessionRecord>,
    },
    /// All of it was known.
    Unchanged(Box<SessionRecord>),
    /// The session belongs to another integration; nothing changed.
    Foreign,
    /// The session was erased; nothing changed.
    Erased,
}

impl Store {
    /// Reads a session, consistently.
    ///
    /// # Errors
    /// The store fails, or the item is corrupt.
    pub async fn read_session(&self, session_id: &str) -> Result<Option<Stored>, StoreError> {
        let item = self
            .read("read session", key(session_id), text(SORT))
            .await?;
        item.as_ref()
            .map(|item| decode(session_id, item))
            .transpose()
    }

    /// Changes a session, again and again until no other writer is in between.
    ///
    /// `current` is what was read, `fresh` what a session that is not there starts from; `change`
    /// says whether it changed anything, and may be called several times.
    ///
    /// # Errors
    /// The store fails, the item is corrupt, or other writers always won.
    pub async fn change_session(
        &self,
        mut current: Option<Stored>,
        fresh: &SessionRecord,
        shards: u32,
        mut change: impl FnMut(&mut SessionRecord) -> bool,
    ) -> Result<Recorded, StoreError> {
        let token = Uuid::new_v4().simple().to_string();
        for _ in 0..TRIES {
            let (before, version) = match current {
                Some(Stored::Tombstone(_)) => return Ok(Recorded::Erased),
                Some(Stored::Session(record, _))
                    if record.integration_id != fresh.integration_id
                        || record.kind != fresh.kind =>
                {
                    return Ok(Recorded::Foreign);
                }
                Some(Stored::Session(record, version)) => (Some(record), Some(version)),
                None => (None, None),
            };
            let mut record = before.as_deref().unwrap_or(fresh).clone();
            if !change(&mut record) && before.is_some() {
                return Ok(Recorded::Unchanged(Box::new(record)));
            }
            record.revise(before.as_deref().unwrap_or(fresh));
            self.name_attempts(before.as_deref(), &record).await?;
            match self.write_session(&record, version, shards, &token).await? {
                Written::Done => {
                    return Ok(Recorded::Changed {
                        before: before.map(|record| record.status()),
                        record: Box::new(record),
                    });
                }
                Written::Conflict(now) => current = now,
            }
            tokio::task::yield_now().await;
        }
        Err(StoreError::Contended)
    }

    /// Folds facts into a session. `fresh` names whose session it is by Veriff's word.
    ///
    /// # Errors
    /// As [`change_session`](Self::change_session).
    pub async fn record_facts(
        &self,
        current: Option<Stored>,
        fresh: &SessionRecord,
        facts: &State,
        shards: u32,
        now: Timestamp,
    ) -> Result<Recorded, StoreError> {
        self.change_session(current, fresh, shards, |record| {
            let is_disowned = record.disown(fresh);
            record.fold(facts, now) || is_disowned
        })
        .await
    }

    /// Some webhooks name only the attempt, so each new attempt gets an item that leads back.
    async fn name_attempts(
        &self,
        before: Option<&SessionRecord>,
        after: &SessionRecord,
    ) -> Result<(), StoreError> {
        for attempt in after.state.attempts() {
            let known = before.is_some_and(|before| {
                before
                    .state
                    .attempts()
                    .any(|other| other.id() == attempt.id())
            });
            if let (Some(id), false) = (attempt.id(), known) {
                self.name_attempt(id, &after.session_id, &after.integration_id)
                    .await?;
            }
        }
        Ok(())
    }

    async fn write_session(
        &self,
        record: &SessionRecord,
        version: Option<u64>,
        shards: u32,
        token: &str,
    ) -> Result<Written, StoreError> {
        let next = version.map_or(1, |version| version + 1);
        let mut request = self
            .client
            .put_item()
            .table_name(&*self.table)
            .set_item(Some(encode(record, next, shards, token)))
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
            .return_consumed_capacity(ReturnConsumedCapacity::Total);
        request = match version {
            None => request
                .condition_expression("attribute_not_exists(#pk)")
                .expression_attribute_names("#pk", PARTITION_KEY),
            Some(version) => request
                .condition_expression("#version = :version")
                .expression_attribute_names("#version", "version")
                .expression_attribute_values(":version", number(version)),
        };
        let error = match request.send().await {
            Ok(answer) => {
                self.units.add("write session", answer.consumed_capacity());
                return Ok(Written::Done);
            }
            Err(error) => error,
        };
        match error.as_service_error() {
            Some(service) if service.is_conditional_check_failed_exception() => {
                self.units.add("write session, refused", None);
            }
            _ => return Err(StoreError::of("write the session", &error)),
        }
        let item = match error.into_service_error() {
            aws_sdk_dynamodb::operation::put_item::PutItemError::ConditionalCheckFailedException(
                refused,
            ) => refused.item,
            _ => None,
        };
        // An earlier try of ours may have been written although its answer was lost.
        let ours = item
            .as_ref()
            .is_some_and(|item| item.get("token") == Some(&text(token)));
        if ours {
            return Ok(Written::Done);
        }
        item.map(|item| decode(&record.session_id, &item))
            .transpose()
            .map(Written::Conflict)
    }
}

pub(super) fn key(session_id: &str) -> AttributeValue {
    text(format!("SESSION#{session_id}"))
}

pub(super) fn encode(record: &SessionRecord, version: u64, shards: u32, token: &str) -> Item {
    let mut item = Item::from([
        (PARTITION_KEY.into(), key(&record.session_id)),
        (SORT_KEY.into(), text(SORT)),
        ("schema".into(), number(SCHEMA)),
        ("version".into(), number(version)),
        ("token".into(), text(token)),
        ("integration".into(), text(&record.integration_id)),
        ("createdAt".into(), instant(record.created_at)),
        ("status".into(), text(record.status().as_str())),
        ("state".into(), text(record.state.to_json())),
        ("revision".into(), number(record.revision)),
        ("outcomeRevision".into(), number(record.outcome_revision)),
        (
            "watchlistRevision".into(),
            number(record.watchlist_revision),
        ),
    ]);
    let mut put = |name: &str, value: &Option<String>| {
        if let Some(value) = value {
            item.insert(name.into(), text(value));
        }
    };
    put("endUserId", &record.end_user_id);
    put("vendorData", &record.vendor_data);
    put("url", &record.url);
    // Who leaves it out grants nothing.
    if record.kind == IntegrationKind::Live {
        item.insert("live".into(), AttributeValue::Bool(true));
    }
    if record.claimed {
        item.insert("claimed".into(), AttributeValue::Bool(true));
    }
    if let Some(due) = record.due {
        let shard = SessionRecord::shard(&record.session_id, shards);
        item.insert(SHARD.into(), text(shard.to_string()));
        item.insert(DUE.into(), instant(due));
    }
    if record.looks > 0 {
        item.insert("looks".into(), number(record.looks));
    }
    if let Some(hold) = &record.legal_hold {
        item.insert("legalHold".into(), text(&hold.reason));
        item.insert("legalHoldSince".into(), instant(hold.since));
    }
    item
}

pub(super) fn decode(session_id: &str, item: &Item) -> Result<Stored, StoreError> {
    let reader = ItemReader {
        kind: "session",
        item,
    };
    reader.check_schema()?;
    if let Some(tombstone) = tombstone::decode(&reader)? {
        return Ok(Stored::Tombstone(tombstone));
    }
    let revision = reader.number("revision")?.unwrap_or(0);
    let owned = |name| Ok::<_, StoreError>(reader.optional_text(name)?.map(str::to_owned));
    let record = SessionRecord {
        session_id: session_id.to_owned(),
        integration_id: reader.text("integration")?.to_owned(),
        kind: match reader.flag("live") {
            true => IntegrationKind::Live,
            false => IntegrationKind::Test,
        },
        end_user_id: owned("endUserId")?,
        vendor_data: owned("vendorData")?,
        url: owned("url")?,
        created_at: reader
            .instant("createdAt")?
            .ok_or_else(|| reader.corrupt("createdAt", "is missing"))?,
        claimed: reader.flag("claimed"),
        state: State::from_json(reader.text("state")?.as_bytes())
            .map_err(|_| reader.corrupt("state", "cannot be read"))?,
        revision,
        // Older items only say how many changes there were: none was later.
        outcome_revision: reader.number("outcomeRevision")?.unwrap_or(revision),
        watchlist_revision: reader.number("watchlistRevision")?.unwrap_or(revision),
        due: reader.instant(DUE)?,
        looks: reader.number("looks")?.unwrap_or(0),
        legal_hold: owned("legalHold")?
            .zip(reader.instant("legalHoldSince")?)
            .map(|(reason, since)| LegalHold { reason, since }),
    };
    let version = reader
        .number("version")?
        .ok_or_else(|| reader.corrupt("version", "is missing"))?;
    Ok(Stored::Session(Box::new(record), version))
}
