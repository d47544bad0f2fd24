//! Messages that name no attempt.

use crate::lifecycle_facts::*;
use crate::status;
use veriff_verify::lifecycle::DecisionStatus::{
    Abandoned, Approved, ResubmissionRequested, Review,
};
use veriff_verify::lifecycle::Status;

#[test]
fn what_names_no_attempt_counts_as_progress_while_no_attempt_has_a_name() {
    assert_eq!(
        status(&[started(UNNAMED), submitted(UNNAMED)]),
        Status::Submitted
    );
    assert_eq!(status(&[submitted(UNNAMED), started(A)]), Status::Started);
    assert_eq!(status(&[started(UNNAMED), submitted(A)]), Status::Submitted);
    assert_eq!(told(&[submitted(UNNAMED)]).current_attempt(), None);
}

#[test]
fn an_empty_attempt_id_is_none() {
    assert_eq!(told(&[started(Some(""))]), told(&[started(UNNAMED)]));
}

#[test]
fn a_verdict_that_names_no_attempt_counts() {
    assert_eq!(
        status(&[submitted(A), decision(UNNAMED, Approved, 5)]),
        Status::Approved
    );
    assert_eq!(
        status(&[submitted(A), decision(UNNAMED, Abandoned, 5)]),
        Status::Abandoned
    );
    assert_eq!(
        status(&[created(A, 1), decision(UNNAMED, ResubmissionRequested, 5)]),
        Status::ResubmissionRequested
    );
}

#[test]
fn a_review_that_names_no_attempt_counts_unless_an_attempt_was_closed() {
    let review = decision(UNNAMED, Review, 1);
    assert_eq!(status(&[submitted(A), review.clone()]), Status::Review);
    assert_eq!(status(&[started(A), review.clone()]), Status::Started);
    assert_eq!(
        status(&[lapsed(5, 0), started(A), review.clone()]),
        Status::Review
    );
    assert_eq!(
        status(&[decision(A, ResubmissionRequested, 1), review]),
        Status::ResubmissionRequested
    );
}
