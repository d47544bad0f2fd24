//! CloudFormation itself, as far as moto plays it, makes of the nested templates what the other tests take
//! them for.
//!
//! Moto does not expand SAM's transform, so the root is left out; and it makes no HTTP APIs and no alarms.

use super::moto::Moto;
use crate::stack::{Stack, text};
use crate::template::Templates;
use crate::{FUNCTIONS, root};
use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;

/// The nested stacks that moto can make.
const MADE: [&str; 3] = ["Storage", "Logs", "Roles"];

/// What moto leaves out of them.
const LEFT_OUT: [&str; 3] = [
    "AWS::S3::BucketPolicy",
    "AWS::SecretsManager::Secret",
    "AWS::SQS::QueuePolicy",
];

/// A request in the older services' form; returns the answer, which is XML.
async fn query(moto: &Moto, service: &str, version: &str, fields: &[(String, String)]) -> String {
    let fields = fields
        .iter()
        .map(|(name, value)| format!("{name}={}", utf8_percent_encode(value, NON_ALPHANUMERIC)));
    let fields: Vec<_> = fields.collect();
    let form = format!("Version={version}&{}", fields.join("&"));
    let answer = moto.post_form(service, form).await;
    String::from_utf8_lossy(&answer.body).into_owned()
}

/// The texts of an element, wherever it stands.
fn elements<'x>(xml: &'x str, name: &str) -> Vec<&'x str> {
    let (open, close) = (format!("<{name}>"), format!("</{name}>"));
    let found = xml.split(open.as_str()).skip(1);
    found
        .filter_map(|rest| Some(rest.split_once(close.as_str())?.0))
        .collect()
}

fn pair(name: impl Into<String>, value: impl Into<String>) -> (String, String) {
    (name.into(), value.into())
}

#[tokio::test]
#[ignore = "needs moto; run by cargo xtask test"]
async fn cloudformation_makes_of_the_templates_what_the_tests_take_them_for() {
    let moto = Moto::start().await;
    let templates = Templates::read();
    let deployment = Stack::deployed(&templates, &[]);
    for id in MADE {
        let stack = deployment.nested(id);
        let file = root().join("infra").join(stack.file());
        let mut fields = vec![
            pair("Action", "CreateStack"),
            pair("StackName", id),
            pair(
                "TemplateBody",
                fs::read_to_string(file).expect("a template"),
            ),
            pair("Capabilities.member.1", "CAPABILITY_IAM"),
        ];
        for (place, (name, value)) in stack.parameters().into_iter().enumerate() {
            let prefix = format!("Parameters.member.{}", place + 1);
            fields.push(pair(format!("{prefix}.ParameterKey"), name));
            fields.push(pair(format!("{prefix}.ParameterValue"), value));
        }
        query(&moto, "cloudformation", "2010-05-15", &fields).await;
        let fields = [
            pair("Action", "DescribeStackResources"),
            pair("StackName", id),
        ];
        let made = query(&moto, "cloudformation", "2010-05-15", &fields).await;
        let failed = elements(&made, "ResourceStatus");
        assert!(
            failed.iter().all(|status| *status == "CREATE_COMPLETE"),
            "{id}: {failed:?}"
        );
        let made: BTreeSet<_> = elements(&made, "LogicalResourceId").into_iter().collect();
        let wanted = stack.kinds();
        let wanted: BTreeSet<_> = wanted
            .iter()
            .filter(|(_, kind)| !LEFT_OUT.contains(&kind.as_str()))
            .map(|(id, _)| id.as_str())
            .collect();
        assert_eq!(made, wanted, "{id}");
    }

    let roles = deployment.nested("Roles");
    for (function, _) in FUNCTIONS {
        let fields = [
            pair("Action", "DescribeStackResource"),
            pair("StackName", "Roles"),
            pair("LogicalResourceId", function),
        ];
        let role = query(&moto, "cloudformation", "2010-05-15", &fields).await;
        let role = elements(&role, "PhysicalResourceId")[0].to_owned();
        let fields = [
            pair("Action", "GetRolePolicy"),
            pair("RoleName", role),
            pair("PolicyName", "own"),
        ];
        let policy = query(&moto, "iam", "2010-05-08", &fields).await;
        let policy = elements(&policy, "PolicyDocument")[0].to_owned();
        let policy = percent_decode_str(&policy)
            .decode_utf8()
            .expect("it is text");
        // Moto writes the document as Python would.
        let policy = policy
            .replace("&quot;", "\"")
            .replace("&#39;", "'")
            .replace('\'', "\"");
        let policy: Value = serde_json::from_str(&policy).expect("JSON");
        let wanted = &roles.properties(function)["Policies"][0];
        assert_eq!(text(&wanted["PolicyName"]), "own");
        assert_eq!(policy, wanted["PolicyDocument"], "{function}");
    }
}
