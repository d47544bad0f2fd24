//! Talks to a running sandbox's control routes.

use super::failure::Failure;
use crate::http_client::{Answer, HttpClient};
use clap::Args;
use http::Method;
use serde_json::Value;
use url::Url;

const USUAL_PORT: u16 = 8081;
/// How the control routes say that there is no such session.
const NO_SESSION: &str = "session not found";

/// Where the sandbox runs.
#[derive(Args, Debug)]
pub(crate) struct Target {
    /// The running sandbox's Veriff port, on this machine [default: 8081]
    #[arg(long, value_name = "PORT", conflicts_with = "veriff")]
    veriff_port: Option<u16>,
    /// The running sandbox's Veriff, such as http://127.0.0.1:8081 (with or without /v1)
    #[arg(long, value_name = "URL", value_parser = address)]
    veriff: Option<String>,
}

impl Target {
    /// `GET` of a control route; `path` begins with a slash.
    pub(crate) async fn get(&self, path: &str) -> Result<Value, Failure> {
        let url = format!("{}{path}", self.origin());
        self.accepted(&HttpClient::default().get(&url).await?)
    }

    /// `POST` to a control route; `path` begins with a slash.
    pub(crate) async fn post(&self, path: &str, body: &Value) -> Result<Value, Failure> {
        let url = format!("{}{path}", self.origin());
        self.accepted(&HttpClient::default().post(&url, body).await?)
    }

    /// `DELETE` of a control route; `path` begins with a slash.
    pub(crate) async fn delete(&self, path: &str) -> Result<Value, Failure> {
        let url = format!("{}{path}", self.origin());
        let client = HttpClient::default();
        self.accepted(&client.send(Method::DELETE, &url, &[], "").await?)
    }

    /// Whether it was said where the sandbox runs.
    pub(crate) fn is_named(&self) -> bool {
        self.veriff_port.is_some() || self.veriff.is_some()
    }

    /// Scheme, host and port.
    pub(crate) fn origin(&self) -> String {
        match &self.veriff {
            None => format!(
                "http://127.0.0.1:{}",
                self.veriff_port.unwrap_or(USUAL_PORT)
            ),
            Some(url) => {
                let url = url.trim_end_matches('/');
                url.strip_suffix("/v1").unwrap_or(url).to_owned()
            }
        }
    }

    /// The answer's JSON, if it is a success; otherwise the sandbox's own words.
    fn accepted(&self, answer: &Answer) -> Result<Value, Failure> {
        let body = answer.json();
        let no_sandbox = || Failure::NoSandbox {
            origin: self.origin(),
        };
        if (200..300).contains(&answer.status) {
            let is_ours = body.is_object() || answer.status == 204;
            return is_ours.then_some(body).ok_or_else(no_sandbox);
        }
        let told = |name: &str| body[name].as_str().map(str::to_owned);
        let message = match (told("error"), told("message")) {
            (Some(error), _) if error == NO_SESSION => {
                format!("{error}; {}/console lists the sessions", self.origin())
            }
            (Some(error), _) => error,
            (None, Some(message)) if answer.status == 403 => message,
            // Another server: the platform, the database, or a stranger.
            _ => return Err(no_sandbox()),
        };
        Err(Failure::Refused {
            status: answer.status,
            message,
        })
    }
}

fn address(text: &str) -> Result<String, &'static str> {
    let is_address = Url::parse(text).is_ok_and(|url| url.scheme() == "http" && url.has_host());
    let wrong = "write it like http://127.0.0.1:8081";
    is_address.then(|| text.to_owned()).ok_or(wrong)
}

/// Whatever was typed, as one segment of a path.
pub(crate) fn segment(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_url_may_be_given_as_it_is_printed() {
        let target = |veriff: Option<&str>| Target {
            veriff_port: None,
            veriff: veriff.map(str::to_owned),
        };
        assert_eq!(target(None).origin(), "http://127.0.0.1:8081");
        for url in [
            "http://127.0.0.1:9/v1",
            "http://127.0.0.1:9/v1/",
            "http://127.0.0.1:9/",
        ] {
            assert_eq!(target(Some(url)).origin(), "http://127.0.0.1:9");
        }
    }
}
