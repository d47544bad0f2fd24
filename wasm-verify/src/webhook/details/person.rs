//! The verified person of a decision.

use super::view;
use crate::json::{Array, Field, Text, Value};

view! {
    /// `verification.person`. Which fields are there depends on the integration's configuration.
    Person {
        /// First names, as the document has them.
        first_name: Text<'a> = "firstName";
        /// Last names.
        last_name: Text<'a> = "lastName";
        /// Both, in the document's order.
        full_name: Text<'a> = "fullName";
        /// `YYYY-MM-DD`.
        date_of_birth: Text<'a> = "dateOfBirth";
        /// The year, as a text.
        year_of_birth: Text<'a> = "yearOfBirth";
        /// `M` or `F`.
        gender: Text<'a> = "gender";
        /// ISO 3166-1 alpha-2.
        nationality: Text<'a> = "nationality";
        /// National identification number.
        id_number: Text<'a> = "idNumber";
        /// Place of birth.
        place_of_birth: Text<'a> = "placeOfBirth";
        /// Addresses, each an [`Address`]: see [`Array::read`].
        addresses: Array<'a> = "addresses";
        /// Occupation.
        occupation: Text<'a> = "occupation";
        /// Employer.
        employer: Text<'a> = "employer";
        /// Status as a foreigner.
        foreigner_status: Text<'a> = "foreignerStatus";
        /// Further names.
        extra_names: Text<'a> = "extraNames";
        /// Title.
        title: Text<'a> = "title";
        /// Mexican elector's key of the IFE.
        ife_identifier: Text<'a> = "ifeIdentifier";
        /// Mexican elector's key of the INE.
        ine_identifier: Text<'a> = "ineIdentifier";
        /// Elector's number.
        elector_number: Text<'a> = "electorNumber";
        /// Colour of the eyes.
        eye_color: Text<'a> = "eyeColor";
        /// Colour of the hair.
        hair_color: Text<'a> = "hairColor";
        /// Height, as the document has it.
        height: Value<'a> = "height";
        /// Weight, as the document has it.
        weight: Value<'a> = "weight";
    }
}

view! {
    /// An address of the person.
    Address {
        /// As the document has it.
        full_address: Text<'a> = "fullAddress";
        /// In parts.
        parsed_address: ParsedAddress<'a> = "parsedAddress";
    }
}

view! {
    /// An address in parts. A part may be the *word* `null`, which is counted as drift.
    ParsedAddress {
        /// City.
        city: Text<'a> = "city";
        /// Flat or unit.
        unit: Text<'a> = "unit";
        /// State or region.
        state: Text<'a> = "state";
        /// Street.
        street: Text<'a> = "street";
        /// Country, ISO 3166-1 alpha-3.
        country: Text<'a> = "country";
        /// Post code.
        postcode: Text<'a> = "postcode";
        /// House number.
        house_number: Text<'a> = "houseNumber";
    }
}

impl<'a> Person<'a> {
    /// The addresses, one by one; none if there is no list of them.
    pub fn each_address(&self) -> impl Iterator<Item = Field<'a, Address<'a>>> + use<'a> {
        self.addresses()
            .value()
            .into_iter()
            .flat_map(|addresses| addresses.read())
    }
}
