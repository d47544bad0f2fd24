//! The calls: create a session, ask for its decision, list its attempts, delete it.

use super::error::{VeriffError, VeriffErrorKind};
use super::transport::{Answer, Signed, Transport};
use crate::https::Https;
use crate::settings::Integration;
use crate::telemetry::Metric;
use http::Method;
use std::time::Duration;
use uuid::Uuid;
use veriff_verify::headers::{DeliveryHeaders, HeaderError};
use veriff_verify::webhook::PayloadError;
use veriff_verify::webhook::answer::{CreatedSession, parse_create_answer, parse_error_answer};

/// `POST /sessions` is waited for so long, and never sent twice.
const CREATE_WITHIN: Duration = Duration::from_secs(8);
/// Each try of a request that changes nothing.
const ASK_WITHIN: Duration = Duration::from_secs(4);
/// `DELETE /sessions/{id}` is sent once: each counts against Veriff's limits.
const DELETE_WITHIN: Duration = Duration::from_secs(8);
const TRIES: u32 = 3;
const FIRST_PAUSE: Duration = Duration::from_millis(200);

/// A client for all integrations.
#[derive(Clone, Debug, Default)]
pub struct VeriffClient {
    transport: Transport,
}

impl VeriffClient {
    /// A client over connections that others use too.
    pub fn over(https: Https) -> Self {
        let transport = https.into();
        Self { transport }
    }

    /// Creates a session from a body that was checked already.
    ///
    /// Sent once: a second POST would be a second session.
    ///
    /// # Errors
    /// Any [`VeriffErrorKind`]; after a time-out the session may exist at Veriff all the same.
    pub async fn create_session(
        &self,
        integration: &Integration,
        body: Vec<u8>,
    ) -> Result<CreatedSession, VeriffError> {
        let operation = "create a session";
        let failed = |kind| VeriffError { operation, kind };
        let answer = self
            .transport
            .send(
                integration,
                Method::POST,
                "/sessions",
                Signed::Body,
                body,
                CREATE_WITHIN,
            )
            .await
            .and_then(|answer| check(integration, answer))
            .map_err(failed)?;
        let created =
            parse_create_answer(&answer.body).map_err(|error| failed(unusable(&error)))?;
        Ok(created)
    }

    /// `GET /sessions/{id}/decision`: the answer's body, verified.
    ///
    /// # Errors
    /// Any [`VeriffErrorKind`], after up to three tries.
    pub async fn decision(
        &self,
        integration: &Integration,
        session_id: &str,
    ) -> Result<Vec<u8>, VeriffError> {
        self.ask(integration, "tell a decision", session_id, "/decision")
            .await
    }

    /// `GET /sessions/{id}/decision/fullauto?version=1.0.0`: the answer's body, verified.
    ///
    /// # Errors
    /// Any [`VeriffErrorKind`], after up to three tries.
    pub async fn full_auto_decision(
        &self,
        integration: &Integration,
        session_id: &str,
    ) -> Result<Vec<u8>, VeriffError> {
        let path = "/decision/fullauto?version=1.0.0";
        self.ask(integration, "tell a full-auto decision", session_id, path)
            .await
    }

    /// `GET /sessions/{id}/attempts`: the answer's body, verified.
    ///
    /// # Errors
    /// Any [`VeriffErrorKind`], after up to three tries.
    pub async fn attempts(
        &self,
        integration: &Integration,
        session_id: &str,
    ) -> Result<Vec<u8>, VeriffError> {
        self.ask(integration, "list attempts", session_id, "/attempts")
            .await
    }

    /// `DELETE /sessions/{id}`: deletes a session at Veriff, where that is switched on.
    ///
    /// # Errors
    /// Any [`VeriffErrorKind`]; 400 with code 1305 or 1306 while the session is submitted or in review.
    /// After a time-out it may be deleted all the same.
    pub async fn delete_session(
        &self,
        integration: &Integration,
        session_id: &str,
    ) -> Result<(), VeriffError> {
        let path = format!("/sessions/{}", encode_segment(session_id));
        let signed = Signed::Id(session_id);
        self.transport
            .send(
                integration,
                Method::DELETE,
                &path,
                signed,
                Vec::new(),
                DELETE_WITHIN,
            )
            .await
            .and_then(|answer| check(integration, answer))
            .map(drop)
            .map_err(|kind| VeriffError {
                operation: "delete a session",
                kind,
            })
    }

    async fn ask(
        &self,
        integration: &Integration,
        operation: &'static str,
        session_id: &str,
        path: &str,
    ) -> Result<Vec<u8>, VeriffError> {
        let path = format!("/sessions/{}{path}", encode_segment(session_id));
        let mut pause = FIRST_PAUSE;
        for tried in 1.. {
            let signed = Signed::Id(session_id);
            let answer = self
                .transport
                .send(
                    integration,
                    Method::GET,
                    &path,
                    signed,
                    Vec::new(),
                    ASK_WITHIN,
                )
                .await
                .and_then(|answer| check(integration, answer));
            match answer {
                Ok(answer) => return Ok(answer.body.into()),
                Err(kind) if kind.is_passing() && tried < TRIES => {}
                Err(kind) => return Err(VeriffError { operation, kind }),
            }
            tokio::time::sleep(jittered(pause)).await;
            pause *= 2;
        }
        Err(VeriffError {
            operation,
            kind: VeriffErrorKind::Unreachable,
        })
    }
}

/// Judges an answer: its signature first, since an unsigned 'not found' would close a session.
fn check(integration: &Integration, answer: Answer) -> Result<Answer, VeriffErrorKind> {
    check_signature(integration, &answer)?;
    let code = || parse_error_answer(&answer.body);
    match answer.status {
        200 | 201 => Ok(answer),
        401 | 403 => Err(VeriffErrorKind::Credentials {
            status: answer.status,
            code: code(),
        }),
        404 => Err(VeriffErrorKind::NotFound),
        429 => Err(VeriffErrorKind::Throttled),
        500.. => Err(VeriffErrorKind::Failing {
            status: answer.status,
        }),
        status => Err(VeriffErrorKind::Refused {
            status,
            code: code(),
        }),
    }
}

fn check_signature(integration: &Integration, answer: &Answer) -> Result<(), VeriffErrorKind> {
    let pairs = answer
        .headers
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_bytes()));
    let headers = match DeliveryHeaders::from_pairs(pairs) {
        Ok(headers) => headers,
        // Over TLS, a missing signature leaves the server's certificate as proof; and a proxy's own
        // error page is never signed.
        Err(HeaderError::MissingSignature | HeaderError::MissingAuthClient)
            if !answer.headers.contains_key("x-hmac-signature")
                && !answer.headers.contains_key("vrf-hmac-signature") =>
        {
            let refused = matches!(answer.status, 401 | 403 | 429 | 500..);
            if integration.require_signed_answers && !refused {
                return Err(VeriffErrorKind::Signature(
                    "missing, and the settings demand one",
                ));
            }
            Metric::VeriffAnswerUnsigned.count(&integration.id, "");
            return Ok(());
        }
        Err(_) => return Err(VeriffErrorKind::Signature("not understood")),
    };
    if !headers
        .auth_client
        .eq_ignore_ascii_case(&integration.api_key)
    {
        return Err(VeriffErrorKind::Signature("another integration's"));
    }
    integration
        .secrets
        .verify(&answer.body, headers.signature.as_bytes())
        .map(drop)
        .map_err(|_| VeriffErrorKind::Signature("wrong"))
}

/// The path of what is missing, never the value.
fn unusable(error: &PayloadError) -> VeriffErrorKind {
    VeriffErrorKind::Answer(error.to_string())
}

/// Session ids come from Veriff and are UUIDs; should one ever not be, it stays one path segment.
fn encode_segment(id: &str) -> String {
    let mut segment = String::with_capacity(id.len());
    for byte in id.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            segment.push(char::from(byte));
        } else {
            segment.push('%');
            crate::person::push_hex(&mut segment, &[byte]);
        }
    }
    segment
}

/// Half to one and a half times the pause, so that many callers do not come back at once.
fn jittered(pause: Duration) -> Duration {
    let random = Uuid::new_v4().as_bytes()[0];
    pause.mul_f64(0.5 + f64::from(random) / 255.0)
}
