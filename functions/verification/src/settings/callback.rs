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
    /// Not written as every program reads it alike.
    #[error("must begin with the scheme, `://` and the host, in ASCII")]
    NotPlain,
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
    if !is_plain(callback, &url) {
        return Err(CallbackError::NotPlain);
    }
    if has_sly_segment(&url) {
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

/// Whether scheme, host and port stand in the text as they were read. The parser also takes
/// `https:shop.example`, a third slash, an empty user, and hosts that are encoded or written in other
/// letters; whoever sends the person there need not.
fn is_plain(callback: &str, url: &Url) -> bool {
    let Some((scheme, rest)) = callback.split_once("://") else {
        return false;
    };
    let written = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = url.host_str().unwrap_or_default();
    let port = url.port_or_known_default().unwrap_or_default();
    scheme.eq_ignore_ascii_case(url.scheme())
        && (written.eq_ignore_ascii_case(&format!("{host}:{port}"))
            || url.port().is_none() && written.eq_ignore_ascii_case(host))
}

/// Whether the path holds what is one segment here and another on some server: an encoded slash or dot,
/// however often it is encoded, or dots with a parameter.
fn has_sly_segment(url: &Url) -> bool {
    let path = url.path().to_ascii_lowercase();
    let encoded = path.split('%').skip(1).any(|rest| {
        let meant = rest.trim_start_matches("25");
        ["2e", "2f", "5c"].iter().any(|sly| meant.starts_with(sly))
    });
    let dots = |segment: &str| segment.starts_with("..;") || segment.starts_with(".;");
    encoded || path.split('/').any(dots)
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
