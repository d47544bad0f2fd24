//! The fields whose place in the body is noted, and the way to each.

macro_rules! slots {
    ($($name:ident $path:literal)*) => {
        /// A field whose place in the body is noted.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(in crate::webhook) enum Slot { $($name),* }

        /// All slots, in order.
        #[cfg(test)]
        pub(in crate::webhook) const ALL: &[Slot] = &[$(Slot::$name),*];

        pub(super) const PATHS: &[&str] = &[$($path),*];
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
    pub(in crate::webhook) const COUNT: usize = PATHS.len();

    /// The way to the field, for messages.
    pub(in crate::webhook) fn path(self) -> &'static str {
        PATHS.get(self as usize).copied().unwrap_or_default()
    }
}
