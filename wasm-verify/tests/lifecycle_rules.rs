//! The rules by which the facts of a session give its status: one example each, told in every order.

mod lifecycle_facts;

use lifecycle_facts::*;
use veriff_verify::lifecycle::DecisionStatus::{
    Abandoned, Approved, Declined, Expired, ResubmissionRequested, Review,
};
use veriff_verify::lifecycle::{Fact, FactKind, RegistryKind, Source, State, Status, Verdict};

fn status(facts: &[Fact]) -> Status {
    told(facts).status()
}

// An attempt goes started, submitted, (review,) then a decision.

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

// Conclusive decisions: by decision time, then submission time, then declined over approved, then bytes.

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
    assert_eq!(
        state.outcome().unwrap().verdict.reason.as_deref(),
        Some("b")
    );
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

// Revisions.

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

// Resubmissions.

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

// Undecided attempts: the end of the last one may never have been told.

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

// Messages that name no attempt.

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

// Full auto.

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
    assert!(
        !state.revised(),
        "the outranked verdict was never in force beside it"
    );
    let state = told(&[full_auto(A, Approved, 9), decision(A, Review, 1)]);
    assert_eq!((state.status(), state.disagreements()), (Status::Review, 1));
    let state = told(&[full_auto(A, Approved, 9), decision(A, Approved, 1)]);
    assert_eq!(
        (state.status(), state.disagreements()),
        (Status::Approved, 0)
    );
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

// Expired and abandoned: Veriff's own, and ours.

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

// What does not touch the status.

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
    let answers: Vec<_> = state
        .registries()
        .iter()
        .map(|it| (it.kind, it.status.as_str()))
        .collect();
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

// Bounds.

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

// Words.

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
