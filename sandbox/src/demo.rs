//! The demonstration: one person is verified, and every step is printed as it really happens.

use crate::Sandbox;
use crate::commands::Style;
use crate::http_client::ClientError;
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
    /// The platform was not told.
    #[error("no outcome was published within {} seconds", PATIENCE.as_secs())]
    NoOutcome,
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

/// Walks one session through: created, opened, submitted, approved, published.
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
    let told = ["sessionId", "status", "nextStep"];
    let created = walk
        .request(Method::POST, &sessions, Some(&create), &told)
        .await?;
    walk.fields(&created, &["url"])?;
    let id = created["sessionId"].as_str().unwrap_or_default().to_owned();
    let control = format!("{}/control/sessions/{id}", sandbox.veriff_origin);

    walk.heading("2  The person opens the link")?;
    walk.request(Method::POST, &format!("{control}/open"), None, &[])
        .await?;
    walk.webhook(&id, "event", "/action").await?;
    walk.stored(&id).await?;

    walk.heading("3  The person submits")?;
    walk.request(Method::POST, &format!("{control}/submit"), None, &[])
        .await?;
    walk.webhook(&id, "event", "/action").await?;
    walk.stored(&id).await?;

    walk.heading("4  Veriff decides")?;
    let decision = json!({ "status": "approved" });
    walk.request(
        Method::POST,
        &format!("{control}/decide"),
        Some(&decision),
        &[],
    )
    .await?;
    walk.webhook(&id, "decision", "/verification/status")
        .await?;
    let stored = walk.stored(&id).await?;

    walk.heading("5  The platform hears of it")?;
    walk.outcome(&id).await?;

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

    /// Sends a request and prints both ways, with those of the answer's members that `told` names;
    /// only a success goes on.
    async fn request(
        &mut self,
        method: Method,
        url: &str,
        body: Option<&Value>,
        told: &[&str],
    ) -> Result<Value, DemoError> {
        let text = body.map(|body| format!(" {}", self.style.dim(&body.to_string())));
        writeln!(self.out, "   → {method} {url}{}", text.unwrap_or_default())?;
        let answer = if method == Method::GET {
            self.sandbox.http.get(url).await?
        } else {
            self.sandbox
                .http
                .post(url, body.unwrap_or(&json!({})))
                .await?
        };
        let value = answer.json();
        let members = members(&value, told, self.style);
        writeln!(self.out, "   ← {}{members}", self.status(answer.status))?;
        if (200..300).contains(&answer.status) {
            return Ok(value);
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

    fn status(&self, status: u16) -> String {
        let number = status.to_string();
        match status {
            200..300 => self.style.good(&number),
            _ => self.style.bad(&number),
        }
    }

    /// Prints those of the answer's members that are there, on a line of their own.
    fn fields(&mut self, answer: &Value, names: &[&str]) -> io::Result<()> {
        writeln!(self.out, "       {}", members(answer, names, self.style))
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
            let answer = match delivered.http_status {
                Some(status) => self.status(status),
                None => self.style.bad("no answer"),
            };
            writeln!(
                self.out,
                "   ⇠ webhook {kind}: {says} → POST {} ← {answer}",
                delivered.url
            )?;
            if delivered.http_status == Some(200) {
                return Ok(());
            }
        }
    }

    /// Waits until the session's outcome is on the event bus, and prints it.
    async fn outcome(&mut self, session: &str) -> Result<(), DemoError> {
        let mut news = self.sandbox.bus.news();
        let published = tokio::time::timeout(PATIENCE, async {
            loop {
                if let Some(first) = self
                    .sandbox
                    .bus
                    .published(Some(session), 0)
                    .into_iter()
                    .next()
                {
                    return Some(first.event);
                }
                news.changed().await.ok()?;
            }
        });
        let event = published.await.ok().flatten().ok_or(DemoError::NoOutcome)?;
        let envelope = members(&event, &["source", "detail-type"], self.style);
        let detail = members(&event["detail"], &["id", "status", "grants"], self.style);
        writeln!(self.out, "   ⇢ event{envelope}\n       {detail}")?;
        Ok(())
    }

    /// Reads the session back through the platform's API.
    async fn stored(&mut self, id: &str) -> Result<Value, DemoError> {
        let url = format!("{}/sessions/{id}", self.sandbox.platform);
        self.request(
            Method::GET,
            &url,
            None,
            &["status", "nextStep", "grants", "sentence"],
        )
        .await
    }
}

/// Those of the members that are there, each after two blanks.
fn members(value: &Value, names: &[&str], style: Style) -> String {
    names
        .iter()
        .filter_map(|name| match &value[*name] {
            Value::Null => None,
            Value::String(text) => Some(format!("  {} {text}", style.dim(name))),
            other => Some(format!("  {} {other}", style.dim(name))),
        })
        .collect()
}
