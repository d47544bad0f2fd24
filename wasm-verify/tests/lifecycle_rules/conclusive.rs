//! Conclusive decisions: by decision time, then submission time, then declined over approved, then bytes.

use crate::lifecycle_facts::*;
use crate::status;
use veriff_verify::lifecycle::DecisionStatus::{
    Abandoned, Approved, Declined, Expired, ResubmissionRequested, Review,
};
use veriff_verify::lifecycle::{FactKind, Status, Verdict};

#[test]
fn only_a_conclusive_decision_dated_later_undoes_a_conclusive_one() {
    assert_eq!(
        status(&[decision(A, Approved, 5), decision(A, Declined, 4)]),
        Status::Approved
    );
    assert_eq!(
        status(&[decision(A, Approved, 5), decision(A, Declined, 6)]),
        Status::Declined
    );
    for other in [Review, ResubmissionRequested, Expired, Abandoned] {
        assert_eq!(
            status(&[decision(A, Approved, 5), decision(A, other, 6)]),
            Status::Approved
        );
        assert_eq!(
            status(&[decision(A, Declined, 5), decision(B, other, 6)]),
            Status::Declined
        );
    }
}

#[test]
fn a_decision_without_a_time_is_the_oldest() {
    assert_eq!(
        status(&[decision(A, Approved, -1), decision(A, Declined, None)]),
        Status::Approved
    );
}

#[test]
fn at_the_same_decision_time_the_later_submission_wins() {
    let at = |status, submitted_at| {
        fact(
            A,
            FactKind::Decision(Verdict {
                submitted_at,
                ..verdict(status, 5)
            }),
        )
    };
    assert_eq!(
        status(&[at(Approved, Some(3)), at(Declined, Some(2))]),
        Status::Approved
    );
    assert_eq!(
        status(&[at(Approved, Some(3)), at(Declined, None)]),
        Status::Approved
    );
}

#[test]
fn at_the_same_times_declined_wins_over_approved() {
    assert_eq!(
        status(&[decision(A, Approved, 5), decision(A, Declined, 5)]),
        Status::Declined
    );
    assert_eq!(
        status(&[decision(A, Approved, None), decision(B, Declined, None)]),
        Status::Declined
    );
}

#[test]
fn what_is_left_is_decided_by_a_fixed_order_of_bytes() {
    let because = |reason: &str| {
        let verdict = Verdict {
            reason: Some(reason.into()),
            ..verdict(Declined, 5)
        };
        fact(A, FactKind::Decision(verdict))
    };
    let state = told(&[because("b"), because("a"), because("")]);
    assert_eq!(state.outcome().unwrap().verdict.reason, Some("b"));
}

#[test]
fn the_latest_conclusive_decision_of_any_attempt_counts() {
    let state = told(&[
        decision(A, Approved, 5),
        decision(B, Declined, 4),
        decision(UNNAMED, Declined, 3),
    ]);
    let outcome = state.outcome().unwrap();
    assert_eq!(
        (outcome.status, outcome.attempt, outcome.revised),
        (Status::Approved, A, true)
    );
}
