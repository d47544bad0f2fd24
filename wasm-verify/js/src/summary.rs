//! What a handler needs at once of a webhook, and what was unexpected in it.

use alloc::string::String;

use veriff_verify::webhook::{Summary, TimeField};

use crate::answer::Answer;
use crate::failure::Failure;
use crate::layout::{DriftNumber, Number};

/// Reads a genuine body and fills the answer.
pub(crate) fn write(answer: &mut Answer, body: &[u8], secret_index: usize) -> Result<(), Failure> {
    let summary = Summary::of(body).map_err(|error| {
        answer.push(error.path());
        answer.finish();
        Failure::from(&error)
    })?;
    let small = |it: Option<u32>| it.map(i64::from);
    let mut set = |number: Number, value| answer.set_whole(number.place(), value);
    set(Number::Kind, Some(summary.kind() as i64));
    set(Number::SecretIndex, Some(secret_index as i64));
    set(Number::Code, small(summary.code()));
    set(Number::ReasonCode, small(summary.reason_code()));
    set(Number::DecisionTime, summary.time(TimeField::Decided));
    set(Number::SubmissionTime, summary.time(TimeField::Submitted));
    set(Number::AcceptanceTime, summary.time(TimeField::Accepted));
    set(Number::Time, summary.time(TimeField::At));
    let hits = summary.total_hits().map(|hits| hits as f64);
    answer.set(Number::TotalHits.place(), hits);
    for text in summary.texts() {
        answer.push(text.map(|text| text.to_str()).as_deref());
    }
    answer.finish();
    Ok(())
}

/// Counts and paths of what was unexpected in a webhook.
pub(crate) fn write_drift(answer: &mut Answer, body: &[u8]) {
    let Ok(summary) = Summary::of(body) else {
        return;
    };
    let drift = summary.drift();
    for (number, count) in [
        (DriftNumber::UnexpectedTypes, drift.unexpected_types),
        (DriftNumber::UnknownStatus, drift.unknown_status),
        (DriftNumber::UnknownCode, drift.unknown_code),
        (DriftNumber::CodeDisagrees, drift.code_disagrees),
        (DriftNumber::UnknownFields, drift.unknown_fields),
    ] {
        answer.set_whole(number.place(), Some(i64::from(count)));
    }
    let mut paths = String::new();
    for path in &drift.paths {
        paths.push_str(path);
        paths.push('\n');
    }
    answer.push_text(&paths);
}
