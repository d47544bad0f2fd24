//! The full-auto webhook: all there is on live integrations of the Essential plan.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::person::{Holder, VALID};
use super::{micros, millis};
use crate::veriff::session::{Session, Status};

/// The automatic result: the last decision, or an approval at `now` where none was made.
pub(crate) fn full_auto(session: &Session, now: Timestamp) -> Value {
    let decided = session.decided();
    let attempt = decided.map(|(attempt, _)| attempt).or(session.attempt());
    let (decision, at) = match decided {
        Some((_, verdict)) => (verdict.status, verdict.at),
        None => (Status::Approved, now),
    };
    let unfinished = matches!(decision, Status::Expired | Status::Abandoned);
    let score = match decision {
        Status::Approved => Some(0.97),
        Status::Declined => Some(0.08),
        Status::ResubmissionRequested => Some(0.44),
        _ => None,
    };
    let (person, document, insights) = if unfinished {
        (json!({}), json!({}), json!([]))
    } else {
        let holder = Holder::of(session);
        let passed = decision == Status::Approved;
        (person(&holder), document(&holder), insights(passed))
    };
    json!({
        "status": "success",
        "eventType": "fullauto",
        "sessionId": session.id,
        "attemptId": attempt.map(|attempt| &attempt.id),
        "vendorData": session.vendor_data,
        "endUserId": session.end_user_id,
        "version": "1.0.0",
        "acceptanceTime": micros(session.created_at),
        "time": millis(at),
        "data": {"verification": {
            "decisionScore": score,
            "decision": decision.as_str(),
            "person": person,
            "document": document,
            "insights": insights,
        }},
    })
}

/// The answer to a poll before there is a result.
pub(crate) fn full_auto_pending(session: &Session) -> Value {
    json!({
        "status": "success",
        "eventType": "fullauto",
        "sessionId": session.id,
        "attemptId": session.attempt().map(|attempt| &attempt.id),
        "vendorData": session.vendor_data,
        "endUserId": session.end_user_id,
        "version": "1.0.0",
        "acceptanceTime": micros(session.created_at),
        "time": null,
        "data": {"verification": null},
    })
}

fn person(holder: &Holder) -> Value {
    json!({
        "firstName": read(Some(&holder.first_name)),
        "lastName": read(Some(&holder.last_name)),
        "dateOfBirth": read(Some(&holder.date_of_birth)),
        "gender": read(Some(&holder.gender)),
        "idNumber": read(holder.id_number.as_deref()),
        "nationality": read(Some(&holder.country)),
        "address": {"confidenceCategory": null, "value": null, "components": {}, "sources": []},
        "placeOfBirth": null,
        "foreignerStatus": null,
        "occupation": null,
        "employer": null,
        "extraNames": null,
    })
}

fn document(holder: &Holder) -> Value {
    json!({
        "number": read(Some(&holder.document_number)),
        // Lower case here, upper case in a decision.
        "type": {"value": holder.document_type.to_lowercase()},
        "country": {"value": holder.country},
        "validUntil": read(Some(VALID.1)),
        "validFrom": read(Some(VALID.0)),
        "issuedBy": null,
        "firstIssue": null,
        "placeOfIssue": null,
        "processNumber": null,
        "residencePermitType": null,
        "licenseNumber": null,
    })
}

fn insights(passed: bool) -> Value {
    let result = if passed { "yes" } else { "no" };
    json!([
        {"label": "documentAccepted", "result": result, "category": "document"},
        {"label": "documentRecognised", "result": "yes", "category": "document"},
        {"label": "faceLiveness", "result": result, "category": "biometric"},
        {"label": "faceSimilarToPortrait", "result": result, "category": "biometric"},
        {"label": "allowedIpLocation", "result": "yes", "category": "fraud"},
    ])
}

fn read(value: Option<&str>) -> Value {
    match value {
        Some(value) => {
            json!({"confidenceCategory": "high", "value": value, "sources": ["VIZ", "MRZ"]})
        }
        None => json!({"confidenceCategory": null, "value": null, "sources": []}),
    }
}
