//! An HTTP request as API Gateway hands it to a Lambda function.
//!
//! The shape is AWS's "payload format 2.0" of HTTP APIs. What is copied here is what bites in
//! production: header names in lower case and repeated headers joined by commas, cookies moved to a
//! list of their own, the path percent-decoded, bodies that are not text in base64.

use super::authorizer::Authorizer;
use super::routes::Matched;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderMap, Method, header};
use jiff::Timestamp;
use serde_json::{Map, Value, json};
use std::net::IpAddr;

/// The account of AWS's own examples; no real account can have it.
pub const ACCOUNT_ID: &str = "123456789012";

/// The id of the API in the events.
pub const API_ID: &str = "sandbox";

/// What came in over HTTP. Its `Debug` shows neither query, headers nor body.
#[derive(Clone, Copy)]
pub struct Incoming<'a> {
    /// The method.
    pub method: &'a Method,
    /// The path as it was sent, percent-encoded, without the query.
    pub path: &'a str,
    /// The query as it was sent, without the question mark; empty if there was none.
    pub query: &'a str,
    /// The headers as they were sent.
    pub headers: &'a HeaderMap,
    /// The raw body.
    pub body: &'a [u8],
    /// Who sent it.
    pub source_ip: IpAddr,
}

impl std::fmt::Debug for Incoming<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Incoming")
            .field("method", &self.method)
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

/// What API Gateway itself adds to a request.
#[derive(Clone, Copy, Debug)]
pub struct Arrival<'a> {
    /// When it came in.
    pub time: Timestamp,
    /// API Gateway's id of the request.
    pub request_id: &'a str,
    /// What the authoriser found out about the caller.
    pub authorizer: &'a Authorizer,
}

/// Builds the event: a JSON object in payload format 2.0.
pub fn http_event(matched: &Matched<'_>, incoming: &Incoming<'_>, arrival: &Arrival<'_>) -> Value {
    let route_key = matched.route.key();
    let path = decoded(incoming.path);
    let host = text(incoming.headers, header::HOST).unwrap_or_else(|| "localhost".to_owned());
    let mut context = json!({
        "accountId": ACCOUNT_ID,
        "apiId": API_ID,
        "domainName": host,
        "domainPrefix": host.split('.').next().unwrap_or_default(),
        "http": {
            "method": incoming.method.as_str(),
            "path": path,
            "protocol": "HTTP/1.1",
            "sourceIp": incoming.source_ip.to_string(),
            "userAgent": text(incoming.headers, header::USER_AGENT).unwrap_or_default(),
        },
        "requestId": arrival.request_id,
        "routeKey": route_key,
        "stage": "$default",
        "time": arrival.time.strftime("%d/%b/%Y:%H:%M:%S +0000").to_string(),
        "timeEpoch": arrival.time.as_millisecond(),
    });
    if let Some(authorizer) = arrival.authorizer.to_json() {
        context["authorizer"] = authorizer;
    }
    let mut event = json!({
        "version": "2.0",
        "routeKey": route_key,
        "rawPath": path,
        "rawQueryString": incoming.query,
        "headers": headers(incoming),
        "requestContext": context,
        "isBase64Encoded": false,
    });
    let cookies = cookies(incoming.headers);
    if !cookies.is_empty() {
        event["cookies"] = cookies.into();
    }
    let query = query_parameters(incoming.query);
    if !query.is_empty() {
        event["queryStringParameters"] = query.into();
    }
    if !matched.parameters.is_empty() {
        let parameters = matched.parameters.iter();
        event["pathParameters"] = parameters
            .map(|(name, value)| ((*name).to_owned(), Value::from(decoded(value))))
            .collect::<Map<_, _>>()
            .into();
    }
    match body(incoming) {
        Body::None => {}
        Body::Text(text) => event["body"] = text.into(),
        Body::Base64(encoded) => {
            event["body"] = encoded.into();
            event["isBase64Encoded"] = true.into();
        }
    }
    event
}

enum Body {
    None,
    Text(String),
    Base64(String),
}

fn body(incoming: &Incoming<'_>) -> Body {
    if incoming.body.is_empty() {
        return Body::None;
    }
    let plain = incoming
        .headers
        .get(header::CONTENT_ENCODING)
        .is_none_or(|encoding| encoding.as_bytes().eq_ignore_ascii_case(b"identity"));
    match std::str::from_utf8(incoming.body) {
        Ok(text) if plain && has_text_type(incoming.headers) => Body::Text(text.to_owned()),
        _ => Body::Base64(STANDARD.encode(incoming.body)),
    }
}

/// The content types that API Gateway passes on as text. Anything else, and a body without a type,
/// goes in base64.
fn has_text_type(headers: &HeaderMap) -> bool {
    let Some(value) = text(headers, header::CONTENT_TYPE) else {
        return false;
    };
    let essence = value
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    essence.starts_with("text/")
        || matches!(
            essence.as_str(),
            "application/json" | "application/javascript" | "application/xml"
        )
        || essence.ends_with("+json")
        || essence.ends_with("+xml")
}

/// All headers but the cookies: names in lower case (as the `http` crate holds them anyway), values
/// of a repeated name joined by commas, and what API Gateway adds about the sender.
fn headers(incoming: &Incoming<'_>) -> Map<String, Value> {
    let mut joined = Map::new();
    for name in incoming.headers.keys() {
        if *name == header::COOKIE {
            continue;
        }
        let values: Vec<_> = incoming
            .headers
            .get_all(name)
            .iter()
            .map(|value| String::from_utf8_lossy(value.as_bytes()))
            .collect();
        joined.insert(name.as_str().to_owned(), values.join(",").into());
    }
    joined.insert(
        "x-forwarded-for".to_owned(),
        incoming.source_ip.to_string().into(),
    );
    joined.insert("x-forwarded-proto".to_owned(), "http".into());
    joined
}

fn cookies(headers: &HeaderMap) -> Vec<String> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .flat_map(|value| {
            let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
            value
                .split(';')
                .map(|cookie| cookie.trim().to_owned())
                .collect::<Vec<_>>()
        })
        .filter(|cookie| !cookie.is_empty())
        .collect()
}

/// Decoded; the values of a repeated name joined by commas.
fn query_parameters(query: &str) -> Map<String, Value> {
    let mut parameters: Map<String, Value> = Map::new();
    for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
        match parameters.get_mut(name.as_ref()) {
            Some(Value::String(earlier)) => {
                earlier.push(',');
                earlier.push_str(&value);
            }
            _ => {
                parameters.insert(name.into_owned(), value.into_owned().into());
            }
        }
    }
    parameters
}

/// Percent-decoded, as HTTP APIs do with the path; what is not UTF-8 then stays as it was sent.
fn decoded(part: &str) -> String {
    match percent_encoding::percent_decode_str(part).decode_utf8() {
        Ok(decoded) => decoded.into_owned(),
        Err(_) => part.to_owned(),
    }
}

fn text(headers: &HeaderMap, name: header::HeaderName) -> Option<String> {
    let value = headers.get(name)?;
    Some(String::from_utf8_lossy(value.as_bytes()).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gateway::routes;
    use http::HeaderValue;

    fn event(
        method: Method,
        path: &str,
        query: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Value {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(
                header::HeaderName::from_bytes(name.as_bytes()).unwrap(),
                HeaderValue::from_str(value).unwrap(),
            );
        }
        let matched = routes::find(&method, path).unwrap();
        http_event(
            &matched,
            &Incoming {
                method: &method,
                path,
                query,
                headers: &map,
                body,
                source_ip: [127, 0, 0, 1].into(),
            },
            &Arrival {
                time: "2026-03-02T09:14:03.512Z".parse().unwrap(),
                request_id: "r-1",
                authorizer: &Authorizer::None,
            },
        )
    }

    #[test]
    fn text_bodies_stay_text_and_others_become_base64() {
        let json = [("Content-Type", "application/json; charset=utf-8")];
        let as_text = event(
            Method::POST,
            "/webhooks/veriff",
            "",
            &json,
            "{\"a\":\"ü\"}".as_bytes(),
        );
        assert_eq!(as_text["body"], "{\"a\":\"ü\"}");
        assert_eq!(as_text["isBase64Encoded"], false);

        let not_utf8 = event(
            Method::POST,
            "/webhooks/veriff",
            "",
            &json,
            b"{\"a\":\"\xff\"}",
        );
        assert_eq!(not_utf8["isBase64Encoded"], true);
        assert_eq!(not_utf8["body"], STANDARD.encode(b"{\"a\":\"\xff\"}"));

        let untyped = event(Method::POST, "/webhooks/veriff", "", &[], b"{}");
        assert_eq!(untyped["body"], "e30=");
        let packed = [
            ("content-type", "application/json"),
            ("content-encoding", "gzip"),
        ];
        assert_eq!(
            event(Method::POST, "/sessions", "", &packed, b"{}")["body"],
            "e30="
        );

        let empty = event(Method::POST, "/sessions", "", &json, b"");
        assert!(empty.get("body").is_none());
    }

    #[test]
    fn headers_are_lower_case_and_joined_and_cookies_move_out() {
        let sent = [
            ("X-Twice", "one"),
            ("x-twice", "two"),
            ("Cookie", "a=1; b=2"),
            ("Host", "localhost:8080"),
        ];
        let event = event(Method::GET, "/sessions", "", &sent, b"");
        assert_eq!(event["headers"]["x-twice"], "one,two");
        assert_eq!(event["headers"]["x-forwarded-for"], "127.0.0.1");
        assert!(event["headers"].get("cookie").is_none());
        assert_eq!(event["cookies"], json!(["a=1", "b=2"]));
        assert_eq!(event["requestContext"]["domainName"], "localhost:8080");
    }

    #[test]
    fn the_path_is_decoded_and_the_query_kept_both_ways() {
        let event = event(
            Method::GET,
            "/sessions/a%20b+c%3Dd",
            "vendorData=x%26y&n=1&n=2",
            &[],
            b"",
        );
        assert_eq!(event["rawPath"], "/sessions/a b+c=d");
        assert_eq!(event["pathParameters"]["id"], "a b+c=d");
        assert_eq!(event["routeKey"], "GET /sessions/{id}");
        assert_eq!(event["rawQueryString"], "vendorData=x%26y&n=1&n=2");
        assert_eq!(
            event["queryStringParameters"],
            json!({"vendorData": "x&y", "n": "1,2"})
        );
    }

    #[test]
    fn time_is_told_in_both_of_api_gateways_ways() {
        let context = &event(Method::GET, "/sessions", "", &[], b"")["requestContext"];
        assert_eq!(context["time"], "02/Mar/2026:09:14:03 +0000");
        assert_eq!(context["timeEpoch"], 1_772_442_843_512_i64);
        assert!(context.get("authorizer").is_none());
    }
}
