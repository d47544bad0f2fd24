//! Resubmissions.

use crate::lifecycle_facts::*;
use crate::status;
use veriff_verify::lifecycle::DecisionStatus::{Approved, ResubmissionRequested};
use veriff_verify::lifecycle::Status;

#[test]
fn a_resubmission_closes_the_attempt_and_keeps_the_session_open() {
    let mut history = vec![
        started(A),
        submitted(A),
        decision(A, ResubmissionRequested, 3),
    ];
    let state = told(&history);
    assert_eq!(
        (state.status(), state.current_attempt()),
        (Status::ResubmissionRequested, A)
    );
    assert_eq!(
        state.outcome().unwrap().status,
        Status::ResubmissionRequested
    );
    history.push(started(B));
    assert_eq!(
        (told(&history).status(), told(&history).current_attempt()),
        (Status::Started, B)
    );
    history.push(submitted(B));
    assert_eq!(status(&history), Status::Submitted);
    history.push(decision(B, Approved, 9));
    assert_eq!(status(&history), Status::Approved);
}

#[test]
fn resubmissions_are_counted_and_never_declined_by() {
    let ids: Vec<_> = (0..12).map(|n| format!("attempt-{n}")).collect();
    let history: Vec<_> = ids
        .iter()
        .map(|id| decision(Some(id), ResubmissionRequested, 5))
        .collect();
    let state = in_order(&history);
    assert_eq!(
        (state.resubmissions(), state.status()),
        (12, Status::ResubmissionRequested)
    );
}

#[test]
fn a_resubmission_that_names_no_attempt_is_not_counted_twice() {
    let unnamed = decision(UNNAMED, ResubmissionRequested, 5);
    assert_eq!(told(std::slice::from_ref(&unnamed)).resubmissions(), 1);
    assert_eq!(
        told(&[unnamed, decision(A, ResubmissionRequested, 5)]).resubmissions(),
        1
    );
}
