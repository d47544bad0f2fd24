//! Nine tries over, and what comes then.

use crate::check::case::Case;
use crate::check::catalogue::{Check, Group, Run};
use crate::check::outcome::{Ended, Finding, Step};
use crate::veriff::Status;

/// Veriff asks for so many resubmissions; the attempt after is declined with 539.
const RESUBMISSIONS: u32 = 9;

pub(crate) static RESUBMISSION_LIMIT: Check = Check {
    name: "resubmission-limit",
    title: "Nine resubmissions are followed, and the tenth attempt's decline (539) ends the session",
    group: Group::Decisions,
    why: "A cap of one's own, lower than Veriff's, shuts people out who could still pass. A link \
          still offered after 539 leads nowhere: only a new session helps.",
    mend: "Count nothing yourself: follow each 9103, and on 9102 stop offering the old URL. With \
           reasonCode 539 allow a new session.",
    after: &[
        "session-created",
        "genuine-webhook",
        "declined-and-resubmission",
    ],
    run: Run::Program(|case| Box::pin(run(case))),
};

async fn run(case: &mut Case) -> Result<(), Ended> {
    case.needs_probe()?;
    let subject = case.subject().await?;
    for number in 1..=RESUBMISSIONS {
        case.open(&subject).await?;
        case.submit(&subject).await?;
        case.decide_and_tell(&subject, Status::ResubmissionRequested, Some(204))
            .await?;
        let step = format!("resubmission request {number} of {RESUBMISSIONS}");
        case.becomes(&subject, step, Status::ResubmissionRequested)
            .await?;
    }
    case.open(&subject).await?;
    case.submit(&subject).await?;
    // Asked for a tenth time, Veriff declines instead.
    case.decide_and_tell(&subject, Status::ResubmissionRequested, None)
        .await?;
    case.becomes(&subject, "the tenth attempt's decline", Status::Declined)
        .await?;
    let step = Step::from("asking for a session after the limit");
    // Refusing is an answer too.
    let Ok(created) = case.create(&subject.person, step.clone(), true).await else {
        return Ok(());
    };
    match created.offer.url {
        Some(url) if url.starts_with(&subject.url) => Err(Finding::DeadLink { step }.into()),
        _ => Ok(()),
    }
}
