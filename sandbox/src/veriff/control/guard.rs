//! Keeps web pages from elsewhere out of the control routes.
//!
//! A page of another origin brings its `Origin`; one that had its own name resolve to this machine
//! brings that name as `Host`. Programs bring no `Origin` and a loopback name.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode, header};

use super::ControlError;
use crate::veriff::LocalVeriff;

/// Lets a request through when `Host` is a loopback name with our port, and `Origin` is absent or
/// the same; answers 403 otherwise.
pub(crate) async fn guard(
    State(veriff): State<LocalVeriff>,
    request: Request,
    next: Next,
) -> Response {
    if is_ours(request.headers(), veriff.inner.port) {
        return next.run(request).await;
    }
    let message = "control routes answer to loopback names and their own origin only";
    ControlError::new(StatusCode::FORBIDDEN, message).into_response()
}

fn is_ours(headers: &HeaderMap, port: u16) -> bool {
    let mut hosts = headers.get_all(header::HOST).iter();
    let (Some(host), None) = (hosts.next(), hosts.next()) else {
        return false;
    };
    let Some(host) = host.to_str().ok().filter(|host| is_loopback(host, port)) else {
        return false;
    };
    headers
        .get_all(header::ORIGIN)
        .iter()
        .all(|origin| origin.to_str().ok().and_then(|o| o.strip_prefix("http://")) == Some(host))
}

fn is_loopback(host: &str, port: u16) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, after)) if !after.ends_with(']') => {
            if after != port.to_string() {
                return false;
            }
            name
        }
        _ if port == 80 => host,
        _ => return false,
    };
    matches!(name, "127.0.0.1" | "[::1]") || name.eq_ignore_ascii_case("localhost")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ours(host: &str, origin: Option<&str>, port: u16) -> bool {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, host.parse().unwrap());
        if let Some(origin) = origin {
            headers.insert(header::ORIGIN, origin.parse().unwrap());
        }
        is_ours(&headers, port)
    }

    #[test]
    fn programs_and_our_own_pages_pass() {
        assert!(ours("127.0.0.1:8081", None, 8081));
        assert!(ours("LOCALHOST:8081", None, 8081));
        assert!(ours("[::1]:8081", None, 8081));
        assert!(ours("localhost", None, 80));
        assert!(ours("[::1]", None, 80));
        assert!(ours("localhost:8081", Some("http://localhost:8081"), 8081));
    }

    #[test]
    fn pages_from_elsewhere_do_not() {
        assert!(!ours("evil.example:8081", None, 8081));
        assert!(!ours("localhost.evil.example:8081", None, 8081));
        assert!(!ours("localhost:8082", None, 8081));
        assert!(!ours("localhost", None, 8081));
        for origin in [
            "http://evil.example",
            "https://localhost:8081",
            "http://localhost:3000",
            "http://127.0.0.1:8081",
            "null",
        ] {
            assert!(!ours("localhost:8081", Some(origin), 8081), "{origin}");
        }
        assert!(!is_ours(&HeaderMap::new(), 8081));
    }
}
