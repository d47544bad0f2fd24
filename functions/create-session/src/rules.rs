//! The rules of Veriff's `POST /sessions` that are known, checked before Veriff is called.
//!
//! Fields and values of which no rule is known are passed on as they are: Veriff adds some without
//! notice. The codes in the texts are Veriff's own for the same mistake.

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value};
use uuid::Uuid;
use verification::person::looks_like_an_address;
use verification::problem::Problem;
use verification::record::later;
use verification::settings::Integration;

type Fields = Map<String, Value>;

/// `vendorData` has at most so many characters.
const LONGEST_VENDOR_DATA: usize = 1000;

/// Checks the `verification` object.
///
/// # Errors
/// A problem that names the first field found to break a rule, never with its value.
pub(crate) fn check(
    verification: &Fields,
    integration: &Integration,
    now: Timestamp,
) -> Result<(), Problem> {
    if let Some(callback) = text(verification, "verification", "callback")? {
        integration
            .check_callback(callback)
            .map_err(|error| Problem::invalid_field("verification.callback", error.to_string()))?;
    }
    check_vendor_data(verification)?;
    if let Some(id) = text(verification, "verification", "endUserId")?
        && !is_uuid(id)
    {
        return refuse(
            "verification.endUserId",
            "must be a UUID with hyphens, and nothing else",
        );
    }
    if let Some(person) = object(verification, "verification", "person")? {
        check_person(person, now)?;
    }
    if let Some(document) = object(verification, "verification", "document")? {
        check_document(document)?;
    }
    if let Some(address) = object(verification, "verification", "address")? {
        text(address, "verification.address", "fullAddress")?;
    }
    if let Some(proof) = object(verification, "verification", "proofOfAddress")? {
        check_proof_of_address(proof)?;
    }
    check_consents(verification)?;
    check_timestamp(verification, now)
}

fn check_vendor_data(verification: &Fields) -> Result<(), Problem> {
    let field = "verification.vendorData";
    match verification.get("vendorData") {
        None | Some(Value::Null) => Ok(()),
        Some(Value::String(text)) if text.chars().count() > LONGEST_VENDOR_DATA => {
            refuse(field, "must have at most 1000 characters (Veriff's 1500)")
        }
        Some(Value::String(text)) if looks_like_an_address(text) => refuse(
            field,
            "looks like an e-mail address: it must mean nothing outside the company",
        ),
        Some(Value::String(_)) => Ok(()),
        Some(_) => refuse(field, "must be a string (Veriff's 1501)"),
    }
}

fn check_person(person: &Fields, now: Timestamp) -> Result<(), Problem> {
    let path = "verification.person";
    for name in [
        "firstName",
        "lastName",
        "fullName",
        "idNumber",
        "phoneNumber",
        "email",
        "gender",
        "maritalStatus",
    ] {
        text(person, path, name)?;
    }
    if let Some(born) = date(person, path, "dateOfBirth")? {
        let today = now.to_zoned(jiff::tz::TimeZone::UTC).date();
        if born > today.saturating_add(jiff::Span::new().days(1)) || born.year() < 1850 {
            return refuse(
                "verification.person.dateOfBirth",
                "is no date of birth (Veriff's 2003)",
            );
        }
    }
    match person.get("isDeceased") {
        None | Some(Value::Null | Value::Bool(_)) => Ok(()),
        Some(_) => refuse("verification.person.isDeceased", "must be true or false"),
    }
}

fn check_document(document: &Fields) -> Result<(), Problem> {
    let path = "verification.document";
    for name in ["type", "idCardType"] {
        text(document, path, name)?;
    }
    if let Some(number) = text(document, path, "number")?
        && (number.is_empty() || !number.bytes().all(|b| b.is_ascii_alphanumeric()))
    {
        return refuse(
            "verification.document.number",
            "must be letters a to z and digits (Veriff's 2102)",
        );
    }
    if let Some(country) = text(document, path, "country")?
        && !(country.len() == 2 && country.bytes().all(|b| b.is_ascii_alphabetic()))
    {
        return refuse(
            "verification.document.country",
            "must be a two-letter code (ISO 3166-1; Veriff's 2104)",
        );
    }
    date(document, path, "firstIssue").map(drop)
}

/// `acceptableTypes` is a list of objects, each with a `name`; which names there are is Veriff's.
fn check_proof_of_address(proof: &Fields) -> Result<(), Problem> {
    let named = |one: &Value| one.get("name").is_some_and(Value::is_string);
    match proof.get("acceptableTypes") {
        Some(Value::Array(types)) if types.iter().all(named) => Ok(()),
        _ => refuse(
            "verification.proofOfAddress.acceptableTypes",
            "must be a list of objects with `name`",
        ),
    }
}

fn check_consents(verification: &Fields) -> Result<(), Problem> {
    let field = "verification.consents";
    let consents = match verification.get("consents") {
        None | Some(Value::Null) => return Ok(()),
        Some(Value::Array(consents)) => consents,
        Some(_) => return refuse(field, "must be a list"),
    };
    for consent in consents {
        let (Some(kind), Some(approved)) = (
            consent.get("type").and_then(Value::as_str),
            consent.get("approved").and_then(Value::as_bool),
        ) else {
            return refuse(field, "must hold objects with `type` and `approved`");
        };
        if kind == "ine" && !approved {
            return refuse(
                field,
                "of type `ine` must be approved, or Veriff creates no session",
            );
        }
    }
    Ok(())
}

/// The old `timestamp` field: Veriff refuses one of over an hour ago.
fn check_timestamp(verification: &Fields, now: Timestamp) -> Result<(), Problem> {
    let Some(text) = text(verification, "verification", "timestamp")? else {
        return Ok(());
    };
    let field = "verification.timestamp";
    match text.parse::<Timestamp>() {
        Err(_) => refuse(
            field,
            "must be an ISO 8601 date-time with zone (Veriff's 1202)",
        ),
        Ok(at) if later(at, SignedDuration::from_hours(1)) < now => {
            refuse(field, "must not be older than an hour (Veriff's 1201)")
        }
        Ok(_) => Ok(()),
    }
}

fn object<'a>(fields: &'a Fields, path: &str, name: &str) -> Result<Option<&'a Fields>, Problem> {
    match fields.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Object(object)) => Ok(Some(object)),
        Some(_) => refuse(&format!("{path}.{name}"), "must be an object"),
    }
}

fn text<'a>(fields: &'a Fields, path: &str, name: &str) -> Result<Option<&'a str>, Problem> {
    match fields.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => refuse(&format!("{path}.{name}"), "must be a string"),
    }
}

fn date(fields: &Fields, path: &str, name: &str) -> Result<Option<Date>, Problem> {
    let Some(text) = text(fields, path, name)? else {
        return Ok(None);
    };
    let shaped = text.len() == 10 && text.bytes().filter(|b| *b == b'-').count() == 2;
    match text.parse::<Date>() {
        Ok(date) if shaped => Ok(Some(date)),
        _ => refuse(
            &format!("{path}.{name}"),
            "must be a date, YYYY-MM-DD (Veriff's 1203)",
        ),
    }
}

/// The usual form alone: the parser takes braces, a URN and no hyphens too, which Veriff does not.
fn is_uuid(text: &str) -> bool {
    text.len() == 36 && Uuid::try_parse(text).is_ok()
}

fn refuse<T>(field: &str, rule: &str) -> Result<T, Problem> {
    Err(Problem::invalid_field(field, rule))
}
