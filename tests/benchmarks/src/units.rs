//! Request units, as DynamoDB counts them.

use figures::table::number;
use std::fmt;
use std::ops::Add;
use verification::store::{Store, UnitsSpent};

/// Units read and written.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Units {
    /// Read request units.
    pub read: f64,
    /// Write request units.
    pub written: f64,
}

/// Reads what a store has spent since it was last read.
pub(crate) struct Meter(UnitsSpent);

impl Meter {
    pub(crate) fn of(store: &Store) -> Self {
        Self(store.units())
    }

    pub(crate) fn read(&mut self, store: &Store) -> Units {
        let now = store.units();
        let mut units = Units::default();
        for (operation, spent) in &now {
            let before = self.0.get(operation).map_or(0.0, |before| before.units);
            let reads = operation.starts_with("read") || operation.starts_with("query");
            match reads {
                true => units.read += spent.units - before,
                false => units.written += spent.units - before,
            }
        }
        self.0 = now;
        units
    }
}

impl Add for Units {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            read: self.read + other.read,
            written: self.written + other.written,
        }
    }
}

impl fmt::Display for Units {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{} / {}", number(self.read), number(self.written)))
    }
}
