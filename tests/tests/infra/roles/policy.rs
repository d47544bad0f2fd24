//! What a role allows.

use super::super::stack::{Stack, text};
use super::recorder::Call;
use serde_json::Value;

/// One action on one resource.
#[derive(Debug)]
pub(super) struct Grant {
    pub(super) action: String,
    pub(super) resource: String,
    /// The beginning that `dynamodb:LeadingKeys` asks of partition keys, with its star.
    pub(super) keys: Option<String>,
    /// The statement's conditions.
    pub(super) condition: Value,
}

impl Grant {
    pub(super) fn allows(&self, call: &Call) -> bool {
        let key = match (&self.keys, &call.key) {
            (None, _) => true,
            (Some(pattern), Some(key)) => *pattern == format!("{key}*"),
            (Some(_), None) => false,
        };
        self.action == call.action && self.resource == call.resource && key
    }
}

/// All that a function's role allows, its own statements and those of every function.
pub(super) fn grants(deployment: &Stack<'_>, function: &str) -> Vec<Grant> {
    let roles = deployment.nested("Roles");
    let role = roles.properties(function);
    let shared = &role["ManagedPolicyArns"];
    assert_eq!(shared.as_array().map(Vec::len), Some(1));
    assert!(
        text(&shared[0]).ends_with("EveryFunction"),
        "no policy of AWS's own"
    );
    let every = roles.properties("EveryFunction");
    let own = role["Policies"].as_array().expect("policies").iter();
    let documents = own
        .chain(std::iter::once(&every))
        .map(|policy| &policy["PolicyDocument"]);
    documents
        .flat_map(|document| document["Statement"].as_array().expect("statements"))
        .flat_map(of_statement)
        .collect()
}

fn of_statement(statement: &Value) -> Vec<Grant> {
    assert_eq!(statement["Effect"], "Allow");
    assert!(statement.get("NotAction").is_none() && statement.get("NotResource").is_none());
    let condition = statement.get("Condition").cloned().unwrap_or(Value::Null);
    let keys = condition.pointer("/ForAllValues:StringLike/dynamodb:LeadingKeys");
    let keys = keys.map_or(vec![None], |keys| {
        many(keys).into_iter().map(Some).collect()
    });
    let mut grants = Vec::new();
    for action in many(&statement["Action"]) {
        assert!(!action.contains('*'), "{action}");
        for resource in many(&statement["Resource"]) {
            for keys in &keys {
                grants.push(Grant {
                    action: action.clone(),
                    resource: resource.clone(),
                    keys: keys.clone(),
                    condition: condition.clone(),
                });
            }
        }
    }
    grants
}

fn many(value: &Value) -> Vec<String> {
    match value {
        Value::Array(all) => all.iter().map(text).collect(),
        one => vec![text(one)],
    }
}
