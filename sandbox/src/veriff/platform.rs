//! What the platform makes of the webhooks: after each try it is asked for the session's status.

use std::collections::HashMap;
use std::future::Future;
use std::sync::Arc;

use tokio::sync::broadcast::error::RecvError;

use super::LocalVeriff;
use super::journal::What;

impl LocalVeriff {
    /// Asks the platform for a session's status after each try of a delivery, and notes the answer
    /// for the console; `ask` gives none where the platform does not know the session.
    ///
    /// Must be called within a tokio runtime.
    pub fn ask_platform<F>(&self, ask: impl Fn(String) -> F + Send + 'static)
    where
        F: Future<Output = Option<String>> + Send + 'static,
    {
        let mut deliveries = self.observe();
        let inner = Arc::downgrade(&self.inner);
        tokio::spawn(async move {
            let mut known: HashMap<String, String> = HashMap::new();
            loop {
                let delivered = match deliveries.recv().await {
                    Ok(delivered) => delivered,
                    Err(RecvError::Lagged(_)) => continue,
                    Err(RecvError::Closed) => return,
                };
                let Some(after) = ask(delivered.session.clone()).await else {
                    continue;
                };
                let Some(inner) = inner.upgrade() else {
                    return;
                };
                let before = known.insert(delivered.session.clone(), after.clone());
                let what = What::Platform {
                    delivery: delivered.id,
                    number: delivered.number,
                };
                let session = Some(delivered.session);
                inner
                    .journal
                    .note(delivered.at, session, what, [before, Some(after)]);
            }
        });
    }
}
