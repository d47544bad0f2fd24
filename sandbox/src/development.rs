//! The keys and settings that the sandbox works with: fixed, public, and good for nothing else.
//!
//! The functions refuse these keys with a base URL that is not this machine.

use crate::dynamodb::{CREDENTIAL, REGION, TABLE};
use crate::outcomes;
use crate::veriff::{IntegrationConfig, IntegrationKind, Plan, WebhookUrls};
use serde_json::{Value, json};

/// A development integration.
#[derive(Clone, Copy, Debug)]
pub struct Integration {
    /// Its id in the settings.
    pub id: &'static str,
    /// Test or live.
    pub kind: IntegrationKind,
    /// Its API key.
    pub api_key: &'static str,
    /// Its shared secret.
    pub secret: &'static str,
    /// The secret that is to replace it: accepted, and signed with only where that is asked for.
    pub next_secret: &'static str,
}

/// The integration that new sessions go to: its approvals read as test ones.
pub const TEST: Integration = Integration {
    id: "local-test",
    kind: IntegrationKind::Test,
    api_key: "00000000-0000-4000-8000-00000000d0e5",
    secret: "00000000-0000-4000-8000-5ec2e7000001",
    next_secret: "00000000-0000-4000-8000-5ec2e7000011",
};

/// The second integration, whose approvals read as live.
pub const LIVE: Integration = Integration {
    id: "local-live",
    kind: IntegrationKind::Live,
    api_key: "00000000-0000-4000-8000-00000000d0e6",
    secret: "00000000-0000-4000-8000-5ec2e7000002",
    next_secret: "00000000-0000-4000-8000-5ec2e7000012",
};

/// Both, the one for new sessions first.
pub const INTEGRATIONS: [Integration; 2] = [TEST, LIVE];

impl Integration {
    /// `test` or `live`.
    pub const fn kind_name(&self) -> &'static str {
        match self.kind {
            IntegrationKind::Test => "test",
            IntegrationKind::Live => "live",
        }
    }
}

/// The functions' settings: both integrations, at the local Veriff.
///
/// `veriff` and `platform` are origins such as `http://127.0.0.1:8081`.
pub fn settings(veriff: &str, platform: &str) -> Value {
    let integrations: Vec<_> = INTEGRATIONS
        .iter()
        .map(|integration| {
            json!({
                "id": integration.id,
                "type": integration.kind_name(),
                "apiKey": integration.api_key,
                "sharedSecrets": [integration.secret, integration.next_secret],
                "baseUrl": veriff,
                "fullAuto": false,
                "trustBrowserSessions": false,
                "requireSignedAnswers": true,
                "callbackAllowList": ["https://shop.example/", format!("{platform}/")],
            })
        })
        .collect();
    json!({
        "schema": 1,
        "integrations": integrations,
        "callers": {
            "endUserClaim": "sub",
            "serverScope": crate::gateway::authorizer::SERVER_SCOPE,
            "serverIam": true,
        },
        "createsPerPersonAndDay": 10,
        "payloadRetentionDays": 90,
        "indexShards": 4,
    })
}

/// The environment in which the functions' own binaries work with a running sandbox: names and
/// values. `dynamodb` is the endpoint, `platform` the platform's origin.
pub fn environment(
    dynamodb: &str,
    platform: &str,
    settings: &Value,
) -> Vec<(&'static str, String)> {
    vec![
        ("AWS_ENDPOINT_URL_DYNAMODB", dynamodb.to_owned()),
        (
            "AWS_ENDPOINT_URL_EVENTBRIDGE",
            format!("{platform}{}", outcomes::PATH),
        ),
        ("AWS_REGION", REGION.to_owned()),
        ("AWS_ACCESS_KEY_ID", CREDENTIAL.to_owned()),
        ("AWS_SECRET_ACCESS_KEY", CREDENTIAL.to_owned()),
        // Without it the SDK may ask the cloud's metadata address, which is not there.
        ("AWS_EC2_METADATA_DISABLED", "true".to_owned()),
        ("VERIFICATION_TABLE", TABLE.to_owned()),
        ("VERIFICATION_EVENT_BUS", outcomes::NAME.to_owned()),
        ("VERIFF_SETTINGS", settings.to_string()),
    ]
}

/// The same integrations as the local Veriff is told them.
pub fn veriff_integrations(webhook_url: &str) -> Vec<IntegrationConfig> {
    let config = |integration: &Integration| IntegrationConfig {
        id: integration.id.to_owned(),
        kind: integration.kind,
        plan: Plan::Plus,
        api_key: integration.api_key.to_owned(),
        shared_secrets: vec![
            integration.secret.to_owned(),
            integration.next_secret.to_owned(),
        ],
        webhook_url: Some(webhook_url.to_owned()),
        webhook_urls: WebhookUrls::default(),
        active: true,
        decide_after: None,
        decide_as: None,
        delete_enabled: true,
    };
    INTEGRATIONS.iter().map(config).collect()
}
