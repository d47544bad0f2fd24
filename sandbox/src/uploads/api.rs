//! Veriff's REST API as far as an upload needs it, every request signed and every answer judged.

use axum::body::Bytes;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::{Method, Request};
use http_body_util::Full;
use serde_json::{Value, json};
use veriff_verify::signature::{Secret, Secrets, sign};

use super::wire::Wire;
use super::{Base, Keys, Outcome, Signatures, UploadError};

/// An integration of Veriff's, or of the sandbox.
pub(crate) struct Api {
    origin: String,
    key: String,
    secret: Secret,
    secrets: Secrets,
    wire: Wire,
    /// Decisions come as full auto, and are asked for so.
    full_auto: bool,
    /// How the answers were signed.
    pub(crate) signatures: Signatures,
}

/// One entry of a session's media.
#[derive(Clone, Debug)]
pub(crate) struct Medium {
    pub(crate) id: String,
    pub(crate) context: String,
    pub(crate) kind: &'static str,
}

enum Signs<'a> {
    Body,
    Id(&'a str),
}

impl Api {
    /// An integration at that host.
    ///
    /// # Errors
    /// The system has no root certificates.
    pub(crate) fn new(base: &Base, keys: Keys) -> std::io::Result<Self> {
        let secrets = Secrets::new([keys.secret.clone()]).map_err(std::io::Error::other)?;
        Ok(Self {
            origin: base.origin().to_owned(),
            key: keys.key,
            secret: keys.secret,
            secrets,
            wire: Wire::to(base.origin())?,
            full_auto: false,
            signatures: Signatures::default(),
        })
    }

    /// Creates a session; its id. The URL for the person is not needed and goes nowhere.
    pub(crate) async fn create(&self, vendor_data: &str) -> Result<String, UploadError> {
        let body = json!({"verification": {"vendorData": vendor_data}});
        let what = "POST /sessions";
        let answer = self.post(what, Method::POST, "/sessions", &body).await?;
        let id = answer["verification"]["id"].as_str();
        let id = id.filter(|id| uuid::Uuid::parse_str(id).is_ok());
        id.map(str::to_owned).ok_or_else(|| not_documented(what))
    }

    /// Uploads a picture; the id that it got, where the answer has one.
    pub(crate) async fn upload(
        &self,
        session: &str,
        file: &str,
        context: &str,
        mimetype: &str,
        content: &[u8],
    ) -> Result<Option<String>, UploadError> {
        let content = format!("data:{mimetype};base64,{}", STANDARD.encode(content));
        let body = json!({"image": {"context": context, "content": content}});
        let what = format!("POST /sessions/{{id}}/media ({file})");
        let path = format!("/sessions/{session}/media");
        let answer = self.post(&what, Method::POST, &path, &body).await?;
        Ok(answer["image"]["id"].as_str().map(str::to_owned))
    }

    /// Submits a session.
    pub(crate) async fn submit(&self, session: &str) -> Result<(), UploadError> {
        let body = json!({"verification": {"status": "submitted"}});
        let path = format!("/sessions/{session}");
        self.post("PATCH /sessions/{id}", Method::PATCH, &path, &body)
            .await?;
        Ok(())
    }

    /// The same for an integration of the Essential plan, whose decisions are full auto's.
    pub(crate) fn with_full_auto(mut self, full_auto: bool) -> Self {
        self.full_auto = full_auto;
        self
    }

    /// Asks for the decision; none while there is none.
    pub(crate) async fn decision(&self, session: &str) -> Result<Option<Outcome>, UploadError> {
        let (what, rest) = match self.full_auto {
            true => (
                "GET /sessions/{id}/decision/fullauto",
                "/fullauto?version=1.0.0",
            ),
            false => ("GET /sessions/{id}/decision", ""),
        };
        let path = format!("/sessions/{session}/decision{rest}");
        let body = self.get(what, &path, session).await?;
        let answer: Value = serde_json::from_slice(&body).unwrap_or_default();
        Ok(Outcome::of(&answer))
    }

    /// Lists a session's media.
    pub(crate) async fn media(&self, session: &str) -> Result<Vec<Medium>, UploadError> {
        let what = "GET /sessions/{id}/media";
        let path = format!("/sessions/{session}/media");
        let body = self.get(what, &path, session).await?;
        let answer: Value = serde_json::from_slice(&body).map_err(|_| not_documented(what))?;
        let mut media = Vec::new();
        for (list, kind) in [
            ("images", "picture"),
            ("videos", "video"),
            ("nfcDocuments", "chip"),
        ] {
            for one in answer[list].as_array().into_iter().flatten() {
                let text = |name: &str| one[name].as_str().map(str::to_owned);
                // An id is put into a path.
                let id = text("id").filter(|id| uuid::Uuid::parse_str(id).is_ok());
                media.push(Medium {
                    id: id.ok_or_else(|| not_documented(what))?,
                    context: text("context").or(text("name")).unwrap_or_default(),
                    kind,
                });
            }
        }
        Ok(media)
    }

    /// Fetches one medium: its bytes.
    pub(crate) async fn medium(&self, medium: &Medium) -> Result<Bytes, UploadError> {
        let what = format!("GET /media/{{id}} ({})", medium.context);
        let path = format!("/media/{}", medium.id);
        self.get(&what, &path, &medium.id).await
    }

    async fn post(
        &self,
        what: &str,
        method: Method,
        path: &str,
        body: &Value,
    ) -> Result<Value, UploadError> {
        let body = body.to_string();
        let answer = self.send(what, method, path, Signs::Body, body).await?;
        serde_json::from_slice(&answer).map_err(|_| not_documented(what))
    }

    async fn get(&self, what: &str, path: &str, id: &str) -> Result<Bytes, UploadError> {
        self.send(what, Method::GET, path, Signs::Id(id), String::new())
            .await
    }

    async fn send(
        &self,
        what: &str,
        method: Method,
        path: &str,
        signs: Signs<'_>,
        body: String,
    ) -> Result<Bytes, UploadError> {
        let message = match signs {
            Signs::Body => body.as_bytes(),
            Signs::Id(id) => id.as_bytes(),
        };
        let unreachable = |cause: String| UploadError::Unreachable {
            what: what.to_owned(),
            origin: self.origin.clone(),
            cause,
        };
        let request = Request::builder()
            .method(method)
            .uri(format!("{}/v1{path}", self.origin))
            .header("content-type", "application/json")
            .header("x-auth-client", &self.key)
            .header("x-hmac-signature", sign(&self.secret, message).to_hex())
            .body(Full::new(Bytes::from(body)))
            .map_err(|error| unreachable(error.to_string()))?;
        let answer = self.wire.send(request).await.map_err(unreachable)?;
        self.signatures.judge(
            what,
            &self.key,
            &self.secrets,
            &answer.headers,
            &answer.body,
        );
        if (200..300).contains(&answer.status) {
            return Ok(answer.body);
        }
        let told: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
        let code = match &told["code"] {
            Value::String(code) => Some(code.clone()),
            Value::Number(code) => Some(code.to_string()),
            _ => None,
        };
        let message = told["message"].as_str().or(told["error"].as_str());
        Err(UploadError::Refused {
            what: what.to_owned(),
            status: answer.status,
            code,
            message: message.map(|text| text.chars().take(200).collect()),
        })
    }
}

fn not_documented(what: &str) -> UploadError {
    UploadError::Answer {
        what: what.to_owned(),
    }
}
