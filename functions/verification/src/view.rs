//! What is shown of a session: one view for the person, one for the platform's own back end.

use crate::next_step::{NextStep, sentence};
use crate::record::SessionRecord;
use crate::settings::{Integration, IntegrationKind};
use crate::store::KeptPayload;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Map, Value, json};
use veriff_verify::lifecycle::{FactKind, Status};
use veriff_verify::webhook;

/// What an approval is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Grants {
    /// The person is verified.
    Live,
    /// The person is verified at a test integration, which proves nothing.
    Test,
    /// Nothing: not approved, or a session that we did not create.
    Nothing,
}

impl Grants {
    /// What a session grants.
    pub fn of(record: &SessionRecord) -> Self {
        match (record.status(), record.claimed, record.kind) {
            (Status::Approved, true, IntegrationKind::Live) => Self::Live,
            (Status::Approved, true, IntegrationKind::Test) => Self::Test,
            _ => Self::Nothing,
        }
    }
}

/// What the person sees: status, next step and a neutral sentence, and never a reason.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PersonView<'a> {
    session_id: &'a str,
    status: &'static str,
    next_step: NextStep,
    sentence: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    grants: Grants,
    integration: IntegrationView<'a>,
    created_at: Timestamp,
    expires_at: Timestamp,
}

#[derive(Serialize)]
struct IntegrationView<'a> {
    id: &'a str,
    #[serde(rename = "type")]
    kind: IntegrationKind,
}

impl<'a> PersonView<'a> {
    /// The view of a session at an instant.
    pub fn new(record: &'a SessionRecord, integration: &'a Integration, now: Timestamp) -> Self {
        let next_step = NextStep::of(record, now);
        Self {
            session_id: &record.session_id,
            status: record.status().as_str(),
            next_step,
            sentence: sentence(record, next_step),
            // A dead link helps nobody.
            url: record.url.as_deref().filter(|_| next_step.needs_url()),
            grants: Grants::of(record),
            integration: IntegrationView {
                id: &integration.id,
                kind: record.kind,
            },
            created_at: record.created_at,
            expires_at: record.deadline(),
        }
    }
}

/// What the platform's own back end sees besides: the reason, whom and what Veriff verified.
///
/// `payloads` are the session's kept payloads; what only they hold is left out once they are gone.
pub fn server_view(
    record: &SessionRecord,
    integration: &Integration,
    payloads: &[KeptPayload],
    now: Timestamp,
) -> Value {
    let mut view = match serde_json::to_value(PersonView::new(record, integration, now)) {
        Ok(Value::Object(view)) => view,
        _ => Map::new(),
    };
    let state = &record.state;
    view.insert("claimed".into(), json!(record.claimed));
    view.insert("endUserId".into(), json!(record.end_user_id));
    view.insert("vendorData".into(), json!(record.vendor_data));
    view.insert("revised".into(), json!(state.revised()));
    view.insert("revision".into(), json!(record.revision));
    view.insert("resubmissions".into(), json!(state.resubmissions()));
    view.insert("attemptId".into(), json!(state.current_attempt()));
    if let Some(outcome) = state.outcome() {
        let verdict = outcome.verdict;
        view.insert(
            "decision".into(),
            json!({
                "status": outcome.status.as_str(),
                "code": verdict.code,
                "reason": verdict.reason,
                "reasonCode": verdict.reason_code,
                "decidedAt": instant(verdict.decided_at),
                "submittedAt": instant(verdict.submitted_at),
            }),
        );
        // Of a session that nobody finished Veriff names whom the create call named: nobody was verified.
        let is_finished = !matches!(outcome.status, Status::Expired | Status::Abandoned);
        if is_finished && let Some(payload) = deciding_payload(record, payloads) {
            verified(&payload, &mut view);
        }
    }
    if let Some(watchlist) = state.watchlist() {
        view.insert(
            "watchlist".into(),
            json!({
                "matchStatus": watchlist.match_status,
                "totalHits": watchlist.total_hits,
                "checkType": watchlist.check_type,
                "createdAt": instant(watchlist.at),
            }),
        );
    }
    if let Some(status) = state.user_status() {
        view.insert(
            "userDefinedStatus".into(),
            json!({ "code": status.code, "createdAt": instant(status.at) }),
        );
    }
    Value::Object(view)
}

/// The newest kept payload that says what the state holds as its outcome.
fn deciding_payload(record: &SessionRecord, payloads: &[KeptPayload]) -> Option<Value> {
    let outcome = record.state.outcome()?;
    payloads.iter().rev().find_map(|payload| {
        let body = payload.body.as_deref()?;
        let decides = webhook::parse(body)
            .ok()?
            .facts()
            .iter()
            .any(|fact| match &fact.kind {
                FactKind::Decision(verdict) | FactKind::FullAuto(verdict) => {
                    fact.attempt.as_deref() == outcome.attempt
                        && verdict.status == outcome.verdict.status
                        && verdict.decided_at == outcome.verdict.decided_at
                }
                _ => false,
            });
        decides.then(|| serde_json::from_slice(body).ok()).flatten()
    })
}

/// Copies what Veriff verified, from either kind of decision, in Veriff's own shape.
fn verified(payload: &Value, view: &mut Map<String, Value>) {
    let verification = payload
        .get("verification")
        .or_else(|| payload.pointer("/data/verification"));
    let mut copy = |name: &str, pointer: &str| {
        let found = verification.and_then(|verification| verification.pointer(pointer));
        if let Some(value) = found.filter(|value| !value.is_null()) {
            view.insert(name.into(), value.clone());
        }
    };
    copy("person", "/person");
    copy("document", "/document");
    copy("riskLabels", "/riskLabels");
    copy("riskScore", "/riskScore");
    copy("estimatedAge", "/additionalVerifiedData/estimatedAge");
    copy("proofOfAddress", "/additionalVerifiedData/proofOfAddress");
    copy("biometricAuthentication", "/biometricAuthentication");
    copy("insights", "/insights");
    copy("decisionScore", "/decisionScore");
}

fn instant(ms: Option<i64>) -> Option<Timestamp> {
    ms.and_then(|ms| Timestamp::from_millisecond(ms).ok())
}
