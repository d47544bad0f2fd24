//! Judges a history: the state that its deliveries make, in each order that the file gives.

use serde_json::{Value, json};
use veriff_verify::lifecycle::State;

use super::{body, list, verified};

/// What comes of the deliveries in one order. The state is stored and read back before each of them, as
/// between the calls of a function.
///
/// Fails if a delivery is no genuine webhook, if a repeat of one changes the state, or if two halves that
/// saw different deliveries make another state when they are joined.
pub(crate) fn judge(api_key: &Value, history: &Value, order: &Value) -> Value {
    let deliveries: Vec<_> = list(&history["deliveries"]).collect();
    let told: Vec<_> = list(order)
        .map(|at| deliveries[usize::try_from(at.as_u64().expect("an index")).expect("small")])
        .collect();
    let after = |known: &str, delivery: &Value| -> (String, bool) {
        let body = body(delivery);
        let webhook = verified(api_key, &history["secrets"], &delivery["headers"], &body);
        let (_, webhook) = webhook.expect("genuine");
        let mut state = State::from_json(known.as_bytes()).expect("what was stored");
        let mut changed = false;
        for fact in webhook.facts() {
            changed |= state.apply(&fact);
        }
        (state.to_json(), changed)
    };
    let all = |told: &[&Value]| {
        told.iter()
            .fold("{}".to_owned(), |known, delivery| after(&known, delivery).0)
    };
    let stored = all(&told);
    for delivery in &deliveries {
        assert_eq!(
            after(&stored, delivery),
            (stored.clone(), false),
            "a repeat"
        );
    }
    let (one, other) = told.split_at(told.len() / 2);
    let mut joined = State::from_json(all(one).as_bytes()).expect("what was stored");
    joined
        .merge_json(all(other).as_bytes())
        .expect("what was stored");
    assert_eq!(joined.to_json(), stored, "two halves, joined");
    meaning(&joined)
}

/// Every order must hold every delivery.
pub(crate) fn is_whole(history: &Value, order: &Value) -> bool {
    let count = list(&history["deliveries"]).count();
    (0..count).all(|at| list(order).any(|it| *it == at))
}

/// A state in the words of the file.
fn meaning(state: &State) -> Value {
    let outcome = state.outcome().map(|it| {
        json!({
            "status": it.status.as_str(), "attemptId": it.attempt, "source": it.source.as_str(),
            "code": it.verdict.code, "reason": it.verdict.reason, "reasonCode": it.verdict.reason_code,
            "decidedAt": it.verdict.decided_at, "submittedAt": it.verdict.submitted_at,
        })
    });
    let watchlist = state.watchlist().map(|it| {
        json!({
            "matchStatus": it.match_status, "checkType": it.check_type, "totalHits": it.total_hits,
            "createdAt": it.at,
        })
    });
    let registries = state.registries();
    let registries = registries
        .map(|it| json!({"registry": it.kind.as_str(), "status": it.status, "at": it.at}));
    json!({
        "status": state.status().as_str(),
        "outcome": outcome,
        "currentAttemptId": state.current_attempt(),
        "acceptedAt": state.accepted_at(),
        "resubmissions": state.resubmissions(),
        "disagreements": state.disagreements(),
        "opened": state.opened(),
        "revised": state.revised(),
        "ambiguous": state.ambiguous(),
        "watchlist": watchlist,
        "userStatus": state.user_status().map(|it| json!({"statusCode": it.code, "at": it.at})),
        "registries": Vec::from_iter(registries),
        "stored": state.to_json(),
    })
}
