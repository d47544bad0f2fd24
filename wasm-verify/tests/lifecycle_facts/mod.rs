//! Facts in few words, and histories told in every order.

#![allow(dead_code, reason = "each test file uses a part")]

use veriff_verify::lifecycle::{DecisionStatus, Fact, FactKind, Millis, State, Verdict};

pub(crate) const A: Option<&str> = Some("aaaaaaaa-0000-4000-8000-000000000001");
pub(crate) const B: Option<&str> = Some("bbbbbbbb-0000-4000-8000-000000000002");
pub(crate) const UNNAMED: Option<&str> = None;

pub(crate) fn fact(attempt: Option<&str>, kind: FactKind) -> Fact {
    Fact {
        attempt: attempt.map(str::to_owned),
        kind,
    }
}

pub(crate) fn created(attempt: Option<&str>, at: Millis) -> Fact {
    fact(attempt, FactKind::AttemptCreated { at })
}

pub(crate) fn started(attempt: Option<&str>) -> Fact {
    fact(attempt, FactKind::Started)
}

pub(crate) fn submitted(attempt: Option<&str>) -> Fact {
    fact(attempt, FactKind::Submitted)
}

pub(crate) fn lapsed(at: Millis, resubmissions: u32) -> Fact {
    fact(None, FactKind::Lapsed { at, resubmissions })
}

pub(crate) fn verdict(status: DecisionStatus, decided_at: impl Into<Option<Millis>>) -> Verdict {
    Verdict {
        decided_at: decided_at.into(),
        ..Verdict::new(status)
    }
}

pub(crate) fn decision(
    attempt: Option<&str>,
    status: DecisionStatus,
    at: impl Into<Option<Millis>>,
) -> Fact {
    fact(attempt, FactKind::Decision(verdict(status, at)))
}

pub(crate) fn full_auto(
    attempt: Option<&str>,
    status: DecisionStatus,
    at: impl Into<Option<Millis>>,
) -> Fact {
    fact(attempt, FactKind::FullAuto(verdict(status, at)))
}

/// The state of a history, in the order given.
pub(crate) fn in_order<'a>(facts: impl IntoIterator<Item = &'a Fact>) -> State {
    let mut state = State::default();
    for fact in facts {
        state.apply(fact);
    }
    state
}

/// The state of a history of at most six facts, told in every order there is.
pub(crate) fn told(facts: &[Fact]) -> State {
    assert!(facts.len() <= 6, "too many orders to try");
    let state = in_order(facts);
    for_each_order(&mut facts.to_vec(), 0, &mut |order| {
        assert_eq!(in_order(order), state, "{order:?}")
    });
    state
}

fn for_each_order(facts: &mut Vec<Fact>, from: usize, check: &mut impl FnMut(&[Fact])) {
    if from + 1 >= facts.len() {
        return check(facts);
    }
    for chosen in from..facts.len() {
        facts.swap(from, chosen);
        for_each_order(facts, from + 1, check);
        facts.swap(from, chosen);
    }
}
