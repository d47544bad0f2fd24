//! An attempt goes started, submitted, (review,) then a decision.

use crate::lifecycle_facts::*;
use crate::status;
use veriff_verify::lifecycle::DecisionStatus::{Approved, Declined, Review};
use veriff_verify::lifecycle::{State, Status};

#[test]
fn nothing_told_is_created() {
    let state = State::default();
    assert_eq!(state.status(), Status::Created);
    assert!(!state.opened() && !state.revised() && !state.ambiguous());
    assert_eq!((state.outcome(), state.current_attempt()), (None, None));
}

#[test]
fn an_attempt_goes_started_submitted_review_decision() {
    let history = [
        started(A),
        submitted(A),
        decision(A, Review, 1),
        decision(A, Approved, 2),
    ];
    let expected = [
        Status::Started,
        Status::Submitted,
        Status::Review,
        Status::Approved,
    ];
    for (told_so_far, expected) in (1..).zip(expected) {
        let state = told(&history[..told_so_far]);
        assert_eq!(state.status(), expected);
        assert_eq!(state.current_attempt(), A);
    }
}

#[test]
fn a_late_event_does_not_undo_a_decision() {
    let mut state = in_order(&[decision(A, Declined, 5)]);
    assert!(state.apply(&started(A)), "the history gains a fact");
    assert!(state.apply(&submitted(A)));
    assert_eq!(state.status(), Status::Declined);
}

#[test]
fn a_review_is_followed_by_a_final_decision_and_not_undone_by_a_late_review() {
    assert_eq!(
        status(&[decision(A, Review, 9), decision(A, Approved, 5)]),
        Status::Approved
    );
}
