//! Fuzzing: what must hold of any bytes that come from outside.
//!
//! The properties are plain functions, run in two ways: `cargo test -p fuzzing` replays the corpus and a
//! few thousand mutations of it; `cargo xtask fuzz` lets libFuzzer look for more, for as long as it is given;
//! and what that finds becomes part of the corpus. The README beside this crate lists them.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "a property that does not hold panics"
)]

pub mod corpus;
pub mod properties;
mod world;

// The verifier's own tests compare with `serde_json` in the same words.
#[path = "../../../wasm-verify/tests/json/differential.rs"]
mod differential;
#[path = "../../../wasm-verify/tests/json/fields.rs"]
mod fields;
