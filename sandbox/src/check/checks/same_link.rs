//! An open session is continued, not replaced.

use super::WEBHOOKS;
use crate::check::case::{Case, Subject};
use crate::check::catalogue::{Check, Group, Run};
use crate::check::outcome::{Ended, Finding, Step};
use crate::veriff::Status;

pub(crate) static WHEN_DISRUPTED: Check = Check {
    name: "same-link-when-disrupted",
    title: "Who closed the tab is sent back to the same session",
    group: Group::Sessions,
    why: "A second session is billed again, loses the pictures taken, and trips Veriff's velocity \
          checks, which decline people for it.",
    mend: "Before creating a session, look for the person's last one; while it is created or \
           started, offer its URL.",
    after: WEBHOOKS,
    run: Run::Program(|case| Box::pin(when_disrupted(case))),
};

async fn when_disrupted(case: &mut Case) -> Result<(), Ended> {
    case.needs_probe()?;
    let subject = case.subject().await?;
    continued(case, &subject, "asking again before the link was opened").await?;
    case.open(&subject).await?;
    continued(case, &subject, "asking again after the link was opened").await
}

pub(crate) static AFTER_RESUBMISSION: Check = Check {
    name: "same-link-after-resubmission",
    title: "A resubmission goes on under the same session URL",
    group: Group::Sessions,
    why: "resubmission_requested keeps the session open, and counts tries by the session. A new \
          session starts from nothing, is billed, and hides the tries from Veriff.",
    mend: "While the last session is resubmission_requested, offer its own URL again; a new attempt \
           begins there by itself.",
    after: &[
        "session-created",
        "genuine-webhook",
        "declined-and-resubmission",
    ],
    run: Run::Program(|case| Box::pin(after_resubmission(case))),
};

async fn after_resubmission(case: &mut Case) -> Result<(), Ended> {
    case.needs_probe()?;
    let subject = case.subject().await?;
    case.open(&subject).await?;
    case.submit(&subject).await?;
    case.decide_and_tell(&subject, Status::ResubmissionRequested, Some(204))
        .await?;
    case.becomes(
        &subject,
        "the resubmission request",
        Status::ResubmissionRequested,
    )
    .await?;
    continued(
        case,
        &subject,
        "asking again after the resubmission request",
    )
    .await?;
    case.open(&subject).await?;
    case.submit(&subject).await?;
    case.decide_and_tell(&subject, Status::Approved, None)
        .await?;
    case.becomes(
        &subject,
        "the approval of the second attempt",
        Status::Approved,
    )
    .await
    .map(drop)
}

/// Asked once more, the backend offers the same session and creates none.
async fn continued(case: &mut Case, subject: &Subject, step: &'static str) -> Result<(), Ended> {
    let step = Step::from(step);
    let created = case.create(&subject.person, step.clone(), true).await?;
    if !created.fresh.is_empty() {
        return Err(Finding::NewSession { step }.into());
    }
    match created.offer.url {
        Some(url) if url.starts_with(&subject.url) => Ok(()),
        _ => Err(Finding::OtherLink { step }.into()),
    }
}
