//! Decisions that are written in text: the magic value in `vendorData`, and the setting `decideAs`.
//!
//! A session whose `vendorData` holds `veriff-sandbox:STATUS` or `veriff-sandbox:STATUS:CODE`,
//! anywhere in it, is decided so at its submission, on any integration: `veriff-sandbox:approved`,
//! `customer-7 veriff-sandbox:declined:102`, `veriff-sandbox:resubmission_requested:204`. STATUS is
//! one of approved, declined, resubmission_requested, review, expired and abandoned, CODE any reason
//! code. What follows must not be a letter, `-` or `_` right after STATUS. No company's own ids
//! contain the mark by accident; one that is followed by no such status is refused with 1104, so
//! that a misspelling is not mistaken for a session that waits.

use super::lifecycle::Decision;

const MARK: &str = "veriff-sandbox:";

/// The text after the mark is no decision.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct NoDecision;

/// The decision that a session's `vendorData` asks for, if it has the mark.
pub(crate) fn of_vendor_data(text: &str) -> Result<Option<Decision>, NoDecision> {
    match text.split_once(MARK) {
        None => Ok(None),
        Some((_, rest)) => leading(rest).map(|(decision, _)| Some(decision)),
    }
}

/// A whole text such as `approved` or `declined:102`.
pub(crate) fn decision(text: &str) -> Result<Decision, NoDecision> {
    match leading(text)? {
        (decision, "") => Ok(decision),
        _ => Err(NoDecision),
    }
}

/// The decision at the beginning of a text, and what follows it.
fn leading(text: &str) -> Result<(Decision, &str), NoDecision> {
    let in_word = |c: char| c.is_alphabetic() || matches!(c, '-' | '_');
    let (status, rest) = text.split_at(text.find(|c| !in_word(c)).unwrap_or(text.len()));
    let mut decision = Decision::of(status.parse().map_err(|_| NoDecision)?);
    let Some(after) = rest.strip_prefix(':') else {
        return Ok((decision, rest));
    };
    let end = after.find(|c: char| !c.is_ascii_digit());
    let (code, rest) = after.split_at(end.unwrap_or(after.len()));
    decision.reason_code = Some(code.parse().map_err(|_| NoDecision)?);
    Ok((decision, rest))
}
