//! Where the fields of all webhooks lie: one table for all types, since which type it is may only turn
//! out at the end of the body.
//!
//! Every field is listed with the kinds of value it may have; those that the summary needs get a slot.

use crate::json::{Key, Mask, Shape};

macro_rules! slots {
    ($($name:ident $path:literal)*) => {
        /// A field whose place in the body is noted.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Slot { $($name),* }

        /// All slots, in order.
        #[cfg(test)]
        pub(super) const ALL: &[Slot] = &[$(Slot::$name),*];

        const PATHS: &[&str] = &[$($path),*];
    };
}

// The slots of an object stand together, those of objects inside it included: see `Shape::slots`.
slots! {
    Status "status"
    EventType "eventType"
    Type "type"
    CheckType "checkType"
    Id "id"
    SessionId "sessionId"
    AttemptId "attemptId"
    AddressId "addressId"
    Feature "feature"
    Code "code"
    Action "action"
    VendorData "vendorData"
    EndUserId "endUserId"
    Version "version"
    AcceptanceTime "acceptanceTime"
    Time "time"
    MatchStatus "matchStatus"
    SearchTerm "searchTerm"
    TotalHits "totalHits"
    CreatedAt "createdAt"
    Hits "hits"
    Verification "verification"
    VId "verification.id"
    VAttemptId "verification.attemptId"
    VVendorData "verification.vendorData"
    VEndUserId "verification.endUserId"
    VStatus "verification.status"
    VCode "verification.code"
    VReason "verification.reason"
    VReasonCode "verification.reasonCode"
    VAcceptanceTime "verification.acceptanceTime"
    VSubmissionTime "verification.submissionTime"
    VDecisionTime "verification.decisionTime"
    VPerson "verification.person"
    VDocument "verification.document"
    VAdditional "verification.additionalVerifiedData"
    VRiskScore "verification.riskScore"
    VRiskLabels "verification.riskLabels"
    VBiometric "verification.biometricAuthentication"
    TechnicalData "technicalData"
    Data "data"
    DAttemptId "data.attemptId"
    DStatus "data.status"
    DCode "data.code"
    DDetails "data.details"
    DCurpStatus "data.details.curp.statusCurp"
    DVerification "data.verification"
    DVId "data.verification.id"
    DVDecision "data.verification.decision"
    DVDecisionScore "data.verification.decisionScore"
    DVPerson "data.verification.person"
    DVDocument "data.verification.document"
    DVInsights "data.verification.insights"
    DVUserData "data.verification.userDefinedData"
    UStatus "data.verification.userDefinedData.status"
    UStatusCode "data.verification.userDefinedData.statusCode"
    UReason "data.verification.userDefinedData.reason"
    UReasonCode "data.verification.userDefinedData.reasonCode"
    UCreatedAt "data.verification.userDefinedData.createdAt"
}

impl Slot {
    /// How many there are.
    pub(super) const COUNT: usize = PATHS.len();

    /// The way to the field, for messages.
    pub(super) fn path(self) -> &'static str {
        PATHS.get(self as usize).copied().unwrap_or_default()
    }
}

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

const fn slot(name: &'static str, expected: Mask, slot: Slot) -> Key {
    Key::new(name, expected).at(slot as u8)
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
        slot("status", TEXT, Slot::Status),
        slot("eventType", TEXT, Slot::EventType),
        slot("type", TEXT, Slot::Type),
        slot("checkType", TEXT, Slot::CheckType),
        slot("id", TEXT, Slot::Id),
        slot("sessionId", TEXT, Slot::SessionId),
        slot("attemptId", TEXT, Slot::AttemptId),
        slot("addressId", TEXT, Slot::AddressId),
        slot("feature", TEXT, Slot::Feature),
        slot("code", CODE, Slot::Code),
        slot("action", TEXT, Slot::Action),
        slot("vendorData", TEXT, Slot::VendorData),
        slot("endUserId", TEXT, Slot::EndUserId),
        slot("version", TEXT, Slot::Version),
        slot("acceptanceTime", TEXT, Slot::AcceptanceTime),
        slot("time", TEXT, Slot::Time),
        slot("data", OBJECT, Slot::Data).object(&DATA),
        slot("matchStatus", TEXT, Slot::MatchStatus),
        slot("searchTerm", OBJECT, Slot::SearchTerm),
        slot("totalHits", NUMBER, Slot::TotalHits),
        slot("createdAt", TEXT, Slot::CreatedAt),
        slot("hits", ARRAY, Slot::Hits).elements(Mask::OBJECT, &HIT),
        slot("verification", OBJECT, Slot::Verification).object(&VERIFICATION),
        slot("technicalData", OBJECT, Slot::TechnicalData).object(&TECHNICAL_DATA),
        key("highRisk", BOOL),
    ],
};

static TECHNICAL_DATA: Shape = open(&[key("ip", TEXT)]);

/// `verification` of a decision.
static VERIFICATION: Shape = Shape {
    closed: true,
    slots: slots(Slot::VId, Slot::VBiometric),
    keys: &[
        slot("id", TEXT, Slot::VId),
        slot("attemptId", TEXT, Slot::VAttemptId),
        slot("vendorData", TEXT, Slot::VVendorData),
        slot("endUserId", TEXT, Slot::VEndUserId),
        slot("status", TEXT, Slot::VStatus),
        slot("code", CODE, Slot::VCode),
        slot("reason", TEXT, Slot::VReason),
        slot("reasonCode", CODE, Slot::VReasonCode),
        slot("acceptanceTime", TEXT, Slot::VAcceptanceTime),
        slot("submissionTime", TEXT, Slot::VSubmissionTime),
        slot("decisionTime", TEXT, Slot::VDecisionTime),
        slot("person", OBJECT, Slot::VPerson).object(&PERSON),
        slot("document", OBJECT, Slot::VDocument).object(&DOCUMENT),
        key("comments", ARRAY),
        slot("additionalVerifiedData", OBJECT, Slot::VAdditional).object(&ADDITIONAL),
        slot("riskScore", OBJECT, Slot::VRiskScore).object(&RISK_SCORE),
        slot("riskLabels", ARRAY, Slot::VRiskLabels).elements(Mask::OBJECT, &RISK_LABEL),
        slot("biometricAuthentication", OBJECT, Slot::VBiometric).object(&BIOMETRIC),
        key("highRisk", BOOL),
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
    key("addresses", ARRAY).elements(Mask::OBJECT, &ADDRESS),
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
        slot("attemptId", TEXT, Slot::DAttemptId),
        key("name", TEXT),
        slot("status", TEXT, Slot::DStatus),
        slot("code", CODE, Slot::DCode),
        slot("details", OBJECT, Slot::DDetails).object(&DETAILS),
        slot("verification", OBJECT, Slot::DVerification).object(&DATA_VERIFICATION),
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
    keys: &[slot("statusCurp", ANY, Slot::DCurpStatus)],
};

static DATA_VERIFICATION: Shape = Shape {
    closed: true,
    slots: slots(Slot::DVId, Slot::UCreatedAt),
    keys: &[
        slot("id", TEXT, Slot::DVId),
        slot("decisionScore", NUMBER, Slot::DVDecisionScore),
        slot("decision", TEXT, Slot::DVDecision),
        slot("person", OBJECT, Slot::DVPerson),
        slot("document", OBJECT, Slot::DVDocument),
        slot("insights", ARRAY, Slot::DVInsights).elements(Mask::OBJECT, &INSIGHT),
        slot("userDefinedData", OBJECT, Slot::DVUserData).object(&USER_DATA),
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
        slot("status", TEXT, Slot::UStatus),
        slot("statusCode", TEXT, Slot::UStatusCode),
        slot("reason", TEXT, Slot::UReason),
        slot("reasonCode", CODE, Slot::UReasonCode),
        slot("createdAt", TEXT, Slot::UCreatedAt),
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
