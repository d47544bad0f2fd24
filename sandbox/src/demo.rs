//! The demonstration: one person is verified, and every step is printed as it really happens.

use crate::Sandbox;
use crate::commands::Style;
use crate::http_client::{Answer, ClientError};
use crate::veriff::Delivered;
use http::Method;
use serde_json::{Value, json};
use std::io::{self, Write};
use std::time::Duration;
use thiserror::Error;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;

/// How long a webhook may take to be delivered.
const PATIENCE: Duration = Duration::from_secs(5);

/// Why the walk did not end with an approval.
#[derive(Debug, Error)]
pub(crate) enum DemoError {
    /// A request got no answer.
    #[error(transparent)]
    Client(#[from] ClientError),
    /// A request got another answer than it should.
    #[error("{request} was answered {status}: {body}")]
    Answer {
        /// Method and URL.
        request: String,
        /// The HTTP status.
        status: u16,
        /// The beginning of the body.
        body: String,
    },
    /// Veriff's message did not arrive.
    #[error("no {kind} webhook was accepted within {} seconds", PATIENCE.as_secs())]
    NoWebhook {
        /// The type of webhook.
        kind: &'static str,
    },
    /// The session ended another way.
    #[error("the session ended {0}, not approved")]
    NotApproved(String),
    /// The terminal went away.
    #[error("cannot print: {0}")]
    Print(#[from] io::Error),
}

/// Walks one session through: created, opened, submitted, approved.
///
/// # Errors
/// See [`DemoError`]; the first step that goes wrong ends the walk.
pub(crate) async fn walk(
    sandbox: &Sandbox,
    style: Style,
    out: &mut impl Write,
) -> Result<(), DemoError> {
    let mut walk = Walk {
        sandbox,
        style,
        out,
        webhooks: sandbox.local_veriff.observe(),
    };
    let person = uuid::Uuid::new_v4().to_string();
    let create = json!({ "verification": {
        "endUserId": person,
        "vendorData": "demonstration",
        "person": { "firstName": "Noor", "lastName": "de Wit" },
    }});

    walk.heading("1  The platform creates a session for a person")?;
    let sessions = format!("{}/sessions", sandbox.platform);
    let created = walk.request(Method::POST, &sessions, Some(&create)).await?;
    walk.fields(&created, &["sessionId", "status", "nextStep", "expiresAt"])?;
    walk.fields(&created, &["url"])?;
    let id = created["sessionId"].as_str().unwrap_or_default().to_owned();
    let control = format!("{}/control/sessions/{id}", sandbox.veriff_origin);

    walk.heading("2  The person opens the link")?;
    walk.request(Method::POST, &format!("{control}/open"), Some(&json!({})))
        .await?;
    walk.webhook(&id, "event", "/action").await?;
    walk.stored(&id).await?;

    walk.heading("3  The person submits photos of face and passport")?;
    walk.request(Method::POST, &format!("{control}/submit"), Some(&json!({})))
        .await?;
    walk.webhook(&id, "event", "/action").await?;
    walk.stored(&id).await?;

    walk.heading("4  Veriff decides")?;
    let decision = json!({ "status": "approved" });
    walk.request(Method::POST, &format!("{control}/decide"), Some(&decision))
        .await?;
    walk.webhook(&id, "decision", "/verification/status")
        .await?;
    let stored = walk.stored(&id).await?;

    match stored["status"].as_str() {
        Some("approved") => {
            let line = format!("Session {id} ended approved.");
            writeln!(walk.out, "\n{}", style.good(&line))?;
            Ok(())
        }
        other => Err(DemoError::NotApproved(
            other.unwrap_or("without a status").to_owned(),
        )),
    }
}

struct Walk<'a, W> {
    sandbox: &'a Sandbox,
    style: Style,
    out: &'a mut W,
    webhooks: Receiver<Delivered>,
}

impl<W: Write> Walk<'_, W> {
    fn heading(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.out, "\n{}", self.style.bold(text))
    }

    /// Sends a request and prints both ways; only a success goes on.
    async fn request(
        &mut self,
        method: Method,
        url: &str,
        body: Option<&Value>,
    ) -> Result<Value, DemoError> {
        let text = body
            .filter(|body| **body != json!({}))
            .map(ToString::to_string)
            .unwrap_or_default();
        writeln!(self.out, "   → {method} {url} {}", self.style.dim(&text))?;
        let answer = match body {
            Some(body) => self.sandbox.http.post(url, body).await?,
            None => self.sandbox.http.get(url).await?,
        };
        self.status(&answer)?;
        if (200..300).contains(&answer.status) {
            return Ok(answer.json());
        }
        Err(DemoError::Answer {
            request: format!("{method} {url}"),
            status: answer.status,
            body: String::from_utf8_lossy(&answer.body)
                .chars()
                .take(300)
                .collect(),
        })
    }

    fn status(&mut self, answer: &Answer) -> io::Result<()> {
        let number = answer.status.to_string();
        let number = match answer.status {
            200..300 => self.style.good(&number),
            _ => self.style.bad(&number),
        };
        writeln!(self.out, "   ← {number}")
    }

    /// Prints those of the answer's members that are there, in one line.
    fn fields(&mut self, answer: &Value, names: &[&str]) -> io::Result<()> {
        let found: Vec<_> = names
            .iter()
            .filter_map(|name| {
                let value = match &answer[*name] {
                    Value::Null => return None,
                    Value::String(text) => text.clone(),
                    other => other.to_string(),
                };
                Some(format!("{} {value}", self.style.dim(name)))
            })
            .collect();
        if found.is_empty() {
            Ok(())
        } else {
            writeln!(self.out, "     {}", found.join("  "))
        }
    }

    /// Waits until the platform has accepted the session's next webhook of this kind, and prints
    /// every try; `pointer` (RFC 6901) leads to what it says.
    async fn webhook(
        &mut self,
        session: &str,
        kind: &'static str,
        pointer: &str,
    ) -> Result<(), DemoError> {
        let patience = tokio::time::sleep(PATIENCE);
        let mut patience = std::pin::pin!(patience);
        loop {
            let delivered = tokio::select! {
                () = &mut patience => return Err(DemoError::NoWebhook { kind }),
                delivered = self.webhooks.recv() => match delivered {
                    Ok(delivered) => delivered,
                    Err(RecvError::Lagged(_)) => continue,
                    Err(RecvError::Closed) => return Err(DemoError::NoWebhook { kind }),
                },
            };
            if delivered.session != session || delivered.kind.as_str() != kind {
                continue;
            }
            let body: Value = serde_json::from_str(&delivered.body).unwrap_or_default();
            let says = body.pointer(pointer).and_then(Value::as_str).unwrap_or("?");
            let answer = delivered
                .http_status
                .map_or_else(|| "no answer".to_owned(), |s| s.to_string());
            let accepted = delivered.http_status == Some(200);
            let answer = if accepted {
                self.style.good(&answer)
            } else {
                self.style.bad(&answer)
            };
            writeln!(
                self.out,
                "   ⇠ webhook {kind}: {says} → POST {} ← {answer}",
                delivered.url
            )?;
            if accepted {
                return Ok(());
            }
        }
    }

    /// Reads the session back through the platform's API.
    async fn stored(&mut self, id: &str) -> Result<Value, DemoError> {
        let url = format!("{}/sessions/{id}", self.sandbox.platform);
        let stored = self.request(Method::GET, &url, None).await?;
        self.fields(&stored, &["status", "nextStep", "grants"])?;
        self.fields(&stored, &["sentence"])?;
        Ok(stored)
    }
}
