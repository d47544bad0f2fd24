//! Any JSON as the event of a function behind API Gateway.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use lambda_http::request::LambdaRequest;
use lambda_http::{Body, Request};
use serde_json::Value;
use veriff_sandbox::gateway::invoke::{InvokeError, invoke};
use veriff_sandbox::gateway::routes::Function;
use verification::event::readable;
use verification::path::below_sessions;

use crate::world::World;

const FUNCTIONS: [Function; 4] = [
    Function::CreateSession,
    Function::ReadSession,
    Function::EraseSession,
    Function::ReceiveWebhook,
];

/// Every function answers it or refuses to read it. Who is not let in by an authoriser gets 401, except where
/// a signature is the proof. The body is the bytes that were sent, in base64 or as they are.
pub fn event(data: &[u8]) {
    let Ok(event) = serde_json::from_slice::<Value>(data) else {
        return;
    };
    let Ok(payload) = serde_json::from_slice::<LambdaRequest>(data) else {
        return;
    };
    let request = Request::from(readable(payload));
    let path = below_sessions(&request);
    assert!(!matches!(path, Some((None, Some(_)))));
    body(&event, &request);
    World::with(|world| {
        for function in FUNCTIONS {
            let patience = Duration::from_secs(5);
            let answer = world.play(invoke(function, &world.app, &event, patience));
            let answer = match answer {
                Ok(answer) => answer,
                Err(InvokeError::Event(_)) => continue,
                Err(error) => panic!("{error}"),
            };
            let status = answer.status().as_u16();
            assert_ne!(status, 500, "{}", function.name());
            let nobody = event.pointer("/requestContext/authorizer").is_none();
            if nobody && function != Function::ReceiveWebhook {
                assert_eq!(status, 401, "{}", function.name());
                assert_eq!(world.writes(), 0);
            }
        }
    });
}

fn body(event: &Value, request: &Request) {
    let sent = event
        .get("body")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let encoded = event.get("isBase64Encoded") == Some(&Value::Bool(true));
    let is_http = event.pointer("/requestContext/http").is_some();
    let bytes = match request.body() {
        Body::Text(text) => text.as_bytes(),
        Body::Binary(bytes) => bytes,
        _ => &[],
    };
    if is_http {
        let sent = match encoded {
            true => STANDARD.decode(sent).unwrap_or_default(),
            false => sent.into(),
        };
        assert_eq!(sent, bytes);
    }
}
