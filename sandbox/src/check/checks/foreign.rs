//! Genuine messages that are about somebody else's session.

use super::WEBHOOKS;
use crate::check::case::Case;
use crate::check::catalogue::{Check, Group, Run};
use crate::check::delivery::Delivery;
use crate::check::message;
use crate::check::outcome::{Ended, Unchecked, Wanted};
use crate::veriff::Status;

pub(crate) static UNKNOWN_SESSION: Check = Check {
    name: "unknown-session",
    title: "The approval of a session that the backend never created grants nothing",
    group: Group::Security,
    why: "The API key is public wherever a browser uses it, and alone suffices to create sessions \
          with anybody's endUserId and vendorData. Whoever does so with your user's id, and passes \
          with an own face and document, must not become that user.",
    mend: "Look the session up by its id among those that you created. Never find the person by the \
           message's vendorData or endUserId alone.",
    after: WEBHOOKS,
    run: Run::Program(|case| Box::pin(unknown_session(case))),
};

async fn unknown_session(case: &mut Case) -> Result<(), Ended> {
    case.needs_probe()?;
    // Once with a session of their own, once without any.
    for with_a_session in [true, false] {
        let person = case.person();
        if with_a_session {
            case.subject_of(person.clone()).await?;
        }
        let veriff = &case.bench.veriff;
        let foreign = veriff.create(&message::verification(&person)).await?;
        veriff.submit(&foreign.id).await?;
        let body = veriff.decide(&foreign.id, Status::Approved, None).await?;
        let delivery = case.genuine(&body);
        let step = "the approval of a session that you never created";
        case.expect(Wanted::NoCrash, step, delivery).await?;
        case.has_no_access(&person, step).await?;
    }
    Ok(())
}

pub(crate) static OTHER_INTEGRATION: Check = Check {
    name: "other-integration",
    title: "Another integration's message about this one's session grants nothing",
    group: Group::Security,
    why: "A backend that serves a test and a live integration must keep them apart: in a test one any \
          status can be set by hand.",
    mend: "Find the secret by the API key of X-AUTH-CLIENT, store which integration a session \
           belongs to, and refuse the others' messages about it.",
    after: WEBHOOKS,
    run: Run::Program(|case| Box::pin(other_integration(case))),
};

async fn other_integration(case: &mut Case) -> Result<(), Ended> {
    case.needs_probe()?;
    if case.bench.backend.others.is_empty() {
        return Err(Unchecked::NotDescribed("second integration in [[otherIntegrations]]").into());
    }
    for other in case.bench.backend.others.clone() {
        let subject = case.subject().await?;
        let body = case.invented_approval(&subject).await?;
        let step = "an approval signed by your other integration";
        let foreign = Delivery::genuine(&other, body.to_string());
        case.survives(&subject, step, foreign.clone()).await?;
        case.has_no_access(&subject.person, step).await?;
        // The key of one with the secret of the other.
        let genuine = case.genuine(&body);
        let mixed = foreign.under_key(Some(&case.bench.backend.keys.api_key));
        let step = "an approval under this API key with the other integration's secret";
        case.refused(&subject, step, mixed, &genuine).await?;
    }
    Ok(())
}
