//! `POST /webhooks/veriff`: takes Veriff's webhooks in.
//!
//! Order of work: raw bytes, integration by API key, signature over the raw bytes, parse, keep the
//! payload, one version-conditioned write of the session, answer. Veriff repeats every answer other
//! than 200 about hourly for a week, so nothing is acknowledged that is not durable.

mod genuine;

use genuine::Rejected;
use lambda_http::http::StatusCode;
use lambda_http::{Body, Request, Response};
use std::time::Duration;
use verification::App;
use verification::intake::{self, Taken};
use verification::store::StoreError;
use verification::telemetry::{self, Metric};

/// Veriff waits for five seconds; what is not done by then is not acknowledged.
const DEADLINE: Duration = Duration::from_secs(4);
/// More is refused before anything is hashed.
pub const LARGEST_BODY: usize = 1024 * 1024;

/// Answers one delivery.
///
/// | case | answer |
/// |---|---|
/// | new, duplicate, erased or quarantined | 200 |
/// | genuine, but not a JSON object | 400 |
/// | not genuine, or another integration's session | 401, which never says why |
/// | over 1 MB | 413 |
/// | the store is down, throttled or slow | 503: Veriff sends it again |
pub async fn handle(app: &App, request: Request) -> Response<Body> {
    let status = match tokio::time::timeout(DEADLINE, take_in(app, &request)).await {
        Ok(status) => status,
        Err(_) => {
            tracing::error!("webhook not taken in within its time");
            StatusCode::SERVICE_UNAVAILABLE
        }
    };
    if status == StatusCode::SERVICE_UNAVAILABLE {
        Metric::WebhookLate.count("", "");
    }
    telemetry::record_units(&app.store);
    let mut response = Response::new(Body::Empty);
    *response.status_mut() = status;
    response
}

async fn take_in(app: &App, request: &Request) -> StatusCode {
    let body = bytes(request.body());
    if body.len() > LARGEST_BODY {
        Metric::WebhookRejected.count("", "too-large");
        return StatusCode::PAYLOAD_TOO_LARGE;
    }
    let integration = match genuine::judge(app, request.headers(), body).await {
        Ok(integration) => integration,
        Err(Rejected { integration, why }) => {
            Metric::WebhookRejected.count(&integration, why);
            return StatusCode::UNAUTHORIZED;
        }
    };
    match intake::take_in(app, &integration, body, app.clock.now()).await {
        Ok(delivery) => {
            Metric::WebhookReceived.count(&integration.id, delivery.kind);
            Metric::WebhookResult.count(&integration.id, delivery.taken.as_str());
            match delivery.taken {
                Taken::New | Taken::Duplicate | Taken::Erased | Taken::Quarantined => {
                    StatusCode::OK
                }
                Taken::NotJson => StatusCode::BAD_REQUEST,
                Taken::Foreign => StatusCode::UNAUTHORIZED,
            }
        }
        Err(error) => {
            tracing::error!(integration = integration.id, %error, "webhook not taken in");
            match error {
                StoreError::Corrupt { .. } => StatusCode::INTERNAL_SERVER_ERROR,
                _ => StatusCode::SERVICE_UNAVAILABLE,
            }
        }
    }
}

/// The bytes as they were sent; lambda_http has decoded base64 where API Gateway says so.
fn bytes(body: &Body) -> &[u8] {
    match body {
        Body::Text(text) => text.as_bytes(),
        Body::Binary(bytes) => bytes,
        _ => &[],
    }
}
