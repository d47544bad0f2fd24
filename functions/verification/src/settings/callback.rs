//! Where a person may be sent after Veriff's flow: an allow-list, matched by parsed URL.

use std::net::IpAddr;
use url::{Host, Url};

/// Why a callback URL is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CallbackError {
    /// Not an absolute URL with a host.
    #[error("must be an absolute URL")]
    NotAUrl,
    /// Veriff's code 1302.
    #[error("must be an HTTPS URL (Veriff refuses others with 1302)")]
    NotHttps,
    /// A user or password in the URL.
    #[error("must not carry a user or password")]
    UserInfo,
    /// Not under any URL of the allow-list.
    #[error("is not on the integration's callbackAllowList")]
    NotAllowed,
}

/// One entry of the allow-list: scheme, host and port equal, and the path's whole segments a prefix.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallbackRule {
    origin: url::Origin,
    segments: Vec<String>,
}

impl CallbackRule {
    pub(super) fn parse(rule: &str, loopback_allowed: bool) -> Result<Self, &'static str> {
        let url = Url::parse(rule).map_err(|_| "must hold absolute URLs")?;
        check_shape(&url, loopback_allowed).map_err(
            |_| "must hold https URLs (http only to loopback, beside a loopback baseUrl)",
        )?;
        if url.query().is_some() || url.fragment().is_some() {
            return Err("must hold URLs without query or fragment");
        }
        Ok(Self {
            origin: url.origin(),
            segments: segments(&url),
        })
    }

    fn matches(&self, url: &Url) -> bool {
        self.origin == url.origin() && segments(url).starts_with(&self.segments)
    }
}

pub(super) fn check(
    callback: &str,
    rules: &[CallbackRule],
    loopback_allowed: bool,
) -> Result<(), CallbackError> {
    // The URL parser drops tabs and line ends and trims blanks; Veriff would be sent the original.
    if callback
        .chars()
        .any(|c| c.is_control() || c.is_whitespace() || c == '\\')
    {
        return Err(CallbackError::NotAUrl);
    }
    let url = Url::parse(callback).map_err(|_| CallbackError::NotAUrl)?;
    check_shape(&url, loopback_allowed)?;
    // An encoded slash or dot would be one segment here and another on the server.
    let path = url.path().to_ascii_lowercase();
    if ["%2f", "%5c", "%2e"].iter().any(|sly| path.contains(sly)) {
        return Err(CallbackError::NotAllowed);
    }
    if rules.iter().any(|rule| rule.matches(&url)) {
        Ok(())
    } else {
        Err(CallbackError::NotAllowed)
    }
}

fn check_shape(url: &Url, loopback_allowed: bool) -> Result<(), CallbackError> {
    if !url.has_host() {
        return Err(CallbackError::NotAUrl);
    }
    match url.scheme() {
        "https" => {}
        "http" if loopback_allowed && is_loopback(url) => {}
        _ => return Err(CallbackError::NotHttps),
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(CallbackError::UserInfo);
    }
    Ok(())
}

fn segments(url: &Url) -> Vec<String> {
    url.path()
        .split('/')
        .filter(|segment| !segment.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Whether a URL leads to this machine itself.
pub(super) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => IpAddr::V4(address).is_loopback(),
        Some(Host::Ipv6(address)) => IpAddr::V6(address).is_loopback(),
        None => false,
    }
}
