//! What comes late must not undo what came first.

use super::WEBHOOKS;
use crate::check::case::Case;
use crate::check::catalogue::{Check, Group, Run};
use crate::check::message;
use crate::check::outcome::Ended;
use crate::veriff::Status;

pub(crate) static LATE_EVENT: Check = Check {
    name: "late-event",
    title: "Events that come after the decision undo nothing",
    group: Group::Delivery,
    why: "Webhooks overtake each other, and a retry may come hours later. A backend that stores the \
          last message's status takes access away from people who were approved.",
    mend: "Let started and submitted move a session forward only; a decision outranks both.",
    after: WEBHOOKS,
    run: Run::Program(|case| Box::pin(late_event(case))),
};

async fn late_event(case: &mut Case) -> Result<(), Ended> {
    case.needs_probe()?;
    case.needs_decisions("events")?;
    let subject = case.subject().await?;
    case.bench.veriff.submit(&subject.id).await?;
    case.decide_and_tell(&subject, Status::Approved, None)
        .await?;
    let shown = case
        .becomes(&subject, "the approval", Status::Approved)
        .await?;
    let session = case.bench.veriff.session(&subject.id).await?;
    for action in ["submitted", "started"] {
        let step = format!("the late event {action:?}");
        let delivery = case.genuine(&message::event(&session, action));
        case.accepted(step.clone(), delivery).await?;
        case.stays(&subject, step, &shown).await?;
    }
    Ok(())
}

pub(crate) static LATE_DECISION: Check = Check {
    name: "late-decision",
    title: "An earlier decision that comes after the final one undoes nothing",
    group: Group::Delivery,
    why: "A resubmission request or a review that is delivered late, after the approval that followed \
          it, tells of the past.",
    mend: "Order decisions by decisionTime, not by arrival; approved and declined outrank review and \
           resubmission_requested.",
    after: WEBHOOKS,
    run: Run::Program(|case| Box::pin(late_decision(case))),
};

async fn late_decision(case: &mut Case) -> Result<(), Ended> {
    case.needs_probe()?;
    let mut earlier = vec![Status::ResubmissionRequested];
    if !case.bench.full_auto {
        earlier.push(Status::Review);
    }
    for status in earlier {
        let subject = case.subject().await?;
        let veriff = &case.bench.veriff;
        veriff.submit(&subject.id).await?;
        let late = case.decide(&subject, status, None).await?;
        if status == Status::ResubmissionRequested {
            case.bench.veriff.submit(&subject.id).await?;
        }
        case.decide_and_tell(&subject, Status::Approved, None)
            .await?;
        let shown = case
            .becomes(&subject, "the approval", Status::Approved)
            .await?;
        let step = format!("the earlier decision {:?}, late", status.as_str());
        let delivery = case.genuine(&message::taken_earlier(late));
        case.accepted(step.clone(), delivery).await?;
        case.stays(&subject, step, &shown).await?;
    }
    Ok(())
}
