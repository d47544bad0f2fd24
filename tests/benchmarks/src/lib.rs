//! What it costs and how fast it is, each beside a peer in the same run.
//!
//! | benchmark | against |
//! |---|---|
//! | [`cold_start`] | the same function in Node with AWS SDK v3, and in Python with boto3 |
//! | [`intake`] | an Express server that makes the same items |
//! | [`cost`] | a table written as one would at first: one transaction for each webhook |
//! | [`sweep`] | a scan of the whole table |
//! | [`verifier`] | `ring` and AWS-LC, with `serde_json` |
//!
//! [`instructions`] tells where those of a webhook go. [`bill`] and [`partitions`] are models, computed from these and from what AWS says.
//!
//! `cargo xtask bench` prints them. Counts are exact, and the tests of this package hold them;
//! times are printed and never fail a test.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "a benchmark whose stage breaks has measured nothing, and must say so loudly"
)]

pub mod bill;
pub mod binary;
pub mod cold_start;
pub mod cost;
pub mod in_turn;
pub mod instructions;
pub mod intake;
pub mod javascript;
pub mod lambda;
pub mod machine;
pub mod naive;
pub mod partitions;
pub mod payloads;
pub mod sweep;
pub mod tls;
pub mod units;
pub mod verifier;
