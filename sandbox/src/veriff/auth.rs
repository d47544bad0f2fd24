//! Who calls: the API key and the signature of a request (codes 1801 to 1819).

use std::sync::Arc;

use http::HeaderMap;
use uuid::{Uuid, Version};

use super::Inner;
use super::config::Integration;
use super::errors::ApiError;
use super::legacy_signature;

/// What a signature covers.
#[derive(Clone, Copy)]
pub(crate) enum Signed<'a> {
    /// The id in the path, exactly as it stands there: of GET and DELETE.
    Id(&'a str),
    /// The body's bytes: of PATCH and POST.
    Body(&'a [u8]),
}

/// The integration whose API key the request brings. Enough for `POST /sessions`.
pub(crate) fn integration(
    inner: &Inner,
    headers: &HeaderMap,
) -> Result<Arc<Integration>, ApiError> {
    let key = one_of(headers, "x-auth-client", "vrf-auth-client")?
        .ok_or_else(|| ApiError::unauthorized("1801", "the X-AUTH-CLIENT header is missing"))?;
    if Uuid::parse_str(key).is_err() {
        return Err(ApiError::unauthorized("1802", "the API key is not a UUID"));
    }
    let integration = inner
        .integrations
        .iter()
        .find(|one| one.api_key.eq_ignore_ascii_case(key))
        .ok_or_else(|| ApiError::unauthorized("1803", "no integration has this API key"))?;
    if !integration.active {
        return Err(ApiError::unauthorized(
            "1804",
            "the integration is not active",
        ));
    }
    Ok(Arc::clone(integration))
}

/// The integration whose API key and signature the request brings: the HMAC, or else the plain hash
/// of old clients.
pub(crate) fn signed(
    inner: &Inner,
    headers: &HeaderMap,
    what: Signed<'_>,
) -> Result<Arc<Integration>, ApiError> {
    let integration = integration(inner, headers)?;
    if let Some(signature) = one_of(headers, "x-hmac-signature", "vrf-hmac-signature")? {
        shaped(signature)?;
        let (message, code, text) = match what {
            Signed::Id(id) => (
                id.as_bytes(),
                "1818",
                "the signature is not that of the id in the path",
            ),
            Signed::Body(body) => (body, "1819", "the signature is not that of the body"),
        };
        return match integration.secrets.verify(message, signature.as_bytes()) {
            Ok(_) => Ok(integration),
            Err(_) => Err(ApiError::unauthorized(code, text)),
        };
    }
    let signature = one_of(headers, legacy_signature::HEADER, legacy_signature::HEADER)?
        .ok_or_else(|| ApiError::unauthorized("1815", "the X-HMAC-SIGNATURE header is missing"))?;
    shaped(signature)?;
    let (message, code, text) = match what {
        Signed::Id(id) => (
            id.as_bytes(),
            "1813",
            "X-SIGNATURE is not that of the id in the path",
        ),
        Signed::Body(body) => (body, "1814", "X-SIGNATURE is not that of the body"),
    };
    if legacy_signature::verify(&integration.secret_texts, message, signature) {
        Ok(integration)
    } else {
        Err(ApiError::unauthorized(code, text))
    }
}

/// Checks that a signature could be one (1812).
fn shaped(signature: &str) -> Result<(), ApiError> {
    if signature.len() == 64 && signature.bytes().all(|b| b.is_ascii_hexdigit()) {
        return Ok(());
    }
    Err(ApiError::unauthorized(
        "1812",
        "the signature is not a SHA-256 in hex",
    ))
}

/// Checks that a session's id could be one (1001, 1002) before it is looked for.
pub(crate) fn session_id(id: &str) -> Result<(), ApiError> {
    if !(20..=40).contains(&id.len()) {
        return Err(ApiError::bad_request(
            "1001",
            "the session id is not 20 to 40 characters long",
        ));
    }
    match Uuid::parse_str(id).map(|uuid| uuid.get_version()) {
        Ok(Some(Version::Random)) => Ok(()),
        _ => Err(ApiError::bad_request(
            "1002",
            "the session id is not a UUID v4",
        )),
    }
}

/// A header or its newer twin; the two must not differ.
fn one_of<'a>(headers: &'a HeaderMap, name: &str, twin: &str) -> Result<Option<&'a str>, ApiError> {
    let mut values = headers.get_all(name).iter().chain(headers.get_all(twin));
    let Some(first) = values.next() else {
        return Ok(None);
    };
    if values.any(|other| other != first) {
        return Err(ApiError::unauthorized(
            "1815",
            "a header and its twin differ, or a header is there twice",
        ));
    }
    let text = first
        .to_str()
        .map_err(|_| ApiError::unauthorized("1815", "a header is not text"))?;
    Ok(Some(text.trim()))
}
