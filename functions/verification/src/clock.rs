//! Where the time comes from.

use jiff::Timestamp;
use std::time::{Duration, Instant, SystemTime};

/// A local emulator may send a deadline that lies in the past. On AWS, nothing is invoked then.
const UNKNOWN_DEADLINE: Duration = Duration::from_secs(60);

/// Tells the time. Deployed functions use [`SystemClock`]; only the sandbox brings another.
pub trait Clock: Send + Sync + std::fmt::Debug {
    /// The current instant, UTC.
    fn now(&self) -> Timestamp;
}

/// The machine's own clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// When an invocation ends, by the deadline that Lambda gave it.
pub fn ends(deadline: SystemTime) -> Instant {
    let left = deadline.duration_since(SystemTime::now());
    Instant::now() + left.unwrap_or(UNKNOWN_DEADLINE)
}
