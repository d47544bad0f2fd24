//! Every type of webhook is taken in, known or not.

use super::WEBHOOKS;
use super::genuine::approved_by;
use crate::check::case::{Case, Subject};
use crate::check::catalogue::{Check, Group, Run};
use crate::check::message;
use crate::check::outcome::{Ended, Step, Wanted};
use crate::veriff::Status;
use jiff::SignedDuration;
use serde_json::{Value, json};

pub(crate) static ALL_TYPES: Check = Check {
    name: "all-types",
    title: "All of Veriff's types of webhook are accepted, and only decisions decide",
    group: Group::Robustness,
    why: "Several types may come to one URL, told apart by their shape alone. One that is refused \
          comes again every hour for a week; one that is taken for a decision decides.",
    mend: "Tell types apart as Veriff documents (verification; action and code 7xxx; eventType; \
           checkType), answer 200 to each, and act on the ones you need.",
    after: WEBHOOKS,
    run: Run::Program(|case| Box::pin(all_types(case))),
};

async fn all_types(case: &mut Case) -> Result<(), Ended> {
    let subject = case.subject().await?;
    case.open(&subject).await?;
    case.submit(&subject).await?;
    let session = case.bench.veriff.session(&subject.id).await?;
    let now = case.bench.veriff.now();
    let mut kinds = vec![(
        "status set in the portal",
        message::user_status(&session, now),
    )];
    kinds.extend(message::registries(&session, now));
    for (kind, body) in kinds {
        taken_in(case, &subject, format!("the webhook: {kind}").into(), &body).await?;
    }
    Ok(())
}

pub(crate) static UNKNOWN_TYPE: Check = Check {
    name: "unknown-type",
    title: "A type of webhook that does not exist yet is accepted and changes nothing",
    group: Group::Robustness,
    why: "New types are a compatible change in Veriff's words. Answered with an error, each comes \
          again every hour for a week.",
    mend: "Answer 200, keep the message aside, and tell yourself about it.",
    after: WEBHOOKS,
    run: Run::Program(|case| Box::pin(unknown_type(case))),
};

async fn unknown_type(case: &mut Case) -> Result<(), Ended> {
    let subject = case.subject().await?;
    let session = case.bench.veriff.session(&subject.id).await?;
    let body = message::unknown_type(&session, case.bench.veriff.now());
    taken_in(case, &subject, "a webhook of an unknown type".into(), &body).await
}

pub(crate) static UNKNOWN_FIELDS: Check = Check {
    name: "unknown-fields",
    title: "A decision with fields that do not exist yet counts all the same",
    group: Group::Robustness,
    why: "New fields are a compatible change in Veriff's words. A parser that refuses them refuses \
          every decision from that day on.",
    mend: "Ignore members that you do not know; validate the ones that you use.",
    after: WEBHOOKS,
    run: Run::Program(|case| Box::pin(unknown_fields(case))),
};

async fn unknown_fields(case: &mut Case) -> Result<(), Ended> {
    approved_by(case, "an approval with unknown fields", |case, genuine| {
        let Ok(mut body) = serde_json::from_slice::<Value>(&genuine.body) else {
            return genuine;
        };
        for place in [
            "",
            "/verification",
            "/data/verification",
            "/verification/person",
        ] {
            if let Some(Value::Object(members)) = body.pointer_mut(place) {
                members.insert(
                    "aFieldOfTomorrow".to_owned(),
                    json!({ "level": [1, null, "x"] }),
                );
            }
        }
        case.genuine(&body)
    })
    .await
}

pub(crate) static UNKNOWN_STATUS: Check = Check {
    name: "unknown-status",
    title: "A decision with a status that does not exist yet grants nothing",
    group: Group::Decisions,
    why: "Whatever is not known to be an approval is none. A default branch that approves, or an \
          exception, waits in many a switch.",
    mend: "Name every status that you act on; leave the person where they are on any other.",
    after: &[
        "session-created",
        "genuine-webhook",
        "access-only-after-approval",
    ],
    run: Run::Program(|case| Box::pin(unknown_status(case))),
};

async fn unknown_status(case: &mut Case) -> Result<(), Ended> {
    let subject = case.subject().await?;
    case.open(&subject).await?;
    case.submit(&subject).await?;
    let mut body = case.invented_approval(&subject).await?;
    if let Some(status) = message::status_of(&mut body) {
        *status = "reconsidered".into();
    }
    if let Some(code) = body.pointer_mut("/verification/code") {
        *code = 9777.into();
    }
    let step = Step::from("a decision with an unknown status");
    let delivery = case.genuine(&body);
    case.expect(Wanted::NoCrash, step.clone(), delivery).await?;
    if case.sees() {
        case.has_no_access(&subject.person, step).await?;
    }
    Ok(())
}

pub(crate) static WATCHLIST: Check = Check {
    name: "watchlist-after-approval",
    title: "A watchlist update long after the approval is accepted and undoes nothing",
    group: Group::Delivery,
    why: "Ongoing monitoring sends one whenever a list changes, months later. It has no decision in \
          it: read as one, the person is thrown out, or the backend fails.",
    mend: "Tell it by checkType and matchStatus, keep it for your compliance people, and leave the \
           status alone.",
    after: WEBHOOKS,
    run: Run::Program(|case| Box::pin(watchlist(case))),
};

async fn watchlist(case: &mut Case) -> Result<(), Ended> {
    case.needs_probe()?;
    let subject = case.subject().await?;
    case.decide_and_tell(&subject, Status::Approved, None)
        .await?;
    case.becomes(&subject, "the approval", Status::Approved)
        .await?;
    let session = case.bench.veriff.session(&subject.id).await?;
    let later = case
        .bench
        .veriff
        .now()
        .saturating_add(SignedDuration::from_hours(24 * 200))
        .unwrap_or(jiff::Timestamp::MAX);
    let body = message::watchlist(&session, later);
    taken_in(case, &subject, "a watchlist update".into(), &body).await
}

/// The webhook is answered with success and changes nothing that is shown.
async fn taken_in(
    case: &mut Case,
    subject: &Subject,
    step: Step,
    body: &Value,
) -> Result<(), Ended> {
    let before = case.before(subject).await?;
    let delivery = case.genuine(body);
    case.accepted(step.clone(), delivery).await?;
    match before {
        Some(before) => case.stays(subject, step, &before).await.map(drop),
        None => Ok(()),
    }
}
