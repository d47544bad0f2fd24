//! Each function's role allows the calls that the function makes, and nothing spare.
//!
//! A function is driven through everything that it does, with its way to AWS recorded. Each call has to be
//! allowed by a statement of its role, and each action, resource and kind of item in a statement has to have
//! been called; but for what AWS itself does in the role's name, which is listed here.

mod policy;
mod recorder;
mod requests;
mod stage;
mod thorough;
mod work;

use super::FUNCTIONS;
use super::stack::{Stack, text};
use super::template::Templates;
use policy::{Grant, grants};
use recorder::Call;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use thorough::requests_of_the_store;

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

/// What a function was seen to do: its calls, and what the store called its requests.
struct Seen {
    function: &'static str,
    calls: BTreeSet<Call>,
    requests: BTreeSet<String>,
}

/// Drives all functions, beside each other.
async fn drive() -> [Seen; 7] {
    let (create, read, erase, receive, sweep, publish, operate) = tokio::join!(
        requests::create_session(),
        requests::read_session(),
        requests::erase_session(),
        requests::receive_webhook(),
        work::sweep_expired(),
        work::publish_outcome(),
        work::operate(),
    );
    [
        create.seen("CreateSession"),
        read.seen("ReadSession"),
        erase.seen("EraseSession"),
        receive.seen("ReceiveWebhook"),
        sweep.seen("SweepExpired"),
        publish.seen("PublishOutcome"),
        operate.seen("Operate"),
    ]
}

/// What a function does and its role forbids, and what its role allows and it was not seen to do.
fn differences(deployment: &Stack<'_>, seen: &Seen) -> Vec<String> {
    let (function, grants) = (seen.function, grants(deployment, seen.function));
    let missing = seen
        .calls
        .iter()
        .filter(|call| !grants.iter().any(|grant| grant.allows(call)))
        .map(|it| {
            format!(
                "{function} may not {} {} {:?}",
                it.action, it.resource, it.key
            )
        });
    let spare = grants
        .iter()
        .filter(|grant| !on_behalf(&grant.action))
        .filter(|grant| !seen.calls.iter().any(|call| grant.allows(call)))
        .map(|it| {
            format!(
                "{function} need not {} {} {:?}",
                it.action, it.resource, it.keys
            )
        });
    missing.chain(spare).collect()
}

#[tokio::test]
async fn each_role_allows_what_its_function_does_and_nothing_spare() {
    let templates = Templates::read();
    let deployment = Stack::deployed(&templates, &[]);
    let all = drive().await;
    let driven: BTreeSet<_> = all.iter().map(|seen| seen.function).collect();
    assert_eq!(driven, FUNCTIONS.iter().map(|(id, _)| *id).collect());
    let differences: Vec<_> = all
        .iter()
        .flat_map(|seen| differences(&deployment, seen))
        .collect();
    assert!(differences.is_empty(), "{differences:#?}");

    let requests: BTreeSet<_> = all.iter().flat_map(|seen| &seen.requests).collect();
    let known = requests_of_the_store();
    let never: Vec<_> = known
        .iter()
        .filter(|name| !requests.contains(name))
        .collect();
    assert!(known.len() > 25, "{known:?}");
    assert!(never.is_empty(), "nobody was seen to: {never:?}");
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
