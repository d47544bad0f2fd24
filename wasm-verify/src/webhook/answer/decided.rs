//! `GET /sessions/{id}/decision` and `GET /sessions/{id}/decision/fullauto`: what a lost webhook said.

use super::super::envelope::Envelope;
use super::super::layout::Slot;
use super::super::{Decision, FullAuto, Kind, PayloadError, Summary};

/// Reads the answer to `GET /sessions/{id}/decision`. Until there is a decision, `verification` is
/// null: that is `None`.
///
/// # Errors
///
/// As [`parse`](crate::webhook::parse) of a decision webhook.
pub fn parse_decision_answer(body: &[u8]) -> Result<Option<Decision<'_>>, PayloadError> {
    let envelope = Envelope::scan(body)?;
    match envelope.has_value(Slot::Verification) {
        true => {
            let summary = Summary::read(envelope, Kind::Decision)?;
            Ok(Some(Decision::of(summary)))
        }
        false => Ok(None),
    }
}

/// Reads the answer to `GET /sessions/{id}/decision/fullauto`. Its page is not public: it is taken to
/// be the webhook itself, or the webhook inside `verification` or `data`. No data is no decision:
/// `None`.
///
/// # Errors
///
/// [`PayloadError`] if it is not a JSON object, or if there is a decision that cannot be read.
pub fn parse_full_auto_answer(body: &[u8]) -> Result<Option<FullAuto<'_>>, PayloadError> {
    let envelope = Envelope::scan(body)?;
    if envelope.has_value(Slot::DVerification) {
        return full_auto(envelope);
    }
    for wrapper in [Slot::Verification, Slot::Data] {
        let Some(inner) = envelope.get(wrapper).and_then(|inner| inner.as_object()) else {
            continue;
        };
        let envelope = Envelope::scan(inner.as_json().as_bytes())?;
        if envelope.has_value(Slot::DVerification) {
            return full_auto(envelope);
        }
    }
    Ok(None)
}

fn full_auto(envelope: Envelope<'_>) -> Result<Option<FullAuto<'_>>, PayloadError> {
    let summary = Summary::read(envelope, Kind::FullAuto)?;
    Ok(Some(FullAuto::of(summary)))
}
