//! The webhook of a user-defined status, set in Veriff's portal. It changes no decision.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::{micros, millis};
use crate::veriff::session::Session;

/// A status of the company's own, with a reason in free text (hence without a code).
pub(crate) fn user_defined(status: &str, reason: &str, now: Timestamp) -> Value {
    let code: String = status
        .to_lowercase()
        .chars()
        .map(|c| if c.is_alphanumeric() { c } else { '_' })
        .collect();
    json!({
        "status": status,
        "statusCode": code,
        "reason": reason,
        "reasonCode": null,
        "createdAt": micros(now),
    })
}

/// The webhook that tells of such a status.
pub(crate) fn user_status(session: &Session, user_defined: &Value, now: Timestamp) -> Value {
    json!({
        "eventType": "user-status.created",
        "sessionId": session.id,
        "attemptId": session.attempt().map(|attempt| &attempt.id),
        "vendorData": session.vendor_data,
        "endUserId": session.end_user_id,
        "time": millis(now),
        "data": {"verification": {
            "id": session.id,
            "userDefinedData": user_defined,
        }},
    })
}
