//! A session item as the table's stream shows it: an image in DynamoDB's own JSON.
//!
//! See [`AttributeValue`](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_AttributeValue.html):
//! `{"version": {"N": "3"}}`. Only the types that a session item uses are read; an attribute of another
//! type, from a later layout, is left out.

use super::item::{Item, ItemReader};
use super::schema::{PARTITION_KEY, SORT_KEY};
use super::session::{SORT, decode, encode};
use super::{StoreError, Stored, Tombstone, tombstone};
use crate::record::SessionRecord;
use aws_sdk_dynamodb::types::AttributeValue;
use serde_json::{Map, Value, json};

const KEY: &str = "SESSION#";

/// The session whose item has these keys; none for an item of another kind.
///
/// # Errors
/// They are not this table's keys.
pub fn session_of(keys: &Value) -> Result<Option<String>, StoreError> {
    let item = item(keys);
    let reader = ItemReader {
        kind: "stream",
        item: &item,
    };
    let (partition, sort) = (reader.text(PARTITION_KEY)?, reader.text(SORT_KEY)?);
    Ok(partition
        .strip_prefix(KEY)
        .filter(|_| sort == SORT)
        .map(str::to_owned))
}

/// What an image shows of a session: the session, or its tombstone.
///
/// # Errors
/// It is corrupt, or of a layout newer than this build knows; every older one is read.
pub fn read(session_id: &str, image: &Value) -> Result<Stored, StoreError> {
    decode(session_id, &item(image))
}

/// The image of a session that was just written, with a fixed token: for sample events.
pub fn of(record: &SessionRecord, version: u64, shards: u32) -> Value {
    let token = "0123456789abcdef0123456789abcdef";
    shown(&encode(record, version, shards, token))
}

/// The image of a tombstone that was just written: for sample events.
pub fn of_tombstone(session_id: &str, tombstone: &Tombstone, shards: u32) -> Value {
    shown(&tombstone::encode(session_id, tombstone, shards))
}

fn shown(item: &Item) -> Value {
    let members = item.iter();
    let members = members.map(|(name, value)| (name.clone(), shown_value(value)));
    Value::Object(members.collect::<Map<_, _>>())
}

fn shown_value(value: &AttributeValue) -> Value {
    match value {
        AttributeValue::N(digits) => json!({ "N": digits }),
        AttributeValue::Bool(flag) => json!({ "BOOL": flag }),
        AttributeValue::L(list) => {
            json!({ "L": list.iter().map(shown_value).collect::<Vec<_>>() })
        }
        other => json!({ "S": other.as_s().ok() }),
    }
}

fn item(image: &Value) -> Item {
    let members = image.as_object().into_iter().flatten();
    members
        .filter_map(|(name, value)| {
            let (kind, value) = value.as_object()?.iter().next()?;
            let value = match kind.as_str() {
                "S" => AttributeValue::S(value.as_str()?.to_owned()),
                "N" => AttributeValue::N(value.as_str()?.to_owned()),
                "BOOL" => AttributeValue::Bool(value.as_bool()?),
                _ => return None,
            };
            Some((name.clone(), value))
        })
        .collect()
}
