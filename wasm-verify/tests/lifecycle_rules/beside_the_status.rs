//! What does not touch the status; bounds; words.

use crate::lifecycle_facts::*;
use veriff_verify::lifecycle::DecisionStatus::{
    Abandoned, Approved, Declined, Expired, ResubmissionRequested, Review,
};
use veriff_verify::lifecycle::{FactKind, RegistryKind, Status};

#[test]
fn the_earliest_generation_time_counts() {
    let accepted = |at| fact(None, FactKind::Accepted { at });
    let state = told(&[accepted(7), accepted(5), accepted(6)]);
    assert_eq!(
        (state.accepted_at(), state.status()),
        (Some(5), Status::Created)
    );
}

#[test]
fn the_latest_screening_user_status_and_registry_answer_count() {
    let screening = |match_status: &str, at| {
        let (match_status, check_type) = (match_status.to_owned(), "initial_result".to_owned());
        fact(
            A,
            FactKind::Watchlist {
                match_status,
                total_hits: Some(1),
                check_type,
                at,
            },
        )
    };
    let tag = |code: &str, at| {
        fact(
            A,
            FactKind::UserStatus {
                code: code.into(),
                at,
            },
        )
    };
    let registry = |kind, status: &str, at| {
        fact(
            A,
            FactKind::Registry {
                kind,
                status: status.into(),
                at,
            },
        )
    };

    let state = told(&[
        screening("no_match", Some(6)),
        screening("possible_match", Some(5)),
        screening("x", None),
    ]);
    assert_eq!(state.watchlist().unwrap().match_status, "no_match");
    let state = told(&[
        screening("no_match", Some(5)),
        screening("possible_match", Some(5)),
    ]);
    assert_eq!(state.watchlist().unwrap().match_status, "possible_match");
    let state = told(&[tag("b", Some(5)), tag("a", Some(6)), tag("c", None)]);
    assert_eq!(state.user_status().unwrap().code, "a");
    let state = told(&[
        registry(RegistryKind::Curp, "found", Some(5)),
        registry(RegistryKind::Curp, "gone", Some(6)),
        registry(RegistryKind::Ine, "success", Some(1)),
    ]);
    let answers: Vec<_> = state.registries().map(|it| (it.kind, it.status)).collect();
    assert_eq!(
        answers,
        [(RegistryKind::Ine, "success"), (RegistryKind::Curp, "gone")]
    );
    assert_eq!((state.status(), state.opened()), (Status::Created, false));
}

#[test]
fn opened_is_whatever_was_started_submitted_or_judged_other_than_expired() {
    for proof in [
        started(A),
        submitted(UNNAMED),
        decision(A, Abandoned, 1),
        full_auto(A, Review, 1),
    ] {
        assert!(told(&[proof]).opened());
    }
    assert!(!told(&[decision(A, Expired, 1), created(A, 1), lapsed(1, 0)]).opened());
}

#[test]
fn the_64_named_attempts_with_the_greatest_ids_are_kept_and_the_unnamed_one() {
    let ids: Vec<_> = (0..70).map(|n| format!("{n:02}")).collect();
    let mut history: Vec<_> = ids.iter().map(|id| started(Some(id))).collect();
    history.insert(10, started(UNNAMED));
    let expected: Vec<_> = [None]
        .into_iter()
        .chain(ids[6..].iter().map(|id| Some(id.as_str())))
        .collect();
    for _ in 0..2 {
        let state = in_order(&history);
        assert_eq!(
            state.attempts().map(|it| it.id()).collect::<Vec<_>>(),
            expected
        );
        history.reverse();
    }
}

#[test]
fn statuses_are_written_in_veriffs_words() {
    for status in Status::ALL {
        assert_eq!(Status::from_text(status.as_str()), Some(status));
    }
    assert_eq!(
        Status::ResubmissionRequested.as_str(),
        "resubmission_requested"
    );
    assert_eq!(
        veriff_verify::lifecycle::DecisionStatus::from_text("started"),
        None
    );
    assert_eq!(
        veriff_verify::lifecycle::DecisionStatus::from_text("Approved"),
        None
    );
    for verdict in [
        Approved,
        Declined,
        ResubmissionRequested,
        Review,
        Expired,
        Abandoned,
    ] {
        assert_eq!(
            veriff_verify::lifecycle::DecisionStatus::from_text(verdict.as_str()),
            Some(verdict)
        );
        assert_eq!(Status::from(verdict).as_str(), verdict.as_str());
    }
}
