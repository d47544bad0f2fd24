//! What the store's requests cost, as DynamoDB itself counts it.

use aws_sdk_dynamodb::types::ConsumedCapacity;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// The units of one kind of request.
#[derive(Clone, Copy, Debug, Default, PartialEq, serde::Serialize)]
pub struct Units {
    /// How many requests were made.
    pub requests: u64,
    /// Read or write request units, indexes included.
    pub units: f64,
}

/// Units by operation, such as `put payload`.
pub type UnitsSpent = BTreeMap<&'static str, Units>;

#[derive(Debug, Default)]
pub(super) struct Meter(Mutex<UnitsSpent>);

impl Meter {
    pub(super) fn add(&self, operation: &'static str, consumed: Option<&ConsumedCapacity>) {
        let units = consumed
            .and_then(ConsumedCapacity::capacity_units)
            .unwrap_or(0.0);
        let mut spent = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let entry = spent.entry(operation).or_default();
        entry.requests += 1;
        entry.units += units;
    }

    pub(super) fn snapshot(&self) -> UnitsSpent {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}
