//! Genuine webhooks are accepted, in every form in which they come.

use super::WEBHOOKS;
use super::raw_body::Style;
use crate::check::case::{Case, Subject};
use crate::check::catalogue::{Check, Group, Run};
use crate::check::delivery::Delivery;
use crate::check::outcome::{Ended, Finding, Step, Unchecked, Wanted};
use crate::veriff::Status;
use serde_json::Value;

pub(crate) static GENUINE_WEBHOOK: Check = Check {
    name: "genuine-webhook",
    title: "A genuine approval is accepted and gives access",
    group: Group::Decisions,
    why: "This is the message that it is all for. If it is refused, Veriff repeats it for a week, and \
          everybody waits.",
    mend: "The signature is HMAC-SHA256 over the raw body, keyed with the shared secret's text, in \
           hex, in X-HMAC-SIGNATURE; the API key comes in X-AUTH-CLIENT. Is the secret the one in \
           the description? Grant access when verification.status is \"approved\" (code 9001).",
    after: &["session-created"],
    run: Run::Program(|case| Box::pin(genuine_webhook(case))),
};

async fn genuine_webhook(case: &mut Case) -> Result<(), Ended> {
    let subject = case.subject().await?;
    let body = case.decide(&subject, Status::Approved, None).await?;
    let delivery = case.genuine(&body);
    if let Err(refused) = case.accepted(APPROVED, delivery).await {
        return Err(rewrites(case, &body).await.unwrap_or(refused));
    }
    case.needs_probe()?;
    case.becomes(&subject, "the approval", Status::Approved)
        .await
        .map(drop)
}

const APPROVED: &str = "the decision \"approved\"";

/// Why a genuine webhook may be refused: the body is parsed and written out again before its signature
/// is checked, in a way that can be recognised.
async fn rewrites(case: &mut Case, body: &Value) -> Option<Ended> {
    for (style, writer) in [(Style::Python, "json.dumps"), (Style::Php, "json_encode")] {
        let step = format!("the same, written as {writer} would write it");
        let delivery = case.genuine_bytes(style.write(body));
        let answer = case.send(step, delivery).await;
        if Wanted::Success.is_met(&answer.got) {
            let step = Step::from(APPROVED);
            return Some(Finding::Rewritten { step, writer }.into());
        }
    }
    None
}

pub(crate) static HEADER_NAMES: Check = Check {
    name: "header-names",
    title: "The documented headers alone suffice: X-AUTH-CLIENT and X-HMAC-SIGNATURE",
    group: Group::Security,
    why: "Newer traffic repeats them as VRF-AUTH-CLIENT and VRF-HMAC-SIGNATURE. A backend that reads \
          only those refuses everything on the day they are missing.",
    mend: "Read X-AUTH-CLIENT and X-HMAC-SIGNATURE; take the VRF- twins too, and refuse a message \
           whose twins differ.",
    after: WEBHOOKS,
    run: Run::Program(|case| Box::pin(header_names(case))),
};

async fn header_names(case: &mut Case) -> Result<(), Ended> {
    approved_by(
        case,
        "the approval under the X- names alone",
        |_, genuine| genuine.without_twins(),
    )
    .await
}

pub(crate) static UPPER_CASE_HEX: Check = Check {
    name: "upper-case-hex",
    title: "The signature is understood in upper-case hex too",
    group: Group::Security,
    why: "Hex has no case. Veriff's own example lower-cases what it receives before comparing; a \
          comparison of texts fails on the day the case changes.",
    mend: "Decode the hex to 32 bytes and compare bytes, in constant time.",
    after: WEBHOOKS,
    run: Run::Program(|case| Box::pin(upper_case_hex(case))),
};

async fn upper_case_hex(case: &mut Case) -> Result<(), Ended> {
    approved_by(
        case,
        "the approval signed in upper-case hex",
        |_, genuine| genuine.signature(|hex| Some(hex.to_ascii_uppercase())),
    )
    .await
}

pub(crate) static SECOND_SECRET: Check = Check {
    name: "second-secret",
    title: "A webhook signed with any of the configured secrets is accepted",
    group: Group::Security,
    why: "Veriff lets up to five shared secrets live at once, so that one can be replaced; which of \
          them signs meanwhile is not documented. With one secret only, a rotation loses messages.",
    mend: "Configure a list of secrets and try each of them, without stopping at the first.",
    after: WEBHOOKS,
    run: Run::Program(|case| Box::pin(second_secret(case))),
};

async fn second_secret(case: &mut Case) -> Result<(), Ended> {
    let others = case.bench.backend.keys.secrets.len().saturating_sub(1);
    if others == 0 {
        return Err(Unchecked::NotDescribed("second secret in sharedSecrets").into());
    }
    for index in 1..=others {
        let step = format!("the approval signed with secret {}", index + 1);
        approved_by(case, step, |case, genuine| {
            let secrets = &case.bench.backend.keys.secrets;
            genuine.signed_with(secrets.get(index).map(String::as_str).unwrap_or_default())
        })
        .await?;
    }
    Ok(())
}

pub(crate) static EXACTLY_200: Check = Check {
    name: "exactly-200",
    title: "A webhook that was taken in is answered with 200, exactly",
    group: Group::Delivery,
    why: "Veriff documents 200 as success and repeats what gets anything else about hourly for a \
          week. 201, 202 and 204 are not promised to count.",
    mend: "Answer 200 once the message is durable; the body does not matter.",
    after: WEBHOOKS,
    run: Run::Program(|case| Box::pin(exactly_200(case))),
};

async fn exactly_200(case: &mut Case) -> Result<(), Ended> {
    case.needs_probe()?;
    let subject = case.subject().await?;
    let body = case.decide(&subject, Status::Approved, None).await?;
    let delivery = case.genuine(&body);
    case.expect(Wanted::Exactly200, APPROVED, delivery)
        .await
        .map(drop)
}

/// A new person's approval in some form is accepted and gives access.
pub(super) async fn approved_by(
    case: &mut Case,
    step: impl Into<Step>,
    form: impl Fn(&Case, Delivery) -> Delivery,
) -> Result<(), Ended> {
    let step = step.into();
    case.needs_probe()?;
    let subject: Subject = case.subject().await?;
    let body = case.decide(&subject, Status::Approved, None).await?;
    let delivery = form(case, case.genuine(&body));
    case.accepted(step.clone(), delivery).await?;
    case.becomes(&subject, step, Status::Approved)
        .await
        .map(drop)
}
