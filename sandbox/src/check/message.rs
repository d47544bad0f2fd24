//! Composes webhooks that the local Veriff does not send by itself.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::person::Person;
use super::veriff::Session;

/// `verification` of a create call, as the API key's holder may send it.
pub(crate) fn verification(person: &Person) -> Value {
    json!({
        "endUserId": person.end_user_id,
        "vendorData": person.vendor_data,
        "person": { "firstName": person.first_name, "lastName": person.last_name },
    })
}

/// The same decision, taken a minute before. The local Veriff decides within milliseconds, which would leave
/// it to the backend's precision which of two decisions came first.
pub(crate) fn taken_earlier(mut decision: Value) -> Value {
    for place in [
        "/verification/decisionTime",
        "/verification/submissionTime",
        "/time",
    ] {
        if let Some(time) = decision.pointer_mut(place)
            && let Some(at) = time.as_str().and_then(|at| at.parse::<Timestamp>().ok())
            && let Ok(earlier) = at.checked_sub(SignedDuration::from_mins(1))
        {
            *time = json!(format!("{earlier:.6}"));
        }
    }
    decision
}

/// `started` or `submitted`.
pub(crate) fn event(session: &Session, action: &str) -> Value {
    json!({
        "id": session.id,
        "attemptId": session.attempt,
        "feature": "selfid",
        "code": if action == "started" { 7001 } else { 7002 },
        "action": action,
        "vendorData": session.vendor_data,
        "endUserId": session.end_user_id,
    })
}

/// A watchlist update, as ongoing monitoring sends it.
pub(crate) fn watchlist(session: &Session, at: Timestamp) -> Value {
    json!({
        "checkType": "updated_result",
        "attemptId": session.attempt,
        "sessionId": session.id,
        "vendorData": session.vendor_data,
        "endUserId": session.end_user_id,
        "matchStatus": "possible_match",
        "searchTerm": { "name": "Ilse Sample", "year": "1990" },
        "totalHits": 1,
        "createdAt": at.to_string(),
        "hits": [{
            "matchedName": "Ilse Sample",
            "countries": ["Examplia"],
            "dateOfBirth": "1990",
            "dateOfDeath": null,
            "matchTypes": ["name_exact"],
            "aka": [],
            "associates": [],
            "listingsRelatedToMatch": {
                "warnings": [], "sanctions": [], "fitnessProbity": [], "adverseMedia": [],
                "pep": [{
                    "sourceName": "Invented List",
                    "sourceUrl": "https://lists.example/",
                    "date": null,
                }],
            },
        }],
    })
}

/// A status that somebody at the company set in Veriff's portal.
pub(crate) fn user_status(session: &Session, at: Timestamp) -> Value {
    json!({
        "eventType": "user-status.created",
        "time": at.to_string(),
        "sessionId": session.id,
        "attemptId": session.attempt,
        "vendorData": session.vendor_data,
        "endUserId": session.end_user_id,
        "data": { "verification": { "id": session.id, "userDefinedData": {
            "status": "Escalated", "statusCode": "escalated", "reason": "Second look",
            "reasonCode": null, "createdAt": at.to_string(),
        } } },
    })
}

/// The three Mexican registries' webhooks, each with its own spelling of the same things.
pub(crate) fn registries(session: &Session, at: Timestamp) -> [(&'static str, Value); 3] {
    let ine = json!({
        "eventType": "ine_registry",
        "sessionId": session.id,
        "attemptId": session.attempt,
        "vendorData": session.vendor_data,
        "endUserId": session.end_user_id,
        "version": "1.0.0",
        "time": at.to_string(),
        "data": { "status": "found", "code": 200,
            "details": { "active": true, "documentState": "in force" } },
    });
    let curp = json!({
        "type": "curp_registry",
        "id": session.id,
        "vendorData": session.vendor_data,
        "endUserId": session.end_user_id,
        "version": "1.0.0",
        "data": { "attemptId": session.attempt, "name": "curp_registry", "status": "found",
            "code": 200, "details": { "statusCurp": "AN", "curp": "XEXX010101HNEXXXA4",
            "description": "invented" } },
    });
    let both = json!({
        "eventType": "combined-ine-curp-registry",
        "sessionId": session.id,
        "attemptId": session.attempt,
        "vendorData": session.vendor_data,
        "endUserId": session.end_user_id,
        "version": "1.0.0",
        "time": at.to_string(),
        "data": { "details": { "ine": { "active": true, "ineIdentifier": "000000000417" },
            "curp": { "statusCurp": "AN", "curp": "XEXX010101HNEXXXA4" } } },
    });
    [("INE", ine), ("CURP", curp), ("INE and CURP", both)]
}

/// A type of webhook that nobody knows yet.
pub(crate) fn unknown_type(session: &Session, at: Timestamp) -> Value {
    json!({
        "eventType": "session.archived",
        "sessionId": session.id,
        "attemptId": session.attempt,
        "vendorData": session.vendor_data,
        "endUserId": session.end_user_id,
        "version": "2.0.0",
        "time": at.to_string(),
        "data": { "archive": { "reason": "invented" } },
    })
}

/// Makes a decision one about another session.
pub(crate) fn about(mut decision: Value, session: &Session) -> Value {
    let full_auto = decision.get("sessionId").is_some();
    let (fields, id) = if full_auto {
        (Some(&mut decision), "sessionId")
    } else {
        (decision.get_mut("verification"), "id")
    };
    if let Some(Value::Object(fields)) = fields {
        fields.insert(id.to_owned(), json!(session.id));
        fields.insert("attemptId".to_owned(), json!(session.attempt));
        fields.insert("vendorData".to_owned(), json!(session.vendor_data));
        fields.insert("endUserId".to_owned(), json!(session.end_user_id));
    }
    decision
}

/// Changes the place in a decision where its status stands, whichever of the two types it is.
pub(crate) fn status_of(decision: &mut Value) -> Option<&mut Value> {
    let full_auto = decision.pointer("/data/verification/decision").is_some();
    decision.pointer_mut(if full_auto {
        "/data/verification/decision"
    } else {
        "/verification/status"
    })
}
