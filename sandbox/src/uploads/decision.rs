//! Waiting for a decision: whichever comes first, the webhook or the answer to asking.

use std::time::Duration;

use serde_json::Value;
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep_until};

use super::{Api, UploadError};

/// Before the first question.
const FIRST: Duration = Duration::from_millis(500);

/// What was decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Outcome {
    pub(crate) session: String,
    /// Veriff's word, such as `approved`.
    pub(crate) status: String,
    pub(crate) code: Option<u64>,
    pub(crate) reason_code: Option<String>,
    pub(crate) reason: Option<String>,
}

/// How to wait.
pub(crate) struct Waiting<'a> {
    /// Webhooks that come in the meantime.
    pub(crate) webhooks: Option<&'a mut mpsc::Receiver<Outcome>>,
    /// How often to ask at last.
    pub(crate) every: Duration,
    /// How long at most.
    pub(crate) within: Duration,
}

impl Outcome {
    /// Of a decision or a full-auto result, by webhook or by asking; none where nothing is decided.
    pub(super) fn of(body: &Value) -> Option<Self> {
        Self::of_decision(body).or_else(|| Self::of_full_auto(body))
    }

    /// Of a decision webhook or an answer to `GET …/decision`.
    fn of_decision(body: &Value) -> Option<Self> {
        let verification = &body["verification"];
        let text = |value: &Value| match value {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        };
        Some(Self {
            session: text(&verification["id"])?,
            status: text(&verification["status"])?,
            code: verification["code"].as_u64(),
            reason_code: text(&verification["reasonCode"]),
            reason: text(&verification["reason"]),
        })
    }

    /// Of a full-auto webhook or an answer to `GET …/decision/fullauto`.
    fn of_full_auto(body: &Value) -> Option<Self> {
        let decision = body["data"]["verification"]["decision"].as_str()?;
        Some(Self {
            session: body["sessionId"].as_str()?.to_owned(),
            status: decision.to_owned(),
            code: None,
            reason_code: None,
            reason: None,
        })
    }

    /// Whether no other is to be waited for: a person still looks at a review.
    pub(crate) fn is_final(&self) -> bool {
        self.status != "review"
    }
}

impl Waiting<'_> {
    /// Waits for a final decision about a session, and says how it came. None in time is no error.
    ///
    /// # Errors
    /// Asking is refused. No answer at all is asked for again.
    pub(crate) async fn decision(
        mut self,
        api: &Api,
        session: &str,
    ) -> Result<Option<(Outcome, &'static str)>, UploadError> {
        let until = Instant::now() + self.within;
        // The webhook is given a moment's start; then asking becomes rarer.
        let mut pause = FIRST.min(self.every);
        let mut ask = Instant::now() + pause;
        loop {
            tokio::select! {
                biased;
                outcome = next(&mut self.webhooks) => {
                    if outcome.session == session && outcome.is_final() {
                        return Ok(Some((outcome, "by webhook")));
                    }
                }
                () = sleep_until(ask.min(until)) => {
                    match api.decision(session).await {
                        Ok(Some(outcome)) if outcome.is_final() => {
                            return Ok(Some((outcome, "by asking")));
                        }
                        Ok(_) | Err(UploadError::Unreachable { .. }) => {}
                        Err(error) => return Err(error),
                    }
                    if Instant::now() >= until {
                        return Ok(None);
                    }
                    pause = (pause * 2).min(self.every);
                    ask = Instant::now() + pause;
                }
            }
        }
    }
}

/// The next webhook; never, where none can come.
async fn next(webhooks: &mut Option<&mut mpsc::Receiver<Outcome>>) -> Outcome {
    if let Some(webhooks) = webhooks
        && let Some(outcome) = webhooks.recv().await
    {
        return outcome;
    }
    std::future::pending().await
}
