//! Full auto.

use crate::lifecycle_facts::*;
use crate::status;
use veriff_verify::lifecycle::DecisionStatus::{
    Abandoned, Approved, Declined, Expired, ResubmissionRequested, Review,
};
use veriff_verify::lifecycle::{FactKind, Source, Status, Verdict};

#[test]
fn a_full_auto_decision_has_the_force_of_a_status() {
    for (verdict, expected) in [
        (Approved, Status::Approved),
        (Declined, Status::Declined),
        (ResubmissionRequested, Status::ResubmissionRequested),
        (Expired, Status::Expired),
        (Abandoned, Status::Abandoned),
    ] {
        let state = told(&[submitted(A), full_auto(A, verdict, 5)]);
        assert_eq!(
            (state.status(), state.outcome().unwrap().source),
            (expected, Source::FullAuto)
        );
    }
}

#[test]
fn a_decision_outranks_full_auto_on_the_same_attempt_and_a_disagreement_is_counted() {
    let state = told(&[full_auto(A, Approved, 9), decision(A, Declined, 1)]);
    assert_eq!(
        (state.status(), state.disagreements()),
        (Status::Declined, 1)
    );
    assert_eq!(state.outcome().unwrap().source, Source::Decision);
    let state = told(&[full_auto(A, Approved, 9), decision(A, Review, 1)]);
    assert_eq!((state.status(), state.disagreements()), (Status::Review, 1));
    let state = told(&[full_auto(A, Approved, 9), decision(A, Approved, 1)]);
    assert_eq!(
        (state.status(), state.disagreements()),
        (Status::Approved, 0)
    );
}

#[test]
fn what_a_decision_overrules_is_revised() {
    for overruling in [Declined, Review, ResubmissionRequested, Expired] {
        let state = told(&[full_auto(A, Approved, 1), decision(A, overruling, 2)]);
        assert!(state.revised(), "{overruling:?}");
        assert!(state.outcome().unwrap().revised, "{overruling:?}");
        assert_eq!(state.disagreements(), 1);
    }
    let wavering = [full_auto(A, Approved, 1), full_auto(A, Declined, 2)];
    assert!(told(&[&wavering[..], &[decision(A, Declined, 3)]].concat()).revised());
}

#[test]
fn what_a_decision_confirms_is_not_revised() {
    let reasoned = Verdict {
        reason_code: Some(102),
        ..verdict(Declined, 2)
    };
    let confirmed = [
        full_auto(A, Declined, 1),
        fact(A, FactKind::Decision(reasoned)),
    ];
    assert!(!told(&confirmed).revised(), "full auto gives no reasons");
    let undecided = [
        full_auto(A, ResubmissionRequested, 1),
        decision(A, Review, 2),
    ];
    assert!(!told(&undecided).revised(), "it granted and denied nothing");
}

#[test]
fn a_disagreement_is_between_the_verdicts_that_speak_for_each_side() {
    let agreed = [
        decision(A, Approved, 1),
        decision(A, Expired, 2),
        decision(A, ResubmissionRequested, 3),
        decision(A, Review, 4),
        full_auto(A, Approved, 5),
    ];
    assert_eq!(told(&agreed).disagreements(), 0);
    assert_eq!(told(&agreed[1..]).disagreements(), 1);
    let closed = [&agreed[1..4], &[full_auto(A, Expired, 5)]].concat();
    assert_eq!(told(&closed).disagreements(), 0);
    let resubmitted = [&agreed[2..4], &[full_auto(A, ResubmissionRequested, 5)]].concat();
    assert_eq!(told(&resubmitted).disagreements(), 0);
}

#[test]
fn a_decision_does_not_outrank_full_auto_on_another_attempt() {
    assert_eq!(
        status(&[full_auto(A, Approved, 9), decision(B, Declined, 1)]),
        Status::Approved
    );
}

#[test]
fn a_full_auto_resubmission_is_lifted_by_a_decision_that_says_otherwise() {
    let state = told(&[
        full_auto(A, ResubmissionRequested, 9),
        decision(A, Review, 1),
    ]);
    assert_eq!((state.status(), state.resubmissions()), (Status::Review, 0));
}
