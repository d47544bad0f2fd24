//! At least once means: now and then twice.

use crate::check::case::{Case, Subject};
use crate::check::catalogue::{Check, Group, Run};
use crate::check::delivery::Delivery;
use crate::check::outcome::{Ended, Finding, Step};
use crate::check::probe::Probe;
use crate::veriff::Status;

/// More often than any limit on resubmissions.
const TIMES: usize = 12;

pub(crate) static DUPLICATE: Check = Check {
    name: "duplicate",
    title: "A webhook that comes again is accepted and counts once",
    group: Group::Delivery,
    why: "Veriff repeats whatever it got no 200 for, and an answer can be lost on its way. Applied \
          twice, a welcome bonus is paid twice, a mail sent twice, a try counted twice.",
    mend: "Remember what you have applied (session, attempt, status, decision time), answer 200 to a \
           repeat, and do nothing.",
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
    let body = case.decide(&subject, Status::Approved, None).await?;
    let delivery = case.genuine(&body);
    case.accepted("the approval", delivery.clone()).await?;
    let once = case
        .becomes(&subject, "the approval", Status::Approved)
        .await?;
    let step = Step::from("the approval, twice more");
    again(case, &delivery, 2).await?;
    let now = case.stays(&subject, step.clone(), &once).await?;
    if let (Some(before), Some(now)) = (once.effects, now.effects)
        && before != now
    {
        return Err(Finding::Repeated { step, before, now }.into());
    }
    if let Probe::Http(probe) = &case.bench.probe
        && probe.read.effects.is_none()
    {
        case.note(
            "readStatus has no `effects`: whether an approval's effects happen once was not seen",
        );
    }
    counts_once(case).await
}

/// One resubmission request, many times over, is one try.
async fn counts_once(case: &mut Case) -> Result<(), Ended> {
    let subject: Subject = case.subject().await?;
    case.open(&subject).await?;
    case.submit(&subject).await?;
    let body = case
        .decide(&subject, Status::ResubmissionRequested, Some(204))
        .await?;
    let delivery = case.genuine(&body);
    again(case, &delivery, TIMES).await?;
    let step = "the same resubmission request many times over";
    case.becomes(&subject, step, Status::ResubmissionRequested)
        .await
        .map(drop)
}

async fn again(case: &mut Case, delivery: &Delivery, times: usize) -> Result<(), Ended> {
    for _ in 0..times {
        case.accepted("the same webhook again", delivery.clone())
            .await?;
    }
    Ok(())
}
