//! Bodies that are no decision, signed or not, bring nothing down.

use std::time::Duration;

use super::WEBHOOKS;
use crate::check::case::{Case, Subject};
use crate::check::catalogue::{Check, Group, Run};
use crate::check::delivery::Delivery;
use crate::check::outcome::{Ended, Finding, Got, Step, Wanted};

pub(crate) static INVALID_JSON: Check = Check {
    name: "invalid-json",
    title: "Validly signed text that is not JSON does not crash the backend",
    group: Group::Robustness,
    why: "A body can be cut on its way, and Veriff's checklist asks for it. An uncaught parser error \
          is a 500 at best and a dead process at worst.",
    mend: "Catch the parser's error and answer 400. Any answer but a 5xx passes.",
    after: WEBHOOKS,
    run: Run::Program(|case| Box::pin(invalid_json(case))),
};

async fn invalid_json(case: &mut Case) -> Result<(), Ended> {
    let subject = case.subject().await?;
    let approval = case.invented_approval(&subject).await?.to_string();
    let half = approval.get(..approval.len() / 2).unwrap_or_default();
    for (step, body) in [
        ("signed text that is not JSON", "approved".to_owned()),
        ("signed JSON cut in half", half.to_owned()),
        ("signed JSON with a comma too many", format!("{approval},")),
        (
            "signed JSON that is never closed",
            "{\"verification\":".to_owned(),
        ),
    ] {
        let delivery = case.genuine_bytes(body);
        case.survives(&subject, step, delivery).await?;
    }
    // Bytes that are no text at all.
    let delivery = case.genuine_bytes(vec![0xff, 0xfe, 0x00, 0x7b, 0xc3]);
    case.survives(&subject, "signed bytes that are no text", delivery)
        .await
}

pub(crate) static EMPTY_BODY: Check = Check {
    name: "empty-body",
    title: "An empty body, signed or not, does not crash the backend",
    group: Group::Robustness,
    why: "Health checks, scanners and broken proxies send requests without a body.",
    mend: "Answer 400 or 401; never read a member of a body that is not there.",
    after: WEBHOOKS,
    run: Run::Program(|case| Box::pin(empty_body(case))),
};

async fn empty_body(case: &mut Case) -> Result<(), Ended> {
    let subject = case.subject().await?;
    let signed = case.genuine_bytes("");
    let unsigned = signed.clone().signature(|_| None).under_key(None);
    case.survives(&subject, "an empty body, signed", signed)
        .await?;
    case.survives(&subject, "an empty body without any header", unsigned)
        .await
}

pub(crate) static WRONG_TYPES: Check = Check {
    name: "wrong-types",
    title: "Signed JSON of unexpected types does not crash the backend",
    group: Group::Robustness,
    why: "Fields may be null, change their type, or be missing; Veriff announces none of it.",
    mend: "Check each value's type before using it. What cannot be read is kept aside and answered \
           with 200 or 400, not with an exception.",
    after: WEBHOOKS,
    run: Run::Program(|case| Box::pin(wrong_types(case))),
};

async fn wrong_types(case: &mut Case) -> Result<(), Ended> {
    let subject = case.subject().await?;
    let id = &subject.id;
    let deep = format!("{}{}", "[".repeat(500), "]".repeat(500));
    let bodies = [
        "null".to_owned(),
        "[]".to_owned(),
        "42".to_owned(),
        "\"approved\"".to_owned(),
        "{}".to_owned(),
        "{\"verification\":null}".to_owned(),
        "{\"verification\":\"approved\"}".to_owned(),
        "{\"verification\":{\"id\":7,\"status\":[],\"code\":\"9001\"}}".to_owned(),
        format!("{{\"verification\":{{\"id\":\"{id}\",\"status\":{{}},\"code\":null}}}}"),
        "{\"id\":null,\"action\":{},\"code\":\"7001\"}".to_owned(),
        "{\"eventType\":17,\"sessionId\":[],\"data\":\"text\"}".to_owned(),
        format!("{{\"verification\":{deep}}}"),
    ];
    for body in bodies {
        let shown: String = body.chars().take(60).collect();
        let step = Step::from(format!("signed JSON of other types: {shown}"));
        let step = Step::from(step.replace(id.as_str(), "ID"));
        let delivery = case.genuine_bytes(body);
        case.survives(&subject, step, delivery).await?;
    }
    Ok(())
}

pub(crate) static HUGE_BODY: Check = Check {
    name: "huge-body",
    title: "A body of two megabytes does not bring the backend down",
    group: Group::Robustness,
    why: "Whoever knows the URL can send as much as they like; buffers without a bound run out of \
          memory.",
    mend: "Bound the body before reading and hashing it (Veriff's are a few kilobytes; 1 MB is \
           plenty), and answer 413.",
    after: WEBHOOKS,
    run: Run::Program(|case| Box::pin(huge_body(case))),
};

/// Larger than any body that Veriff sends, smaller than what gateways refuse by themselves.
const HUGE: usize = 2 * 1024 * 1024;

async fn huge_body(case: &mut Case) -> Result<(), Ended> {
    let subject = case.subject().await?;
    let body = format!("{{\"padding\":\"{}\"}}", "x".repeat(HUGE));
    let signed = case.genuine_bytes(body);
    let unsigned = signed.clone().signature(|_| None);
    for (step, delivery) in [
        ("two megabytes without a signature", unsigned),
        ("two megabytes, signed", signed),
    ] {
        let answer = case.send(step, delivery).await;
        // Who refuses early may close the connection while it is still being written to.
        let cut_off = matches!(answer.got, Got::Broken(_));
        if !cut_off && !Wanted::NoCrash.is_met(&answer.got) {
            let (step, wanted, got) = (Step::from(step), Wanted::NoCrash, answer.got);
            return Err(Finding::Answer { step, wanted, got }.into());
        }
    }
    // A process that died may be coming up again: one that refused answers at once.
    tokio::time::sleep(Duration::from_millis(10)).await;
    is_alive(case, &subject).await
}

async fn is_alive(case: &mut Case, subject: &Subject) -> Result<(), Ended> {
    let small: Delivery = case.genuine_bytes("{}");
    case.survives(subject, "a small body after the huge one", small)
        .await
}
