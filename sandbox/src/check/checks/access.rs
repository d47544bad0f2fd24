//! Access comes with an approval, and with nothing else.

use super::WEBHOOKS;
use crate::check::case::Case;
use crate::check::catalogue::{Check, Group, Run};
use crate::check::outcome::{Ended, Step, Unchecked, Wanted};
use crate::check::template::Filled;

pub(crate) static ONLY_AFTER_APPROVAL: Check = Check {
    name: "access-only-after-approval",
    title: "Nobody has access before the approval",
    group: Group::Decisions,
    why: "Somebody who only opened the link, or only took pictures, was not verified.",
    mend: "Grant access on the status approved alone; started and submitted say where a person is, \
           not who.",
    after: WEBHOOKS,
    run: Run::Program(|case| Box::pin(only_after_approval(case))),
};

async fn only_after_approval(case: &mut Case) -> Result<(), Ended> {
    case.needs_probe()?;
    let subject = case.subject().await?;
    case.has_no_access(&subject.person, "creating a session")
        .await?;
    case.open(&subject).await?;
    case.has_no_access(&subject.person, "opening the link")
        .await?;
    case.submit(&subject).await?;
    case.has_no_access(&subject.person, "submitting").await
}

pub(crate) static CALLBACK: Check = Check {
    name: "callback-grants-nothing",
    title: "Coming back by the callback URL grants nothing",
    group: Group::Security,
    why: "The callback is a plain redirect of the person's browser, carries no result, and can be \
          opened by hand. A backend that lets people in on it verifies nobody.",
    mend: "On the callback page read the session's status and wait for the decision; never change it \
           there.",
    after: &[
        "session-created",
        "genuine-webhook",
        "access-only-after-approval",
    ],
    run: Run::Program(|case| Box::pin(callback(case))),
};

async fn callback(case: &mut Case) -> Result<(), Ended> {
    case.needs_probe()?;
    let subject = case.subject().await?;
    case.open(&subject).await?;
    case.submit(&subject).await?;
    let session = case.bench.veriff.session(&subject.id).await?;
    let Some(callback) = session.callback.or(case.bench.backend.callback.clone()) else {
        return Err(Unchecked::NotDescribed("callback").into());
    };
    if !case.bench.client.permits(&callback) {
        return Err(Unchecked::CallbackElsewhere.into());
    }
    let before = case.read(&subject.person).await?;
    let step = Step::from("opening the callback URL");
    let filled = Filled {
        method: http::Method::GET,
        url: callback,
        headers: vec![("accept".to_owned(), "text/html".to_owned())],
        body: String::new(),
    };
    let answer = case.request(&step, filled).await;
    if !Wanted::NoCrash.is_met(&answer.got) {
        case.note(format!("the callback URL answered {}", answer.got));
    }
    case.has_no_access(&subject.person, step.clone()).await?;
    case.stays(&subject, step, &before).await.map(drop)
}
