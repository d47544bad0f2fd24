//! The webhooks of the Mexican registries: INE, CURP, and both together.
//!
//! Their names differ in spelling and place, as Veriff's own do.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::millis;
use crate::veriff::session::Session;

const CURP: &str = "SAXM900412MNEMXR07";

/// INE: `eventType`, `sessionId`, `attemptId`.
pub(crate) fn ine(session: &Session, now: Timestamp) -> Value {
    json!({
        "eventType": "ine_registry",
        "sessionId": session.id,
        "attemptId": attempt(session),
        "vendorData": session.vendor_data,
        "endUserId": session.end_user_id,
        "version": "1.0.0",
        "time": millis(now),
        "data": {
            "status": "success",
            "code": 200,
            "details": {"active": true, "documentState": "valid"},
        },
    })
}

/// CURP: `type`, `id`, `data.attemptId`.
pub(crate) fn curp(session: &Session) -> Value {
    json!({
        "type": "curp_registry",
        "id": session.id,
        "vendorData": session.vendor_data,
        "endUserId": session.end_user_id,
        "version": "1.0.0",
        "data": {
            "attemptId": attempt(session),
            "name": "curp_registry",
            "status": "found",
            "code": 200,
            "details": {"statusCurp": "AN", "curp": CURP, "description": "active"},
        },
    })
}

/// INE and CURP: hyphens in `eventType`.
pub(crate) fn ine_curp(session: &Session, now: Timestamp) -> Value {
    json!({
        "eventType": "combined-ine-curp-registry",
        "sessionId": session.id,
        "attemptId": attempt(session),
        "vendorData": session.vendor_data,
        "endUserId": session.end_user_id,
        "version": "1.0.0",
        "time": millis(now),
        "data": {
            "status": "success",
            "code": 200,
            "details": {
                "ine": {"active": true, "ineIdentifier": "000000000107"},
                "curp": {"statusCurp": "AN", "curp": CURP},
            },
        },
    })
}

fn attempt(session: &Session) -> Option<&str> {
    session.attempt().map(|attempt| attempt.id.as_str())
}
