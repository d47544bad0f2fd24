//! 9121: a person at Veriff looks again.

use super::WEBHOOKS;
use crate::check::case::Case;
use crate::check::catalogue::{Check, Group, Run};
use crate::check::outcome::{Ended, Finding, Step};
use crate::veriff::Status;

pub(crate) static REVIEW: Check = Check {
    name: "review",
    title: "Review (9121) means waiting, until a final decision comes",
    group: Group::Decisions,
    why: "One page of the documentation calls 9121 abandoned; it is review. Taken for an end, the \
          person is sent away, or verified and billed a second time, while a decision is on its way.",
    mend: "Show the person that it takes a while, grant nothing, create no new session, and apply \
           the decision that follows.",
    after: WEBHOOKS,
    run: Run::Program(|case| Box::pin(run(case))),
};

async fn run(case: &mut Case) -> Result<(), Ended> {
    case.needs_probe()?;
    case.needs_decisions("review")?;
    let subject = case.subject().await?;
    case.open(&subject).await?;
    case.submit(&subject).await?;
    case.decide_and_tell(&subject, Status::Review, None).await?;
    case.becomes(&subject, "the decision \"review\"", Status::Review)
        .await?;
    let step = Step::from("asking for a session during a review");
    let created = case.create(&subject.person, step.clone(), false).await;
    // Refusing is an answer too.
    if created.is_ok_and(|created| !created.fresh.is_empty()) {
        return Err(Finding::NewSession { step }.into());
    }
    case.decide_and_tell(&subject, Status::Approved, None)
        .await?;
    case.becomes(&subject, "the approval after a review", Status::Approved)
        .await
        .map(drop)
}
