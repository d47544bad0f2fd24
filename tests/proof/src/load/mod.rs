//! Many at once: the same delivery, the same person, and a storm of everything.

mod at_once;
mod page;
mod storm;

pub use at_once::{creates, deliveries};
pub use storm::{Storm, StormReport, storm};
