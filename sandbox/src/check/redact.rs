//! Takes out of evidence what must not be shown: secrets, signatures, session URLs.

use super::outcome::Exchange;

/// What stands in their place.
const REDACTED: &str = "[redacted]";

/// Headers whose values are never shown.
const HEADERS: [&str; 6] = [
    "authorization",
    "cookie",
    "set-cookie",
    "x-api-key",
    "x-hmac-signature",
    "vrf-hmac-signature",
];

/// Replaces secrets in texts.
#[derive(Clone, Default)]
pub(crate) struct Redactor {
    secrets: Vec<String>,
}

impl Redactor {
    /// One that knows these secrets.
    pub(crate) fn new(secrets: impl IntoIterator<Item = String>) -> Self {
        let secrets = secrets.into_iter().filter(|text| text.len() > 3).collect();
        Self { secrets }
    }

    /// A text without secrets, session URLs and tokens.
    pub(crate) fn text(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for secret in &self.secrets {
            if text.contains(secret.as_str()) {
                text = text.replace(secret.as_str(), REDACTED);
            }
        }
        signatures(&session_tokens(&text))
    }

    /// A request and its answer.
    pub(crate) fn exchange(&self, mut exchange: Exchange) -> Exchange {
        exchange.url = self.text(&exchange.url);
        exchange.body = self.text(&exchange.body);
        exchange.answer = self.text(&exchange.answer);
        exchange
    }

    /// A header's value.
    pub(crate) fn header(&self, name: &str, value: &str) -> String {
        let name = name.to_ascii_lowercase();
        if HEADERS.contains(&name.as_str()) || name.ends_with("-signature") {
            format!("{REDACTED} ({} characters)", value.chars().count())
        } else {
            self.text(value)
        }
    }
}

/// Session URLs end in `/v/TOKEN`, and the token is a JWT, which begins with `eyJ`.
fn session_tokens(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = next_token(rest) {
        let (before, after) = rest.split_at(at);
        out.push_str(before);
        out.push_str(REDACTED);
        let end = after.find(|c| !is_token(c)).unwrap_or(after.len());
        rest = after.get(end..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

/// A signature is 64 hex digits; careless error pages repeat it.
fn signatures(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let hex = rest.find(|c: char| !c.is_ascii_hexdigit());
        let (run, after) = rest.split_at(hex.unwrap_or(rest.len()));
        out.push_str(if run.len() < 64 { run } else { REDACTED });
        let plain = after.find(|c: char| c.is_ascii_hexdigit());
        let (other, left) = after.split_at(plain.unwrap_or(after.len()));
        out.push_str(other);
        rest = left;
    }
    out
}

fn next_token(text: &str) -> Option<usize> {
    let jwt = text
        .match_indices("eyJ")
        .map(|(at, _)| at)
        .find(|at| long_enough(text, *at));
    let url = text
        .match_indices("/v/")
        .map(|(at, _)| at + 3)
        .find(|at| long_enough(text, *at));
    match (jwt, url) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

fn long_enough(text: &str, at: usize) -> bool {
    let token = text.get(at..).unwrap_or_default();
    token.chars().take_while(|c| is_token(*c)).count() >= 16
}

fn is_token(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '=')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_tokens_and_signatures_go_and_the_rest_stays() {
        let redactor = Redactor::new(["hunter22".to_owned()]);
        assert_eq!(
            redactor
                .text("{\"key\":\"hunter22\",\"url\":\"http://127.0.0.1:1/v/abcdefghijklmnop.q\"}"),
            "{\"key\":\"[redacted]\",\"url\":\"http://127.0.0.1:1/v/[redacted]\"}"
        );
        assert_eq!(
            redactor.text("sessionToken eyJhbGciOiJIUzI1NiJ9.abc, /v/short"),
            "sessionToken [redacted], /v/short"
        );
        let signature = "ab01".repeat(16);
        assert_eq!(
            redactor.text(&format!("wanted {signature}, or abcd")),
            "wanted [redacted], or abcd"
        );
        assert_eq!(
            redactor.header("X-HMAC-Signature", "abcd"),
            "[redacted] (4 characters)"
        );
        assert_eq!(
            redactor.header("X-Signature", "abcd"),
            "[redacted] (4 characters)"
        );
        assert_eq!(redactor.header("content-type", "text/plain"), "text/plain");
    }
}
