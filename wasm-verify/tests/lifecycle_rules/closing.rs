//! Expired and abandoned: Veriff's own, and ours.

use crate::lifecycle_facts::*;
use crate::status;
use veriff_verify::lifecycle::DecisionStatus::{
    Abandoned, Approved, Declined, Expired, ResubmissionRequested, Review,
};
use veriff_verify::lifecycle::Status;

#[test]
fn veriffs_own_expiry_yields_only_to_a_conclusive_decision() {
    let expired = decision(A, Expired, 5);
    for proof in [
        started(B),
        submitted(B),
        decision(B, Review, 9),
        decision(B, ResubmissionRequested, 9),
    ] {
        assert_eq!(status(&[expired.clone(), proof]), Status::Expired);
    }
    assert_eq!(
        status(&[expired.clone(), decision(B, Approved, 1)]),
        Status::Approved
    );
    assert_eq!(
        status(&[expired, full_auto(B, Declined, 1)]),
        Status::Declined
    );
}

#[test]
fn abandoned_wins_over_expired_at_the_same_time() {
    assert_eq!(
        status(&[decision(A, Expired, 5), decision(A, Abandoned, 5)]),
        Status::Abandoned
    );
    assert_eq!(
        status(&[decision(A, Expired, 6), decision(A, Abandoned, 5)]),
        Status::Expired
    );
}

#[test]
fn our_sweep_finds_expired_what_nobody_opened_and_abandoned_what_nobody_finished() {
    assert_eq!(status(&[lapsed(5, 0)]), Status::Expired);
    assert_eq!(status(&[lapsed(5, 0), created(A, 1)]), Status::Expired);
    assert_eq!(status(&[lapsed(5, 0), started(A)]), Status::Abandoned);
    assert_eq!(
        status(&[lapsed(5, 1), decision(A, ResubmissionRequested, 1)]),
        Status::Abandoned
    );
    let state = told(&[lapsed(5, 0), started(A)]);
    assert_eq!(
        (state.outcome(), state.current_attempt(), state.lapsed_at()),
        (None, None, Some(5))
    );
    assert!(!state.ambiguous());
}

#[test]
fn expired_found_by_our_sweep_yields_to_a_submission() {
    assert_eq!(status(&[lapsed(5, 0), submitted(A)]), Status::Submitted);
    assert_eq!(told(&[lapsed(5, 0), submitted(A)]).lapsed_at(), Some(5));
}

#[test]
fn expired_found_by_our_sweep_yields_to_a_review() {
    assert_eq!(
        status(&[lapsed(5, 0), decision(A, Review, 1)]),
        Status::Review
    );
}

#[test]
fn expired_found_by_our_sweep_yields_to_any_decision() {
    for verdict in [
        Approved,
        Declined,
        Expired,
        Abandoned,
        ResubmissionRequested,
        Review,
    ] {
        let expected = Status::from(verdict);
        assert_eq!(status(&[lapsed(5, 0), decision(A, verdict, 1)]), expected);
    }
}

#[test]
fn expired_found_by_our_sweep_yields_only_to_resubmissions_that_it_had_not_seen() {
    let history = [
        decision(A, ResubmissionRequested, 1),
        decision(B, ResubmissionRequested, 2),
    ];
    for (seen, expected) in [
        (1, Status::ResubmissionRequested),
        (2, Status::Abandoned),
        (3, Status::Abandoned),
    ] {
        assert_eq!(
            status(&[&history[..], &[lapsed(5, seen)]].concat()),
            expected
        );
    }
}

#[test]
fn of_two_sweeps_the_one_that_had_seen_more_counts() {
    let history = [
        decision(A, ResubmissionRequested, 1),
        lapsed(9, 0),
        lapsed(5, 1),
    ];
    assert_eq!(
        (status(&history), told(&history).lapsed_at()),
        (Status::Abandoned, Some(5))
    );
}

#[test]
fn expired_found_by_our_sweep_does_not_yield_to_a_start() {
    assert_eq!(
        status(&[lapsed(5, 0), started(A), started(B)]),
        Status::Abandoned
    );
}

#[test]
fn expired_found_by_our_sweep_does_not_yield_to_a_submission_that_another_attempt_followed() {
    let history = [
        lapsed(5, 0),
        submitted(A),
        created(A, 1),
        started(B),
        created(B, 2),
    ];
    assert_eq!(status(&history), Status::Abandoned);
}

#[test]
fn a_link_whose_days_are_over_is_not_offered_for_another_attempt_merely_started() {
    let state = told(&[lapsed(5, 0), started(A), submitted(A), started(B)]);
    assert_eq!(
        (state.status(), state.current_attempt()),
        (Status::Submitted, A)
    );
    let state = told(&[lapsed(5, 0), decision(A, Review, 1), started(B)]);
    assert_eq!(
        (state.status(), state.current_attempt()),
        (Status::Review, A)
    );
}
