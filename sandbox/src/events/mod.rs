//! Sample events for `cargo lambda invoke`: what API Gateway, the scheduler and the table's stream send
//! to each function, one file per case.
//!
//! They are generated, so that the signatures really verify under the sandbox's secrets, and
//! deterministic, so that a test can tell when the files in the repository are out of date.

pub mod answers;
mod canonical;
mod create_session;
mod erase_session;
mod operate;
mod publish_outcome;
mod read_session;
mod receive_webhook;
mod request;
mod sweep_expired;
mod webhooks;

use serde_json::Value;
use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use thiserror::Error;

/// Path within the folder, such as `receive-webhook/decision-approved.json`, and the file's text.
pub type Samples = BTreeMap<String, String>;

/// Why the events cannot be made.
#[derive(Debug, Error)]
pub enum EventsError {
    /// No route of the HTTP API answers the request.
    #[error("no route answers {0}")]
    NoRoute(String),
    /// A header cannot be sent.
    #[error("not a header: {0}")]
    Header(#[from] http::Error),
    /// The secret is none.
    #[error("{0}")]
    Secret(#[from] veriff_verify::signature::SecretError),
    /// A webhook says nothing.
    #[error("{0}")]
    Webhook(#[from] veriff_verify::webhook::PayloadError),
}

/// Makes all sample events.
///
/// # Errors
/// See [`EventsError`]; none of them depends on anything from outside.
pub fn samples() -> Result<Samples, EventsError> {
    let mut samples = Samples::new();
    let functions = [
        ("create-session", create_session::cases()?),
        ("erase-session", erase_session::cases()?),
        ("operate", operate::cases()),
        ("publish-outcome", publish_outcome::cases()?),
        ("read-session", read_session::cases()?),
        ("receive-webhook", receive_webhook::cases()?),
        ("sweep-expired", sweep_expired::cases()),
    ];
    for (function, cases) in functions {
        for (case, event) in cases {
            samples.insert(format!("{function}/{case}.json"), canonical::pretty(&event));
        }
    }
    Ok(samples)
}

/// Writes the samples under `folder`, and removes JSON files of cases that are no more.
///
/// # Errors
/// The file system's own.
pub fn write(samples: &Samples, folder: &Path) -> io::Result<()> {
    for (path, text) in samples {
        let file = folder.join(path);
        if let Some(parent) = file.parent() {
            std::fs::create_dir_all(parent)?;
        }
        std::fs::write(file, text)?;
    }
    for path in present(samples, folder)? {
        if !samples.contains_key(&path) {
            std::fs::remove_file(folder.join(path))?;
        }
    }
    Ok(())
}

/// Compares the files under `folder` with the samples: the paths that are missing, differ, or
/// should not be there, sorted.
///
/// # Errors
/// The file system's own, except that a file is missing.
pub fn stale(samples: &Samples, folder: &Path) -> io::Result<Vec<String>> {
    let mut stale = Vec::new();
    for (path, text) in samples {
        match std::fs::read(folder.join(path)) {
            Ok(bytes) if bytes == text.as_bytes() => {}
            Ok(_) => stale.push(path.clone()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => stale.push(path.clone()),
            Err(error) => return Err(error),
        }
    }
    let present = present(samples, folder)?;
    stale.extend(
        present
            .into_iter()
            .filter(|path| !samples.contains_key(path)),
    );
    stale.sort();
    Ok(stale)
}

/// The JSON files in the functions' folders under `folder`, as paths within it.
fn present(samples: &Samples, folder: &Path) -> io::Result<Vec<String>> {
    let mut functions: Vec<_> = samples
        .keys()
        .filter_map(|path| path.split('/').next())
        .collect();
    functions.dedup();
    let mut found = Vec::new();
    for function in functions {
        let entries = match std::fs::read_dir(folder.join(function)) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(error),
        };
        for entry in entries {
            let name = entry?.file_name();
            if let Some(name) = name.to_str().filter(|name| name.ends_with(".json")) {
                found.push(format!("{function}/{name}"));
            }
        }
    }
    Ok(found)
}

/// A case's name and its event.
type Cases = Vec<(&'static str, Value)>;
