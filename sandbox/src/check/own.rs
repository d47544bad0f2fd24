//! Our own backend as one to be checked: the functions over the embedded DynamoDB.

use serde_json::{Value, json};

use super::config::{Backend, BackendFile};
use super::hosts::Hosts;
use super::run::CheckError;
use crate::development::{LIVE, TEST};
use crate::veriff::{IntegrationKind, Plan, VeriffConfig};
use crate::{Options, Sandbox};

/// A second secret of the integration, so that a rotation is checked too.
const SECOND_SECRET: &str = "00000000-0000-4000-8000-5ec2e7000009";

/// Starts the sandbox with a Veriff that sends nothing by itself, and describes it.
pub(super) async fn start(full_auto: bool) -> Result<(Sandbox, Backend), CheckError> {
    let sandbox = Sandbox::start(Options {
        adjust_settings: if full_auto {
            full_auto_settings
        } else {
            settings
        },
        adjust_veriff: if full_auto { full_auto_veriff } else { veriff },
        ..Options::default()
    })
    .await?;
    let platform = &sandbox.platform;
    let described = json!({
        "webhookUrl": format!("{platform}/webhooks/veriff"),
        "apiKey": TEST.api_key,
        "sharedSecrets": [TEST.secret, SECOND_SECRET],
        "otherIntegrations": [{ "apiKey": LIVE.api_key, "sharedSecret": LIVE.secret }],
        "callback": format!("{platform}/"),
        "createSession": {
            "url": format!("{platform}/sessions"),
            "body": json!({ "verification": {
                "endUserId": "{endUserId}",
                "vendorData": "{vendorData}",
                "person": { "firstName": "{firstName}", "lastName": "{lastName}" },
                "callback": "{callback}",
            } }).to_string(),
            "sessionId": "/sessionId",
            "sessionUrl": "/url",
        },
        "readStatus": {
            "url": format!("{platform}/sessions?endUserId={{endUserId}}"),
            "status": "/current/status",
            "access": "/current/grants",
            "accessValues": ["test", "live"],
            "reasonCode": "/current/decision/reasonCode",
            "effects": "/current/revision",
        },
        // A function does nothing after its answer.
        "settleMs": 0,
    });
    let described: BackendFile =
        serde_json::from_value(described).map_err(|error| super::config::ConfigError::Syntax {
            path: "built in".into(),
            line: error.line(),
            message: error.to_string(),
        })?;
    let backend = described.check(Hosts::default(), |_| None)?;
    Ok((sandbox, backend))
}

fn settings(settings: &mut Value) {
    settings["integrations"][0]["sharedSecrets"] = json!([TEST.secret, SECOND_SECRET]);
}

fn full_auto_settings(of: &mut Value) {
    settings(of);
    for index in 0..2 {
        of["integrations"][index]["fullAuto"] = json!(true);
        of["integrations"][index]["type"] = json!("live");
    }
}

fn veriff(config: &mut VeriffConfig) {
    for integration in &mut config.integrations {
        integration.webhook_url = None;
        if integration.id == TEST.id {
            integration.shared_secrets.push(SECOND_SECRET.to_owned());
        }
    }
}

fn full_auto_veriff(config: &mut VeriffConfig) {
    veriff(config);
    for integration in &mut config.integrations {
        integration.kind = IntegrationKind::Live;
        integration.plan = Plan::Essential;
    }
}
