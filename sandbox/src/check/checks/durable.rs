//! 200 means done.

use std::time::Duration;

use super::WEBHOOKS;
use crate::check::case::Case;
use crate::check::catalogue::{Check, Group, Run};
use crate::check::outcome::Ended;
use crate::veriff::Status;

pub(crate) static DURABLE: Check = Check {
    name: "durable-before-200",
    title: "When 200 comes, the decision is stored",
    group: Group::Delivery,
    why: "Veriff never repeats what was answered with 200. An answer before the write loses the \
          decision whenever the process ends in between: at each deployment, that is.",
    mend: "Write first, answer then. (If you put the raw message into a durable queue before \
           answering, nothing is lost; then leave this check out with --skip.)",
    after: WEBHOOKS,
    run: Run::Program(|case| Box::pin(run(case))),
};

async fn run(case: &mut Case) -> Result<(), Ended> {
    case.needs_probe()?;
    let subject = case.subject().await?;
    case.decide_and_tell(&subject, Status::Approved, None)
        .await?;
    case.becomes_within(
        &subject,
        "the 200 to the approval, at once",
        Status::Approved,
        Duration::ZERO,
    )
    .await
    .map(drop)
}
