//! Biometric authentication: which earlier session has the same face.

use super::view;
use crate::json::{Object, Text};

view! {
    /// `verification.biometricAuthentication`.
    BiometricAuthentication {
        /// The earlier session.
        matched_session_id: Text<'a> = "matchedSessionId";
        /// That session's `vendorData`.
        matched_session_vendor_data: Text<'a> = "matchedSessionVendorData";
        /// That session's `endUserId`.
        matched_session_end_user_id: Text<'a> = "matchedSessionEndUserId";
        /// Single checks (`faceLiveness`, `mediaNotInjected`, `faceImageQualitySufficient`,
        /// `behavioralRisk`), each the word `Yes` or `No`.
        details: Object<'a> = "details";
    }
}
