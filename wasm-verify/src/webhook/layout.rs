//! Where the fields of all webhooks lie: one table for all types, since which type it is may only turn
//! out at the end of the body.
//!
//! Every field is listed with the kinds of value it may have; those that the summary needs get a slot.

use crate::json::{Key, Mask, Shape};

mod slot;

#[cfg(test)]
use slot::ALL;
use slot::PATHS;
pub(super) use slot::Slot;

const fn slots(first: Slot, last: Slot) -> (u8, u8) {
    (first as u8, last as u8 + 1)
}

const NONE: (u8, u8) = (0, 0);
const TEXT: Mask = Mask::TEXT.or(Mask::NULL);
const BOOL: Mask = Mask::BOOL.or(Mask::NULL);
const NUMBER: Mask = Mask::NUMBER.or(Mask::NULL);
const CODE: Mask = Mask::NUMBER.or(Mask::TEXT).or(Mask::NULL);
const ARRAY: Mask = Mask::ARRAY.or(Mask::NULL);
const OBJECT: Mask = Mask::OBJECT.or(Mask::NULL);
const ANY: Mask = Mask::ANY;

const fn key(name: &'static str, expected: Mask) -> Key {
    Key::new(name, expected)
}

/// A member whose place is noted. Its name is the end of its path.
const fn slot(slot: Slot, expected: Mask) -> Key {
    let path = PATHS[slot as usize];
    let mut start = path.len();
    while start > 0 && path.as_bytes()[start - 1] != b'.' {
        start -= 1;
    }
    Key::new(path.split_at(start).1, expected).at(slot as u8)
}

const fn open(keys: &'static [Key]) -> Shape {
    Shape {
        keys,
        closed: false,
        slots: NONE,
    }
}

/// The whole body.
pub(super) static BODY: Shape = Shape {
    closed: true,
    slots: slots(Slot::Status, Slot::UCreatedAt),
    keys: &[
        slot(Slot::Status, TEXT),
        slot(Slot::EventType, TEXT),
        slot(Slot::Type, TEXT),
        slot(Slot::CheckType, TEXT),
        slot(Slot::Id, TEXT),
        slot(Slot::SessionId, TEXT),
        slot(Slot::AttemptId, TEXT),
        slot(Slot::AddressId, TEXT),
        slot(Slot::Feature, TEXT),
        slot(Slot::Code, CODE),
        slot(Slot::Action, TEXT),
        slot(Slot::VendorData, TEXT),
        slot(Slot::EndUserId, TEXT),
        slot(Slot::Version, TEXT),
        slot(Slot::AcceptanceTime, TEXT),
        slot(Slot::Time, TEXT),
        slot(Slot::Data, OBJECT).object(&DATA),
        slot(Slot::MatchStatus, TEXT),
        slot(Slot::SearchTerm, OBJECT),
        slot(Slot::TotalHits, NUMBER),
        slot(Slot::CreatedAt, TEXT),
        slot(Slot::Hits, ARRAY).elements(&HIT),
        slot(Slot::Verification, OBJECT).object(&VERIFICATION),
        slot(Slot::TechnicalData, OBJECT).object(&TECHNICAL_DATA),
        key("highRisk", BOOL),
    ],
};

static TECHNICAL_DATA: Shape = open(&[key("ip", TEXT)]);

/// `verification` of a decision.
static VERIFICATION: Shape = Shape {
    closed: true,
    slots: slots(Slot::VId, Slot::VBiometric),
    keys: &[
        slot(Slot::VId, TEXT),
        slot(Slot::VAttemptId, TEXT),
        slot(Slot::VVendorData, TEXT),
        slot(Slot::VEndUserId, TEXT),
        slot(Slot::VStatus, TEXT),
        slot(Slot::VCode, CODE),
        slot(Slot::VReason, TEXT),
        slot(Slot::VReasonCode, CODE),
        slot(Slot::VAcceptanceTime, TEXT),
        slot(Slot::VSubmissionTime, TEXT),
        slot(Slot::VDecisionTime, TEXT),
        slot(Slot::VPerson, OBJECT).object(&PERSON),
        slot(Slot::VDocument, OBJECT).object(&DOCUMENT),
        key("comments", ARRAY),
        slot(Slot::VAdditional, OBJECT).object(&ADDITIONAL),
        slot(Slot::VRiskScore, OBJECT).object(&RISK_SCORE),
        slot(Slot::VRiskLabels, ARRAY).elements(&RISK_LABEL),
        slot(Slot::VBiometric, OBJECT).object(&BIOMETRIC),
        key("highRisk", BOOL),
        key("udocs", ANY),
    ],
};

static PERSON: Shape = open(&[
    key("firstName", TEXT),
    key("lastName", TEXT),
    key("fullName", TEXT),
    key("dateOfBirth", TEXT),
    key("yearOfBirth", TEXT),
    key("gender", TEXT),
    key("nationality", TEXT),
    key("idNumber", TEXT),
    key("placeOfBirth", TEXT),
    key("addresses", ARRAY).elements(&ADDRESS),
    key("pepSanctionMatch", ANY),
    key("citizenship", TEXT),
    key("occupation", TEXT),
    key("employer", TEXT),
    key("extraNames", TEXT),
    key("title", TEXT),
]);

static ADDRESS: Shape = open(&[
    key("fullAddress", TEXT),
    key("parsedAddress", OBJECT).object(&PARSED_ADDRESS),
]);

const PART: Mask = TEXT.or(Mask::NOT_THE_WORD_NULL);

static PARSED_ADDRESS: Shape = open(&[
    key("city", PART),
    key("unit", PART),
    key("state", PART),
    key("street", PART),
    key("country", PART),
    key("postcode", PART),
    key("houseNumber", PART),
]);

static DOCUMENT: Shape = open(&[
    key("type", TEXT),
    key("number", TEXT),
    key("country", TEXT),
    key("state", TEXT),
    key("validFrom", TEXT),
    key("validUntil", TEXT),
    key("remarks", TEXT),
    key("placeOfIssue", TEXT),
    key("firstIssue", TEXT),
    key("issueNumber", TEXT),
    key("issuedBy", TEXT),
    key("nfcValidated", BOOL),
    key("residencePermitType", TEXT),
    key("specimen", OBJECT),
]);

static ADDITIONAL: Shape = open(&[
    key("estimatedAge", NUMBER),
    key("estimatedGender", NUMBER),
    key("driversLicenseNumber", TEXT),
    key("driversLicenseCategory", OBJECT),
    key("driversLicenseCategories", ARRAY),
    key("processNumber", TEXT),
    key("proofOfAddress", OBJECT).object(&PROOF_OF_ADDRESS),
    key("UKTFCheckResult", ARRAY),
    key("cpfValidation", OBJECT),
    key("ineBiometricRegistryValidation", OBJECT),
    key("registryValidation", OBJECT),
    key("validationResults", ARRAY),
]);

static PROOF_OF_ADDRESS: Shape = open(&[
    key("nameMatch", BOOL),
    key("nameMatchPercentage", NUMBER),
    key("documentType", TEXT),
    key("fraud", OBJECT).object(&FRAUD),
]);

static FRAUD: Shape = open(&[
    key("riskLevel", TEXT),
    key("reason", TEXT),
    key("reasonDescription", TEXT),
    key("indicators", ARRAY),
]);

static RISK_SCORE: Shape = open(&[key("score", NUMBER)]);

static RISK_LABEL: Shape = open(&[
    key("label", TEXT),
    key("category", TEXT),
    key("sessionIds", ARRAY),
]);

static BIOMETRIC: Shape = open(&[
    key("matchedSessionId", TEXT),
    key("matchedSessionVendorData", TEXT),
    key("matchedSessionEndUserId", TEXT),
    key("details", OBJECT),
]);

/// `data` of full auto, registries and user-defined statuses.
static DATA: Shape = Shape {
    closed: false,
    slots: slots(Slot::DAttemptId, Slot::UCreatedAt),
    keys: &[
        slot(Slot::DAttemptId, TEXT),
        key("name", TEXT),
        slot(Slot::DStatus, TEXT),
        slot(Slot::DCode, CODE),
        slot(Slot::DDetails, OBJECT).object(&DETAILS),
        slot(Slot::DVerification, OBJECT).object(&DATA_VERIFICATION),
    ],
};

/// Where two registries were asked at once, one of them is asked for its status.
static DETAILS: Shape = Shape {
    closed: false,
    slots: slots(Slot::DCurpStatus, Slot::DCurpStatus),
    keys: &[key("curp", ANY).object(&CURP)],
};

static CURP: Shape = Shape {
    closed: false,
    slots: slots(Slot::DCurpStatus, Slot::DCurpStatus),
    keys: &[slot(Slot::DCurpStatus, ANY)],
};

static DATA_VERIFICATION: Shape = Shape {
    closed: true,
    slots: slots(Slot::DVId, Slot::UCreatedAt),
    keys: &[
        slot(Slot::DVId, TEXT),
        slot(Slot::DVDecisionScore, NUMBER),
        slot(Slot::DVDecision, TEXT),
        slot(Slot::DVPerson, OBJECT),
        slot(Slot::DVDocument, OBJECT),
        slot(Slot::DVInsights, ARRAY).elements(&INSIGHT),
        slot(Slot::DVUserData, OBJECT).object(&USER_DATA),
    ],
};

static INSIGHT: Shape = open(&[
    key("label", TEXT),
    key("result", TEXT),
    key("category", TEXT),
]);

static USER_DATA: Shape = Shape {
    closed: false,
    slots: slots(Slot::UStatus, Slot::UCreatedAt),
    keys: &[
        slot(Slot::UStatus, TEXT),
        slot(Slot::UStatusCode, TEXT),
        slot(Slot::UReason, TEXT),
        slot(Slot::UReasonCode, CODE),
        slot(Slot::UCreatedAt, TEXT),
    ],
};

static HIT: Shape = open(&[
    key("matchedName", TEXT),
    key("countries", ARRAY),
    key("dateOfBirth", TEXT),
    key("dateOfDeath", TEXT),
    key("matchTypes", ARRAY),
    key("aka", ARRAY),
    key("associates", ARRAY),
    key("listingsRelatedToMatch", OBJECT),
]);

#[cfg(test)]
mod tests;
