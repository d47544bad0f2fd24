//! What is asked for: for whom, at which integration, and what goes to Veriff.

use crate::rules;
use jiff::Timestamp;
use serde_json::{Map, Value};
use uuid::Uuid;
use verification::caller::Caller;
use verification::person::PersonRef;
use verification::problem::Problem;
use verification::settings::{Integration, Settings};

/// A request that was checked.
#[derive(Clone)]
pub(crate) struct Order<'a> {
    pub(crate) integration: &'a Integration,
    /// The name that makes the person one and the same.
    pub(crate) person: PersonRef,
    /// The other name, under which the session is listed too.
    pub(crate) also: Option<PersonRef>,
    pub(crate) end_user_id: Option<String>,
    pub(crate) vendor_data: Option<String>,
    /// Whether a new session is wanted even after a conclusive decision.
    pub(crate) verify_again: bool,
    /// The body for Veriff.
    pub(crate) body: Vec<u8>,
}

impl<'a> Order<'a> {
    /// Reads `{"verification": {…}}`, Veriff's own body. Beside it, `integration` names one of the
    /// settings' integrations, and `verifyAgain` asks for a new session after a conclusive decision;
    /// both are for the platform's own back end alone.
    pub(crate) fn read(
        body: &[u8],
        caller: &Caller,
        settings: &'a Settings,
        now: Timestamp,
    ) -> Result<Self, Problem> {
        let mut root = match serde_json::from_slice(body) {
            Ok(Value::Object(root)) => root,
            Ok(_) => return Err(Problem::invalid_body("it must be a JSON object")),
            Err(error) => {
                return Err(Problem::invalid_body(format!(
                    "it is not JSON: line {}, column {}",
                    error.line(),
                    error.column()
                )));
            }
        };
        let integration = read_integration(&mut root, caller, settings)?;
        let verify_again = read_verify_again(&mut root, caller)?;
        let Some(Value::Object(verification)) = root.get_mut("verification") else {
            return Err(Problem::invalid_field(
                "verification",
                "must be an object, as in Veriff's POST /sessions",
            ));
        };
        rules::check(verification, integration, now)?;
        let (person, also) = name_person(verification, caller)?;
        let text = |name: &str| {
            let value = verification.get(name).and_then(Value::as_str);
            value.filter(|text| !text.is_empty()).map(str::to_owned)
        };
        Ok(Self {
            integration,
            person,
            also,
            end_user_id: text("endUserId"),
            vendor_data: text("vendorData"),
            verify_again,
            body: serde_json::to_vec(&root)
                .map_err(|_| Problem::invalid_body("it cannot be written out"))?,
        })
    }
}

fn read_integration<'a>(
    root: &mut Map<String, Value>,
    caller: &Caller,
    settings: &'a Settings,
) -> Result<&'a Integration, Problem> {
    match root.remove("integration") {
        None => Ok(settings.default_integration()),
        Some(_) if !caller.is_server() => Err(Problem::server_only("choosing the integration")),
        Some(Value::String(id)) => settings
            .integration(&id)
            .ok_or_else(|| Problem::invalid_field("integration", "is not one of the settings'")),
        Some(_) => Err(Problem::invalid_field("integration", "must be a string")),
    }
}

fn read_verify_again(root: &mut Map<String, Value>, caller: &Caller) -> Result<bool, Problem> {
    match root.remove("verifyAgain") {
        None | Some(Value::Bool(false)) => Ok(false),
        Some(Value::Bool(true)) if caller.is_server() => Ok(true),
        Some(Value::Bool(true)) => Err(Problem::server_only("verifying a person again")),
        Some(_) => Err(Problem::invalid_field(
            "verifyAgain",
            "must be true or false",
        )),
    }
}

/// A signed-in person is named by the token alone; the back end names the person in the body.
fn name_person(
    verification: &mut Map<String, Value>,
    caller: &Caller,
) -> Result<(PersonRef, Option<PersonRef>), Problem> {
    let given = |name| {
        verification
            .get(name)
            .and_then(Value::as_str)
            .filter(|text| !text.is_empty())
    };
    let vendor_data = given("vendorData").map(str::to_owned);
    let end_user_id = given("endUserId").and_then(|id| Uuid::try_parse(id).ok());
    match caller {
        Caller::EndUser { end_user_id: own } => {
            if end_user_id.is_some_and(|id| id != *own) || vendor_data.is_some() {
                let field = if vendor_data.is_some() {
                    "vendorData"
                } else {
                    "endUserId"
                };
                return Err(Problem::invalid_field(
                    format!("verification.{field}"),
                    "must be left out: the token names a signed-in person",
                ));
            }
            verification.insert("endUserId".into(), Value::String(own.to_string()));
            Ok((PersonRef::EndUserId(*own), None))
        }
        Caller::Server => match (end_user_id, vendor_data) {
            (Some(id), also) => Ok((PersonRef::EndUserId(id), also.map(PersonRef::VendorData))),
            (None, Some(text)) => Ok((PersonRef::VendorData(text), None)),
            (None, None) => Err(Problem::invalid_field(
                "verification.endUserId",
                "is missing, and vendorData too: one of them must name the person",
            )),
        },
    }
}
