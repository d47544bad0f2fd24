//! 9104 is two statuses, and both mean a new session.

use super::WEBHOOKS;
use crate::check::case::{Case, Subject};
use crate::check::catalogue::{Check, Group, Run};
use crate::check::outcome::{Ended, Finding, Step};
use crate::check::probe::Probe;
use crate::veriff::Status;

pub(crate) static EXPIRED_AND_ABANDONED: Check = Check {
    name: "expired-and-abandoned",
    title: "Expired and abandoned, which share the code 9104, are told apart",
    group: Group::Decisions,
    why: "Expired: never opened, so perhaps your message was not seen. Abandoned: begun and given up, \
          so perhaps the flow is too hard. By the code alone one of them is misread.",
    mend: "Go by the text in verification.status, never by the code.",
    after: WEBHOOKS,
    run: Run::Program(|case| Box::pin(expired_and_abandoned(case))),
};

async fn expired_and_abandoned(case: &mut Case) -> Result<(), Ended> {
    case.needs_probe()?;
    for status in [Status::Expired, Status::Abandoned] {
        let subject = ended(case, status).await?;
        let step = format!("the decision {:?}", status.as_str());
        case.becomes(&subject, step, status).await?;
    }
    if let Probe::Http(probe) = &case.bench.probe
        && probe.read.words.alike(Status::Expired, Status::Abandoned)
    {
        case.note("your backend shows both alike, so that only the end itself was checked");
    }
    Ok(())
}

pub(crate) static NEW_SESSION: Check = Check {
    name: "new-session-after-expiry",
    title: "After expired or abandoned the person gets a new session",
    group: Group::Sessions,
    why: "The old link says that there is nothing to do. A backend that offers it again strands the \
          person for good.",
    mend: "When the last session is expired or abandoned, POST a new one and offer its URL.",
    after: &[
        "session-created",
        "genuine-webhook",
        "expired-and-abandoned",
    ],
    run: Run::Program(|case| Box::pin(new_session(case))),
};

async fn new_session(case: &mut Case) -> Result<(), Ended> {
    case.needs_probe()?;
    for status in [Status::Expired, Status::Abandoned] {
        let subject = ended(case, status).await?;
        let step = format!("the decision {:?}", status.as_str());
        case.becomes(&subject, step, status).await?;
        let step = format!("asking for a session after {:?}", status.as_str());
        gets_a_new_session(case, &subject, step.into()).await?;
    }
    Ok(())
}

/// Asked once more, the backend creates a session and offers that one's URL.
pub(super) async fn gets_a_new_session(
    case: &mut Case,
    subject: &Subject,
    step: Step,
) -> Result<(), Ended> {
    let created = case.create(&subject.person, step.clone(), true).await?;
    match (created.fresh.last(), created.offer.url) {
        (Some(session), Some(url)) if url.starts_with(&session.url) => Ok(()),
        (_, Some(url)) if url.starts_with(&subject.url) => Err(Finding::DeadLink { step }.into()),
        (None, _) => Err(Finding::NoSession { step }.into()),
        (Some(_), _) => {
            let what = "session URL";
            Err(Finding::NotVeriffs { step, what }.into())
        }
    }
}

/// A person whose session ended so, as the webhook told.
async fn ended(case: &mut Case, status: Status) -> Result<Subject, Ended> {
    let subject = case.subject().await?;
    if status == Status::Abandoned {
        case.open(&subject).await?;
    }
    case.decide_and_tell(&subject, status, None).await?;
    Ok(subject)
}
