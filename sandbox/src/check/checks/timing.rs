//! Veriff waits five seconds.

use super::WEBHOOKS;
use crate::check::case::{Case, VERIFF_WAITS, lock};
use crate::check::catalogue::{Check, Group, Run};
use crate::check::outcome::{Ended, Finding};

pub(crate) static ANSWERS_IN_TIME: Check = Check {
    name: "answers-in-time",
    title: "Every webhook is answered within five seconds",
    group: Group::Delivery,
    why: "A later answer counts as none: Veriff sends the message again, though it was applied.",
    mend: "Store the message, answer, and do the slow work (mails, other services) afterwards.",
    after: WEBHOOKS,
    run: Run::Alone(|case| Box::pin(run(case))),
};

async fn run(case: &mut Case) -> Result<(), Ended> {
    let timings = lock(&case.bench.timings).clone();
    let late: Vec<_> = timings
        .iter()
        .filter(|(_, elapsed)| *elapsed > VERIFF_WAITS)
        .collect();
    let slowest = timings.iter().max_by_key(|(_, elapsed)| *elapsed);
    let Some((step, slowest)) = slowest else {
        return Ok(());
    };
    if late.is_empty() {
        let (count, slowest) = (timings.len(), slowest.as_millis());
        case.note(format!("{count} answers, the slowest after {slowest} ms"));
        return Ok(());
    }
    Err(Finding::Slow {
        step: step.clone().into(),
        count: late.len(),
        slowest_ms: u64::try_from(slowest.as_millis()).unwrap_or(u64::MAX),
    }
    .into())
}
