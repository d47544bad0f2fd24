//! What an integration's further products found: age, proof of address, registries.

use super::view;
use crate::json::{Array, Number, Object, Text};

view! {
    /// `verification.additionalVerifiedData`. Each product adds its own fields.
    AdditionalVerifiedData {
        /// Age estimation: years.
        estimated_age: Number<'a> = "estimatedAge";
        /// Age estimation: 0.0 for male to 1.0 for female.
        estimated_gender: Number<'a> = "estimatedGender";
        /// Number of the driving licence.
        drivers_license_number: Text<'a> = "driversLicenseNumber";
        /// Which categories the driving licence is for.
        drivers_license_category: Object<'a> = "driversLicenseCategory";
        /// From when, by category.
        drivers_license_category_from: Object<'a> = "driversLicenseCategoryFrom";
        /// Until when, by category.
        drivers_license_category_until: Object<'a> = "driversLicenseCategoryUntil";
        /// The categories as a list.
        drivers_license_categories: Array<'a> = "driversLicenseCategories";
        /// Number of the process.
        process_number: Text<'a> = "processNumber";
        /// Proof of address.
        proof_of_address: ProofOfAddress<'a> = "proofOfAddress";
        /// Checks under the United Kingdom's trust framework.
        uktf_check_result: Array<'a> = "UKTFCheckResult";
        /// Brazil: status, cpfNumber, name, dateOfBirth, yearOfDeath.
        cpf_validation: Object<'a> = "cpfValidation";
        /// Mexico: faceMatch, faceMatchPercentage (85 and above is a match), responseStatus.
        ine_biometric_registry_validation: Object<'a> = "ineBiometricRegistryValidation";
        /// Colombia: countryRegistry, registryName, fullNameSimilarity, documentValid, personIsAlive.
        registry_validation: Object<'a> = "registryValidation";
        /// Other registries, each with the level of match by field.
        validation_results: Array<'a> = "validationResults";
        /// Biometric authentication: `Yes` or `No`.
        selfie_quality: Text<'a> = "selfieQuality";
    }
}

view! {
    /// `additionalVerifiedData.proofOfAddress`.
    ProofOfAddress {
        /// Whether the name on it is the person's.
        name_match: bool = "nameMatch";
        /// How well, 0.00 to 100.00.
        name_match_percentage: Number<'a> = "nameMatchPercentage";
        /// What it is, `UTILITY_BILL` for example.
        document_type: Text<'a> = "documentType";
        /// Whether it is forged.
        fraud: ProofOfAddressFraud<'a> = "fraud";
    }
}

view! {
    /// `proofOfAddress.fraud`.
    ProofOfAddressFraud {
        /// `LOW_RISK`, `MEDIUM_RISK` or `HIGH_RISK`.
        risk_level: Text<'a> = "riskLevel";
        /// Why.
        reason: Text<'a> = "reason";
        /// Why, at length.
        reason_description: Text<'a> = "reasonDescription";
        /// What points to it.
        indicators: Array<'a> = "indicators";
    }
}
