//! What a handler needs at once of a webhook, and what was unexpected in it.

use veriff_verify::lifecycle::Millis;
use veriff_verify::webhook::{Webhook, parse};

use crate::answer::Answer;
use crate::failure::Failure;
use crate::layout::{Number, Text};
use crate::session::Json;

/// Reads a genuine body and fills the answer.
pub(crate) fn write(answer: &mut Answer, body: &[u8], secret_index: usize) -> Result<(), Failure> {
    let webhook = parse(body).map_err(|error| {
        answer.push(error.path());
        answer.finish();
        Failure::from(&error)
    })?;
    answer.set(Number::Kind, Some(webhook.kind() as u32 as f64));
    answer.set(Number::SecretIndex, Some(secret_index as f64));
    let [status, action, reason, detail] = own(answer, &webhook);
    for text in [
        webhook.session_id(),
        webhook.attempt_id(),
        webhook.vendor_data(),
        webhook.end_user_id(),
        status,
        action,
        reason,
        detail,
    ] {
        answer.push(text);
    }
    answer.finish();
    Ok(())
}

const _: () = assert!(Text::Detail as usize == 7 && Text::Status as usize == 4);

/// What each type has of its own: numbers into the answer, texts handed back.
fn own<'w>(answer: &mut Answer, webhook: &'w Webhook<'_>) -> [Option<&'w str>; 4] {
    match webhook {
        Webhook::Decision(it) => {
            answer.set(Number::Code, Some(f64::from(it.code)));
            answer.set(Number::ReasonCode, it.reason_code.map(f64::from));
            answer.set(Number::DecisionTime, time(it.decided_at));
            answer.set(Number::SubmissionTime, time(it.submitted_at));
            answer.set(Number::AcceptanceTime, time(it.accepted_at));
            [Some(&it.status), None, it.reason.as_deref(), None]
        }
        Webhook::Event(it) => {
            answer.set(Number::Code, Some(f64::from(it.code)));
            [None, Some(&it.action), it.feature.as_deref(), None]
        }
        Webhook::FullAuto(it) => {
            answer.set(Number::DecisionTime, time(it.decided_at));
            answer.set(Number::AcceptanceTime, time(it.accepted_at));
            [it.decision.as_deref(), None, None, it.status.as_deref()]
        }
        Webhook::Watchlist(it) => {
            answer.set(Number::TotalHits, it.total_hits.map(|hits| hits as f64));
            answer.set(Number::Time, time(it.created_at));
            [None, Some(&it.check_type), Some(&it.match_status), None]
        }
        Webhook::Ine(it) | Webhook::Curp(it) | Webhook::IneCurp(it) => {
            answer.set(Number::Code, it.code.map(f64::from));
            answer.set(Number::Time, time(it.at));
            [it.status.as_deref(), None, None, None]
        }
        Webhook::UserStatus(it) => {
            answer.set(Number::Time, time(it.at));
            let (reason, code) = (it.reason.as_deref(), it.reason_code.as_deref());
            [it.status.as_deref(), Some(&it.status_code), reason, code]
        }
        Webhook::Unknown(it) => [None, None, None, it.event_type.as_deref()],
        _ => [None; 4],
    }
}

fn time(at: Option<Millis>) -> Option<f64> {
    at.map(|at| at as f64)
}

/// Counts and paths of what was unexpected in a webhook, as JSON.
pub(crate) fn write_drift(answer: &mut Answer, body: &[u8]) {
    let Ok(webhook) = parse(body) else {
        return;
    };
    let drift = webhook.drift();
    let mut json = Json::default();
    json.open(None, '{');
    for (key, count) in [
        ("unexpectedTypes", drift.unexpected_types),
        ("unknownStatus", drift.unknown_status),
        ("unknownCode", drift.unknown_code),
        ("codeDisagrees", drift.code_disagrees),
        ("unknownFields", drift.unknown_fields),
    ] {
        json.number(key, Some(i64::from(count)));
    }
    json.open(Some("paths"), '[');
    for path in &drift.paths {
        json.element(path);
    }
    json.close(']');
    json.close('}');
    answer.push_text(json.as_str());
}
