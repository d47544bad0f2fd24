//! What happened, for the console: requests with their answers, and how each changed the session.
//!
//! In memory and bounded: it is for looking at, and nothing depends on it. Deliveries are not in it:
//! the outbox has them.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use axum::body::{Body, Bytes, HttpBody as _, to_bytes};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::{HeaderMap, Method, header};
use jiff::Timestamp;
use serde::Serialize;
use tokio::sync::watch;

use super::LocalVeriff;

/// Older entries are forgotten.
const KEPT: usize = 4000;
/// Longer bodies are not kept.
const BODY_KEPT: u64 = 8 * 1024;

/// The entries, the oldest first.
pub(crate) struct Journal {
    entries: Mutex<VecDeque<Entry>>,
    count: watch::Sender<u64>,
}

/// One thing that happened.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Entry {
    /// Counts up.
    pub(crate) number: u64,
    /// Sandbox time.
    pub(crate) at: Timestamp,
    /// The session it was about, if any.
    pub(crate) session: Option<String>,
    #[serde(flatten)]
    pub(crate) what: What,
    /// The session's status before it, where it is told.
    pub(crate) before: Option<String>,
    /// The same after it.
    pub(crate) after: Option<String>,
}

/// What an entry tells of.
#[derive(Clone, Serialize)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub(crate) enum What {
    /// A request was answered.
    Request {
        method: String,
        /// Without a session URL's token.
        path: String,
        status: u16,
        request: Option<String>,
        answer: Option<String>,
        /// Real time.
        elapsed_ms: u64,
    },
    /// Time passed: the session expired, or was decided by itself.
    Time,
    /// The platform was asked for the session's status, after a try of a delivery.
    Platform { delivery: u64, number: u32 },
}

impl Default for Journal {
    fn default() -> Self {
        Self {
            entries: Mutex::default(),
            count: watch::channel(0).0,
        }
    }
}

impl Journal {
    /// Notes something.
    pub(crate) fn note(
        &self,
        at: Timestamp,
        session: Option<String>,
        what: What,
        [before, after]: [Option<String>; 2],
    ) {
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        let number = entries.back().map_or(1, |last| last.number + 1);
        entries.push_back(Entry {
            number,
            at,
            session,
            what,
            before,
            after,
        });
        if entries.len() > KEPT {
            entries.pop_front();
        }
        drop(entries);
        self.count.send_replace(number);
    }

    /// All entries, or those about one session.
    pub(crate) fn entries(&self, session: Option<&str>) -> Vec<Entry> {
        let entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        let wanted = |entry: &&Entry| session.is_none() || entry.session.as_deref() == session;
        entries.iter().filter(wanted).cloned().collect()
    }

    /// Tells of every new entry.
    pub(crate) fn news(&self) -> watch::Receiver<u64> {
        self.count.subscribe()
    }
}

/// Middleware: notes the requests of clients, of the person, and of whoever steers a session.
pub(crate) async fn note(
    State(veriff): State<LocalVeriff>,
    request: Request,
    next: Next,
) -> Response {
    let path = request.uri().path().to_owned();
    let method = request.method().clone();
    if !is_noted(&method, &path) {
        return next.run(request).await;
    }
    let inner = &veriff.inner;
    let (started, at) = (Instant::now(), inner.clock.now());
    let known = session_of(&veriff, &path);
    let before = known.as_deref().and_then(|id| status(&veriff, id));
    let (head, body) = request.into_parts();
    let (body, sent) = kept(&head.headers, body).await;
    let response = next.run(Request::from_parts(head, body)).await;
    let (head, body) = response.into_parts();
    let (body, answered) = kept(&head.headers, body).await;
    let session = known.or_else(|| created(&path, answered.as_deref()?));
    let after = session.as_deref().and_then(|id| status(&veriff, id));
    let what = What::Request {
        method: method.to_string(),
        path: shown(&path),
        status: head.status.as_u16(),
        request: sent,
        answer: answered,
        elapsed_ms: u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX),
    };
    inner.journal.note(at, session, what, [before, after]);
    Response::from_parts(head, body)
}

/// Everything under `/v1` and `/v`; of `/control`, what is done to a session.
fn is_noted(method: &Method, path: &str) -> bool {
    let steers = path.starts_with("/control/sessions/") && method == Method::POST;
    let served = path.starts_with("/v1/") || path.starts_with("/v/");
    (served && method != Method::OPTIONS && method != Method::HEAD) || steers
}

/// The session that a path is about: by its own id, or one of an attempt, a medium, or its token.
fn session_of(veriff: &LocalVeriff, path: &str) -> Option<String> {
    let mut segments = path.split('/').skip(1);
    let id = match segments.next()? {
        "v" => segments.next()?,
        _ => segments.nth(1)?,
    };
    veriff.inner.read(|store| {
        let session = store.sessions.get(id).or_else(|| store.owner(id))?;
        Some(session.id.clone())
    })
}

/// The session that an answer to `POST /v1/sessions` tells of.
fn created(path: &str, answer: &str) -> Option<String> {
    if path.trim_end_matches('/') != "/v1/sessions" {
        return None;
    }
    let answer: serde_json::Value = serde_json::from_str(answer).ok()?;
    Some(answer.pointer("/verification/id")?.as_str()?.to_owned())
}

fn status(veriff: &LocalVeriff, id: &str) -> Option<String> {
    veriff.inner.read(|store| {
        let session = store.sessions.get(id)?;
        Some(session.status.as_str().to_owned())
    })
}

/// The path without what gives a right to who reads it.
fn shown(path: &str) -> String {
    match path.strip_prefix("/v/") {
        Some(rest) => match rest.split_once('/') {
            Some((_, action)) => format!("/v/…/{action}"),
            None => "/v/…".to_owned(),
        },
        None => path.to_owned(),
    }
}

/// A body as it is, and as text if it is short and written in text.
async fn kept(headers: &HeaderMap, body: Body) -> (Body, Option<String>) {
    let length = body.size_hint().exact();
    if length.is_none_or(|length| length == 0 || length > BODY_KEPT) || !is_text(headers) {
        return (body, None);
    }
    match to_bytes(body, usize::MAX).await {
        Ok(bytes) => {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            (Body::from(bytes), Some(text))
        }
        // The connection broke within some kilobytes; what is left is nothing.
        Err(_) => (Body::from(Bytes::new()), None),
    }
}

/// JSON or a form; curl sends JSON as a form unless told.
fn is_text(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE);
    kind.and_then(|kind| kind.to_str().ok())
        .is_some_and(|kind| kind.contains("json") || kind.contains("urlencoded"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_not_shown() {
        assert_eq!(shown("/v/abc.def/submit"), "/v/…/submit");
        assert_eq!(shown("/v/abc.def"), "/v/…");
        assert_eq!(shown("/v1/sessions"), "/v1/sessions");
    }

    #[test]
    fn old_entries_are_forgotten() {
        let journal = Journal::default();
        for index in 0..=KEPT {
            let session = Some(if index == 0 { "old" } else { "new" }.to_owned());
            journal.note(Timestamp::UNIX_EPOCH, session, What::Time, [None, None]);
        }
        assert!(journal.entries(Some("old")).is_empty());
        assert_eq!(journal.entries(None).len(), KEPT);
    }
}
