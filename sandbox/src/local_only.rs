//! Keeps web pages from elsewhere away from the control routes.
//!
//! Any page that the developer's browser shows can send requests to 127.0.0.1. Two headers that a
//! page cannot choose give it away: `Origin`, and, where the page's own name was made to resolve to
//! 127.0.0.1 (DNS rebinding), `Host`.
//!
//! A sandbox that was told to listen on more than loopback can be steered by whoever reaches it: there
//! `Host` may also be an address, since only a name can be made to resolve to something else, or the
//! name that the sandbox was told is its own.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode, header};
use serde_json::json;
use std::net::{Ipv4Addr, Ipv6Addr};

/// Who may steer the sandbox.
#[derive(Clone, Debug, Default)]
pub struct Callers {
    /// Listens on more than loopback.
    open: bool,
    /// The sandbox's own public origin.
    public: Option<String>,
}

impl Callers {
    /// Whoever reaches a sandbox that listens on more than loopback, and is publicly known as
    /// `public`, an origin such as `http://192.168.1.5:8081`. The default is loopback alone.
    pub fn anyone(public: &str) -> Self {
        Self {
            open: true,
            public: Some(public.to_owned()),
        }
    }

    /// Whether `Host` is a name that only this server can have, and `Origin`, if there is one, a page
    /// of the same server.
    pub fn allow(&self, headers: &HeaderMap) -> bool {
        let mut hosts = headers.get_all(header::HOST).iter();
        let (Some(host), None) = (hosts.next(), hosts.next()) else {
            return false;
        };
        let Ok(host) = std::str::from_utf8(host.as_bytes()) else {
            return false;
        };
        let public = self.public.as_deref();
        let named = public
            .and_then(|url| url.split_once("://"))
            .is_some_and(|(_, own)| own == host);
        let known = is_loopback(host) || (self.open && (named || is_address(host)));
        let own = |origin: &[u8]| {
            origin.strip_prefix(b"http://") == Some(host.as_bytes())
                || (named && public.is_some_and(|url| url.as_bytes() == origin))
        };
        let mut origins = headers.get_all(header::ORIGIN).iter();
        known && origins.all(|origin| own(origin.as_bytes()))
    }
}

/// Middleware: 403 unless the caller is on this machine, by [`allows`].
pub async fn check(request: Request, next: Next) -> Response {
    check_for(State(Callers::default()), request, next).await
}

/// Middleware: 403 unless the caller is one of those.
pub async fn check_for(State(callers): State<Callers>, request: Request, next: Next) -> Response {
    if callers.allow(request.headers()) {
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
    Callers::default().allow(headers)
}

/// Whether `authority`, a host with or without a port, names this machine's loopback interface.
fn is_loopback(authority: &str) -> bool {
    let host = without_port(authority);
    matches!(host, "127.0.0.1" | "[::1]") || host.eq_ignore_ascii_case("localhost")
}

/// Whether `authority` is an IP address, with or without a port.
fn is_address(authority: &str) -> bool {
    let host = without_port(authority);
    let v6 = host
        .strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'));
    match v6 {
        Some(host) => host.parse::<Ipv6Addr>().is_ok(),
        None => host.parse::<Ipv4Addr>().is_ok(),
    }
}

fn without_port(authority: &str) -> &str {
    match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|digit| digit.is_ascii_digit()) => host,
        _ => authority,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    fn lets_in(host: &str, origin: Option<&str>) -> bool {
        allowed(&Callers::default(), host, origin)
    }

    fn allowed(callers: &Callers, host: &str, origin: Option<&str>) -> bool {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, HeaderValue::from_str(host).unwrap());
        if let Some(origin) = origin {
            headers.insert(header::ORIGIN, HeaderValue::from_str(origin).unwrap());
        }
        callers.allow(&headers)
    }

    #[test]
    fn an_open_sandbox_goes_by_addresses_and_its_own_name() {
        let open = Callers::anyone("https://sandbox.example");
        for host in [
            "192.168.1.5:8081",
            "10.0.2.2",
            "[fe80::1]:8081",
            "sandbox.example",
            "localhost:1",
        ] {
            assert!(allowed(&open, host, None), "{host}");
            assert!(
                allowed(&open, host, Some(&format!("http://{host}"))),
                "{host}"
            );
        }
        assert!(allowed(
            &open,
            "sandbox.example",
            Some("https://sandbox.example")
        ));
        for (host, origin) in [
            ("evil.example", None),
            ("192.168.1.5.evil.example", None),
            ("sandbox.example.evil.example", None),
            ("192.168.1.5:8081", Some("https://evil.example")),
            ("192.168.1.5:8081", Some("https://sandbox.example")),
            ("192.168.1.5:8081", Some("http://192.168.1.5:3000")),
        ] {
            assert!(!allowed(&open, host, origin), "{host} {origin:?}");
        }
        let closed = Callers::default();
        assert!(!allowed(&closed, "192.168.1.5:8081", None));
        assert!(!allowed(&closed, "sandbox.example", None));
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
