//! The scanner, held against `serde_json::Value`.
#![expect(clippy::expect_used, clippy::panic, reason = "tests")]

mod cases;
mod differential;
mod faults;
mod fields;
mod grammar;
mod numbers;
mod random;
mod views;

use differential::{agree, rebuild};
