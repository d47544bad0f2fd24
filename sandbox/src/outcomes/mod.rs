//! From the table's stream to the platform's event bus, as on AWS.
//!
//! The [event source](EventSource) hands the stream's records to `publish-outcome`, which puts its
//! events on the [bus](EventBus) over HTTP, where people, scripts and tests look at them.

mod bus;
mod checkpoint;
mod control;
mod discarded;
mod event_source;
pub mod pattern;
mod put_events;
mod stream;

pub use bus::{Behaviour, EventBus, NAME, PATH, Published, client};
pub(crate) use control::router as control_router;
pub use discarded::{Discarded, DiscardedRecords};
pub use event_source::{BATCH_SIZE, EventSource, FILTER, FeedError, MAXIMUM_RETRIES};
