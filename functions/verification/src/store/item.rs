//! Attributes of items, read and written.

use super::StoreError;
use aws_sdk_dynamodb::types::AttributeValue;
use jiff::Timestamp;
use std::collections::HashMap;

/// An item as the SDK has it.
pub(super) type Item = HashMap<String, AttributeValue>;

/// The version of the items' layout that is written; every older one is read.
pub(super) const SCHEMA: u32 = 1;

pub(super) fn text(value: impl Into<String>) -> AttributeValue {
    AttributeValue::S(value.into())
}

pub(super) fn number(value: impl ToString) -> AttributeValue {
    AttributeValue::N(value.to_string())
}

pub(super) fn instant(at: Timestamp) -> AttributeValue {
    number(at.as_millisecond())
}

/// Reads an item of one kind.
pub(super) struct ItemReader<'a> {
    pub(super) kind: &'static str,
    pub(super) item: &'a Item,
}

impl<'a> ItemReader<'a> {
    pub(super) fn corrupt(&self, attribute: &'static str, rule: &'static str) -> StoreError {
        StoreError::Corrupt {
            kind: self.kind,
            attribute,
            rule,
        }
    }

    pub(super) fn text(&self, attribute: &'static str) -> Result<&'a str, StoreError> {
        self.optional_text(attribute)?
            .ok_or_else(|| self.corrupt(attribute, "is missing"))
    }

    pub(super) fn optional_text(
        &self,
        attribute: &'static str,
    ) -> Result<Option<&'a str>, StoreError> {
        match self.item.get(attribute) {
            None => Ok(None),
            Some(AttributeValue::S(text)) => Ok(Some(text)),
            Some(_) => Err(self.corrupt(attribute, "is not a string")),
        }
    }

    pub(super) fn number<T: std::str::FromStr>(
        &self,
        attribute: &'static str,
    ) -> Result<Option<T>, StoreError> {
        match self.item.get(attribute) {
            None => Ok(None),
            Some(AttributeValue::N(digits)) => digits
                .parse()
                .map(Some)
                .map_err(|_| self.corrupt(attribute, "is out of range")),
            Some(_) => Err(self.corrupt(attribute, "is not a number")),
        }
    }

    pub(super) fn instant(&self, attribute: &'static str) -> Result<Option<Timestamp>, StoreError> {
        self.number::<i64>(attribute)?
            .map(|ms| {
                Timestamp::from_millisecond(ms)
                    .map_err(|_| self.corrupt(attribute, "is no instant"))
            })
            .transpose()
    }

    pub(super) fn flag(&self, attribute: &'static str) -> bool {
        matches!(self.item.get(attribute), Some(AttributeValue::Bool(true)))
    }

    pub(super) fn texts(&self, attribute: &'static str) -> Result<Vec<String>, StoreError> {
        match self.item.get(attribute) {
            None => Ok(Vec::new()),
            Some(AttributeValue::L(list)) => list
                .iter()
                .map(|one| {
                    one.as_s()
                        .cloned()
                        .map_err(|_| self.corrupt(attribute, "holds what is not a string"))
                })
                .collect(),
            Some(_) => Err(self.corrupt(attribute, "is not a list")),
        }
    }

    /// Refuses an item of a layout newer than this build knows.
    pub(super) fn check_schema(&self) -> Result<(), StoreError> {
        match self.number::<u32>("schema")? {
            Some(schema) if schema > SCHEMA => {
                Err(self.corrupt("schema", "is newer than this build of the functions"))
            }
            _ => Ok(()),
        }
    }
}
