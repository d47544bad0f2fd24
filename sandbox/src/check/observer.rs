//! Who follows a run while it goes on.

use super::catalogue::Check;
use super::report::Entry;

/// Is told of the run while it goes on.
pub trait Observer: Send {
    /// A check begins; `number` counts from 1.
    fn begins(&mut self, check: &'static Check, number: usize, of: usize);
    /// It ended.
    fn ended(&mut self, entry: &Entry);
}

/// Says nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Quiet;

impl Observer for Quiet {
    fn begins(&mut self, _: &'static Check, _: usize, _: usize) {}
    fn ended(&mut self, _: &Entry) {}
}
