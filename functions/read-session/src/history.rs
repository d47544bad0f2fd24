//! Why a session's state is what it is: the facts, and where they came from. No personal data.

use crate::store_problem;
use jiff::Timestamp;
use lambda_http::http::StatusCode;
use lambda_http::{Body, Response};
use serde_json::{Value, json as value};
use veriff_verify::lifecycle::{Fact, FactKind, Verdict};
use verification::App;
use verification::problem::{Problem, json};
use verification::record::SessionRecord;
use verification::settings::Integration;

pub(crate) async fn answer(
    app: &App,
    record: &SessionRecord,
    integration: &Integration,
) -> Result<Response<Body>, Problem> {
    let payloads = app
        .store
        .payloads(&record.session_id)
        .await
        .map_err(store_problem)?;
    let payloads: Vec<_> = payloads
        .iter()
        .map(|payload| {
            value!({
                "type": payload.kind,
                "source": payload.source,
                "receivedAt": payload.received_at,
                "sha256": payload.digest,
                "kept": payload.body.is_some(),
            })
        })
        .collect();
    let facts: Vec<_> = record.state.facts().iter().map(shown).collect();
    Ok(json(
        StatusCode::OK,
        &value!({
            "sessionId": record.session_id,
            "integration": { "id": integration.id, "type": record.kind },
            "status": record.status().as_str(),
            "claimed": record.claimed,
            "revision": record.revision,
            "createdAt": record.created_at,
            "expiresAt": record.deadline(),
            "nextLookAt": record.due,
            "legalHold": record.legal_hold,
            "disagreements": record.state.disagreements(),
            "why": record.state.explain(),
            "facts": facts,
            "payloads": payloads,
        }),
    ))
}

fn shown(fact: &Fact) -> Value {
    let (name, detail) = match &fact.kind {
        FactKind::AttemptCreated { at } => {
            ("attempt-created", value!({ "at": instant(Some(*at)) }))
        }
        FactKind::Started => ("started", Value::Null),
        FactKind::Submitted => ("submitted", Value::Null),
        FactKind::Decision(verdict) => ("decision", judged(verdict)),
        FactKind::FullAuto(verdict) => ("fullauto", judged(verdict)),
        FactKind::Accepted { at } => ("accepted", value!({ "at": instant(Some(*at)) })),
        FactKind::Lapsed { at, resubmissions } => (
            "lapsed",
            value!({ "at": instant(Some(*at)), "resubmissions": resubmissions }),
        ),
        FactKind::Watchlist {
            match_status,
            total_hits,
            check_type,
            at,
        } => (
            "watchlist",
            value!({
                "matchStatus": match_status,
                "totalHits": total_hits,
                "checkType": check_type,
                "at": instant(*at),
            }),
        ),
        FactKind::UserStatus { code, at } => {
            ("user-status", value!({ "code": code, "at": instant(*at) }))
        }
        FactKind::Registry { status, at, .. } => {
            ("registry", value!({ "status": status, "at": instant(*at) }))
        }
        _ => ("other", Value::Null),
    };
    value!({ "fact": name, "attemptId": fact.attempt, "detail": detail })
}

fn judged(verdict: &Verdict) -> Value {
    value!({
        "status": verdict.status.as_str(),
        "code": verdict.code,
        "reasonCode": verdict.reason_code,
        "decidedAt": instant(verdict.decided_at),
        "submittedAt": instant(verdict.submitted_at),
    })
}

fn instant(ms: Option<i64>) -> Option<Timestamp> {
    ms.and_then(|ms| Timestamp::from_millisecond(ms).ok())
}
