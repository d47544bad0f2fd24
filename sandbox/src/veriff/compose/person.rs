//! The invented holder of the invented document; what the create call said about them wins.

use serde_json::{Map, Value, json};

use crate::veriff::session::Session;

/// Who was verified, as their document would have it.
pub(crate) struct Holder {
    pub(crate) first_name: String,
    pub(crate) last_name: String,
    pub(crate) date_of_birth: String,
    pub(crate) gender: String,
    pub(crate) id_number: Option<String>,
    pub(crate) document_type: String,
    pub(crate) document_number: String,
    pub(crate) country: String,
}

/// When the invented document was issued, and its last day.
pub(crate) const VALID: (&str, &str) = ("2024-05-01", "2034-04-30");

impl Holder {
    pub(crate) fn of(session: &Session) -> Self {
        let person = |field| text(&session.person, field);
        let document = |field| text(&session.document, field);
        let upper = |name: Option<String>, invented: &str| {
            name.map_or_else(|| invented.to_owned(), |name| name.to_uppercase())
        };
        let gender = match person("gender").as_deref() {
            Some("M" | "MALE") => "M",
            _ => "F",
        };
        Self {
            first_name: upper(person("firstName"), "MAREN"),
            last_name: upper(person("lastName"), "SAMPLE"),
            date_of_birth: person("dateOfBirth").unwrap_or_else(|| "1990-04-12".to_owned()),
            gender: gender.to_owned(),
            id_number: person("idNumber"),
            document_type: document("type").unwrap_or_else(|| "PASSPORT".to_owned()),
            document_number: document("number").unwrap_or_else(|| "SB0000107".to_owned()),
            country: document("country").unwrap_or_else(|| "EE".to_owned()),
        }
    }

    /// First and last name.
    pub(crate) fn full_name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name)
    }

    /// Four digits; the date was checked when the session was created.
    pub(crate) fn year_of_birth(&self) -> &str {
        self.date_of_birth.get(..4).unwrap_or_default()
    }

    /// `verification.person` of a decision.
    pub(crate) fn person(&self) -> Value {
        json!({
            "firstName": self.first_name,
            "lastName": self.last_name,
            "fullName": self.full_name(),
            "dateOfBirth": self.date_of_birth,
            "yearOfBirth": self.year_of_birth(),
            "gender": self.gender,
            "nationality": self.country,
            "idNumber": self.id_number,
            "placeOfBirth": null,
            "addresses": [{
                "fullAddress": "7 Liiva tn, 10999 Näidise",
                "parsedAddress": {
                    "city": "Näidise", "unit": null, "state": null, "street": "Liiva tn",
                    "country": "EST", "postcode": "10999", "houseNumber": "7",
                },
            }],
            "pepSanctionMatch": null,
            "citizenship": null,
        })
    }

    /// `verification.document` of a decision.
    pub(crate) fn document(&self) -> Value {
        json!({
            "type": self.document_type,
            "number": self.document_number,
            "country": self.country,
            "state": null,
            "validFrom": VALID.0,
            "validUntil": VALID.1,
        })
    }
}

/// The fields of a session that nobody finished: of the person what the create call said, and
/// nothing of a document that was never shown.
pub(crate) fn unverified(session: &Session) -> (Value, Value) {
    let person = PERSON.map(|name| (name.to_owned(), json!(said(session, name))));
    let document = DOCUMENT.map(|name| (name.to_owned(), Value::Null));
    (
        Value::Object(person.into_iter().collect()),
        Value::Object(document.into_iter().collect()),
    )
}

/// That person, if the create call said anything of them.
pub(crate) fn given(session: &Session) -> Option<Value> {
    let known = PERSON.iter().any(|name| said(session, name).is_some());
    known.then(|| unverified(session).0)
}

const PERSON: [&str; 11] = [
    "firstName",
    "lastName",
    "fullName",
    "dateOfBirth",
    "yearOfBirth",
    "gender",
    "nationality",
    "idNumber",
    "placeOfBirth",
    "citizenship",
    "pepSanctionMatch",
];

const DOCUMENT: [&str; 6] = [
    "type",
    "number",
    "country",
    "state",
    "validFrom",
    "validUntil",
];

/// What the create call said in one of the fields of a person.
fn said(session: &Session, name: &str) -> Option<String> {
    let said = |name| text(&session.person, name);
    match name {
        "yearOfBirth" => said("dateOfBirth")?.get(..4).map(str::to_owned),
        "gender" => said(name)?.get(..1).map(str::to_owned),
        name => said(name),
    }
}

fn text(fields: &Map<String, Value>, name: &str) -> Option<String> {
    let value = fields.get(name)?.as_str()?;
    (!value.is_empty()).then(|| value.to_owned())
}
