//! Runs `sweep-expired`, as the schedule does on AWS.

use std::sync::Arc;
use std::time::{Duration, Instant};
use sweep_expired::{SweepError, SweepReport};
use tokio::sync::Mutex;
use verification::App;

/// How long a sweep may take: what the deployed function has.
const TIME: Duration = Duration::from_secs(60);

/// How often the schedule fires, in real time.
pub const EVERY: Duration = Duration::from_secs(60);

/// The schedule's hand. Clones share one lock, so that two sweeps never run at once.
#[derive(Clone)]
pub struct Sweeper {
    app: App,
    running: Arc<Mutex<()>>,
}

impl Sweeper {
    /// A sweeper of the app's table.
    pub fn new(app: App) -> Self {
        Self {
            app,
            running: Arc::default(),
        }
    }

    /// Sweeps once, after any sweep that is under way.
    ///
    /// # Errors
    /// What the function itself gives up on, such as an unreachable table.
    pub async fn run(&self) -> Result<SweepReport, SweepError> {
        let _alone = self.running.lock().await;
        sweep_expired::handle(&self.app, Instant::now() + TIME).await
    }
}
