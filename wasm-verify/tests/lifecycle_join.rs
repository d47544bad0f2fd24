//! The promise of the lifecycle: a state is a function of the set of facts, whatever the history.

mod lifecycle_facts;

use std::collections::{BTreeMap, BTreeSet};

use lifecycle_facts::in_order;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use veriff_verify::lifecycle::{
    DecisionStatus, Fact, FactKind, Millis, RegistryKind, State, Status, Verdict,
};

/// Times, ids, codes and reasons come from small sets, so that they collide often.
fn any_time() -> impl Strategy<Value = Millis> {
    prop_oneof![8 => -1..4i64, 1 => Just(i64::MIN), 1 => Just(i64::MAX)]
}

fn any_status() -> impl Strategy<Value = DecisionStatus> {
    use DecisionStatus::{Abandoned, Approved, Declined, Expired, ResubmissionRequested, Review};
    proptest::sample::select(vec![
        Approved,
        Declined,
        ResubmissionRequested,
        Review,
        Expired,
        Abandoned,
    ])
}

fn any_text() -> impl Strategy<Value = String> {
    let long = "€".repeat(70); // 210 bytes, and byte 200 is inside a character
    proptest::sample::select(vec![
        String::new(),
        "a".into(),
        "\"\\\n\u{7f}ё".into(),
        long.clone(),
        long + "!",
    ])
}

fn any_verdict() -> impl Strategy<Value = Verdict> {
    let codes = || option::of(prop_oneof![Just(0u32), Just(102), Just(u32::MAX)]);
    (
        any_status(),
        codes(),
        codes(),
        option::of(any_text()),
        option::of(any_time()),
        option::of(any_time()),
    )
        .prop_map(
            |(status, code, reason_code, reason, decided_at, submitted_at)| Verdict {
                decided_at,
                submitted_at,
                status,
                reason_code,
                reason,
                code,
            },
        )
}

/// As full auto tells it.
fn without_reason(verdict: Verdict) -> Verdict {
    Verdict {
        reason_code: None,
        reason: None,
        ..verdict
    }
}

fn any_kind() -> impl Strategy<Value = FactKind> {
    let at = || option::of(any_time());
    let registries = vec![RegistryKind::Ine, RegistryKind::Curp, RegistryKind::IneCurp];
    prop_oneof![
        3 => any_time().prop_map(|at| FactKind::AttemptCreated { at }),
        3 => Just(FactKind::Started),
        3 => Just(FactKind::Submitted),
        6 => any_verdict().prop_map(FactKind::Decision),
        3 => any_verdict().prop_map(|it| FactKind::FullAuto(without_reason(it))),
        1 => any_time().prop_map(|at| FactKind::Accepted { at }),
        2 => (any_time(), 0..3u32).prop_map(|(at, resubmissions)| FactKind::Lapsed { at, resubmissions }),
        1 => (any_text(), option::of(any::<u64>()), any_text(), at())
            .prop_map(|(match_status, total_hits, check_type, at)| {
                FactKind::Watchlist { match_status, total_hits, check_type, at }
            }),
        1 => (any_text(), at()).prop_map(|(code, at)| FactKind::UserStatus { code, at }),
        1 => (proptest::sample::select(registries), any_text(), at())
            .prop_map(|(kind, status, at)| FactKind::Registry { kind, status, at }),
    ]
}

fn any_history() -> impl Strategy<Value = Vec<Fact>> {
    let id = proptest::sample::select(vec![None, Some(""), Some("a"), Some("b"), Some("c\"")]);
    let fact = (id, any_kind()).prop_map(|(id, kind)| Fact {
        attempt: id.map(str::to_owned),
        kind,
    });
    vec(fact, 0..24)
}

/// A history that names so many attempts that not all are kept.
fn crowded_history() -> impl Strategy<Value = Vec<Fact>> {
    let kind = prop_oneof![
        Just(FactKind::Started),
        Just(FactKind::Submitted),
        any_verdict().prop_map(FactKind::Decision)
    ];
    let fact = (0..80u32, kind).prop_map(|(id, kind)| Fact {
        attempt: (id > 0).then(|| format!("{id:02}")),
        kind,
    });
    vec(fact, 60..200)
}

/// A history, and the same told otherwise: shuffled, some of it again.
fn told_otherwise(
    history: impl Strategy<Value = Vec<Fact>>,
) -> impl Strategy<Value = (Vec<Fact>, Vec<Fact>)> {
    history.prop_flat_map(|history| {
        let repeats = vec(any::<prop::sample::Index>(), 0..8);
        (Just(history), repeats).prop_flat_map(|(history, repeats)| {
            let mut again = history.clone();
            if !history.is_empty() {
                again.extend(repeats.iter().map(|index| index.get(&history).clone()));
            }
            (Just(history), Just(again).prop_shuffle())
        })
    })
}

/// What the state should make of the verdicts on an attempt, computed from the list of facts.
fn verdicts_in_force(history: &[Fact]) -> BTreeMap<&str, Vec<&Verdict>> {
    let mut by_attempt = BTreeMap::<&str, (Vec<&Verdict>, Vec<&Verdict>)>::new();
    for fact in history {
        let slot = by_attempt
            .entry(fact.attempt.as_deref().unwrap_or_default())
            .or_default();
        match &fact.kind {
            FactKind::Decision(verdict) => slot.0.push(verdict),
            FactKind::FullAuto(verdict) => slot.1.push(verdict),
            _ => {}
        }
    }
    by_attempt
        .into_iter()
        .map(|(id, (decision, full_auto))| {
            (
                id,
                if decision.is_empty() {
                    full_auto
                } else {
                    decision
                },
            )
        })
        .collect()
}

fn is_conclusive(verdict: &&&Verdict) -> bool {
    matches!(
        verdict.status,
        DecisionStatus::Approved | DecisionStatus::Declined
    )
}

/// The rank of a conclusive verdict, down to the status.
fn rank<Text>(verdict: &Verdict<Text>) -> (Option<Millis>, Option<Millis>, bool) {
    (
        verdict.decided_at,
        verdict.submitted_at,
        verdict.status == DecisionStatus::Declined,
    )
}

fn cut(text: &Option<String>) -> Option<&str> {
    text.as_deref()
        .map(|text| &text[..text.floor_char_boundary(200)])
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_order_and_any_repeats_end_in_the_same_state((history, otherwise) in told_otherwise(any_history())) {
        prop_assert_eq!(in_order(&history), in_order(&otherwise));
    }

    #[test]
    fn so_they_do_with_more_attempts_than_are_kept((history, otherwise) in told_otherwise(crowded_history())) {
        let state = in_order(&history);
        prop_assert_eq!(&state, &in_order(&otherwise));
        prop_assert!(state.attempts().filter(|it| it.id().is_some()).count() <= 64);
        let (first, second) = otherwise.split_at(otherwise.len() / 2);
        let mut merged = in_order(first);
        merged.merge(&in_order(second));
        prop_assert_eq!(merged, state);
    }

    #[test]
    fn parts_merge_to_the_whole_in_any_bracketing(
        (history, otherwise) in told_otherwise(any_history()),
        cuts in any::<[prop::sample::Index; 2]>(),
    ) {
        let whole = in_order(&history);
        let mut cuts = cuts.map(|cut| cut.index(otherwise.len() + 1));
        cuts.sort_unstable();
        let a = in_order(&otherwise[..cuts[0]]);
        let b = in_order(&otherwise[cuts[0]..cuts[1]]);
        let c = in_order(&otherwise[cuts[1]..]);
        let join = |x: &State, y: &State| {
            let mut joined = x.clone();
            let changed = joined.merge(y);
            assert_eq!(changed, joined != *x, "merge says truly whether it changed anything");
            joined
        };
        prop_assert_eq!(&join(&join(&a, &b), &c), &whole);
        prop_assert_eq!(&join(&a, &join(&b, &c)), &whole);
        prop_assert_eq!(&join(&c, &join(&b, &a)), &whole);
        prop_assert_eq!(&join(&whole, &b), &whole);
        prop_assert_eq!(&join(&State::default(), &whole), &whole);
    }

    #[test]
    fn apply_says_truly_whether_it_changed_anything(history in prop_oneof![any_history(), crowded_history()]) {
        let mut state = State::default();
        for fact in &history {
            let before = state.clone();
            prop_assert_eq!(state.apply(fact), state != before);
            prop_assert!(!state.apply(fact));
        }
    }

    #[test]
    fn the_facts_that_are_kept_give_the_state_again(history in prop_oneof![any_history(), crowded_history()]) {
        let state = in_order(&history);
        let mut facts = state.facts();
        prop_assert_eq!(&in_order(&facts), &state);
        facts.reverse();
        prop_assert_eq!(&in_order(&facts), &state);
    }

    #[test]
    fn the_stored_form_gives_the_state_again(history in prop_oneof![any_history(), crowded_history()]) {
        let state = in_order(&history);
        let json = state.to_json();
        prop_assert!(serde_json::from_str::<serde_json::Value>(&json).is_ok(), "{}", json);
        prop_assert_eq!(State::from_json(json.as_bytes()), Ok(state));
    }

    #[test]
    fn a_conclusive_decision_is_undone_by_nothing_but_a_greater_one(history in any_history()) {
        let in_force = verdicts_in_force(&history);
        let greatest = in_force.values().flatten().filter(is_conclusive).map(|it| rank(it)).max();
        let state = in_order(&history);
        let decided = state.outcome().filter(|it| it.verdict.status.is_conclusive());
        prop_assert_eq!(decided.map(|it| rank(&it.verdict)), greatest);
    }

    #[test]
    fn an_approval_comes_from_nothing_but_an_approval(history in any_history()) {
        let said = |wanted: DecisionStatus| history.iter().any(|fact| matches!(
            &fact.kind,
            FactKind::Decision(verdict) | FactKind::FullAuto(verdict) if verdict.status == wanted
        ));
        match in_order(&history).status() {
            Status::Approved => prop_assert!(said(DecisionStatus::Approved)),
            Status::Declined => prop_assert!(said(DecisionStatus::Declined)),
            Status::Review => prop_assert!(said(DecisionStatus::Review)),
            _ => {}
        }
    }

    #[test]
    fn a_revision_is_two_ways_of_deciding(history in any_history()) {
        let in_force = verdicts_in_force(&history);
        let way = |it: &&Verdict| (it.status, it.reason_code, cut(&it.reason).map(str::to_owned));
        let within = in_force.values().any(|verdicts| {
            let ways: BTreeSet<_> = verdicts.iter().filter(is_conclusive).map(way).collect();
            ways.len() > 1
        });
        let between = {
            let winners = in_force.values().filter_map(|verdicts| {
                verdicts.iter().filter(is_conclusive).max_by_key(|it| {
                    (rank(it), it.reason_code, cut(&it.reason), it.code)
                })
            });
            winners.map(way).collect::<BTreeSet<_>>().len() > 1
        };
        let state = in_order(&history);
        let overruled = history.iter().any(|it| {
            matches!(&it.kind, FactKind::FullAuto(it)
                if it.status.is_conclusive() && Status::from(it.status) != state.status())
        });
        prop_assert_eq!(state.revised(), within || between || overruled);
    }

    #[test]
    fn what_is_derived_hangs_together(history in any_history()) {
        let state = in_order(&history);
        let status = state.status();
        if let Some(outcome) = state.outcome() {
            prop_assert_eq!(outcome.status, status);
            prop_assert_eq!(outcome.attempt, state.current_attempt());
            prop_assert_eq!(outcome.revised, state.revised());
        }
        if state.ambiguous() {
            prop_assert!(matches!(status, Status::Started | Status::Submitted | Status::Review));
        }
        if status == Status::Created {
            prop_assert!(!state.opened() || state.attempts().any(|it| it.id().is_some()));
        }
        let explained = state.explain();
        prop_assert!(explained[0].contains(status.as_str()));
        prop_assert!(explained.iter().all(|it| !it.contains('€')), "a reason's text is not repeated");
    }

    #[test]
    fn no_bytes_make_reading_panic(bytes in vec(any::<u8>(), 0..64)) {
        let _ = State::from_json(&bytes);
    }

    #[test]
    fn a_damaged_stored_form_is_an_error_or_a_lawful_state(
        history in any_history(),
        damage in vec((any::<prop::sample::Index>(), proptest::sample::select(b"0-1e.\"{}[],:abcdfgilnprstuwxz ".to_vec())), 1..4),
    ) {
        let mut json = in_order(&history).to_json().into_bytes();
        for (place, byte) in damage {
            let place = place.index(json.len());
            json[place] = byte;
        }
        if let Ok(state) = State::from_json(&json) {
            prop_assert_eq!(in_order(&state.facts()), state);
        }
    }
}
