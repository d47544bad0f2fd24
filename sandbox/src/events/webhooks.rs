//! The bodies of Veriff's webhooks about one invented person, Noor de Wit.
//!
//! Composed after the public documentation of the
//! [webhooks](https://devdocs.veriff.com/docs/webhooks-guide); no real person's data is in them.

use serde_json::{Value, json};

/// The session that all samples are about.
pub(super) const SESSION: &str = "8a6f2c3e-5d41-4b7a-9c08-3e1f7d2b6a95";
/// Its attempt.
pub(super) const ATTEMPT: &str = "1c9d7e4b-2f60-4a83-b5d7-90e3f8a1c246";
/// The person's id at the platform.
pub(super) const END_USER: &str = "e27b1f94-6c3d-4850-a1e9-7b5d0c8f3a62";
/// The platform's own note.
pub(super) const VENDOR_DATA: &str = "customer-2041";

const ACCEPTED: &str = "2026-05-04T10:12:41.250000Z";
const SUBMITTED: &str = "2026-05-04T10:16:08.730000Z";
const DECIDED: &str = "2026-05-04T10:19:55.416000Z";

/// An event webhook. The legacy code 7005 names an address instead of an attempt.
pub(super) fn event(code: u32, action: &str) -> Value {
    let mut body = json!({
        "id": SESSION,
        "attemptId": ATTEMPT,
        "feature": "selfid",
        "code": code,
        "action": action,
        "vendorData": VENDOR_DATA,
        "endUserId": END_USER,
    });
    if code == 7005
        && let Some(members) = body.as_object_mut()
    {
        members.remove("attemptId");
        members.insert(
            "addressId".to_owned(),
            json!("4b0d6e18-73f5-4c29-8a1e-d95c2f7b3064"),
        );
    }
    body
}

/// A decision webhook with its usual content for the status.
pub(super) fn decision(status: &str, code: u32, reason: Option<(&str, u32)>) -> Value {
    let finished = !matches!(status, "expired" | "abandoned");
    json!({
        "status": "success",
        "verification": {
            "id": SESSION,
            "attemptId": ATTEMPT,
            "vendorData": VENDOR_DATA,
            "endUserId": END_USER,
            "status": status,
            "code": code,
            "reason": reason.map(|(text, _)| text),
            "reasonCode": reason.map(|(_, code)| code),
            "acceptanceTime": ACCEPTED,
            "submissionTime": finished.then_some(SUBMITTED),
            "decisionTime": (finished && status != "review").then_some(DECIDED),
            "person": if finished { person() } else { Value::Null },
            "document": if finished { document() } else { Value::Null },
            "comments": [],
            "additionalVerifiedData": {},
            "riskLabels": [],
        },
        "technicalData": { "ip": "203.0.113.7" },
    })
}

/// An approval with further members in `verification`.
pub(super) fn approved_with(members: &[(&str, Value)]) -> Value {
    let mut body = decision("approved", 9001, None);
    for (name, value) in members {
        body["verification"][*name] = value.clone();
    }
    body
}

/// What biometric authentication adds to an approval.
pub(super) fn biometric() -> Value {
    approved_with(&[
        ("person", Value::Null),
        ("document", Value::Null),
        (
            "biometricAuthentication",
            json!({
                "matchedSessionId": "d03a5b7c-91e8-4f26-8b4d-6c7f1e2a9058",
                "matchedSessionVendorData": VENDOR_DATA,
                "matchedSessionEndUserId": END_USER,
                "details": {
                    "faceLiveness": "Yes",
                    "mediaNotInjected": "Yes",
                    "faceImageQualitySufficient": "Yes",
                    "behavioralRisk": "No",
                },
            }),
        ),
    ])
}

/// What age estimation adds to an approval.
pub(super) fn age_estimation() -> Value {
    let estimated = json!({ "estimatedAge": 34, "estimatedGender": 0.88 });
    approved_with(&[("additionalVerifiedData", estimated)])
}

/// What a proof of address adds to an approval.
pub(super) fn proof_of_address() -> Value {
    let proof = json!({ "proofOfAddress": {
        "nameMatch": true,
        "nameMatchPercentage": 96.25,
        "documentType": "UTILITY_BILL",
        "fraud": {
            "riskLevel": "LOW_RISK",
            "reason": null,
            "reasonDescription": null,
            "indicators": [],
        },
    }});
    approved_with(&[("additionalVerifiedData", proof)])
}

/// The full-auto webhook, which replaces the decision on Essential live integrations.
pub(super) fn full_auto(decision: &str, score: f64) -> Value {
    let read = |value: &str| json!({ "value": value, "confidenceCategory": "high", "sources": ["VIZ", "MRZ"] });
    json!({
        "status": "success",
        "eventType": "fullauto",
        "sessionId": SESSION,
        "attemptId": ATTEMPT,
        "vendorData": VENDOR_DATA,
        "endUserId": END_USER,
        "version": "1.0.0",
        "acceptanceTime": ACCEPTED,
        "time": "2026-05-04T10:16:21.904Z",
        "data": { "verification": {
            "decisionScore": score,
            "decision": decision,
            "person": {
                "firstName": read("NOOR"),
                "lastName": read("DE WIT"),
                "dateOfBirth": read("1988-11-23"),
                "nationality": read("NL"),
            },
            "document": {
                "number": read("SPECI2041"),
                "type": { "value": "passport" },
                "country": { "value": "NL" },
                "validUntil": read("2034-02-09"),
            },
            "insights": [
                { "label": "documentAccepted", "result": "yes", "category": "document" },
                { "label": "faceLiveness", "result": "yes", "category": "biometric" },
                { "label": "allowedIpLocation", "result": "yes", "category": "fraud" },
            ],
        }},
    })
}

/// A watchlist screening's result.
pub(super) fn watchlist(check_type: &str, matched: bool) -> Value {
    let hit = json!({
        "matchedName": "Noor Dewitt",
        "countries": ["Examplia"],
        "dateOfBirth": "1988",
        "dateOfDeath": null,
        "matchTypes": ["name_fuzzy", "year_of_birth"],
        "aka": [],
        "associates": [],
        "listingsRelatedToMatch": {
            "warnings": [],
            "sanctions": [],
            "fitnessProbity": [],
            "pep": [{
                "sourceName": "Examplia's register of office holders",
                "sourceUrl": "https://register.example/office-holders",
                "date": null,
            }],
            "adverseMedia": [],
        },
    });
    let hits = if matched { vec![hit] } else { vec![] };
    json!({
        "checkType": check_type,
        "attemptId": ATTEMPT,
        "sessionId": SESSION,
        "vendorData": VENDOR_DATA,
        "endUserId": END_USER,
        "matchStatus": if matched { "possible_match" } else { "no_match" },
        "searchTerm": { "name": "Noor de Wit", "year": "1988" },
        "totalHits": hits.len(),
        "createdAt": "2026-05-04T10:20:02.118Z",
        "hits": hits,
    })
}

/// INE, Mexico's electoral registry (legacy).
pub(super) fn ine() -> Value {
    json!({
        "eventType": "ine_registry",
        "sessionId": SESSION,
        "attemptId": ATTEMPT,
        "vendorData": VENDOR_DATA,
        "endUserId": END_USER,
        "version": "1.0.0",
        "time": "2026-05-04T10:20:11.000Z",
        "data": {
            "status": "found",
            "code": 200,
            "details": { "active": true, "documentState": "valid" },
        },
    })
}

/// CURP, Mexico's population registry (legacy). It names its fields unlike its siblings.
pub(super) fn curp() -> Value {
    json!({
        "type": "curp_registry",
        "id": SESSION,
        "vendorData": VENDOR_DATA,
        "endUserId": END_USER,
        "version": "1.0.0",
        "data": {
            "attemptId": ATTEMPT,
            "name": "curp_registry",
            "status": "found",
            "code": 200,
            "details": {
                "statusCurp": "AN",
                "curp": "XEXX010101MNEXXXA8",
                "description": "active",
            },
        },
    })
}

/// Both Mexican registries in one (legacy).
pub(super) fn ine_curp() -> Value {
    json!({
        "eventType": "combined-ine-curp-registry",
        "sessionId": SESSION,
        "attemptId": ATTEMPT,
        "vendorData": VENDOR_DATA,
        "endUserId": END_USER,
        "version": "1.0.0",
        "time": "2026-05-04T10:20:12.000Z",
        "data": { "details": {
            "ine": { "active": true, "ineIdentifier": "000000002041" },
            "curp": { "statusCurp": "AN", "curp": "XEXX010101MNEXXXA8" },
        }},
    })
}

/// A status that the company's own people set in Veriff's portal.
pub(super) fn user_status() -> Value {
    json!({
        "eventType": "user-status.created",
        "sessionId": SESSION,
        "attemptId": ATTEMPT,
        "vendorData": VENDOR_DATA,
        "endUserId": END_USER,
        "time": "2026-05-06T08:00:03.311Z",
        "data": { "verification": {
            "id": SESSION,
            "userDefinedData": {
                "status": "Second look",
                "statusCode": "second_look",
                "reason": "Checked by hand",
                "reasonCode": null,
                "createdAt": "2026-05-06T07:59:58.040210Z",
            },
        }},
    })
}

/// A type that nobody knows yet.
pub(super) fn unknown() -> Value {
    json!({
        "eventType": "holograms.counted",
        "sessionId": SESSION,
        "attemptId": ATTEMPT,
        "data": { "holograms": 3 },
    })
}

fn person() -> Value {
    json!({
        "firstName": "NOOR",
        "lastName": "DE WIT",
        "fullName": "NOOR DE WIT",
        "dateOfBirth": "1988-11-23",
        "yearOfBirth": "1988",
        "gender": "F",
        "nationality": "NL",
        "idNumber": null,
        "placeOfBirth": "Voorbeeldstad",
        "addresses": [],
        "citizenship": null,
        "pepSanctionMatch": null,
    })
}

fn document() -> Value {
    json!({
        "type": "PASSPORT",
        "number": "SPECI2041",
        "country": "NL",
        "state": null,
        "validFrom": "2024-02-09",
        "validUntil": "2034-02-09",
    })
}
