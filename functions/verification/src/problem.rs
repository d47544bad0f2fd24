//! Error answers: problem documents as RFC 9457 has them.

use http::{HeaderValue, StatusCode, header};
use lambda_http::{Body, Response};
use serde::Serialize;

/// An error answer. It says what happened and what to do, and never holds a secret, a session URL
/// or a person's data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    #[serde(rename = "type")]
    kind: &'static str,
    title: &'static str,
    status: u16,
    detail: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", rename = "veriffCode")]
    veriff_code: Option<String>,
    #[serde(skip)]
    retry_after: Option<u32>,
}

impl Problem {
    fn new(
        status: StatusCode,
        kind: &'static str,
        title: &'static str,
        detail: impl Into<String>,
    ) -> Self {
        Self {
            kind,
            title,
            status: status.as_u16(),
            detail: detail.into(),
            field: None,
            veriff_code: None,
            retry_after: None,
        }
    }

    /// 400: a field of the request breaks a rule.
    pub fn invalid_field(field: impl Into<String>, detail: impl Into<String>) -> Self {
        Self {
            field: Some(field.into()),
            ..Self::new(
                StatusCode::BAD_REQUEST,
                "urn:verification:problem:invalid-field",
                "A field of the request is not valid",
                detail,
            )
        }
    }

    /// 400: the request's body is not what it must be.
    pub fn invalid_body(detail: impl Into<String>) -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            "urn:verification:problem:invalid-body",
            "The request body is not valid",
            detail,
        )
    }

    /// 401: nobody that may call.
    pub fn unauthorised() -> Self {
        Self::new(
            StatusCode::UNAUTHORIZED,
            "urn:verification:problem:unauthorised",
            "The request is not authorised",
            "sign in, or call with the platform's own credentials",
        )
    }

    /// 403: a signed-in person asks for what only the platform's own back end may do.
    pub fn server_only(what: &'static str) -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            "urn:verification:problem:server-only",
            "Only the platform's own back end may do this",
            what,
        )
    }

    /// 404: no such session, or another person's.
    pub fn not_found() -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            "urn:verification:problem:not-found",
            "There is no such session",
            "no session of that id belongs to the caller",
        )
    }

    /// 404: no such route.
    pub fn no_such_route() -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            "urn:verification:problem:no-such-route",
            "There is nothing here",
            "see the HTTP API's description for the routes",
        )
    }

    /// 409: the session must be kept. The reason names a case, and nobody.
    pub fn under_legal_hold(reason: &str) -> Self {
        Self::new(
            StatusCode::CONFLICT,
            "urn:verification:problem:under-legal-hold",
            "The session is under legal hold",
            reason,
        )
    }

    /// 413: the body is larger than what is read.
    pub fn too_large(limit: usize) -> Self {
        Self::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "urn:verification:problem:too-large",
            "The request body is too large",
            format!("at most {limit} bytes are read"),
        )
    }

    /// 429: the person was given as many sessions today as the settings allow.
    pub fn too_many_sessions(per_day: u32) -> Self {
        Self {
            retry_after: Some(3600),
            ..Self::new(
                StatusCode::TOO_MANY_REQUESTS,
                "urn:verification:problem:too-many-sessions",
                "Too many sessions today",
                format!("a person may be given {per_day} sessions a day (UTC)"),
            )
        }
    }

    /// 503: another request is creating this person's session right now.
    pub fn being_created() -> Self {
        Self {
            retry_after: Some(2),
            ..Self::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "urn:verification:problem:being-created",
                "The session is being created",
                "another request is creating this person's session; ask again in two seconds",
            )
        }
    }

    /// 503: the store cannot be reached or is throttled.
    pub fn store_unavailable() -> Self {
        Self {
            retry_after: Some(5),
            ..Self::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "urn:verification:problem:store-unavailable",
                "The store cannot be reached",
                "nothing was changed; ask again",
            )
        }
    }

    /// 503: an erasure has begun, and the store failed before all was done.
    pub fn erasure_broke_off() -> Self {
        Self {
            retry_after: Some(5),
            ..Self::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "urn:verification:problem:erasure-broke-off",
                "The erasure is not finished",
                "the session is gone, and within an hour all that is kept of it; ask again to do it now",
            )
        }
    }

    /// 500: an item in the store cannot be read.
    pub fn internal() -> Self {
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "urn:verification:problem:internal",
            "Something is wrong here",
            "the operator has been told",
        )
    }

    /// 400: Veriff itself finds the request wrong, by a rule that is not checked here. The code is
    /// Veriff's own.
    pub fn refused_by_veriff(code: Option<String>) -> Self {
        Self {
            veriff_code: code,
            ..Self::new(
                StatusCode::BAD_REQUEST,
                "urn:verification:problem:refused-by-veriff",
                "Veriff refused the request",
                "a field breaks a rule of Veriff's: its troubleshooting table explains the code",
            )
        }
    }

    /// 502: Veriff refused, or answered what cannot be used. The code is Veriff's own, if it gave one.
    pub fn veriff_refused(detail: impl Into<String>, code: Option<String>) -> Self {
        Self {
            veriff_code: code,
            ..Self::new(
                StatusCode::BAD_GATEWAY,
                "urn:verification:problem:veriff-refused",
                "Veriff did not create the session",
                detail,
            )
        }
    }

    /// 504: Veriff did not answer in time.
    pub fn veriff_timed_out() -> Self {
        Self {
            retry_after: Some(10),
            ..Self::new(
                StatusCode::GATEWAY_TIMEOUT,
                "urn:verification:problem:veriff-timed-out",
                "Veriff did not answer in time",
                "no session was recorded; ask again",
            )
        }
    }

    /// The HTTP status.
    pub fn status(&self) -> u16 {
        self.status
    }

    /// The answer, `application/problem+json`.
    pub fn into_response(self) -> Response<Body> {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let retry_after = self.retry_after;
        let mut response = json(status, &self);
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        );
        if let Some(seconds) = retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

/// An answer with a JSON body that no cache keeps.
pub fn json(status: StatusCode, body: &impl Serialize) -> Response<Body> {
    // Our own answers always serialise: no map has a key that is not a string.
    let body = serde_json::to_string(body).unwrap_or_default();
    let mut response = Response::new(Body::Text(body));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/json"),
    );
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
