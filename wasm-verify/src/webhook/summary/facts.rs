//! What a webhook says about the session.

use alloc::string::String;
use alloc::vec::Vec;

use super::super::Kind;
use super::{Summary, TextField, TimeField};
use crate::lifecycle::{DecisionStatus, Fact, FactKind, RegistryKind, Verdict};

/// The facts of a webhook: at most what was said of an attempt, and when the session was generated.
pub(super) fn facts(summary: &Summary<'_>) -> Vec<Fact> {
    let mut facts = Vec::new();
    if let Some(kind) = said(summary) {
        facts.push(Fact {
            attempt: owned(summary, TextField::AttemptId),
            kind,
        });
    }
    if let Some(at) = summary.time(TimeField::Accepted) {
        facts.push(Fact {
            attempt: None,
            kind: FactKind::Accepted { at },
        });
    }
    facts
}

fn said(summary: &Summary<'_>) -> Option<FactKind> {
    let at = summary.time(TimeField::At);
    let registry = |kind| {
        Some(FactKind::Registry {
            kind,
            status: owned(summary, TextField::Status)?,
            at,
        })
    };
    match summary.kind {
        Kind::Decision => verdict(summary).map(FactKind::Decision),
        Kind::FullAuto => verdict(summary).map(FactKind::FullAuto),
        Kind::Event => match &*summary.required(TextField::Action) {
            "started" => Some(FactKind::Started),
            // The legacy `tier_1_approved` is a step of checking, so the person had finished.
            "submitted" | "tier_1_approved" => Some(FactKind::Submitted),
            _ => None,
        },
        Kind::Watchlist => Some(FactKind::Watchlist {
            match_status: owned(summary, TextField::Reason)?,
            total_hits: summary.total_hits,
            check_type: owned(summary, TextField::Action)?,
            at,
        }),
        Kind::UserStatus => Some(FactKind::UserStatus {
            code: owned(summary, TextField::Action)?,
            at,
        }),
        Kind::Ine => registry(RegistryKind::Ine),
        Kind::Curp => registry(RegistryKind::Curp),
        Kind::IneCurp => registry(RegistryKind::IneCurp),
        Kind::Unknown => None,
    }
}

/// The verdict, if the status is one that this crate knows. Full auto has no code and no reason.
fn verdict(summary: &Summary<'_>) -> Option<Verdict> {
    Some(Verdict {
        status: DecisionStatus::from_text(&summary.required(TextField::Status))?,
        code: summary.code,
        reason_code: summary.reason_code,
        reason: owned(summary, TextField::Reason),
        decided_at: summary.time(TimeField::Decided),
        submitted_at: summary.time(TimeField::Submitted),
    })
}

fn owned(summary: &Summary<'_>, field: TextField) -> Option<String> {
    summary.text(field).map(|text| text.into_owned())
}
