//! What the README claims, proved by doing the worst to it.
//!
//! | proof | what is done | what must hold |
//! |---|---|---|
//! | [`cuts`] | every request that a function makes is cut, one at a time, in every way | each session ends as if nothing had happened; each outcome is published |
//! | [`load`] | the same delivery a hundred times at once; deliveries shuffled, doubled, lost, forged | one effect each; every session in the state that the facts give |
//! | [`timing`] | signatures that are wrong at the beginning, at the end, or by another secret, in random turn | the time tells nothing |
//!
//! `cargo xtask proof` runs them, with `--long` all there is; the tests of this package, short forms.

#![expect(
    clippy::expect_used,
    reason = "a proof whose stage breaks has proved nothing, and must say so loudly"
)]

pub mod cuts;
pub mod load;
mod mailbox;
pub mod timing;
