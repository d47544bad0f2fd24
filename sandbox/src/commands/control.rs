//! Talks to a running sandbox's control routes.

use super::failure::Failure;
use crate::http_client::{Answer, HttpClient};
use clap::Args;
use http::Method;
use serde_json::Value;

const USUAL_PORT: u16 = 8081;

/// Where the sandbox runs.
#[derive(Args, Debug)]
pub(crate) struct Target {
    /// The running sandbox's Veriff port, on this machine [default: 8081]
    #[arg(long, value_name = "PORT", conflicts_with = "veriff")]
    veriff_port: Option<u16>,
    /// The running sandbox's Veriff, such as http://127.0.0.1:8081 (with or without /v1)
    #[arg(long, value_name = "URL")]
    veriff: Option<String>,
}

impl Target {
    /// `GET` of a control route; `path` begins with a slash.
    pub(crate) async fn get(&self, path: &str) -> Result<Value, Failure> {
        let url = format!("{}{path}", self.origin());
        accepted(&HttpClient::default().get(&url).await?)
    }

    /// `POST` to a control route; `path` begins with a slash.
    pub(crate) async fn post(&self, path: &str, body: &Value) -> Result<Value, Failure> {
        let url = format!("{}{path}", self.origin());
        accepted(&HttpClient::default().post(&url, body).await?)
    }

    /// `DELETE` of a control route; `path` begins with a slash.
    pub(crate) async fn delete(&self, path: &str) -> Result<Value, Failure> {
        let url = format!("{}{path}", self.origin());
        let client = HttpClient::default();
        accepted(&client.send(Method::DELETE, &url, &[], "").await?)
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
}

/// Whatever was typed, as one segment of a path.
pub(crate) fn segment(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

/// The answer's JSON, if it is a success; otherwise the sandbox's own words.
fn accepted(answer: &Answer) -> Result<Value, Failure> {
    let body = answer.json();
    if (200..300).contains(&answer.status) {
        return Ok(body);
    }
    let told = ["message", "detail", "error"]
        .iter()
        .find_map(|name| body[*name].as_str());
    let message = match told {
        Some(message) => message.to_owned(),
        None => String::from_utf8_lossy(&answer.body)
            .chars()
            .take(200)
            .collect(),
    };
    Err(Failure::Refused {
        status: answer.status,
        message,
    })
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
