//! `POST /sessions`: finds or creates the one current session of a person.
//!
//! | the person's last session | answer |
//! |---|---|
//! | none | created at Veriff: 201 with the session URL |
//! | created, started or resubmission requested, with an hour or more left | 200, the same URL |
//! | submitted, in review | 200, wait |
//! | approved, declined | 200; a new one only when the back end asks to verify again |
//! | expired, abandoned, or an open one with less than an hour left | 201, after asking Veriff once what became of the old one |
//!
//! Two requests at once create one session: whoever takes the lease on the person's pointer calls
//! Veriff, the other one waits for the result.

mod create;
mod order;
mod rules;

use create::Made;
use lambda_http::http::StatusCode;
use lambda_http::{Body, Request, Response};
use verification::App;
use verification::ask::AskError;
use verification::caller::Caller;
use verification::problem::{Problem, json};
use verification::settings::Integration;
use verification::store::StoreError;
use verification::telemetry::{self, Metric};
use verification::veriff::{VeriffError, VeriffErrorKind};
use verification::view::{PersonView, server_view};

use order::Order;

/// The largest request body that is read.
const LARGEST_BODY: usize = 256 * 1024;

/// Answers one request: 200 or 201 with the session, or a problem document.
pub async fn handle(app: &App, request: Request) -> Response<Body> {
    let response = answer(app, &request).await.unwrap_or_else(|problem| {
        tracing::info!(status = problem.status(), "session not created");
        problem.into_response()
    });
    telemetry::record_units(&app.store);
    response
}

async fn answer(app: &App, request: &Request) -> Result<Response<Body>, Problem> {
    let settings = app.settings.fresh().await;
    let caller = Caller::of(request, &settings.callers)?;
    let body = request.body().as_ref();
    if body.len() > LARGEST_BODY {
        return Err(Problem::too_large(LARGEST_BODY));
    }
    let order = Order::read(body, &caller, &settings, app.clock.now())?;
    let integration = order.integration;
    let made = create::find_or_create(app, &order)
        .await
        .map_err(|failure| problem(app, integration, failure))?;
    let (status, record) = match made {
        Made::Found(record) => (StatusCode::OK, record),
        Made::Created(record) => (StatusCode::CREATED, record),
    };
    tracing::info!(
        session = record.session_id,
        integration = integration.id,
        status = record.status().as_str(),
        created = status == StatusCode::CREATED,
        "session"
    );
    let now = app.clock.now();
    Ok(if caller.is_server() {
        json(status, &server_view(&record, integration, &[], now))
    } else {
        json(status, &PersonView::new(&record, integration, now))
    })
}

/// Why a session could be neither found nor created.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The store failed.
    Store(StoreError),
    /// Veriff failed.
    Veriff(VeriffError),
    /// Another request is creating the session and takes long.
    BeingCreated,
    /// The person was given enough sessions today.
    TooMany,
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<AskError> for Failure {
    fn from(error: AskError) -> Self {
        match error {
            AskError::Store(error) => Self::Store(error),
            AskError::Veriff(error) => Self::Veriff(error),
            _ => Self::BeingCreated,
        }
    }
}

fn problem(app: &App, integration: &Integration, failure: Failure) -> Problem {
    match failure {
        Failure::BeingCreated => Problem::being_created(),
        Failure::TooMany => {
            Metric::SessionRefused.count(&integration.id, "cap");
            Problem::too_many_sessions(app.settings.current().creates_per_person_and_day)
        }
        Failure::Store(error) => {
            tracing::error!(integration = integration.id, %error, "store");
            match error {
                StoreError::Corrupt { .. } => Problem::internal(),
                _ => Problem::store_unavailable(),
            }
        }
        Failure::Veriff(error) => {
            Metric::SessionRefused.count(&integration.id, error.kind.name());
            tracing::error!(integration = integration.id, %error, "veriff");
            match error.kind {
                VeriffErrorKind::TimedOut => Problem::veriff_timed_out(),
                VeriffErrorKind::Refused { status: 400, code } => Problem::refused_by_veriff(code),
                VeriffErrorKind::Refused { code, .. } => Problem::veriff_refused(
                    "Veriff refused the request; its code says why, see its troubleshooting table",
                    code,
                ),
                VeriffErrorKind::Credentials { code, .. } => Problem::veriff_refused(
                    "Veriff refused our credentials; the operator has been told",
                    code,
                ),
                _ => Problem::veriff_refused(
                    "Veriff cannot be reached or does not answer as it should; ask again",
                    None,
                ),
            }
        }
    }
}
