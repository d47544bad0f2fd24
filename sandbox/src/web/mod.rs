//! The pages of the sandbox: how they and their files reach a browser, and what they may do there.
//!
//! INVARIANT: what comes from outside is text in a page, never markup, and no page runs a script
//! that is not a file of the sandbox.

use axum::response::{Html, IntoResponse, Response};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use veriff_verify::catalogue::{self, Reason};

/// The colours and type that all pages share, and after them the styles of one page.
macro_rules! styles {
    ($($file:literal),+) => {
        concat!(include_str!("../web/base.css"), $(include_str!($file)),+)
    };
}
pub(crate) use styles;

/// A file of a page.
pub(crate) struct File {
    name: &'static str,
    text: &'static str,
}

impl File {
    /// A file by its name, whose end tells its type.
    pub(crate) const fn new(name: &'static str, text: &'static str) -> Self {
        Self { name, text }
    }
}

/// Answers with the file of that name, or 404.
pub(crate) fn file(files: &[File], name: &str) -> Response {
    let Some(file) = files.iter().find(|file| file.name == name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let kind = match file.name.rsplit_once('.') {
        Some((_, "js")) => "text/javascript; charset=utf-8",
        Some((_, "css")) => "text/css; charset=utf-8",
        Some((_, "svg")) => "image/svg+xml",
        _ => "text/plain; charset=utf-8",
    };
    let mut response = file.text.into_response();
    let headers = response.headers_mut();
    set(headers, header::CONTENT_TYPE, kind);
    set(headers, header::CACHE_CONTROL, "no-cache");
    set(headers, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    response
}

/// Answers with a page that may do what `policy` (a Content-Security-Policy) lets it do.
pub(crate) fn page(status: StatusCode, html: String, policy: &str) -> Response {
    let mut response = (status, Html(html)).into_response();
    let headers = response.headers_mut();
    set(headers, header::CONTENT_SECURITY_POLICY, policy);
    // The address may be a bearer secret.
    set(headers, header::REFERRER_POLICY, "no-referrer");
    set(headers, header::CACHE_CONTROL, "no-store");
    set(headers, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(headers, HeaderName::from_static("x-robots-tag"), "noindex");
    response
}

fn set(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    // The values are the sandbox's own; an origin in a policy was parsed as a URL.
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}

/// Puts values into the places of a template that are written `{{name}}`. Each place is filled once,
/// so that a value which looks like a place stays as it is.
pub(crate) fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut parts = template.split("{{");
    let mut filled = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let known = part.split_once("}}").and_then(|(name, rest)| {
            let (_, value) = values.iter().find(|(known, _)| *known == name)?;
            Some((value, rest))
        });
        match known {
            Some((value, rest)) => filled.extend([value, rest]),
            None => filled.extend(["{{", part]),
        }
    }
    filled
}

/// The text as HTML shows it, in an element or in a quoted attribute.
pub(crate) fn escape(text: &str) -> String {
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

/// The known reason codes as options of a `datalist`, for fields that take any number.
pub(crate) fn reason_options() -> String {
    let option = |reason: &Reason| {
        let meaning = escape(reason.meaning);
        format!("<option value=\"{}\">{meaning}</option>", reason.code)
    };
    catalogue::all().iter().map(option).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_is_text() {
        assert_eq!(escape("<a href=\"'&"), "&lt;a href=&quot;&#39;&amp;");
    }

    #[test]
    fn a_value_that_looks_like_a_place_stays() {
        let values = [("a", "{{b}}"), ("b", "two")];
        assert_eq!(fill("{{a}} {{b}} {{c}} {{", &values), "{{b}} two {{c}} {{");
    }
}
