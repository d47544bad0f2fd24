//! An event of API Gateway's, made such that `lambda_http` can read it, whatever the client wrote.
//!
//! `lambda_http` makes a URL of host, path and query, and bytes of a base64 body, and panics where there is
//! none. No function here asks for a host: routes are told by the path, and callers by the authoriser.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use lambda_http::aws_lambda_events::apigw::ApiGatewayV2httpRequest;
use lambda_http::http::{Uri, header};
use lambda_http::lambda_runtime::Diagnostic;
use lambda_http::request::LambdaRequest;
use lambda_http::tower::{ServiceExt as _, util::MapRequest};
use lambda_http::{Adapter, Body, Error, LambdaEvent, Request, Response, Service, lambda_runtime};
use std::fmt::Debug;

/// Paths and queries are shorter: API Gateway takes ten kilobytes of request line and headers, the longest
/// `vendorData` has twelve when encoded. With all of a path encoded, both are still a URL, of 64 KiB.
const LONGEST: usize = 15 * 1024;

type Readable = fn(LambdaEvent<LambdaRequest>) -> LambdaEvent<LambdaRequest>;

/// Serves Lambda's runtime API with a handler of HTTP requests, until the function is stopped.
///
/// # Errors
/// The runtime API fails.
pub async fn run<'a, S>(handler: S) -> Result<(), Error>
where
    S: Service<Request, Response = Response<Body>>,
    S::Future: Send + 'a,
    S::Error: Debug + Into<Diagnostic>,
{
    lambda_runtime::run(service(handler)).await
}

/// A handler of HTTP requests as one of events.
pub fn service<'a, S>(handler: S) -> MapRequest<Adapter<'a, Response<Body>, S>, Readable>
where
    S: Service<Request, Response = Response<Body>>,
    S::Future: Send + 'a,
{
    let readable: Readable = |event| LambdaEvent::new(readable(event.payload), event.context);
    Adapter::from(handler).map_request(readable)
}

/// The event without what `lambda_http` panics over: its host; a path or query that is in no URL, which
/// becomes the root or none; a body in base64 that is not, which becomes none.
pub fn readable(mut event: LambdaRequest) -> LambdaRequest {
    if let LambdaRequest::ApiGatewayV2(event) = &mut event {
        tidy(event);
    }
    event
}

fn tidy(event: &mut ApiGatewayV2httpRequest) {
    event.headers.remove(header::HOST);
    event.request_context.domain_name = None;
    let is_path = |path: &str| path.starts_with('/') && path.len() <= LONGEST;
    if !event.raw_path.as_deref().is_some_and(is_path) {
        event.raw_path = Some("/".to_owned());
    }
    let is_query =
        |query: &str| query.len() <= LONGEST && format!("/?{query}").parse::<Uri>().is_ok();
    // Without one the event's own list is taken.
    if !event.raw_query_string.as_deref().is_none_or(is_query) {
        event.raw_query_string = None;
        event.query_string_parameters = Default::default();
    }
    let is_body = |body: &String| STANDARD.decode(body).is_ok();
    if event.is_base64_encoded && !event.body.as_ref().is_some_and(is_body) {
        event.body = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lambda_http::RequestExt as _;
    use serde_json::{Value, json};

    fn request(change: impl Fn(&mut Value)) -> Request {
        let mut event = json!({
            "version": "2.0",
            "routeKey": "$default",
            "rawPath": "/sessions",
            "rawQueryString": "vendorData=a",
            "headers": { "host": "api.shop.example" },
            "requestContext": {
                "domainName": "api.shop.example",
                "http": { "method": "GET", "path": "/sessions" },
                "stage": "$default",
            },
            "body": "e30=",
            "isBase64Encoded": true,
        });
        change(&mut event);
        let event: LambdaRequest = serde_json::from_value(event).expect("an event");
        Request::from(readable(event))
    }

    #[test]
    fn an_event_of_api_gateway_keeps_what_a_function_asks_for() {
        let request = request(|_| {});
        let query = request.query_string_parameters();
        assert_eq!(request.raw_http_path(), "/sessions");
        assert_eq!(query.first("vendorData"), Some("a"));
        assert_eq!(request.body().as_ref(), b"{}");
    }

    #[test]
    fn whatever_a_client_wrote_is_a_request() {
        let long = "a".repeat(LONGEST);
        for text in [
            "", " ", "`", "x", "a b", "[::1", "a:99999", "user@", "//", "?", "#", "%", "\n", "é",
            "{\"a\"}", "a{b}", "\\", "..", "/../..", "http://", "*", "\u{0}", &long,
        ] {
            for (place, key) in [
                ("/headers", "host"),
                ("/headers", "x-forwarded-proto"),
                ("/requestContext", "domainName"),
                ("/requestContext", "stage"),
                ("", "rawPath"),
                ("", "rawQueryString"),
                ("", "body"),
            ] {
                let all = ["host", "domainName", "x-forwarded-proto"];
                request(|event| {
                    let held = event.pointer_mut(place).expect("it is there");
                    held[key] = json!(text);
                    // A header that JSON can say and HTTP cannot is refused as an event.
                    if all.contains(&key) && !text.chars().all(|it| (' '..='~').contains(&it)) {
                        held[key] = json!("x");
                    }
                });
            }
        }
    }

    #[test]
    fn the_longest_path_and_query_are_kept() {
        let path = format!("/{}", "é".repeat(LONGEST / 2 - 1));
        let query = format!("vendorData={}", "%C3%A9".repeat(2000));
        let request = request(|event| {
            event["rawPath"] = json!(path);
            event["rawQueryString"] = json!(query);
        });
        assert_eq!(request.raw_http_path(), path);
        let found = request.query_string_parameters();
        assert_eq!(found.first("vendorData"), Some(&*"é".repeat(2000)));
    }

    #[test]
    fn a_body_in_base64_that_is_not_is_none() {
        let request = request(|event| event["body"] = json!("{}"));
        assert_eq!(request.body().as_ref(), b"");
    }

    #[test]
    fn an_event_that_only_lists_its_query_is_read() {
        let request = request(|event| {
            event["queryStringParameters"] = json!({ "vendorData": "b" });
            event["rawQueryString"] = Value::Null;
        });
        let query = request.query_string_parameters();
        assert_eq!(query.first("vendorData"), Some("b"));
    }

    #[test]
    fn what_is_no_query_is_none() {
        let request = request(|event| event["rawQueryString"] = json!("vendorData=a b"));
        assert!(request.query_string_parameters().is_empty());
    }
}
