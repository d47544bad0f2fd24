//! The verified document of a decision.

use super::view;
use crate::json::{Text, Value};

view! {
    /// `verification.document`.
    Document {
        /// Document number.
        number: Text<'a> = "number";
        /// `PASSPORT`, `ID_CARD`, `RESIDENCE_PERMIT`, `DRIVERS_LICENSE`, `VISA` or `OTHER`.
        document_type: Text<'a> = "type";
        /// Country of issue, ISO 3166-1 alpha-2.
        country: Text<'a> = "country";
        /// State of issue.
        state: Text<'a> = "state";
        /// Remarks on the document.
        remarks: Text<'a> = "remarks";
        /// First day of validity, `YYYY-MM-DD`.
        valid_from: Text<'a> = "validFrom";
        /// Last day of validity, `YYYY-MM-DD`.
        valid_until: Text<'a> = "validUntil";
        /// Place of issue.
        place_of_issue: Text<'a> = "placeOfIssue";
        /// When it was first issued.
        first_issue: Text<'a> = "firstIssue";
        /// Number of the issue.
        issue_number: Text<'a> = "issueNumber";
        /// Who issued it.
        issued_by: Text<'a> = "issuedBy";
        /// Whether its chip was read and found genuine.
        nfc_validated: bool = "nfcValidated";
        /// Type of the residence permit.
        residence_permit_type: Text<'a> = "residencePermitType";
        /// Whether the portrait is visible.
        portrait_is_visible: Value<'a> = "portraitIsVisible";
        /// Whether the signature is visible.
        signature_is_visible: Value<'a> = "signatureIsVisible";
        /// Mexican elector's key of the INE.
        ine_identifier: Text<'a> = "ineIdentifier";
        /// What kind of specimen it is.
        specimen: Specimen<'a> = "specimen";
    }
}

view! {
    /// `verification.document.specimen`: what is known of documents of this make.
    Specimen {
        /// Whether it has a contactless chip.
        contains_contactless_chip: bool = "containsContactlessChip";
        /// When the first of its kind was issued.
        first_issued_date: Text<'a> = "firstIssuedDate";
        /// When the last of its kind was issued.
        last_issued_date: Text<'a> = "lastIssuedDate";
        /// Whether it is a digital document.
        digital_document: bool = "digitalDocument";
        /// `primary`, `secondary` or `tertiary`.
        legal_status: Text<'a> = "legalStatus";
        /// Whether documents of this make are a security risk.
        has_security_risk: bool = "hasSecurityRisk";
    }
}
