//! Payloads, kept compressed under their digest for the audit.

use super::item::{Item, ItemReader, SCHEMA, instant, number, text};
use super::schema::{EXPIRES, PARTITION_KEY, SORT_KEY};
use super::{Store, StoreError, session};
use crate::person::push_hex;
use aws_sdk_dynamodb::operation::put_item::builders::PutItemFluentBuilder;
use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::{AttributeValue, ReturnConsumedCapacity};
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};

/// A compressed payload larger than this is left out: an item holds 400 kB.
const LARGEST_KEPT: usize = 350 * 1024;
/// Up to so many bytes nothing is compressed: with its keys the item is below 1 kB, which is one write unit
/// in any case, and a compressor begins by clearing 300 kB of tables.
const SMALL: u16 = 512;
/// Nothing that we store decompresses to more; more is somebody's bomb.
const LARGEST_READ: usize = 2 * 1024 * 1024;
const PREFIX: &str = "PAYLOAD#";

/// How facts reached us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// Veriff called.
    Webhook,
    /// We asked: `GET /sessions/{id}/decision`.
    DecisionAnswer,
    /// We asked: `GET /sessions/{id}/decision/fullauto`.
    FullAutoAnswer,
    /// We asked: `GET /sessions/{id}/attempts`.
    AttemptsAnswer,
}

impl Source {
    /// A short name, as it is stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Webhook => "webhook",
            Self::DecisionAnswer => "decision-answer",
            Self::FullAutoAnswer => "fullauto-answer",
            Self::AttemptsAnswer => "attempts-answer",
        }
    }
}

/// A payload as it was kept.
#[derive(Clone, PartialEq, Eq)]
pub struct KeptPayload {
    /// SHA-256 of the bytes, hex.
    pub digest: String,
    /// The webhook's type, such as `decision`.
    pub kind: String,
    /// How it reached us; see [`Source::as_str`].
    pub source: String,
    /// When.
    pub received_at: Timestamp,
    /// The bytes; none if they were too large to keep.
    pub body: Option<Vec<u8>>,
}

impl std::fmt::Debug for KeptPayload {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("KeptPayload")
            .field("digest", &self.digest)
            .field("kind", &self.kind)
            .field("source", &self.source)
            .finish_non_exhaustive()
    }
}

impl Store {
    /// Keeps a payload under its digest. The same bytes again are the same item.
    ///
    /// Returns whether the bytes themselves were kept; if they are too large even compressed, the
    /// item says so.
    ///
    /// # Errors
    /// The store fails.
    pub async fn keep_payload(
        &self,
        session_id: &str,
        kind: &str,
        source: Source,
        body: &[u8],
        now: Timestamp,
        retention_days: u32,
    ) -> Result<bool, StoreError> {
        let compressed = compressed(body);
        let kept = compressed.is_some();
        let request = self
            .client
            .put_item()
            .table_name(&*self.table)
            .item(PARTITION_KEY, session::key(session_id))
            .item(SORT_KEY, text(format!("{PREFIX}{}", digest(body))))
            .item("schema", number(SCHEMA))
            .item("kind", text(kind))
            .item("source", text(source.as_str()))
            .item("receivedAt", instant(now))
            .item(EXPIRES, expiry(now, retention_days))
            .return_consumed_capacity(ReturnConsumedCapacity::Total);
        let answer = with_body(request, compressed)
            .send()
            .await
            .map_err(|error| StoreError::of("keep the payload", &error))?;
        self.units.add("put payload", answer.consumed_capacity());
        Ok(kept)
    }

    /// The payloads of a session that are still kept, the oldest first.
    ///
    /// # Errors
    /// The store fails, or an item is corrupt.
    pub async fn payloads(&self, session_id: &str) -> Result<Vec<KeptPayload>, StoreError> {
        let query = self
            .client
            .query()
            .key_condition_expression("#pk = :session AND begins_with(#sk, :prefix)")
            .expression_attribute_names("#pk", PARTITION_KEY)
            .expression_attribute_names("#sk", SORT_KEY)
            .expression_attribute_values(":session", session::key(session_id))
            .expression_attribute_values(":prefix", text(PREFIX));
        let items = self.read_all("query payloads", query).await?;
        let mut payloads = items.iter().map(decode).collect::<Result<Vec<_>, _>>()?;
        payloads.sort_by(|a, b| (a.received_at, &a.digest).cmp(&(b.received_at, &b.digest)));
        Ok(payloads)
    }
}

fn decode(item: &Item) -> Result<KeptPayload, StoreError> {
    let reader = ItemReader {
        kind: "payload",
        item,
    };
    reader.check_schema()?;
    Ok(KeptPayload {
        digest: reader.text(SORT_KEY)?.trim_start_matches(PREFIX).to_owned(),
        kind: reader.text("kind")?.to_owned(),
        source: reader.text("source")?.to_owned(),
        received_at: reader
            .instant("receivedAt")?
            .ok_or_else(|| reader.corrupt("receivedAt", "is missing"))?,
        body: body(&reader)?,
    })
}

/// Bytes as they are kept; none if even compressed they are too large for an item.
pub(super) fn compressed(body: &[u8]) -> Option<AttributeValue> {
    let compressed = match u16::try_from(body.len()) {
        Ok(length @ ..=SMALL) => stored(body, length),
        _ => miniz_oxide::deflate::compress_to_vec(body, 6),
    };
    (compressed.len() <= LARGEST_KEPT).then(|| AttributeValue::B(Blob::new(compressed)))
}

/// Bytes as deflate holds them uncompressed: one last block, its length, and the length's complement
/// (RFC 1951, section 3.2.4).
fn stored(body: &[u8], length: u16) -> Vec<u8> {
    let mut block = Vec::with_capacity(5 + body.len());
    block.push(1);
    block.extend(length.to_le_bytes());
    block.extend((!length).to_le_bytes());
    block.extend(body);
    block
}

/// A put request with the bytes, if there are any to keep.
pub(super) fn with_body(
    request: PutItemFluentBuilder,
    compressed: Option<AttributeValue>,
) -> PutItemFluentBuilder {
    match compressed {
        Some(bytes) => request.item("body", bytes),
        None => request,
    }
}

/// The bytes that [`compressed`] kept.
pub(super) fn body(reader: &ItemReader<'_>) -> Result<Option<Vec<u8>>, StoreError> {
    let Some(AttributeValue::B(blob)) = reader.item.get("body") else {
        return Ok(None);
    };
    miniz_oxide::inflate::decompress_to_vec_with_limit(blob.as_ref(), LARGEST_READ)
        .map(Some)
        .map_err(|_| reader.corrupt("body", "does not decompress"))
}

/// SHA-256 of a payload's bytes, lower-case hex: the payload's name.
pub fn digest(body: &[u8]) -> String {
    let mut hex = String::with_capacity(64);
    push_hex(&mut hex, &Sha256::digest(body));
    hex
}

pub(super) fn expiry(now: Timestamp, days: u32) -> AttributeValue {
    let at = crate::record::later(now, SignedDuration::from_hours(24 * i64::from(days)));
    number(at.as_second())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_read_again_whatever_its_length() {
        for length in [0, 1, 200, 511, 512, 513, 4000, 100_000] {
            let bytes: Vec<u8> = (0..length).map(|place| (place % 251) as u8).collect();
            let kept = compressed(&bytes).expect("it is small enough");
            let AttributeValue::B(blob) = &kept else {
                panic!("not bytes: {kept:?}");
            };
            let longest = if length <= 512 { length + 5 } else { length };
            assert!(blob.as_ref().len() <= longest, "{length}");
            let item = Item::from([("body".to_owned(), kept)]);
            let reader = ItemReader {
                kind: "payload",
                item: &item,
            };
            assert_eq!(body(&reader).expect("it is read"), Some(bytes));
        }
    }
}
