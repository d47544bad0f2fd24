//! What the store's requests cost, as DynamoDB itself counts it.

use aws_sdk_dynamodb::types::ConsumedCapacity;
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

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
pub(super) struct Meter(Mutex<Readings>);

#[derive(Debug, Default)]
struct Readings {
    spent: UnitsSpent,
    /// What has become a metric already.
    told: UnitsSpent,
}

impl Meter {
    pub(super) fn add(&self, operation: &'static str, consumed: Option<&ConsumedCapacity>) {
        let units = consumed
            .and_then(ConsumedCapacity::capacity_units)
            .unwrap_or(0.0);
        let mut readings = self.readings();
        let entry = readings.spent.entry(operation).or_default();
        entry.requests += 1;
        entry.units += units;
    }

    pub(super) fn snapshot(&self) -> UnitsSpent {
        self.readings().spent.clone()
    }

    /// What was spent since this was last asked.
    pub(super) fn to_tell(&self) -> Vec<(&'static str, f64)> {
        let mut readings = self.readings();
        let spent = readings.spent.clone();
        let told = std::mem::replace(&mut readings.told, spent);
        let since = |(operation, units): (&&'static str, &Units)| {
            let before = told.get(operation).map_or(0.0, |told| told.units);
            (*operation, units.units - before)
        };
        let all = readings.spent.iter().map(since);
        all.filter(|(_, units)| *units > 0.0).collect()
    }

    fn readings(&self) -> MutexGuard<'_, Readings> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_unit_is_told_once() {
        let meter = Meter::default();
        let units = |units| ConsumedCapacity::builder().capacity_units(units).build();
        meter.add("put payload", Some(&units(1.0)));
        meter.add("put payload", Some(&units(2.0)));
        meter.add("read session", Some(&units(0.5)));
        assert_eq!(
            meter.to_tell(),
            [("put payload", 3.0), ("read session", 0.5)]
        );
        assert_eq!(meter.to_tell(), []);
        meter.add("read session", Some(&units(1.0)));
        assert_eq!(meter.to_tell(), [("read session", 1.0)]);
        assert_eq!(meter.snapshot()["put payload"].requests, 2);
    }
}
