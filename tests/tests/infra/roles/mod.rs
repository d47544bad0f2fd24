//! Each function's role allows the calls that the function makes, and nothing spare.
//!
//! A function is driven through everything that it does, with its way to AWS recorded. Each call has to be
//! allowed by a statement of its role, and each action, resource and kind of item in a statement has to have
//! been called; but for what AWS itself does in the role's name, which is listed here.

mod policy;
mod recorder;
mod requests;
mod stage;
mod work;

use super::FUNCTIONS;
use super::stack::{Stack, text};
use super::template::Templates;
use policy::{Grant, grants};
use recorder::Call;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// What AWS does in a role's name: the action, and who does it when.
const ON_BEHALF: [(&str, &str); 12] = [
    (
        "kms:Decrypt",
        "DynamoDB and Secrets Manager, to read table and secret",
    ),
    (
        "logs:CreateLogStream",
        "Lambda, when an execution environment starts",
    ),
    ("logs:PutLogEvents", "Lambda, with what the function prints"),
    (
        "xray:PutTraceSegments",
        "Lambda, with an invocation's trace",
    ),
    ("xray:PutTelemetryRecords", "Lambda, about these"),
    (
        "dynamodb:DescribeStream",
        "the event source, which polls the stream",
    ),
    ("dynamodb:GetRecords", "the event source"),
    ("dynamodb:GetShardIterator", "the event source"),
    ("dynamodb:ListStreams", "the event source"),
    (
        "s3:PutObject",
        "the event source, to put aside what was given up",
    ),
    ("s3:ListBucket", "the event source, before it does"),
    ("kms:GenerateDataKey", "S3, to encrypt that"),
];

/// The functions whose event source is a stream with a destination for failures.
const WITH_EVENT_SOURCE: [&str; 1] = ["PublishOutcome"];

fn on_behalf(action: &str) -> bool {
    ON_BEHALF.iter().any(|(known, _)| *known == action)
}

/// Compares a function's role with the calls that it was seen to make.
fn compare(function: &str, calls: &BTreeSet<Call>) {
    let templates = Templates::read();
    let grants = grants(&Stack::deployed(&templates, &[]), function);
    let missing: Vec<_> = calls
        .iter()
        .filter(|call| !grants.iter().any(|grant| grant.allows(call)))
        .map(|call| format!("{} on {} {:?}", call.action, call.resource, call.key))
        .collect();
    let spare: Vec<_> = grants
        .iter()
        .filter(|grant| !on_behalf(&grant.action))
        .filter(|grant| !calls.iter().any(|call| grant.allows(call)))
        .map(|grant| format!("{} on {} {:?}", grant.action, grant.resource, grant.keys))
        .collect();
    assert!(
        missing.is_empty() && spare.is_empty(),
        "{function} does and may not: {missing:#?}\nmay and was not seen to: {spare:#?}"
    );
}

/// A test for each function, so that they run beside each other.
macro_rules! roles {
    ($($test:ident: $function:literal by $folder:ident::$drive:ident;)+) => {
        $(#[tokio::test]
        async fn $test() {
            compare($function, &$folder::$drive().await);
        })+

        #[test]
        fn none_is_forgotten() {
            let tested = BTreeSet::from([$($function),+]);
            let all: BTreeSet<_> = FUNCTIONS.iter().map(|(id, _)| *id).collect();
            assert_eq!(tested, all);
        }
    };
}

roles! {
    create_session_may_do_what_it_does: "CreateSession" by requests::create_session;
    read_session_may_do_what_it_does: "ReadSession" by requests::read_session;
    erase_session_may_do_what_it_does: "EraseSession" by requests::erase_session;
    receive_webhook_may_do_what_it_does: "ReceiveWebhook" by requests::receive_webhook;
    sweep_expired_may_do_what_it_does: "SweepExpired" by work::sweep_expired;
    publish_outcome_may_do_what_it_does: "PublishOutcome" by work::publish_outcome;
    operate_may_do_what_it_does: "Operate" by work::operate;
}

#[test]
fn what_aws_does_in_a_roles_name_is_allowed_as_narrowly() {
    let templates = Templates::read();
    let deployment = Stack::deployed(&templates, &[]);
    let storage = deployment.nested("Storage");
    let key = text(&storage.output("KeyArn"));
    let bucket = text(&storage.output("DiscardedRecordsArn"));
    let via = |services: &[&str]| {
        let names: Vec<_> = services
            .iter()
            .map(|it| format!("{it}.eu-west-1.amazonaws.com"))
            .collect();
        let names = if names.len() == 1 {
            json!(names[0])
        } else {
            json!(names)
        };
        json!({ "StringEquals": { "kms:ViaService": names } })
    };
    for (function, binary) in FUNCTIONS {
        let log = format!("arn:aws:logs:eu-west-1:123456789012:log-group:/verification/{binary}:*");
        let stream = text(&storage.output("StreamArn"));
        let mut wanted: Vec<(&str, String, Value)> = vec![
            (
                "kms:Decrypt",
                key.clone(),
                via(&["dynamodb", "secretsmanager"]),
            ),
            ("logs:CreateLogStream", log.clone(), Value::Null),
            ("logs:PutLogEvents", log, Value::Null),
            ("xray:PutTraceSegments", "*".into(), Value::Null),
            ("xray:PutTelemetryRecords", "*".into(), Value::Null),
        ];
        if WITH_EVENT_SOURCE.contains(&function) {
            let polls = [
                "DescribeStream",
                "GetRecords",
                "GetShardIterator",
                "ListStreams",
            ];
            for action in polls {
                let known = ON_BEHALF.iter().find(|(known, _)| known.ends_with(action));
                wanted.push((known.expect("listed").0, stream.clone(), Value::Null));
            }
            wanted.push(("s3:PutObject", format!("{bucket}/*"), Value::Null));
            wanted.push(("s3:ListBucket", bucket.clone(), Value::Null));
            wanted.push(("kms:GenerateDataKey", key.clone(), via(&["s3"])));
        }
        let seen = grants(&deployment, function)
            .into_iter()
            .filter(|grant| on_behalf(&grant.action));
        let seen: BTreeSet<_> = seen
            .map(
                |Grant {
                     action,
                     resource,
                     condition,
                     ..
                 }| { (action, resource, condition.to_string()) },
            )
            .collect();
        let wanted: BTreeSet<_> = wanted
            .into_iter()
            .map(|(action, resource, condition)| {
                (action.to_owned(), resource, condition.to_string())
            })
            .collect();
        assert_eq!(seen, wanted, "{function}");
    }
}

#[test]
fn only_lambda_takes_a_functions_role() {
    let templates = Templates::read();
    let roles = Stack::deployed(&templates, &[]).nested("Roles");
    for (function, _) in FUNCTIONS {
        let trust = roles.properties(function)["AssumeRolePolicyDocument"]["Statement"].clone();
        let wanted = json!([{
            "Effect": "Allow",
            "Principal": { "Service": "lambda.amazonaws.com" },
            "Action": "sts:AssumeRole",
        }]);
        assert_eq!(trust, wanted, "{function}");
    }
}
