//! Revisions.

use crate::lifecycle_facts::*;
use veriff_verify::lifecycle::DecisionStatus::{Approved, Declined, ResubmissionRequested, Review};
use veriff_verify::lifecycle::{FactKind, Status, Verdict};

#[test]
fn a_different_status_or_reason_makes_a_revision() {
    let because = |reason_code, reason: Option<&str>| {
        let reason = reason.map(str::to_owned);
        fact(
            A,
            FactKind::Decision(Verdict {
                reason_code,
                reason,
                ..verdict(Declined, 5)
            }),
        )
    };
    assert!(told(&[decision(A, Approved, 5), decision(A, Declined, 6)]).revised());
    assert!(
        told(&[decision(A, Approved, 7), decision(A, Declined, 6)]).revised(),
        "told late"
    );
    assert!(told(&[because(Some(102), None), because(Some(103), None)]).revised());
    assert!(told(&[because(None, Some("x")), because(None, Some("y"))]).revised());
    assert!(
        told(&[decision(A, Approved, 5), decision(B, Declined, 6)]).revised(),
        "between attempts"
    );
}

#[test]
fn the_same_decision_at_another_time_or_with_another_code_is_no_revision() {
    let coded = fact(
        A,
        FactKind::Decision(Verdict {
            code: Some(9001),
            ..verdict(Approved, 5)
        }),
    );
    let state = told(&[
        coded,
        decision(A, Approved, 5),
        decision(A, Approved, 6),
        decision(B, Approved, 7),
    ]);
    assert!(!state.revised());
}

#[test]
fn only_conclusive_decisions_are_revised() {
    let state = told(&[
        decision(A, Review, 4),
        decision(A, ResubmissionRequested, 5),
        decision(B, Approved, 6),
    ]);
    assert!(!state.revised() && !state.outcome().unwrap().revised);
}

#[test]
fn a_revision_stays_marked_when_the_first_opinion_returns() {
    let state = told(&[
        decision(A, Approved, 1),
        decision(A, Declined, 2),
        decision(A, Approved, 3),
    ]);
    assert_eq!((state.status(), state.revised()), (Status::Approved, true));
}
