//! The fold: any facts in any order.

use veriff_verify::lifecycle::{
    DecisionStatus, Fact, FactKind, Millis, RegistryKind, State, Status, Verdict,
};

/// Of the facts that the bytes stand for: no order, no repetition and no grouping changes the state; the
/// stored form gives it again; a conclusive decision is undone by nothing but one dated later.
pub fn fold(data: &[u8]) {
    let facts = facts(data);
    let state = told(&facts);
    says_truly_whether_it_changed(&facts, &state);
    order_does_not_matter(&facts, &state, data.len());
    parts_join(&facts, &state, data.len());
    assert_eq!(told(&state.facts()), state, "the facts that are kept");
    let json = state.to_json();
    assert_eq!(State::from_json(json.as_bytes()).as_ref(), Ok(&state));
    decisions_stand(&facts, &state);
    let explained = state.explain();
    assert!(explained[0].contains(state.status().as_str()));
    assert!(state.attempts().filter(|it| it.id().is_some()).count() <= 64);
}

fn told<'a>(facts: impl IntoIterator<Item = &'a Fact>) -> State {
    let mut state = State::default();
    for fact in facts {
        state.apply(fact);
    }
    state
}

fn says_truly_whether_it_changed(facts: &[Fact], state: &State) {
    let mut again = state.clone();
    for fact in facts {
        assert!(!again.apply(fact), "told again: {fact:?}");
    }
    let mut told = State::default();
    for fact in facts.iter().take(16) {
        let before = told.clone();
        assert_eq!(told.apply(fact), told != before, "{fact:?}");
    }
}

fn order_does_not_matter(facts: &[Fact], state: &State, salt: usize) {
    assert_eq!(told(facts.iter().rev()), *state, "from the end");
    // A stride that meets every place once, from somewhere in the middle.
    let count = facts.len().max(1);
    let stride = (1..)
        .map(|it| it + salt % 7)
        .find(|it| gcd(*it, count) == 1);
    let stride = stride.unwrap_or(1);
    let shuffled = (0..facts.len()).map(|place| &facts[(salt + place * stride) % count]);
    assert_eq!(told(shuffled), *state, "in another order");
}

fn parts_join(facts: &[Fact], state: &State, salt: usize) {
    let cut = salt % (facts.len() + 1);
    let other = facts.len() / 2;
    let (first, last) = (cut.min(other), cut.max(other));
    let parts = [&facts[..first], &facts[first..last], &facts[last..]];
    let [a, b, c] = parts.map(told);
    let join = |x: &State, y: &State| {
        let mut joined = x.clone();
        joined.merge(y);
        let mut stored = x.clone();
        assert_eq!(stored.merge_json(y.to_json().as_bytes()), Ok(joined != *x));
        assert_eq!(stored, joined);
        joined
    };
    assert_eq!(join(&join(&a, &b), &c), *state);
    assert_eq!(join(&c, &join(&b, &a)), *state);
    assert_eq!(join(&a, &join(&c, &b)), *state);
}

/// Attempts beyond those that are kept may take their verdicts with them.
fn decisions_stand(facts: &[Fact], state: &State) {
    let mut ids: Vec<_> = facts
        .iter()
        .filter_map(|it| it.attempt.as_deref())
        .collect();
    ids.sort_unstable();
    ids.dedup();
    if ids.len() > 64 {
        return;
    }
    let verdicts = |full_auto: bool| {
        facts.iter().filter_map(move |it| match &it.kind {
            FactKind::Decision(verdict) if !full_auto => Some((it, verdict)),
            FactKind::FullAuto(verdict) if full_auto => Some((it, verdict)),
            _ => None,
        })
    };
    let name = |it: &Fact| {
        let mut id = it.attempt.clone().unwrap_or_default();
        id.truncate(id.floor_char_boundary(200));
        id
    };
    let judged: Vec<_> = verdicts(false).map(|(it, _)| name(it)).collect();
    let full_auto = verdicts(true).filter(|(it, _)| !judged.contains(&name(it)));
    let counting = verdicts(false).chain(full_auto).map(|(_, it)| it);
    let conclusive = counting.filter(|it| it.status.is_conclusive());
    let greatest = conclusive.map(rank).max();
    let outcome = state.outcome().map(|it| it.verdict.to_owned());
    let stands = outcome.filter(|it| it.status.is_conclusive());
    assert_eq!(stands.as_ref().map(rank), greatest);
    let said = |wanted| {
        facts.iter().any(|it| matches!(&it.kind, FactKind::Decision(it) | FactKind::FullAuto(it) if it.status == wanted))
    };
    if state.status() == Status::Approved {
        assert!(said(DecisionStatus::Approved));
    }
}

/// Later decided, later submitted, and declined over approved.
fn rank(it: &Verdict) -> (Option<Millis>, Option<Millis>, bool) {
    let declined = it.status == DecisionStatus::Declined;
    (it.decided_at, it.submitted_at, declined)
}

fn gcd(a: usize, b: usize) -> usize {
    match b {
        0 => a,
        b => gcd(b, a % b),
    }
}

/// Five bytes are a fact: which, of which attempt, and three that say when and what. Ids, times and texts
/// come from small sets, so that they collide often.
fn facts(data: &[u8]) -> Vec<Fact> {
    let (facts, _) = data.as_chunks::<5>();
    facts.iter().take(100).map(fact).collect()
}

fn fact(&[what, which, a, b, c]: &[u8; 5]) -> Fact {
    let kind = match what % 16 {
        0 => FactKind::AttemptCreated { at: time(a) },
        1 | 2 => FactKind::Started,
        3 | 4 => FactKind::Submitted,
        5..=8 => FactKind::Decision(verdict(a, b, c)),
        9 | 10 => FactKind::FullAuto(verdict(a, b, c)),
        11 => FactKind::Accepted { at: time(a) },
        12 => FactKind::Lapsed {
            at: time(a),
            resubmissions: u32::from(b % 4),
        },
        13 => FactKind::Watchlist {
            match_status: text(a),
            total_hits: (b > 1).then_some(u64::from(b)),
            check_type: text(b),
            at: maybe_time(c),
        },
        14 => FactKind::UserStatus {
            code: text(a),
            at: maybe_time(b),
        },
        _ => FactKind::Registry {
            kind: RegistryKind::ALL[usize::from(a) % 3],
            status: text(b),
            at: maybe_time(c),
        },
    };
    let attempt = match which {
        0 => None,
        // Few attempts, or, above, more than a state keeps.
        1..128 => Some(text(which % 6)),
        _ => Some(format!("{which:03}")),
    };
    Fact { attempt, kind }
}

fn verdict(a: u8, b: u8, c: u8) -> Verdict {
    Verdict {
        decided_at: maybe_time(a),
        submitted_at: maybe_time(a >> 4),
        status: DecisionStatus::ALL[usize::from(b) % 6],
        reason_code: [None, Some(51), Some(102), Some(u32::MAX)][usize::from(c % 4)],
        reason: (c & 16 > 0).then(|| text(c >> 5)),
        code: (b & 64 > 0).then_some(9001),
    }
}

fn time(byte: u8) -> Millis {
    match byte % 16 {
        14 => Millis::MIN,
        15 => Millis::MAX,
        small => Millis::from(small) - 2,
    }
}

fn maybe_time(byte: u8) -> Option<Millis> {
    (byte % 16 != 13).then(|| time(byte))
}

fn text(byte: u8) -> String {
    match byte % 8 {
        0 => String::new(),
        1 => "a".into(),
        2 => "b".into(),
        3 => "\"\\\n\u{7f}ё".into(),
        // Longer than what is kept, and cut inside a character.
        4 => "€".repeat(70),
        5 => "€".repeat(70) + "!",
        6 => "possible_match".into(),
        _ => "no_match".into(),
    }
}
