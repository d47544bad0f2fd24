//! Keeps web pages from elsewhere away from the control routes.
//!
//! Any page that the developer's browser shows can send requests to 127.0.0.1. Two headers that a
//! page cannot choose give it away: `Origin`, and, where the page's own name was made to resolve to
//! 127.0.0.1 (DNS rebinding), `Host`.

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode, header};
use serde_json::json;

/// Middleware: 403 unless [`allows`] lets the request in.
pub async fn check(request: Request, next: Next) -> Response {
    if allows(request.headers()) {
        return next.run(request).await;
    }
    let message = "control routes answer to loopback names and their own origin only";
    (
        StatusCode::FORBIDDEN,
        axum::Json(json!({ "message": message })),
    )
        .into_response()
}

/// Whether `Host` is a loopback name, and `Origin`, if there is one, a page of the same server.
pub fn allows(headers: &HeaderMap) -> bool {
    let mut hosts = headers.get_all(header::HOST).iter();
    let (Some(host), None) = (hosts.next(), hosts.next()) else {
        return false;
    };
    let own = |origin: &[u8]| origin.strip_prefix(b"http://") == Some(host.as_bytes());
    let mut origins = headers.get_all(header::ORIGIN).iter();
    is_loopback(host.as_bytes()) && origins.all(|origin| own(origin.as_bytes()))
}

/// Whether `authority`, a host with or without a port, names this machine's loopback interface.
fn is_loopback(authority: &[u8]) -> bool {
    let Ok(authority) = std::str::from_utf8(authority) else {
        return false;
    };
    let host = match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|digit| digit.is_ascii_digit()) => host,
        _ => authority,
    };
    matches!(host, "127.0.0.1" | "[::1]") || host.eq_ignore_ascii_case("localhost")
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    fn lets_in(host: &str, origin: Option<&str>) -> bool {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, HeaderValue::from_str(host).unwrap());
        if let Some(origin) = origin {
            headers.insert(header::ORIGIN, HeaderValue::from_str(origin).unwrap());
        }
        allows(&headers)
    }

    #[test]
    fn local_callers_come_in() {
        for host in [
            "127.0.0.1:8081",
            "localhost",
            "LOCALHOST:1",
            "[::1]:8081",
            "[::1]",
        ] {
            assert!(lets_in(host, None), "{host}");
            assert!(lets_in(host, Some(&format!("http://{host}"))), "{host}");
        }
    }

    #[test]
    fn pages_from_elsewhere_stay_out() {
        for host in [
            "evil.example",
            "127.0.0.1.evil.example:8081",
            "localhost:80:80",
            "",
            "127.0.0.1:x",
        ] {
            assert!(!lets_in(host, None), "{host}");
        }
        for origin in [
            "https://evil.example",
            "https://127.0.0.1:8081",
            "http://127.0.0.1:3000",
            "http://localhost:8081",
            "null",
            "http://localhost.evil.example",
            "http://127.0.0.1@evil.example",
            "file://localhost",
        ] {
            assert!(!lets_in("127.0.0.1:8081", Some(origin)), "{origin}");
        }
        assert!(!allows(&HeaderMap::new()));
    }
}
