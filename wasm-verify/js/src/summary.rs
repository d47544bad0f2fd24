//! What a handler needs at once of a webhook, and what was unexpected in it.

use veriff_verify::webhook::{Summary, TextField, TimeField};

use crate::answer::Answer;
use crate::failure::Failure;
use crate::layout::{Number, Text};
use crate::session::Json;

/// Reads a genuine body and fills the answer.
pub(crate) fn write(answer: &mut Answer, body: &[u8], secret_index: usize) -> Result<(), Failure> {
    let summary = Summary::of(body).map_err(|error| {
        answer.push(error.path());
        answer.finish();
        Failure::from(&error)
    })?;
    for (number, value) in [
        (Number::Kind, Some(summary.kind() as u32 as f64)),
        (Number::SecretIndex, Some(secret_index as f64)),
        (Number::Code, summary.code().map(f64::from)),
        (Number::ReasonCode, summary.reason_code().map(f64::from)),
        (Number::TotalHits, summary.total_hits().map(|it| it as f64)),
    ] {
        answer.set(number, value);
    }
    for (number, field) in [
        (Number::DecisionTime, TimeField::Decided),
        (Number::SubmissionTime, TimeField::Submitted),
        (Number::AcceptanceTime, TimeField::Accepted),
        (Number::Time, TimeField::At),
    ] {
        answer.set(number, summary.time(field).map(|at| at as f64));
    }
    for text in summary.texts() {
        answer.push(text.map(|text| text.to_str()).as_deref());
    }
    answer.finish();
    Ok(())
}

const _: () = assert!(Text::Detail as usize == TextField::Detail as usize);

/// Counts and paths of what was unexpected in a webhook, as JSON.
pub(crate) fn write_drift(answer: &mut Answer, body: &[u8]) {
    let Ok(summary) = Summary::of(body) else {
        return;
    };
    let drift = summary.drift();
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
