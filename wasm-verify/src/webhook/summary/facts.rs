//! What a webhook says about the session.

use alloc::string::String;

use super::super::Kind;
use super::{Summary, TextField, TimeField};
use crate::lifecycle::{DecisionStatus, Kept, Place, Said, from_time};

/// The facts of a webhook, as a state keeps them: at most what was said of an attempt, and when the session
/// was generated.
pub(super) fn kept(summary: &Summary<'_>) -> [Option<Kept>; 2] {
    let accepted = summary.time(TimeField::Accepted);
    let accepted = accepted.map(|at| (Place::ACCEPTED, Said::at(Some(at), None)));
    [said(summary), accepted].map(|it| {
        let (place, said) = it?;
        Some(Kept::new(owned(summary, TextField::AttemptId), place, said))
    })
}

/// What is said, and at which place.
fn said(summary: &Summary<'_>) -> Option<(Place, Said)> {
    let (place, status, word, second) = match summary.kind {
        Kind::Decision => (Place::DECISION, status(summary)?, TextField::Reason, None),
        Kind::FullAuto => (Place::FULL_AUTO, status(summary)?, TextField::Reason, None),
        Kind::Event => {
            let place = match &*summary.required(TextField::Action) {
                "started" => Place::STARTED,
                // The legacy `tier_1_approved` is a step of checking, so the person had finished.
                "submitted" | "tier_1_approved" => Place::SUBMITTED,
                _ => return None,
            };
            return Some((place, Said::default()));
        }
        Kind::Watchlist => {
            let second = Some(TextField::Action);
            (Place::WATCHLIST, None, TextField::Reason, second)
        }
        Kind::UserStatus => (Place::USER_STATUS, None, TextField::Action, None),
        Kind::Ine | Kind::Curp | Kind::IneCurp => {
            let registry = summary.kind as u64 - Kind::Ine as u64;
            (Place::REGISTRY, Some(registry), TextField::Status, None)
        }
        Kind::Unknown => return None,
    };
    let time = |field| summary.time(field).map(from_time);
    let word = owned(summary, word);
    // A registry may have answered without a word.
    if place == Place::REGISTRY && word.is_none() {
        return None;
    }
    let numbers = match place {
        Place::DECISION | Place::FULL_AUTO => [
            time(TimeField::Decided),
            time(TimeField::Submitted),
            status,
            summary.reason_code.map(u64::from),
            summary.code.map(u64::from),
        ],
        _ => [time(TimeField::At), None, status, None, summary.total_hits],
    };
    let second = second.and_then(|field| owned(summary, field));
    let texts = [word, second];
    Some((place, Said { numbers, texts }))
}

/// The status of a verdict, if it is one that this crate knows.
fn status(summary: &Summary<'_>) -> Option<Option<u64>> {
    let status = DecisionStatus::from_text(&summary.required(TextField::Status))?;
    Some(Some(status as u64))
}

fn owned(summary: &Summary<'_>, field: TextField) -> Option<String> {
    summary.text(field).map(|text| text.into_owned())
}
