//! Calls a handler as Lambda would: event JSON in, answer JSON out.

use super::event::ACCOUNT_ID;
use super::routes::Function;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderName, HeaderValue, Response, StatusCode, header};
use lambda_http::request::LambdaRequest;
use lambda_http::{Context, LambdaEvent, Request, Service as _, service_fn};
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use thiserror::Error;
use verification::{App, event};

/// Why there is no answer. API Gateway answers all of these with 500. What was in the event or the answer is
/// not told: there are signatures and links in them.
#[derive(Debug, Error)]
pub enum InvokeError {
    /// The event is not one that `lambda_http` reads, which is a defect of the gateway.
    #[error("the event is not readable as a Lambda request: column {}", .0.column())]
    Event(serde_json::Error),
    /// The answer cannot be put into API Gateway's form.
    #[error("the function's answer is not readable as a Lambda response: column {}", .0.column())]
    Answer(serde_json::Error),
    /// The answer's body says that it is base64 and is not.
    #[error("the function's answer is not base64: {0}")]
    Base64(#[from] base64::DecodeError),
    /// The answer has a status or header that HTTP does not know.
    #[error("the function's answer is not HTTP: {0}")]
    Http(#[from] http::Error),
}

/// Lets `function` answer `event`. `time_left` is how long API Gateway would wait.
///
/// # Errors
/// See [`InvokeError`].
pub async fn invoke(
    function: Function,
    app: &App,
    event: &Value,
    time_left: Duration,
) -> Result<Response<Vec<u8>>, InvokeError> {
    // Through the text, as it would reach a deployed function.
    let payload: LambdaRequest =
        serde_json::from_str(&event.to_string()).map_err(InvokeError::Event)?;
    let context = context(function, event, time_left);
    let app = app.clone();
    let mut service = event::service(service_fn(move |request: Request| {
        let app = app.clone();
        async move {
            Ok::<_, Infallible>(match function {
                Function::CreateSession => create_session::handle(&app, request).await,
                Function::ReadSession => read_session::handle(&app, request).await,
                Function::EraseSession => erase_session::handle(&app, request).await,
                Function::ReceiveWebhook => receive_webhook::handle(&app, request).await,
            })
        }
    }));
    let answer = match service.call(LambdaEvent::new(payload, context)).await {
        Ok(answer) => serde_json::to_value(&answer).map_err(InvokeError::Answer)?,
        Err(never) => match never {},
    };
    response(serde_json::from_value(answer).map_err(InvokeError::Answer)?)
}

fn context(function: Function, event: &Value, time_left: Duration) -> Context {
    let mut context = Context::default();
    context.request_id = event["requestContext"]["requestId"]
        .as_str()
        .unwrap_or_default()
        .to_owned();
    context.invoked_function_arn = format!(
        "arn:aws:lambda:eu-west-1:{ACCOUNT_ID}:function:{}",
        function.name()
    );
    let deadline = (SystemTime::now() + time_left)
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    context.deadline = u64::try_from(deadline.as_millis()).unwrap_or(u64::MAX);
    context
}

/// A Lambda proxy answer in payload format 2.0.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    status_code: u16,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    #[serde(default)]
    cookies: Vec<String>,
    body: Option<String>,
    #[serde(default)]
    is_base64_encoded: bool,
}

fn response(answer: Answer) -> Result<Response<Vec<u8>>, InvokeError> {
    let body = match answer.body {
        None => Vec::new(),
        Some(body) if answer.is_base64_encoded => STANDARD.decode(body)?,
        Some(body) => body.into_bytes(),
    };
    let status = StatusCode::from_u16(answer.status_code).map_err(http::Error::from)?;
    let mut response = Response::builder().status(status).body(body)?;
    for (name, value) in &answer.headers {
        response.headers_mut().append(
            HeaderName::from_bytes(name.as_bytes()).map_err(http::Error::from)?,
            HeaderValue::from_str(value).map_err(http::Error::from)?,
        );
    }
    for cookie in &answer.cookies {
        let value = HeaderValue::from_str(cookie).map_err(http::Error::from)?;
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(answer: Value) -> Result<Response<Vec<u8>>, InvokeError> {
        response(serde_json::from_value(answer).map_err(InvokeError::Answer)?)
    }

    #[test]
    fn an_answer_becomes_http() {
        let response = read(json!({
            "statusCode": 201,
            "headers": {"content-type": "application/octet-stream"},
            "cookies": ["a=1", "b=2"],
            "body": "AAEC",
            "isBase64Encoded": true,
        }))
        .unwrap();
        assert_eq!(response.status(), 201);
        assert_eq!(
            response.headers()["content-type"],
            "application/octet-stream"
        );
        assert_eq!(response.headers().get_all("set-cookie").iter().count(), 2);
        assert_eq!(response.body(), &[0, 1, 2]);
    }

    #[test]
    fn an_answer_that_is_none_is_an_error() {
        assert!(matches!(
            read(json!({"statusCode": 20})),
            Err(InvokeError::Http(_))
        ));
        assert!(matches!(
            read(json!({"ok": true})),
            Err(InvokeError::Answer(_))
        ));
        let torn = json!({"statusCode": 200, "body": "A", "isBase64Encoded": true});
        assert!(matches!(read(torn), Err(InvokeError::Base64(_))));
    }
}
