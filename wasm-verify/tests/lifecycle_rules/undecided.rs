//! Undecided attempts: the end of the last one may never have been told.

use crate::lifecycle_facts::*;
use crate::status;
use veriff_verify::lifecycle::DecisionStatus::{ResubmissionRequested, Review};
use veriff_verify::lifecycle::Status;

#[test]
fn of_undecided_attempts_that_nothing_orders_the_started_one_wins() {
    let state = told(&[started(A), submitted(A), started(B)]);
    assert_eq!(
        (state.status(), state.current_attempt()),
        (Status::Started, B)
    );
    assert!(state.ambiguous(), "GET attempts would settle it");
    assert_eq!(
        status(&[decision(A, Review, 1), started(B)]),
        Status::Started
    );
}

#[test]
fn of_undecided_attempts_review_wins_over_submitted() {
    assert_eq!(
        status(&[submitted(B), decision(A, Review, 1)]),
        Status::Review
    );
}

#[test]
fn creation_times_settle_which_attempt_is_the_current_one() {
    let both = [started(A), submitted(A), started(B)];
    let older_submitted = [&both[..], &[created(A, 1), created(B, 2)]].concat();
    let older_started = [&both[..], &[created(A, 2), created(B, 1)]].concat();
    let state = told(&older_submitted);
    assert_eq!(
        (state.status(), state.current_attempt(), state.ambiguous()),
        (Status::Started, B, false)
    );
    let state = told(&older_started);
    assert_eq!(
        (state.status(), state.current_attempt(), state.ambiguous()),
        (Status::Submitted, A, false)
    );
}

#[test]
fn equal_creation_times_settle_nothing_and_asking_again_would_not_help() {
    let state = told(&[submitted(A), started(B), created(A, 1), created(B, 1)]);
    assert_eq!(
        (state.status(), state.ambiguous()),
        (Status::Started, false)
    );
}

#[test]
fn an_attempt_older_than_a_closed_one_is_over() {
    let history = [
        submitted(A),
        created(A, 1),
        decision(B, ResubmissionRequested, 5),
        created(B, 2),
    ];
    assert_eq!(status(&history), Status::ResubmissionRequested);
}

#[test]
fn a_submission_beside_a_closed_attempt_waits_and_is_worth_asking_about() {
    let unordered = [submitted(A), decision(B, ResubmissionRequested, 5)];
    let state = told(&unordered);
    assert_eq!(
        (state.status(), state.ambiguous()),
        (Status::Submitted, true)
    );
    let ordered = [&unordered[..], &[created(A, 2), created(B, 1)]].concat();
    assert_eq!(
        (told(&ordered).status(), told(&ordered).ambiguous()),
        (Status::Submitted, false)
    );
}

#[test]
fn a_start_beside_a_closed_attempt_offers_the_link_either_way() {
    let state = told(&[started(A), decision(B, ResubmissionRequested, 5)]);
    assert_eq!(
        (state.status(), state.ambiguous()),
        (Status::Started, false)
    );
}

#[test]
fn a_submission_followed_by_an_attempt_not_begun_was_a_resubmission_never_told() {
    let history = [started(A), submitted(A), created(A, 1), created(B, 2)];
    let state = told(&history);
    assert_eq!(
        (state.status(), state.current_attempt()),
        (Status::ResubmissionRequested, A)
    );
    assert_eq!((state.outcome(), state.resubmissions()), (None, 0));
}

#[test]
fn of_several_attempts_that_could_give_the_status_the_one_created_last_does() {
    let submissions = [
        submitted(A),
        created(A, 2),
        submitted(B),
        created(B, 1),
        created(Some("c"), 3),
    ];
    assert_eq!(told(&submissions).current_attempt(), A);
    let unordered = [started(A), created(A, 2), started(B)];
    assert_eq!(told(&unordered).current_attempt(), A);
}

#[test]
fn a_start_followed_by_an_attempt_not_begun_is_still_started() {
    let history = [started(A), created(A, 1), created(B, 2)];
    assert_eq!(status(&history), Status::Started);
}

#[test]
fn an_attempt_merely_created_is_not_begun() {
    let state = told(&[created(A, 1)]);
    assert_eq!((state.status(), state.opened()), (Status::Created, false));
}
