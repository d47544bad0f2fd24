//! One webhook as exact bytes and headers: genuine, or bent on purpose.

use axum::body::Bytes;
use sha2::{Digest as _, Sha256};
use veriff_verify::signature::{Secret, sign};

use super::config::Keys;

/// A webhook to be sent.
#[derive(Clone)]
pub(crate) struct Delivery {
    pub(crate) body: Bytes,
    auth_client: Option<String>,
    signature: Option<String>,
    twins: bool,
    more: Vec<(String, String)>,
}

impl Delivery {
    /// As Veriff would send it: signed over the very bytes with the first secret, under both names.
    pub(crate) fn genuine(keys: &Keys, body: impl Into<Bytes>) -> Self {
        let body = body.into();
        let secret = keys.secrets.first().map(String::as_str).unwrap_or_default();
        Self {
            signature: Some(signature(secret, &body)),
            body,
            auth_client: Some(keys.api_key.clone()),
            twins: true,
            more: Vec::new(),
        }
    }

    /// Signed with another secret.
    pub(crate) fn signed_with(mut self, secret: &str) -> Self {
        self.signature = Some(signature(secret, &self.body));
        self
    }

    /// Under another API key, or none.
    pub(crate) fn under_key(mut self, api_key: Option<&str>) -> Self {
        self.auth_client = api_key.map(str::to_owned);
        self
    }

    /// With the signature changed, or left out.
    pub(crate) fn signature(mut self, change: impl FnOnce(String) -> Option<String>) -> Self {
        self.signature = self.signature.and_then(change);
        self
    }

    /// With the body changed after it was signed.
    pub(crate) fn with_body(mut self, body: impl Into<Bytes>) -> Self {
        self.body = body.into();
        self
    }

    /// Under the `X-` names alone, which are the documented ones.
    pub(crate) fn without_twins(mut self) -> Self {
        self.twins = false;
        self
    }

    /// With one header more.
    pub(crate) fn and_header(mut self, name: &str, value: String) -> Self {
        self.more.push((name.to_owned(), value));
        self
    }

    /// The headers to send.
    pub(crate) fn headers(&self) -> Vec<(String, String)> {
        let mut headers = vec![("content-type".to_owned(), "application/json".to_owned())];
        let mut put = |names: [&str; 2], value: &Option<String>| {
            let Some(value) = value else { return };
            let names = names.into_iter().take(if self.twins { 2 } else { 1 });
            headers.extend(names.map(|name| (name.to_owned(), value.clone())));
        };
        put(["x-auth-client", "vrf-auth-client"], &self.auth_client);
        put(["x-hmac-signature", "vrf-hmac-signature"], &self.signature);
        headers.extend(self.more.iter().cloned());
        headers
    }
}

/// HMAC-SHA256 in lower-case hex; of a secret that is none, no signature.
pub(crate) fn signature(secret: &str, body: &[u8]) -> String {
    Secret::new(secret)
        .map(|secret| sign(&secret, body).to_hex())
        .unwrap_or_default()
}

/// The signature of Veriff's early days: a plain hash of the body followed by the secret.
pub(crate) fn legacy_signature(secret: &str, body: &[u8]) -> String {
    let mut hash = Sha256::new();
    hash.update(body);
    hash.update(secret.as_bytes());
    hash.finalize().iter().fold(String::new(), |mut hex, byte| {
        use std::fmt::Write as _;
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
