//! What no webhook told is found out all the same.

use std::sync::Arc;

use jiff::SignedDuration;

use super::WEBHOOKS;
use super::expired::gets_a_new_session;
use crate::check::case::{Case, Subject};
use crate::check::catalogue::{Check, Group, Run};
use crate::check::outcome::{Ended, Step, Unchecked};
use crate::veriff::Status;

pub(crate) static MISSED_WEBHOOK: Check = Check {
    name: "missed-webhook",
    title: "A decision whose webhook never came is fetched from Veriff",
    group: Group::Delivery,
    why: "After a week of failures Veriff stops trying. Whoever was decided during an outage of \
          yours, or while a URL was wrong, waits for ever.",
    mend: "For sessions submitted and undecided for an hour, ask GET /v1/sessions/{id}/decision \
           (signed over the id), verify the answer's signature, and apply it like a webhook. Say in \
           the description how to make it do so: [askVeriff] or [moveClock].",
    after: WEBHOOKS,
    run: Run::Alone(|case| Box::pin(missed_webhook(case))),
};

async fn missed_webhook(case: &mut Case) -> Result<(), Ended> {
    case.needs_probe()?;
    let subject = approved_untold(case).await?;
    let step = Step::from("an approval that no webhook told of");
    let asked = has_asked(case, &subject).await?;
    match case.becomes(&subject, step, Status::Approved).await {
        Err(Ended::Failed(_)) if !asked => Err(Unchecked::NeverAsked.into()),
        other => other.map(drop),
    }
}

pub(crate) static ANSWERS_VERIFIED: Check = Check {
    name: "answers-verified",
    title: "An answer of Veriff's whose signature is wrong is not believed",
    group: Group::Security,
    why: "Veriff signs its answers too. TLS ends at a proxy, a gateway or a mistaken base URL; an \
          approval read from an answer that anybody there could write is nobody's word.",
    mend: "Compute HMAC-SHA256 over the answer's raw body and compare it with its X-HMAC-SIGNATURE \
           before reading the decision.",
    after: &[
        "session-created",
        "genuine-webhook",
        "access-only-after-approval",
        "missed-webhook",
    ],
    run: Run::Alone(|case| Box::pin(answers_verified(case))),
};

async fn answers_verified(case: &mut Case) -> Result<(), Ended> {
    case.needs_probe()?;
    let subject = approved_untold(case).await?;
    let bench = Arc::clone(&case.bench);
    bench.veriff.forge_answers(true);
    let asked = has_asked(case, &subject).await;
    let step = Step::from("an answer with a wrong signature, which says approved");
    let seen = case.has_no_access(&subject.person, step).await;
    bench.veriff.forge_answers(false);
    // Refusing to work with such answers is right, in whatever way it shows.
    match asked {
        Ok(false) => Err(Unchecked::NeverAsked.into()),
        Ok(true) | Err(Ended::Failed(_)) => seen,
        Err(other) => Err(other),
    }
}

/// Somebody who was approved, which no webhook told.
async fn approved_untold(case: &mut Case) -> Result<Subject, Ended> {
    let subject = case.subject().await?;
    case.open(&subject).await?;
    case.submit(&subject).await?;
    case.decide(&subject, Status::Approved, None).await?;
    Ok(subject)
}

/// Makes the backend ask Veriff, or lets pass the time after which it should by itself.
async fn has_asked(case: &mut Case, subject: &Subject) -> Result<bool, Ended> {
    let mut values = subject.person.values();
    values.push(("sessionId", subject.id.clone()));
    if case.make_it_ask(&values).await? {
        return Ok(true);
    }
    if !case.moves_clock() {
        return Ok(false);
    }
    // On full auto nothing tells of a submission: the seven days' end is when to ask.
    let hours = if case.bench.full_auto { 8 * 24 } else { 2 };
    case.let_pass(SignedDuration::from_hours(hours)).await?;
    Ok(true)
}

pub(crate) static SEVEN_DAYS: Check = Check {
    name: "new-session-after-seven-days",
    title: "After seven days without a word the person gets a new session",
    group: Group::Sessions,
    why: "Veriff closes a session seven days after its creation. If its webhook is missed, the person \
          is offered a dead link for ever.",
    mend: "Store when a session was created; when it is seven days old and open, create a new one.",
    after: &["session-created"],
    run: Run::Alone(|case| Box::pin(seven_days(case))),
};

async fn seven_days(case: &mut Case) -> Result<(), Ended> {
    case.needs_probe()?;
    let subject = case.subject().await?;
    case.let_pass(SignedDuration::from_hours(8 * 24)).await?;
    let step = Step::from("asking for a session after eight days");
    gets_a_new_session(case, &subject, step).await
}
