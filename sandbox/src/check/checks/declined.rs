//! 9102 ends a verification, 9103 asks for another try.

use super::WEBHOOKS;
use crate::check::case::Case;
use crate::check::catalogue::{Check, Group, Run};
use crate::check::outcome::{Ended, Finding, Step};
use crate::check::probe::Probe;
use crate::veriff::Status;

pub(crate) static DECLINED_AND_RESUBMISSION: Check = Check {
    name: "declined-and-resubmission",
    title: "Declined (9102) and resubmission requested (9103) are told apart",
    group: Group::Decisions,
    why: "Swapped, a fraudster is invited to try again, and an honest person with a blurred picture \
          is shut out.",
    mend: "Go by the text in verification.status; 9102 is declined, 9103 is resubmission_requested. \
           Keep verification.reasonCode, which says why.",
    after: WEBHOOKS,
    run: Run::Program(|case| Box::pin(run(case))),
};

async fn run(case: &mut Case) -> Result<(), Ended> {
    case.needs_probe()?;
    case.needs_words_for(Status::Declined, Status::ResubmissionRequested)?;
    for (status, code) in [
        (Status::Declined, 102),
        (Status::ResubmissionRequested, 204),
    ] {
        let subject = case.subject().await?;
        case.open(&subject).await?;
        case.submit(&subject).await?;
        case.decide_and_tell(&subject, status, Some(code)).await?;
        let step = Step::from(format!("the decision {:?}", status.as_str()));
        let shown = case.becomes(&subject, step.clone(), status).await?;
        let told = match &case.bench.probe {
            Probe::Http(probe) => probe.read.reason_code.is_some() && !case.bench.full_auto,
            _ => false,
        };
        if told && shown.reason_code.as_deref() != Some(code.to_string().as_str()) {
            return Err(Finding::ReasonCode {
                step,
                wanted: code,
                shown: shown.reason_code,
            }
            .into());
        }
    }
    Ok(())
}
