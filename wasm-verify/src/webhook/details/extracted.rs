//! What full auto read from the document, and its single checks.

use super::view;
use crate::json::{Array, Object, Text, Value};

view! {
    /// A value with how sure Veriff is of it.
    Extracted {
        /// The value, usually a text.
        value: Value<'a> = "value";
        /// `high`, `medium` or `low`.
        confidence_category: Text<'a> = "confidenceCategory";
        /// Where it was read: `VIZ`, `MRZ`, `NFC`, `BARCODE`.
        sources: Array<'a> = "sources";
        /// An address in parts.
        components: Object<'a> = "components";
    }
}

view! {
    /// `data.verification.person`.
    ExtractedPerson {
        /// First names.
        first_name: Extracted<'a> = "firstName";
        /// Last names.
        last_name: Extracted<'a> = "lastName";
        /// `YYYY-MM-DD`.
        date_of_birth: Extracted<'a> = "dateOfBirth";
        /// `M` or `F`.
        gender: Extracted<'a> = "gender";
        /// National identification number.
        id_number: Extracted<'a> = "idNumber";
        /// ISO 3166-1 alpha-2.
        nationality: Extracted<'a> = "nationality";
        /// Address.
        address: Extracted<'a> = "address";
        /// Place of birth.
        place_of_birth: Extracted<'a> = "placeOfBirth";
        /// Status as a foreigner.
        foreigner_status: Extracted<'a> = "foreignerStatus";
        /// Occupation.
        occupation: Extracted<'a> = "occupation";
        /// Employer.
        employer: Extracted<'a> = "employer";
        /// Further names.
        extra_names: Extracted<'a> = "extraNames";
    }
}

view! {
    /// `data.verification.document`.
    ExtractedDocument {
        /// Document number.
        number: Extracted<'a> = "number";
        /// In lower case here: `passport`, `id_card`.
        document_type: Extracted<'a> = "type";
        /// Country of issue, ISO 3166-1 alpha-2.
        country: Extracted<'a> = "country";
        /// Last day of validity.
        valid_until: Extracted<'a> = "validUntil";
        /// First day of validity.
        valid_from: Extracted<'a> = "validFrom";
        /// Who issued it.
        issued_by: Extracted<'a> = "issuedBy";
        /// When it was first issued.
        first_issue: Extracted<'a> = "firstIssue";
        /// Place of issue.
        place_of_issue: Extracted<'a> = "placeOfIssue";
        /// Number of the process.
        process_number: Extracted<'a> = "processNumber";
        /// Type of the residence permit.
        residence_permit_type: Extracted<'a> = "residencePermitType";
        /// Number of the licence.
        license_number: Extracted<'a> = "licenseNumber";
    }
}

view! {
    /// One of `data.verification.insights`: a single check.
    Insight {
        /// Which check, `faceLiveness` for example.
        label: Text<'a> = "label";
        /// `yes`, `no`, `notApplicable`, or something newer.
        result: Text<'a> = "result";
        /// `document`, `biometric` or `fraud`.
        category: Text<'a> = "category";
    }
}
