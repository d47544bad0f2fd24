//! What a function finds at its start: a sandbox behind TLS, with the session that its event is about.

use crate::lambda::sample_event;
use crate::tls::{Authority, Front, Notes, Upstream};
use serde_json::{Value, json};
use system_tests::World;
use veriff_sandbox::outcomes;

/// The secret's name, as in the template.
const SECRET: &str = "verification/settings";

/// A function, and the event that it starts with.
#[derive(Clone, Copy, Debug)]
pub struct Function {
    /// Its name.
    pub name: &'static str,
    /// A sample event of it.
    pub event: &'static str,
    /// Whether the session that the samples are about is there already.
    pub known: bool,
}

/// All functions, each with what it does most.
pub const FUNCTIONS: [Function; 7] = [
    function("receive-webhook", "decision-approved", true),
    function("create-session", "by-server", false),
    function("read-session", "by-id", true),
    function("erase-session", "erase", true),
    function("publish-outcome", "approved", true),
    function("sweep-expired", "schedule", false),
    function("operate", "import", false),
];

const fn function(name: &'static str, event: &'static str, known: bool) -> Function {
    Function { name, event, known }
}

/// A sandbox of its own for one start.
pub struct Stage {
    world: World,
    fronts: Vec<Front>,
    environment: Vec<(&'static str, String)>,
    notes: Notes,
    /// The function's event.
    pub event: Vec<u8>,
}

impl Stage {
    /// A fresh one.
    ///
    /// # Panics
    /// The sandbox does not start, or does not take the samples' session.
    pub async fn new(function: &Function, authority: &Authority) -> Self {
        let world = World::new().await;
        if function.known {
            let started = sample_event("receive-webhook/event-started");
            assert_eq!(deliver(&world, &started).await, 200);
        }
        let notes = Notes::default();
        let sandbox = &world.sandbox;
        let front =
            async |service, upstream| Front::start(service, upstream, authority, &notes).await;
        let origin = |origin: &str| Upstream::Origin(origin.to_owned());
        let dynamodb = front("dynamodb", origin(&sandbox.dynamodb)).await;
        let eventbridge = front("eventbridge", origin(&sandbox.platform)).await;
        let veriff = front("veriff", origin(&sandbox.veriff_origin)).await;
        let secret = secret(&sandbox.settings, &veriff.origin);
        let secrets = front("secretsmanager", Upstream::Canned(secret)).await;

        let bus = format!("{}{}", eventbridge.origin, outcomes::PATH);
        let here = ["VERIFF_SETTINGS", "AWS_EC2_METADATA_DISABLED"];
        let mut environment = sandbox.environment();
        environment.retain(|(name, _)| !here.contains(name));
        environment.extend(authority.environment());
        // What comes later wins.
        environment.extend([
            ("AWS_ENDPOINT_URL_DYNAMODB", dynamodb.origin.clone()),
            ("AWS_ENDPOINT_URL_EVENTBRIDGE", bus),
            ("AWS_ENDPOINT_URL_SECRETS_MANAGER", secrets.origin.clone()),
            ("AWS_SESSION_TOKEN", "local".into()),
            ("PEER_VERIFF", veriff.origin.clone()),
            ("VERIFF_SETTINGS_SECRET", SECRET.into()),
        ]);
        let event = sample_event(&format!("{}/{}", function.name, function.event));
        Self {
            world,
            fronts: vec![dynamodb, eventbridge, veriff, secrets],
            environment,
            notes,
            event,
        }
    }

    /// Where everything is, and whom to trust.
    pub fn environment(&self) -> Vec<(&'static str, String)> {
        self.environment.clone()
    }

    /// What was asked for, over TLS.
    pub fn asked(&self) -> Vec<Value> {
        self.notes.all()
    }

    /// Takes it down.
    pub async fn stop(self) {
        drop(self.fronts);
        self.world.sandbox.stop().await;
    }
}

/// `GetSecretValue`'s answer: the sandbox's settings, with Veriff behind TLS.
fn secret(settings: &Value, veriff: &str) -> Value {
    let mut settings = settings.clone();
    if let Some(integrations) = settings["integrations"].as_array_mut() {
        for integration in integrations {
            integration["baseUrl"] = veriff.into();
        }
    }
    json!({
        "ARN": format!("arn:aws:secretsmanager:eu-west-1:123456789012:secret:{SECRET}-AbCdEf"),
        "Name": SECRET,
        "VersionId": "5ec2e700-0000-4000-8000-000000000001",
        "VersionStages": ["AWSCURRENT"],
        "CreatedDate": 1_700_000_000,
        "SecretString": settings.to_string(),
    })
}

/// Delivers the webhook in an event of API Gateway's.
async fn deliver(world: &World, event: &[u8]) -> u16 {
    let event: Value = serde_json::from_slice(event).expect("a sample is JSON");
    let headers = event["headers"].as_object().expect("it has headers");
    let signed = ["x-auth-client", "x-hmac-signature"].map(|name| {
        let value = headers[name].as_str().expect("a header is text");
        (name.to_owned(), value.to_owned())
    });
    let body = event["body"].as_str().expect("a body");
    world.deliver_raw(&signed.to_vec(), body.as_bytes()).await
}
