//! Sends webhooks, and judges how they were answered.

use axum::body::Bytes;
use http::Method;
use serde_json::Value;

use super::{Case, Subject, lock};
use crate::check::client::Answer;
use crate::check::delivery::Delivery;
use crate::check::outcome::{Ended, Finding, Got, Step, Unchecked, Wanted};
use crate::check::template::Filled;

impl Case {
    /// A webhook as Veriff would send it.
    pub(crate) fn genuine(&self, body: &Value) -> Delivery {
        self.genuine_bytes(body.to_string())
    }

    /// The same of exact bytes.
    pub(crate) fn genuine_bytes(&self, body: impl Into<Bytes>) -> Delivery {
        Delivery::genuine(&self.bench.backend.keys, body)
    }

    /// Sends a webhook and keeps what came of it.
    pub(crate) async fn send(&mut self, step: impl Into<Step>, delivery: Delivery) -> Answer {
        let step = step.into();
        let filled = Filled {
            method: Method::POST,
            url: self.bench.backend.webhook_url.clone(),
            headers: delivery.headers(),
            body: String::new(),
        };
        let answer = self.exchange(&step, filled, delivery.body).await;
        let mut timings = lock(&self.bench.timings);
        timings.push((step.into_owned(), answer.elapsed));
        drop(timings);
        answer
    }

    /// Sends a webhook that must get a certain answer.
    pub(crate) async fn expect(
        &mut self,
        wanted: Wanted,
        step: impl Into<Step>,
        delivery: Delivery,
    ) -> Result<u16, Ended> {
        let step = step.into();
        let answer = self.send(step.clone(), delivery).await;
        match (wanted.is_met(&answer.got), answer.status()) {
            (true, Some(status)) => Ok(status),
            _ => {
                let got = answer.got;
                Err(Finding::Answer { step, wanted, got }.into())
            }
        }
    }

    /// Sends a genuine webhook, which must be accepted.
    pub(crate) async fn accepted(
        &mut self,
        step: impl Into<Step>,
        delivery: Delivery,
    ) -> Result<(), Ended> {
        // Without a probe the session is one that the backend never created: it may say so.
        let wanted = if self.sees() {
            Wanted::Success
        } else {
            Wanted::NoCrash
        };
        self.expect(wanted, step, delivery).await.map(drop)
    }

    /// Sends a forged approval, which must be refused and change nothing; `genuine` is the same
    /// message unforged, by which to tell a refusal from a general "no" where no effect is seen.
    pub(crate) async fn refused(
        &mut self,
        subject: &Subject,
        step: impl Into<Step>,
        forged: Delivery,
        genuine: &Delivery,
    ) -> Result<(), Ended> {
        let step = step.into();
        let before = self.before(subject).await?;
        let status = self.expect(Wanted::Refusal, step.clone(), forged).await?;
        match before {
            Some(before) => self.stays(subject, step, &before).await.map(drop),
            None => {
                let answer = self.send("the same, genuine", genuine.clone()).await;
                if answer.got == Got::Status(status) {
                    return Err(Unchecked::SameAnswer(status).into());
                }
                Ok(())
            }
        }
    }

    /// Sends something that must not bring the backend down, nor change the state.
    pub(crate) async fn survives(
        &mut self,
        subject: &Subject,
        step: impl Into<Step>,
        delivery: Delivery,
    ) -> Result<(), Ended> {
        let step = step.into();
        let before = self.before(subject).await?;
        self.expect(Wanted::NoCrash, step.clone(), delivery).await?;
        if let Some(before) = before {
            self.stays(subject, step, &before).await?;
        }
        Ok(())
    }
}
