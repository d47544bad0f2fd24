//! Genuine deliveries that could not be used: kept once by digest, until they are understood.

use super::error::unless_refused;
use super::item::{Item, ItemReader, SCHEMA, instant, number, text};
use super::payload::{self, compressed, digest, expiry, with_body};
use super::schema::{EXPIRES, PARTITION_KEY, SORT_KEY};
use super::{Store, StoreError};
use aws_sdk_dynamodb::types::{AttributeValue, ReturnConsumedCapacity};
use jiff::Timestamp;

/// Longer than Veriff's week of retries, and long enough for somebody to come back from holidays.
pub(super) const KEPT_FOR_DAYS: u32 = 90;

/// What is in quarantine is spread over these.
pub const PARTITIONS: std::ops::RangeInclusive<u8> = 0..=255;

/// Why a genuine delivery could not be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhyQuarantined {
    /// Not JSON, or not an object.
    NotJson,
    /// JSON of no type that is known here.
    UnknownType,
    /// A known type that lacks what the state depends on.
    Unreadable,
    /// It names neither a session nor an attempt that is known.
    NoSession,
}

impl WhyQuarantined {
    /// A short name, as it is stored and counted.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotJson => "not-json",
            Self::UnknownType => "unknown-type",
            Self::Unreadable => "unreadable",
            Self::NoSession => "no-session",
        }
    }
}

/// A delivery in quarantine.
#[derive(Clone, PartialEq, Eq)]
pub struct Quarantined {
    /// SHA-256 of the bytes, hex.
    pub digest: String,
    /// The integration whose secret signed it.
    pub integration_id: String,
    /// See [`WhyQuarantined::as_str`].
    pub why: String,
    /// When it came first.
    pub received_at: Timestamp,
    /// The bytes; none if they were too large.
    pub body: Option<Vec<u8>>,
}

impl std::fmt::Debug for Quarantined {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Quarantined")
            .field("digest", &self.digest)
            .field("why", &self.why)
            .finish_non_exhaustive()
    }
}

impl Store {
    /// Puts a delivery in quarantine; returns whether it is new there. Where it names a session, that
    /// session's erasure removes it.
    ///
    /// # Errors
    /// The store fails.
    pub async fn quarantine(
        &self,
        integration_id: &str,
        why: WhyQuarantined,
        body: &[u8],
        session_id: Option<&str>,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let digest = digest(body);
        if let Some(session_id) = session_id {
            self.mark_quarantined(session_id, &digest, now).await?;
        }
        let request = self
            .client
            .put_item()
            .table_name(&*self.table)
            .item(PARTITION_KEY, key(&digest))
            .item(SORT_KEY, text(&digest))
            .item("schema", number(SCHEMA))
            .item("integration", text(integration_id))
            .item("why", text(why.as_str()))
            .item("receivedAt", instant(now))
            .item(EXPIRES, expiry(now, KEPT_FOR_DAYS))
            .condition_expression("attribute_not_exists(#pk)")
            .expression_attribute_names("#pk", PARTITION_KEY)
            .return_consumed_capacity(ReturnConsumedCapacity::Total);
        let request = with_body(request, compressed(body));
        let written = unless_refused("put into quarantine", request.send().await)?;
        if let Some(answer) = &written {
            self.units.add("put quarantine", answer.consumed_capacity());
        }
        Ok(written.is_some())
    }

    /// A delivery in quarantine, by the digest of its bytes.
    ///
    /// # Errors
    /// The store fails, or the item is corrupt.
    pub async fn quarantined(&self, digest: &str) -> Result<Option<Quarantined>, StoreError> {
        let item = self
            .read("read quarantine", key(digest), text(digest))
            .await?;
        item.as_ref().map(decode).transpose()
    }

    /// The deliveries in one of the [`PARTITIONS`] of the quarantine, by digest. An item that cannot be
    /// read is an error in its place.
    ///
    /// # Errors
    /// The store fails.
    pub async fn quarantined_in(
        &self,
        partition: u8,
    ) -> Result<Vec<Result<Quarantined, StoreError>>, StoreError> {
        let query = self
            .client
            .query()
            .key_condition_expression("#pk = :partition")
            .expression_attribute_names("#pk", PARTITION_KEY)
            .expression_attribute_values(":partition", key(&format!("{partition:02x}")));
        let items = self.read_all("query quarantine", query).await?;
        Ok(items.iter().map(decode).collect())
    }

    /// Takes a delivery out of quarantine: it is understood now.
    ///
    /// # Errors
    /// The store fails.
    pub async fn release(&self, digest: &str) -> Result<(), StoreError> {
        self.delete_item(key(digest), text(digest), "release quarantine")
            .await
    }
}

fn decode(item: &Item) -> Result<Quarantined, StoreError> {
    let reader = ItemReader {
        kind: "quarantine",
        item,
    };
    reader.check_schema()?;
    Ok(Quarantined {
        digest: reader.text(SORT_KEY)?.to_owned(),
        integration_id: reader.text("integration")?.to_owned(),
        why: reader.text("why")?.to_owned(),
        received_at: reader
            .instant("receivedAt")?
            .ok_or_else(|| reader.corrupt("receivedAt", "is missing"))?,
        body: payload::body(&reader)?,
    })
}

/// By the digest's first byte, see [`PARTITIONS`].
pub(super) fn key(digest: &str) -> AttributeValue {
    text(format!(
        "QUARANTINE#{}",
        digest.get(..2).unwrap_or_default()
    ))
}
