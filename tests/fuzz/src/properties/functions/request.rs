//! A request as it reaches API Gateway, on its way through the gateway's event into the function.

use std::net::IpAddr;
use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue, Method};
use jiff::Timestamp;
use serde_json::Value;
use veriff_sandbox::development;
use veriff_sandbox::gateway::authorizer::Authorizer;
use veriff_sandbox::gateway::event::{Arrival, Incoming, http_event};
use veriff_sandbox::gateway::invoke::{InvokeError, invoke};
use veriff_sandbox::gateway::routes::{self, Function};
use veriff_verify::headers::DeliveryHeaders;
use veriff_verify::signature::{Secret, sign};
use veriff_verify::webhook;

use crate::world::World;

/// The bytes are read as HTTP: a request line, headers, an empty line, the body. `KEY` stands for the
/// integration's API key and `SIGNATURE` for the body's, so that the fuzzer need not guess them.
///
/// A webhook gets the answer that is due, and one that is not genuine writes nothing. Whatever else is asked
/// is answered, and never with 500.
pub fn request(data: &[u8]) {
    let end = data.windows(2).position(|two| two == b"\n\n");
    let end = end.unwrap_or(data.len());
    let body = data.get(end + 2..).unwrap_or_default();
    let mut lines = data[..end].split(|byte| *byte == b'\n');
    let first = String::from_utf8_lossy(lines.next().unwrap_or_default());
    let Some((method, target)) = first.split_once(' ') else {
        return;
    };
    // What is no URI does not get through any server.
    if target.parse::<http::Uri>().is_err() {
        return;
    }
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let Ok(method) = method.parse::<Method>() else {
        return;
    };
    let Some(matched) = routes::find(&method, path) else {
        return;
    };
    let Some(headers) = headers(lines, body) else {
        return;
    };
    let authorization = headers.get("authorization").map(HeaderValue::as_bytes);
    let Ok(caller) = Authorizer::from_header(authorization) else {
        return;
    };
    let authorizer = match matched.route.authorized {
        true => caller,
        false => Authorizer::None,
    };
    let incoming = Incoming {
        method: &method,
        path,
        query,
        headers: &headers,
        body,
        source_ip: IpAddr::from([127, 0, 0, 1]),
    };
    let arrival = Arrival {
        time: Timestamp::UNIX_EPOCH,
        request_id: "1",
        authorizer: &authorizer,
    };
    let event = http_event(&matched, &incoming, &arrival);
    let function = matched.route.function;
    World::with(|world| {
        let answer = world.play(invoke(function, &world.app, &event, Duration::from_secs(5)));
        let answer = match answer {
            Ok(answer) => answer,
            Err(InvokeError::Event(_)) => {
                // API Gateway would not pass on such headers either.
                let is_odd = |it: &HeaderValue| it.to_str().is_err();
                return assert!(headers.values().any(is_odd), "{event}");
            }
            Err(error) => panic!("{error}"),
        };
        let status = answer.status().as_u16();
        assert_ne!(status, 500, "{event}");
        if function == Function::ReceiveWebhook {
            let due = due(&event, body);
            assert_eq!(status, due);
            assert!(answer.body().is_empty());
            assert!(due == 200 || due == 400 || world.writes() == 0, "it wrote");
        } else if !body.is_empty() && body.len() > 24 {
            let told = String::from_utf8_lossy(answer.body()).into_owned();
            assert!(!told.contains(&*String::from_utf8_lossy(body)) || status < 300);
        }
    });
}

fn headers<'a>(lines: impl Iterator<Item = &'a [u8]>, body: &[u8]) -> Option<HeaderMap> {
    let mut headers = HeaderMap::new();
    for line in lines {
        let colon = line.iter().position(|byte| *byte == b':')?;
        let name = HeaderName::from_bytes(&line[..colon]).ok()?;
        let value = line[colon + 1..].trim_ascii();
        let value = match value {
            b"KEY" => HeaderValue::from_static(development::TEST.api_key),
            b"SIGNATURE" => HeaderValue::from_str(&signature(body)).ok()?,
            value => HeaderValue::from_bytes(value).ok()?,
        };
        headers.append(name, value);
    }
    Some(headers)
}

fn signature(body: &[u8]) -> String {
    let secret = Secret::new(development::TEST.secret).expect("a secret");
    sign(&secret, body).to_hex()
}

/// What a webhook must be answered with, from the headers as API Gateway joins them.
fn due(event: &Value, body: &[u8]) -> u16 {
    let headers = event["headers"].as_object().into_iter().flatten();
    let pairs = headers.filter_map(|(name, value)| Some((&**name, value.as_str()?.as_bytes())));
    let Ok(delivery) = DeliveryHeaders::from_pairs(pairs) else {
        return 401;
    };
    let integrations = development::INTEGRATIONS;
    let known = integrations
        .iter()
        .find(|it| it.api_key.eq_ignore_ascii_case(delivery.auth_client));
    let is_genuine = known.is_some_and(|it| {
        [it.secret, it.next_secret].iter().any(|secret| {
            let secret = Secret::new(secret).expect("a secret");
            let ours = sign(&secret, body).to_hex();
            ours.eq_ignore_ascii_case(delivery.signature)
        })
    });
    match webhook::parse(body) {
        _ if body.len() > receive_webhook::LARGEST_BODY => 413,
        _ if !is_genuine => 401,
        Err(error) if !error.is_json() => 400,
        _ => 200,
    }
}
