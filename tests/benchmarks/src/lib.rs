//! What it costs and how fast it is, each beside a peer in the same run.
//!
//! | benchmark | against |
//! |---|---|
//! | [`cost`] | a table written as one would at first: one transaction for each webhook |
//! | [`sweep`] | a scan of the whole table |
//!
//! `cargo xtask bench` prints them. Counts are exact, and the tests of this package hold them;
//! times are printed and never fail a test.

#![expect(
    clippy::expect_used,
    reason = "a benchmark whose stage breaks has measured nothing, and must say so loudly"
)]

pub mod bill;
pub mod cost;
pub mod javascript;
pub mod lambda;
pub mod machine;
pub mod naive;
pub mod payloads;
pub mod plot;
pub mod sweep;
