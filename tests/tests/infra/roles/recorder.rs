//! Stands between a function and AWS: hands DynamoDB's requests on to the embedded one, answers for Secrets
//! Manager and EventBridge, and writes down what each call needs to be allowed.

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use http::{HeaderMap, Method, StatusCode};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use system_tests::World;
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use veriff_sandbox::http_client::HttpClient;
use verification::App;
use verification::settings::{SettingsCache, SettingsSource};
use verification::store::Store;

/// What a call needs to be allowed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Call {
    /// IAM's action, such as `dynamodb:GetItem`.
    pub(super) action: String,
    /// The ARN that it acts on.
    pub(super) resource: String,
    /// How the partition key begins, such as `SESSION#`, for what acts on items of the table itself.
    pub(super) key: Option<String>,
}

/// A function's way to AWS. Dropped, it ends.
pub(super) struct Recorder {
    endpoint: String,
    table: &'static str,
    secret: String,
    calls: Arc<Mutex<BTreeSet<Call>>>,
    _server: JoinSet<()>,
}

#[derive(Clone)]
struct Between {
    dynamodb: String,
    http: HttpClient,
    settings: String,
    calls: Arc<Mutex<BTreeSet<Call>>>,
}

impl Recorder {
    /// Between a function and the world's AWS. `secret` is the ARN of the settings.
    pub(super) async fn start(world: &World, secret: &str) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
        let endpoint = format!("http://{}", listener.local_addr().expect("an address"));
        let calls = Arc::default();
        let between = Between {
            dynamodb: world.sandbox.dynamodb.clone(),
            http: world.sandbox.http.clone(),
            settings: world.sandbox.settings.to_string(),
            calls: Arc::clone(&calls),
        };
        let router = Router::new().fallback(pass).with_state(between);
        let mut server = JoinSet::new();
        server.spawn(async move { axum::serve(listener, router).await.expect("it serves") });
        let (table, secret) = (world.sandbox.table, secret.to_owned());
        Self {
            endpoint,
            table,
            secret,
            calls,
            _server: server,
        }
    }

    /// The world's app as a deployed function has it: settings from the secret, all calls recorded.
    pub(super) async fn app(&self, world: &World) -> App {
        use aws_sdk_secretsmanager::config::{Builder, Credentials, Region};
        let config = Builder::new()
            .behavior_version_latest()
            .region(Region::from_static("eu-west-1"))
            .credentials_provider(Credentials::new("local", "local", None, None, "test"))
            .endpoint_url(&self.endpoint)
            .http_client(verification::https::Https::plain());
        let client = aws_sdk_secretsmanager::Client::from_conf(config.build());
        let source = SettingsSource::Secret {
            client,
            id: self.secret.clone(),
        };
        let settings = SettingsCache::load(source).await.expect("settings");
        App {
            settings: Arc::new(settings),
            store: Store::new(veriff_sandbox::dynamodb::client(&self.endpoint), self.table),
            ..world.sandbox.app.clone()
        }
    }

    /// The event bus behind it.
    pub(super) fn bus(&self) -> publish_outcome::Bus {
        veriff_sandbox::outcomes::client(&self.endpoint)
    }

    /// What was called so far.
    pub(super) fn calls(&self) -> BTreeSet<Call> {
        self.calls.lock().expect("no test panicked").clone()
    }
}

async fn pass(State(between): State<Between>, headers: HeaderMap, body: Bytes) -> Response {
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let target = header("x-amz-target")
        .expect("AWS's JSON protocol")
        .to_owned();
    let request: Value = serde_json::from_slice(&body).expect("JSON");
    let (service, operation) = target.split_once('.').expect("a service's operation");
    let calls = match service {
        "DynamoDB_20120810" => of_table(operation, &request),
        "secretsmanager" => vec![call(
            "secretsmanager",
            operation,
            text(&request["SecretId"]),
        )],
        "AWSEvents" => entries(&request)
            .map(|entry| of_bus(operation, entry))
            .collect(),
        other => panic!("{other} is not known here"),
    };
    between
        .calls
        .lock()
        .expect("no test panicked")
        .extend(calls);
    match service {
        "secretsmanager" => axum::Json(json!({ "SecretString": between.settings })).into_response(),
        "AWSEvents" => {
            let taken: Vec<_> = entries(&request)
                .map(|_| json!({ "EventId": "1" }))
                .collect();
            axum::Json(json!({ "FailedEntryCount": 0, "Entries": taken })).into_response()
        }
        _ => {
            let names = [
                "authorization",
                "content-type",
                "x-amz-date",
                "x-amz-target",
            ];
            let headers: Vec<_> = names
                .iter()
                .filter_map(|name| Some((*name, header(name)?)))
                .collect();
            let http = &between.http;
            let answer = http
                .send(Method::POST, &between.dynamodb, &headers, body.to_vec())
                .await;
            let answer = answer.expect("the database answers");
            let status = StatusCode::from_u16(answer.status).expect("a status");
            (
                status,
                [("content-type", "application/x-amz-json-1.0")],
                answer.body,
            )
                .into_response()
        }
    }
}

/// A transaction needs what its parts need.
fn of_table(operation: &str, request: &Value) -> Vec<Call> {
    if operation != "TransactWriteItems" {
        return vec![of_item(operation, request)];
    }
    let parts = request["TransactItems"].as_array().expect("parts").iter();
    let parts = parts.flat_map(|part| part.as_object().expect("a part"));
    parts
        .map(|(kind, part)| match kind.as_str() {
            "ConditionCheck" => of_item("ConditionCheckItem", part),
            kind => of_item(&format!("{kind}Item"), part),
        })
        .collect()
}

fn of_item(operation: &str, request: &Value) -> Call {
    let table = text(&request["TableName"]);
    let index = request["IndexName"].as_str();
    let resource = match index {
        None => format!("table/{table}"),
        Some(index) => format!("table/{table}/index/{index}"),
    };
    let mut call = call(
        "dynamodb",
        operation,
        &format!("arn:aws:dynamodb:eu-west-1:123456789012:{resource}"),
    );
    if index.is_none() {
        let key = partition_key(request).unwrap_or_else(|| panic!("{operation} names no key"));
        let (kind, _) = key
            .split_once('#')
            .expect("a key begins with the item's kind");
        call.key = Some(format!("{kind}#"));
    }
    call
}

fn partition_key(request: &Value) -> Option<&str> {
    let item = request.get("Key").or_else(|| request.get("Item"));
    if let Some(item) = item {
        return item["pk"]["S"].as_str();
    }
    let names = request["ExpressionAttributeNames"].as_object()?;
    let (alias, _) = names.iter().find(|(_, name)| *name == "pk")?;
    let condition = text(&request["KeyConditionExpression"]);
    let (_, value) = condition.split_once(&format!("{alias} = "))?;
    let value = value.split_whitespace().next()?;
    request["ExpressionAttributeValues"][value]["S"].as_str()
}

fn entries(request: &Value) -> impl Iterator<Item = &Value> {
    request["Entries"].as_array().expect("entries").iter()
}

fn of_bus(operation: &str, entry: &Value) -> Call {
    let bus = text(&entry["EventBusName"]);
    call(
        "events",
        operation,
        &format!("arn:aws:events:eu-west-1:123456789012:event-bus/{bus}"),
    )
}

fn call(service: &str, operation: &str, resource: &str) -> Call {
    Call {
        action: format!("{service}:{operation}"),
        resource: resource.to_owned(),
        key: None,
    }
}

fn text(value: &Value) -> &str {
    value.as_str().expect("a text")
}
