//! A session's state: joined, and written out as what it means.

use veriff_verify::lifecycle::{RegistryKind, State};
use veriff_verify::webhook::Summary;

use crate::answer::Answer;
use crate::layout::StateNumber;

/// Joins states and a webhook; the answer gets the state to store and its meaning. `None` if a state, or
/// the webhook, cannot be read.
pub(crate) fn join(
    answer: &mut Answer,
    state: &[u8],
    webhook: &[u8],
    other: &[u8],
) -> Option<bool> {
    let mut known = State::default();
    if !state.is_empty() {
        known.merge_json(state).ok()?;
    }
    let mut changed = false;
    if !other.is_empty() {
        changed |= known.merge_json(other).ok()?;
    }
    if !webhook.is_empty() {
        changed |= known.apply_webhook(&Summary::of(webhook).ok()?);
    }
    answer.push_text(&known.to_json());
    meaning(answer, &known);
    Some(changed)
}

fn meaning(answer: &mut Answer, state: &State) {
    let outcome = state.outcome();
    let verdict = outcome.map(|it| it.verdict);
    let watchlist = state.watchlist();
    let user_status = state.user_status();
    let small = |it: Option<u32>| it.map(i64::from);
    let flag = |it: bool| Some(i64::from(it));
    let mut set = |number: StateNumber, value| answer.set_whole(number.place(), value);
    set(StateNumber::Status, Some(state.status() as i64));
    set(
        StateNumber::Resubmissions,
        small(Some(state.resubmissions())),
    );
    set(
        StateNumber::Disagreements,
        small(Some(state.disagreements())),
    );
    set(StateNumber::Opened, flag(state.opened()));
    set(StateNumber::Revised, flag(state.revised()));
    set(StateNumber::Ambiguous, flag(state.ambiguous()));
    set(StateNumber::AcceptanceTime, state.accepted_at());
    set(StateNumber::Source, outcome.map(|it| it.source as i64));
    set(StateNumber::Code, small(verdict.and_then(|it| it.code)));
    set(
        StateNumber::ReasonCode,
        small(verdict.and_then(|it| it.reason_code)),
    );
    set(
        StateNumber::DecisionTime,
        verdict.and_then(|it| it.decided_at),
    );
    set(
        StateNumber::SubmissionTime,
        verdict.and_then(|it| it.submitted_at),
    );
    set(StateNumber::CreatedAt, watchlist.and_then(|it| it.at));
    set(
        StateNumber::UserStatusTime,
        user_status.and_then(|it| it.at),
    );
    let hits = watchlist.and_then(|it| it.total_hits);
    answer.set(StateNumber::TotalHits.place(), hits.map(|hits| hits as f64));
    answer.push(state.current_attempt());
    answer.push(outcome.and_then(|it| it.attempt));
    answer.push(verdict.and_then(|it| it.reason));
    answer.push(watchlist.map(|it| it.match_status));
    answer.push(watchlist.map(|it| it.check_type));
    answer.push(user_status.map(|it| it.code));
    for (place, kind) in [RegistryKind::Ine, RegistryKind::Curp, RegistryKind::IneCurp]
        .into_iter()
        .enumerate()
    {
        let registry = state.registries().find(|it| it.kind == kind);
        let at = registry.and_then(|it| it.at);
        answer.set_whole(StateNumber::RegistryTime.place() + place, at);
        answer.push(registry.map(|it| it.status));
    }
}
