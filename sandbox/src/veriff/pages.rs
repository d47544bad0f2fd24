//! What a person sees under the session URL.

use axum::extract::{Path, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use http::{HeaderName, HeaderValue, Method, StatusCode, header};

use super::session::{Session, Status};
use super::{LocalVeriff, lifecycle};

const PAGE: &str = include_str!("pages/hosted.html");

/// `GET /v/{token}`: opening the page starts the attempt.
pub(crate) async fn open(
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

/// `POST /v/{token}/submit`: the person is done, and goes back to the callback if there is one.
pub(crate) async fn submit(
    State(veriff): State<LocalVeriff>,
    Path(token): Path<String>,
) -> Response {
    let inner = &veriff.inner;
    let found = inner.read(|store| {
        let session = store.owner(&token).filter(|one| one.token == token)?;
        Some((session.id.clone(), session.callback.clone()))
    });
    let Some((id, callback)) = found else {
        return nothing_here();
    };
    let submitted = inner.act(&id, |store, integration, now| {
        lifecycle::submit(store, integration, &id, false, now)
    });
    match (submitted, callback) {
        (Ok(()), Some(callback)) => Redirect::to(&callback).into_response(),
        _ => Redirect::to(&format!("/v/{token}")).into_response(),
    }
}

fn page(session: &Session) -> Response {
    let (title, text) = match session.status {
        Status::Created | Status::Started => (
            "Verify your identity",
            "Veriff would now ask for your document and a photo of your face. Here you just submit.",
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
    let action = match (&session.callback, session.status) {
        (_, Status::Created | Status::Started) => format!(
            "<form method=\"post\" action=\"/v/{}/submit\"><button>Submit</button></form>",
            escape(&session.token)
        ),
        (Some(callback), _) => format!(
            "<p><a class=\"button\" href=\"{}\">Go back</a></p>",
            escape(callback)
        ),
        _ => String::new(),
    };
    show(StatusCode::OK, title, text, &action)
}

fn nothing_here() -> Response {
    let text = "There is no verification under this link. It may have been erased.";
    show(StatusCode::NOT_FOUND, "Unknown link", text, "")
}

fn show(status: StatusCode, title: &str, text: &str, action: &str) -> Response {
    let page = PAGE
        .replace("{{title}}", title)
        .replace("{{text}}", text)
        .replace("{{action}}", action);
    let mut response = (status, Html(page)).into_response();
    for (name, value) in [
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'",
        ),
        // The address is a bearer secret.
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-store"),
        (HeaderName::from_static("x-robots-tag"), "noindex"),
    ] {
        response
            .headers_mut()
            .insert(name, HeaderValue::from_static(value));
    }
    response
}

fn escape(text: &str) -> String {
    text.chars().fold(String::new(), |mut escaped, c| {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            _ => escaped.push(c),
        }
        escaped
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_is_shown_is_text() {
        assert_eq!(super::escape("<a href=\"'&"), "&lt;a href=&quot;&#39;&amp;");
    }
}
