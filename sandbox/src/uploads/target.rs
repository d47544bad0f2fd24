//! To whom pictures are sent: one host, with one integration's key and secret.

use thiserror::Error;
use url::Url;
use uuid::Uuid;
use veriff_verify::signature::Secret;

use crate::veriff::is_loopback;

/// A base URL without `/v1`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Base {
    origin: String,
    loopback: bool,
}

/// Why it is no base URL, or no key or secret.
#[derive(Debug, Error)]
pub(crate) enum TargetError {
    /// Not an address such as Veriff's portal shows.
    #[error("{0} is no base URL such as https://stationapi.veriff.com, with or without /v1")]
    NoBaseUrl(String),
    /// Secrets and pictures would go over the net in the clear.
    #[error("{0} must be https: http is for this machine only")]
    NotHttps(String),
    /// No UUID.
    #[error("the API key (API_TOKEN) must be a UUID")]
    Key,
    /// Empty, or with white space.
    #[error("the shared secret (API_SECRET) must not be empty nor have white space in it")]
    Secret,
}

/// An integration's API key and shared secret.
pub(crate) struct Keys {
    pub(crate) key: String,
    pub(crate) secret: Secret,
}

impl Base {
    /// Reads a base URL, with or without `/v1`. `name` is said in errors: where the text came from.
    pub(crate) fn read(text: &str, name: &str) -> Result<Self, TargetError> {
        let no_base = || TargetError::NoBaseUrl(name.to_owned());
        let url = Url::parse(text.trim()).map_err(|_| no_base())?;
        let plain = matches!(url.path().trim_end_matches('/'), "" | "/v1")
            && matches!(url.scheme(), "http" | "https")
            && url.query().is_none()
            && url.fragment().is_none()
            && url.username().is_empty()
            && url.password().is_none();
        if !plain {
            return Err(no_base());
        }
        let loopback = is_loopback(&url);
        if url.scheme() == "http" && !loopback {
            return Err(TargetError::NotHttps(name.to_owned()));
        }
        Ok(Self {
            origin: url.origin().ascii_serialization(),
            loopback,
        })
    }

    /// Scheme, host and port.
    pub(crate) fn origin(&self) -> &str {
        &self.origin
    }

    /// Whether it is this machine.
    pub(crate) fn is_loopback(&self) -> bool {
        self.loopback
    }
}

impl Keys {
    /// Checks both as far as that is possible here.
    pub(crate) fn read(key: &str, secret: &str) -> Result<Self, TargetError> {
        let key = key.trim();
        if Uuid::parse_str(key).is_err() {
            return Err(TargetError::Key);
        }
        Ok(Self {
            key: key.to_owned(),
            secret: Secret::new(secret.trim()).map_err(|_| TargetError::Secret)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base_urls_are_read_as_people_write_them() {
        for text in [
            "https://stationapi.veriff.com",
            "https://stationapi.veriff.com/",
            "https://stationapi.veriff.com/v1",
            " https://STATIONAPI.veriff.com:443/v1/ ",
        ] {
            let base = Base::read(text, "API_URL").unwrap();
            assert_eq!(base.origin(), "https://stationapi.veriff.com");
            assert!(!base.is_loopback());
        }
        assert!(
            Base::read("http://localhost:8081/v1", "API_URL")
                .unwrap()
                .is_loopback()
        );
        for bad in [
            "http://stationapi.veriff.com",
            "http://localhost.example.com",
            "stationapi.veriff.com",
            "https://user:word@stationapi.veriff.com",
            "https://stationapi.veriff.com/v2",
            "https://stationapi.veriff.com/v1?a=b",
            "ftp://127.0.0.1",
            "",
        ] {
            assert!(Base::read(bad, "API_URL").is_err(), "{bad}");
        }
    }
}
