//! What a person sees under the session URL: the flow, or that there is nothing to do.
//!
//! INVARIANT: the URL's token is all the right that these routes need, as at Veriff. The buttons that
//! choose the outcome are the sandbox's own; who has the URL of a sandbox's session may decide it.

mod actions;

use axum::extract::{Path, State};
use axum::http::{Method, StatusCode};
use axum::response::Response;
use axum::{Router, extract::DefaultBodyLimit, routing::get, routing::post};
use url::Url;

use super::LocalVeriff;
use super::lifecycle;
use super::session::{Session, Status};
use super::validate::DOCUMENT_TYPES;
use crate::web::{self, File, escape, fill};

const PAGE: &str = include_str!("pages/hosted.html");
const FLOW: &str = include_str!("pages/flow.html");
const OUTCOME: &str = include_str!("pages/outcome.html");
const FILES: [File; 5] = [
    File::new(
        "hosted.css",
        web::styles!("../web/column.css", "pages/hosted.css"),
    ),
    File::new("hosted.js", include_str!("pages/hosted.js")),
    File::new("frame.js", include_str!("pages/frame.js")),
    File::new("samples.js", include_str!("pages/samples.js")),
    File::new("countries.js", include_str!("pages/countries.js")),
];
/// A picture of 24 MB in base64, as bytes, or a PDF of 20 MB; larger ones are told so.
const MEDIA_LIMIT: usize = 24 * 1024 * 1024;

/// The page, what its buttons call, and its files.
pub(crate) fn router() -> Router<LocalVeriff> {
    let media = post(actions::add_picture).layer(DefaultBodyLimit::max(MEDIA_LIMIT));
    Router::new()
        .route("/v/{token}", get(open))
        .route("/v/{token}/", get(open))
        .route("/v/{token}/media", media)
        .route("/v/{token}/submit", post(actions::submit))
        .route("/v/{token}/decide", post(actions::decide))
        .route("/assets/{name}", get(asset))
}

async fn asset(Path(name): Path<String>) -> Response {
    web::file(&FILES, &name)
}

/// `GET /v/{token}`: opening the page starts the attempt.
async fn open(
    State(veriff): State<LocalVeriff>,
    Path(token): Path<String>,
    method: Method,
) -> Response {
    let inner = &veriff.inner;
    let Some((id, open)) = inner.read(|store| {
        let session = store.owner(&token).filter(|one| one.token == token)?;
        Some((session.id.clone(), session.status.is_open()))
    }) else {
        return nothing_here();
    };
    if open && method == Method::GET {
        // A session that was concluded since shows as such below.
        let _ = inner.act(&id, |store, integration, now| {
            lifecycle::start(store, integration, &id, now)
        });
    }
    match inner.read(|store| store.sessions.get(&id).map(page)) {
        Some(page) => page,
        None => nothing_here(),
    }
}

fn page(session: &Session) -> Response {
    let (title, text) = match session.status {
        Status::Created | Status::Started if session.resubmissions > 0 => (
            "Please try once more",
            "The last attempt could not be used.",
        ),
        Status::Created | Status::Started => (
            "Verify your identity",
            "It takes a minute: your document, a photo of your face, and you are done.",
        ),
        Status::ResubmissionRequested => (
            "Please try once more",
            "The last attempt could not be used. Open this page again to start a new one.",
        ),
        Status::Submitted | Status::Review => (
            "Thank you",
            "Your verification was submitted and is waiting for a decision.",
        ),
        Status::Approved | Status::Declined => (
            "Nothing to do",
            "This verification is finished. You can close this page.",
        ),
        Status::Expired | Status::Abandoned => (
            "This link has expired",
            "The verification was not finished in time. Ask for a new link where you came from.",
        ),
    };
    let body = match session.status {
        Status::Created | Status::Started => again(session) + &flow(session),
        _ => back(session),
    };
    let outcome = if session.status.is_final() {
        String::new()
    } else {
        outcome(session)
    };
    show(
        StatusCode::OK,
        Some(session),
        title,
        text,
        &[&body, &outcome],
    )
}

fn nothing_here() -> Response {
    let text = "There is no verification under this link. It may have been erased.";
    show(StatusCode::NOT_FOUND, None, "Unknown link", text, &["", ""])
}

fn show(
    status: StatusCode,
    session: Option<&Session>,
    title: &str,
    text: &str,
    [body, outcome]: &[&str; 2],
) -> Response {
    let callback = session.and_then(|session| session.callback.as_deref());
    let page = fill(
        PAGE,
        &[
            ("title", title),
            ("text", text),
            (
                "status",
                session.map_or("", |session| session.status.as_str()),
            ),
            ("callback", &escape(callback.unwrap_or_default())),
            ("body", body),
            ("outcome", outcome),
        ],
    );
    web::page(status, page, &policy(callback))
}

/// Scripts and styles of this server only. Any page may show this one in a frame, as Veriff's
/// InContext SDK does. A form may lead to the callback, where submitting ends.
fn policy(callback: Option<&str>) -> String {
    let origin = callback.and_then(|callback| Url::parse(callback).ok());
    let origin = origin.map(|url| url.origin().ascii_serialization());
    format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; \
         connect-src 'self'; base-uri 'none'; form-action 'self' {}",
        origin.unwrap_or_default()
    )
}

/// Why the person is here once more.
fn again(session: &Session) -> String {
    let reason = session
        .decided()
        .and_then(|(_, verdict)| verdict.reason.as_deref());
    match reason.filter(|_| session.resubmissions > 0) {
        Some(reason) => format!("<p class=\"again\">What was wrong: {}.</p>", escape(reason)),
        None => String::new(),
    }
}

fn flow(session: &Session) -> String {
    let chosen = |field| session.document.get(field).and_then(|value| value.as_str());
    let kind = chosen("type").unwrap_or("ID_CARD");
    let types: String = DOCUMENT_TYPES
        .iter()
        .map(|one| {
            let checked = if *one == kind { " checked" } else { "" };
            let name = name_of_type(one);
            format!(
                "<label><input type=\"radio\" name=\"documentType\" value=\"{one}\"{checked}> {name}</label>"
            )
        })
        .collect();
    let country = chosen("country").unwrap_or("EE").to_ascii_uppercase();
    let values = [
        ("token", escape(&session.token)),
        ("country", escape(&country)),
        ("types", types),
    ];
    fill(
        FLOW,
        &values
            .each_ref()
            .map(|(name, value)| (*name, value.as_str())),
    )
}

fn name_of_type(kind: &str) -> &'static str {
    match kind {
        "PASSPORT" => "Passport",
        "DRIVERS_LICENSE" => "Driver’s licence",
        "RESIDENCE_PERMIT" => "Residence permit",
        "VISA" => "Visa",
        _ => "Identity card",
    }
}

fn back(session: &Session) -> String {
    match &session.callback {
        Some(callback) => format!(
            "<p><a class=\"button\" data-back-link href=\"{}\">Go back</a></p>",
            escape(callback)
        ),
        None => String::new(),
    }
}

/// The buttons that decide. One session's pages offer what can still come of it.
fn outcome(session: &Session) -> String {
    let how = match session.status {
        Status::Submitted | Status::Review => "They decide this session at once.",
        _ => "They submit for you, with what is there, and decide at once.",
    };
    let button = |(status, name): (&str, &str)| {
        format!("<button name=\"status\" value=\"{status}\">{name}</button>")
    };
    let buttons: String = [
        ("approved", "Approved"),
        ("declined", "Declined"),
        ("resubmission_requested", "Resubmission requested"),
        ("review", "Review"),
        ("expired", "Expired"),
        ("abandoned", "Abandoned"),
    ]
    .map(button)
    .concat();
    let codes = web::reason_options();
    let token = escape(&session.token);
    fill(
        OUTCOME,
        &[
            ("token", &token),
            ("id", &session.id),
            ("how", how),
            ("buttons", &buttons),
            ("codes", &codes),
        ],
    )
}
