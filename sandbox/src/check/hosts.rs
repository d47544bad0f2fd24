//! Whom a check may talk to: this machine, a host that the user calls their own, never Veriff.

use thiserror::Error;
use url::{Host, Url};

/// Veriff's own domains, subdomains included.
const VERIFF: [&str; 3] = ["veriff.com", "veriff.me", "vrff.io"];

/// Why a host is not called.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum HostError {
    /// Not an http or https URL with a host.
    #[error("{0:?} is no http or https URL")]
    NotAUrl(String),
    /// Veriff itself.
    #[error("{0} is Veriff's own: a check never talks to the real Veriff")]
    Veriff(String),
    /// Another machine.
    #[error("{0} is not this machine: if it is yours, say so with --this-host-is-mine {0}")]
    Elsewhere(String),
}

/// The hosts that may be called.
#[derive(Clone, Debug, Default)]
pub struct Hosts {
    mine: Vec<String>,
}

impl Hosts {
    /// This machine, and the hosts named exactly.
    ///
    /// # Errors
    /// [`HostError::Veriff`] if one of them is Veriff's.
    pub fn new(mine: &[String]) -> Result<Self, HostError> {
        let mine: Vec<String> = mine.iter().map(|name| plain(name)).collect();
        match mine.iter().find(|name| is_veriffs(name)) {
            Some(name) => Err(HostError::Veriff(name.clone())),
            None => Ok(Self { mine }),
        }
    }

    /// The URL, if its host may be called.
    ///
    /// # Errors
    /// See [`HostError`].
    pub fn permit(&self, url: &str) -> Result<Url, HostError> {
        let parsed = Url::parse(url)
            .ok()
            .filter(|url| matches!(url.scheme(), "http" | "https"))
            .ok_or_else(|| HostError::NotAUrl(without_query(url)))?;
        let Some(host) = parsed.host() else {
            return Err(HostError::NotAUrl(without_query(url)));
        };
        let (name, loopback) = match host {
            Host::Domain(name) => (plain(name), plain(name) == "localhost"),
            Host::Ipv4(address) => (address.to_string(), address.is_loopback()),
            Host::Ipv6(address) => (address.to_string(), address.is_loopback()),
        };
        if is_veriffs(&name) {
            Err(HostError::Veriff(name))
        } else if loopback || self.mine.contains(&name) {
            Ok(parsed)
        } else {
            Err(HostError::Elsewhere(name))
        }
    }
}

fn is_veriffs(name: &str) -> bool {
    VERIFF.iter().any(|domain| {
        name.strip_suffix(domain)
            .is_some_and(|before| before.is_empty() || before.ends_with('.'))
    })
}

/// As compared: lower case, no brackets, no dot at the end.
fn plain(name: &str) -> String {
    let name = name.trim().trim_start_matches('[').trim_end_matches(']');
    name.trim_end_matches('.').to_ascii_lowercase()
}

/// A URL may carry a token in its query.
fn without_query(url: &str) -> String {
    url.split(['?', '#']).next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_machine_is_called_and_others_by_exact_name_only() {
        let hosts = Hosts::new(&["staging.shop.example".to_owned()]).unwrap();
        for good in [
            "http://127.0.0.1:3000/hook",
            "http://localhost/",
            "http://[::1]:8080/x",
            "https://Staging.Shop.example/hook",
            "https://staging.shop.example./hook",
        ] {
            assert!(hosts.permit(good).is_ok(), "{good}");
        }
        for bad in [
            "http://shop.example/",
            "http://a.staging.shop.example/",
            "http://localhost.shop.example/",
            "http://10.0.0.1/",
        ] {
            assert!(
                matches!(hosts.permit(bad), Err(HostError::Elsewhere(_))),
                "{bad}"
            );
        }
        for bad in ["ftp://127.0.0.1/", "127.0.0.1:3000", ""] {
            assert!(
                matches!(hosts.permit(bad), Err(HostError::NotAUrl(_))),
                "{bad}"
            );
        }
    }

    #[test]
    fn veriff_is_never_called() {
        for name in [
            "veriff.com",
            "stationapi.veriff.com",
            "API.VERIFF.ME",
            "api.staging.vrff.io.",
        ] {
            assert!(
                matches!(Hosts::new(&[name.to_owned()]), Err(HostError::Veriff(_))),
                "{name}"
            );
            let url = format!("https://{name}/v1/sessions");
            assert!(
                matches!(Hosts::default().permit(&url), Err(HostError::Veriff(_))),
                "{name}"
            );
        }
        assert!(Hosts::new(&["notveriff.com".to_owned()]).is_ok());
    }
}
