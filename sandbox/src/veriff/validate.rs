//! What a new session may say of itself, and the code Veriff refuses it with otherwise.
//!
//! Unknown and legacy fields (`lang`, `features`, `timestamp`) are accepted. The length of a document
//! number (code 2101) is not checked: six to nine is an old rule that many of today's documents break.

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, Zoned};
use serde_json::{Map, Value};
use url::Url;
use uuid::Uuid;

use super::config::is_loopback;
use super::errors::ApiError;
use super::magic;

type Fields = Map<String, Value>;

/// The types of document.
pub(crate) const DOCUMENT_TYPES: [&str; 5] = [
    "ID_CARD",
    "PASSPORT",
    "DRIVERS_LICENSE",
    "RESIDENCE_PERMIT",
    "VISA",
];

/// Whether a text has the form of an ISO 3166-1 alpha-2 code.
pub(crate) fn is_country(text: &str) -> bool {
    text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_alphabetic())
}

/// What is kept of a create request.
pub(crate) struct Wanted {
    pub(crate) callback: Option<String>,
    pub(crate) vendor_data: Option<String>,
    pub(crate) end_user_id: Option<String>,
    pub(crate) person: Fields,
    pub(crate) document: Fields,
}

/// Checks the `verification` object of a create request.
///
/// `strict` refuses callbacks to this machine over http, too.
pub(crate) fn session(
    mut fields: Fields,
    now: Timestamp,
    strict: bool,
) -> Result<Wanted, ApiError> {
    // Clients that have no address to come back to send an empty one.
    let callback = text(&fields, "callback")?.filter(|callback| !callback.is_empty());
    if let Some(callback) = &callback {
        check_callback(callback, strict)?;
    }
    legacy(&fields, now)?;
    consents(&fields)?;
    proof_of_address(&fields)?;
    let vendor_data = vendor_data(&fields)?;
    let end_user_id = text(&fields, "endUserId")?;
    if end_user_id
        .as_deref()
        .is_some_and(|id| Uuid::parse_str(id).is_err() || id.len() != 36)
    {
        return Err(invalid("endUserId is not a UUID"));
    }
    let address = object(&mut fields, "address")?;
    text(&address, "fullAddress")?;
    let person = object(&mut fields, "person")?;
    check_person(&person, now)?;
    let document = object(&mut fields, "document")?;
    check_document(&document)?;
    Ok(Wanted {
        callback,
        vendor_data,
        end_user_id,
        person,
        document,
    })
}

/// HTTPS, as Veriff demands (1302); http to this machine is let through for development.
fn check_callback(callback: &str, strict: bool) -> Result<(), ApiError> {
    match Url::parse(callback) {
        Ok(url) if url.scheme() == "https" => Ok(()),
        Ok(url) if url.scheme() == "http" && is_loopback(&url) && !strict => Ok(()),
        _ => Err(ApiError::bad_request(
            "1302",
            "the callback must be an HTTPS URL (here also http to loopback, unless strict)",
        )),
    }
}

fn vendor_data(fields: &Fields) -> Result<Option<String>, ApiError> {
    match fields.get("vendorData") {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) if text.chars().count() > 1000 => Err(ApiError::bad_request(
            "1500",
            "vendorData is longer than 1000 characters",
        )),
        Some(Value::String(text)) if magic::of_vendor_data(text).is_err() => Err(invalid(
            "vendorData has veriff-sandbox: in it, but no decision such as declined:102 after it",
        )),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(_) => Err(ApiError::bad_request("1501", "vendorData is not a string")),
    }
}

fn check_person(person: &Fields, now: Timestamp) -> Result<(), ApiError> {
    for field in [
        "firstName",
        "lastName",
        "fullName",
        "idNumber",
        "phoneNumber",
        "email",
    ] {
        text(person, field)?;
    }
    one_of(person, "gender", &["M", "MALE", "F", "FEMALE"], "1104")?;
    let marital = text(person, "maritalStatus")?.map(|status| status.to_ascii_lowercase());
    if let Some(status) = marital
        && !["single", "married", "divorced", "widowed"].contains(&status.as_str())
    {
        return Err(invalid("maritalStatus is none of the known values"));
    }
    if let Some(born) = date(person, "dateOfBirth")? {
        let tomorrow = now.checked_add(SignedDuration::from_hours(24));
        let today = Zoned::new(tomorrow.unwrap_or(now), jiff::tz::TimeZone::UTC).date();
        if born > today {
            return Err(ApiError::bad_request(
                "2003",
                "dateOfBirth is in the future",
            ));
        }
    }
    match person.get("isDeceased") {
        None | Some(Value::Null | Value::Bool(_)) => Ok(()),
        Some(_) => Err(invalid("isDeceased is not a boolean")),
    }
}

fn check_document(document: &Fields) -> Result<(), ApiError> {
    if let Some(number) = text(document, "number")?
        && !number.bytes().all(|byte| byte.is_ascii_alphanumeric())
    {
        return Err(ApiError::bad_request(
            "2102",
            "the document number has characters other than A-Z, a-z and 0-9",
        ));
    }
    if let Some(country) = text(document, "country")?
        && !is_country(&country)
    {
        return Err(ApiError::bad_request(
            "2104",
            "the document's country is not an ISO 3166-1 alpha-2 code",
        ));
    }
    one_of(document, "type", &DOCUMENT_TYPES, "2103")?;
    one_of(document, "idCardType", &["CC", "CE", "TI"], "1104")?;
    date(document, "firstIssue").map(|_| ())
}

/// For `ine`, an approved consent is required, or no session is created.
fn consents(fields: &Fields) -> Result<(), ApiError> {
    let consents = match fields.get("consents") {
        None | Some(Value::Null) => return Ok(()),
        Some(Value::Array(consents)) => consents,
        Some(_) => return Err(invalid("consents is not an array")),
    };
    for consent in consents {
        let kind = consent.get("type").and_then(Value::as_str);
        let approved = consent.get("approved").and_then(Value::as_bool);
        match (kind, approved) {
            (Some("ine"), Some(false)) => {
                return Err(invalid("the consent ine must be approved"));
            }
            (Some("ine" | "bipa" | "aadhaar"), Some(_)) => {}
            _ => return Err(invalid("a consent needs a known type and approved")),
        }
    }
    Ok(())
}

fn proof_of_address(fields: &Fields) -> Result<(), ApiError> {
    let Some(wanted) = fields
        .get("proofOfAddress")
        .filter(|value| !value.is_null())
    else {
        return Ok(());
    };
    let named = |kind: &Value| kind.get("name").is_some_and(Value::is_string);
    match wanted.get("acceptableTypes") {
        Some(Value::Array(types)) if types.iter().all(named) => Ok(()),
        _ => Err(invalid("proofOfAddress needs acceptableTypes with names")),
    }
}

/// `features` and `timestamp`, which the current schema no longer has.
fn legacy(fields: &Fields, now: Timestamp) -> Result<(), ApiError> {
    text(fields, "lang")?;
    match fields.get("features") {
        None | Some(Value::Null) => {}
        Some(Value::Array(features)) if features.iter().all(|one| one == "selfid") => {}
        Some(_) => {
            return Err(ApiError::bad_request(
                "1301",
                "a requested feature is not supported",
            ));
        }
    }
    let Some(sent) = text(fields, "timestamp")? else {
        return Ok(());
    };
    let sent: Timestamp = sent.parse().map_err(|_| {
        ApiError::bad_request("1202", "timestamp is not an ISO 8601 date-time with a zone")
    })?;
    // A client outside the sandbox goes by real time, wherever the sandbox's clock stands.
    let hour = SignedDuration::from_hours(1);
    let old = |now: Timestamp| now.duration_since(sent) > hour;
    if old(now) && old(Timestamp::now()) {
        return Err(ApiError::bad_request(
            "1201",
            "timestamp is older than one hour",
        ));
    }
    Ok(())
}

fn text(fields: &Fields, name: &str) -> Result<Option<String>, ApiError> {
    match fields.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(_) => Err(ApiError::bad_request(
            "1104",
            format!("{name} is not a string"),
        )),
    }
}

fn object(fields: &mut Fields, name: &str) -> Result<Fields, ApiError> {
    match fields.remove(name) {
        None | Some(Value::Null) => Ok(Fields::new()),
        Some(Value::Object(object)) => Ok(object),
        Some(_) => Err(ApiError::bad_request(
            "1104",
            format!("{name} is not an object"),
        )),
    }
}

fn one_of(
    fields: &Fields,
    name: &str,
    values: &[&str],
    code: &'static str,
) -> Result<(), ApiError> {
    match text(fields, name)? {
        Some(value) if !values.contains(&value.as_str()) => Err(ApiError::bad_request(
            code,
            format!("{name} is none of {}", values.join(", ")),
        )),
        _ => Ok(()),
    }
}

/// A date as YYYY-MM-DD: 1203 for another form, 2003 for a day that does not exist.
fn date(fields: &Fields, name: &str) -> Result<Option<Date>, ApiError> {
    let Some(text) = text(fields, name)? else {
        return Ok(None);
    };
    let digits = |range| {
        text.get(range)
            .is_some_and(|part: &str| part.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let shaped = text.len() == 10
        && digits(0..4)
        && digits(5..7)
        && digits(8..10)
        && text.get(4..5) == Some("-")
        && text.get(7..8) == Some("-");
    if !shaped {
        return Err(ApiError::bad_request(
            "1203",
            format!("{name} is not a date as YYYY-MM-DD"),
        ));
    }
    text.parse()
        .map(Some)
        .map_err(|_| ApiError::bad_request("2003", format!("{name} is no day of the calendar")))
}

fn invalid(message: &'static str) -> ApiError {
    ApiError::bad_request("1104", message)
}
