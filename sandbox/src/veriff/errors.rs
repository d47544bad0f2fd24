//! The local Veriff's error answers.

use std::borrow::Cow;

use axum::Json;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use serde_json::json;

use super::lifecycle::Refusal;

/// An error answer: `{"status": "fail", "code": "1102", "message": "…"}`.
///
/// Codes are Veriff's; where it documents none, the HTTP status stands in its place.
#[derive(Debug)]
pub(crate) struct ApiError {
    status: StatusCode,
    code: Cow<'static, str>,
    message: Cow<'static, str>,
    retry_after: Option<i64>,
    /// `DELETE` alone is documented to answer with the HTTP status as a number in `status`.
    numeric_status: bool,
}

impl ApiError {
    /// 400 with one of Veriff's codes.
    pub(crate) fn bad_request(code: &'static str, message: impl Into<Cow<'static, str>>) -> Self {
        Self::coded(StatusCode::BAD_REQUEST, code, message)
    }

    /// 401 with one of the codes 1801 to 1819.
    pub(crate) fn unauthorized(code: &'static str, message: &'static str) -> Self {
        Self::coded(StatusCode::UNAUTHORIZED, code, message)
    }

    /// Any status without a code of Veriff's.
    pub(crate) fn plain(status: StatusCode, message: &'static str) -> Self {
        let mut error = Self::coded(status, "", message);
        error.code = status.as_str().to_owned().into();
        error
    }

    /// 404 in Veriff's words, which clients compare.
    pub(crate) fn session_not_found() -> Self {
        Self::plain(StatusCode::NOT_FOUND, "Session not found")
    }

    pub(crate) fn internal() -> Self {
        Self::plain(
            StatusCode::INTERNAL_SERVER_ERROR,
            "the sandbox could not write to its data folder",
        )
    }

    /// 429, to be tried again after so many seconds.
    pub(crate) fn too_many(message: &'static str, retry_after: i64) -> Self {
        let mut error = Self::plain(StatusCode::TOO_MANY_REQUESTS, message);
        error.retry_after = Some(retry_after.max(1));
        error
    }

    /// The same with the HTTP status as a number in `status`.
    pub(crate) fn with_numeric_status(mut self) -> Self {
        self.numeric_status = true;
        self
    }

    fn coded(
        status: StatusCode,
        code: &'static str,
        message: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self {
            status,
            code: Cow::Borrowed(code),
            message: message.into(),
            retry_after: None,
            numeric_status: false,
        }
    }
}

impl From<Refusal> for ApiError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::UnknownSession => Self::session_not_found(),
            Refusal::Status { .. } | Refusal::Unsupported(_) => {
                Self::bad_request("1304", refusal.to_string())
            }
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let status = if self.numeric_status {
            json!(self.status.as_u16())
        } else {
            json!("fail")
        };
        let body = json!({"status": status, "code": self.code, "message": self.message});
        let mut response = (self.status, Json(body)).into_response();
        if let Some(seconds) = self.retry_after {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}
