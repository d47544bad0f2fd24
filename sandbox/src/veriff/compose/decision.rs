//! The decision webhook, and with the same shape the answer to `GET …/decision`.

use serde_json::{Value, json};

use super::micros;
use super::person::{Holder, unverified};
use crate::veriff::session::{Session, Status};

/// The last decision; `verification` is null while there is none.
pub(crate) fn decision(session: &Session) -> Value {
    let Some((attempt, verdict)) = session.decided() else {
        return json!({"status": "success", "verification": null});
    };
    let unfinished = matches!(verdict.status, Status::Expired | Status::Abandoned);
    let (person, document) = if unfinished {
        unverified(session)
    } else {
        let holder = Holder::of(session);
        (holder.person(), holder.document())
    };
    let mut verification = json!({
        "id": session.id,
        "attemptId": attempt.id,
        "vendorData": session.vendor_data,
        "endUserId": session.end_user_id,
        "status": verdict.status.as_str(),
        "code": verdict.status.code(),
        "reason": verdict.reason,
        "reasonCode": verdict.reason_code,
        "acceptanceTime": micros(session.created_at),
        "submissionTime": attempt.submitted_at.map(micros),
        // Nobody decides that a week is over.
        "decisionTime": (!unfinished).then(|| micros(verdict.at)),
        "person": person,
        "document": document,
        "comments": [],
        "additionalVerifiedData": {},
    });
    if let (Some(score), Some(fields)) = (score(verdict.status), verification.as_object_mut()) {
        fields.insert("riskScore".to_owned(), json!({"score": score}));
        fields.insert("riskLabels".to_owned(), json!([]));
    }
    // Nobody ever opened what expired.
    let ip = (verdict.status != Status::Expired).then_some("198.51.100.7");
    json!({
        "status": "success",
        "verification": verification,
        "technicalData": {"ip": ip},
    })
}

fn score(status: Status) -> Option<f64> {
    match status {
        Status::Approved => Some(0.06),
        Status::Declined => Some(0.91),
        _ => None,
    }
}
