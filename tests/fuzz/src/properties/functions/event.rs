//! Any JSON as the event of a function behind API Gateway.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use lambda_http::request::LambdaRequest;
use lambda_http::{Body, Request};
use serde_json::Value;
use veriff_sandbox::gateway::invoke::{InvokeError, invoke};
use veriff_sandbox::gateway::routes::Function;
use verification::path::below_sessions;

use crate::world::World;

const FUNCTIONS: [Function; 4] = [
    Function::CreateSession,
    Function::ReadSession,
    Function::EraseSession,
    Function::ReceiveWebhook,
];

/// Every function answers it or refuses to read it. Who is not let in by an authoriser gets 401, except where
/// a signature is the proof. The body is the bytes that were sent, base64 or not.
pub fn event(data: &[u8]) {
    let Ok(event) = serde_json::from_slice::<Value>(data) else {
        return;
    };
    if !is_of_a_gateway(&event) {
        return;
    }
    let Ok(payload) = serde_json::from_slice::<LambdaRequest>(data) else {
        return;
    };
    let request = Request::from(payload);
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

/// Host, path and query make a URL, and base64 is base64. lambda_http panics over others, which API Gateway
/// does not send: the host is the API's own, and it encodes the body itself.
fn is_of_a_gateway(event: &Value) -> bool {
    let text = |pointer: &str| event.pointer(pointer).and_then(Value::as_str);
    let plain = |it: &str| {
        it.chars()
            .all(|c| c.is_ascii_alphanumeric() || "-_./~%=&".contains(c))
    };
    let hosts = ["/headers/host", "/requestContext/domainName"];
    let ours = |it: &str| it.ends_with("shop.example");
    let others = ["/rawPath", "/rawQueryString", "/requestContext/http/path"];
    let encoded = event.get("isBase64Encoded") == Some(&Value::Bool(true));
    let whole = |it: &str| !encoded || STANDARD.decode(it).is_ok();
    text("/body").is_none_or(whole)
        && hosts.iter().all(|it| text(it).is_none_or(ours))
        && others.iter().all(|it| text(it).is_none_or(plain))
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
    match encoded {
        true if is_http => assert_eq!(STANDARD.decode(sent).unwrap_or_default(), bytes),
        false if is_http => assert_eq!(sent.as_bytes(), bytes),
        _ => {}
    }
}
