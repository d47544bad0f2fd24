//! The event webhook: the person started or submitted.

use serde_json::{Value, json};

use crate::veriff::session::{Session, Status};

/// The event of the session's present status; none unless it is started or submitted.
pub(crate) fn event(session: &Session) -> Option<Value> {
    if !matches!(session.status, Status::Started | Status::Submitted) {
        return None;
    }
    Some(json!({
        "id": session.id,
        "attemptId": session.attempt()?.id,
        "feature": "selfid",
        "code": session.status.code(),
        "action": session.status.as_str(),
        "vendorData": session.vendor_data,
        "endUserId": session.end_user_id,
    }))
}
