//! A data set for a batch test: a folder per session, with the pictures of that session.
//!
//! It is looked through ([`Survey`]), described for machines and people ([`Manifest`], [`Report`]),
//! and sent ([`Batch`]).

mod batch;
mod manifest;
mod report;
mod results;
mod survey;

pub(crate) use self::batch::{Batch, Done};
pub(crate) use self::manifest::Manifest;
pub(crate) use self::report::Report;
pub(crate) use self::results::Results;
pub(crate) use self::survey::{SessionFolder, Survey};

use std::io;
use std::path::Path;

use serde::Serialize;

/// What the names of our own files in a data set begin with.
pub(crate) const OWN: &str = "dataset-";

/// Writes a file of ours as JSON, in one step.
pub(crate) fn write_json(folder: &Path, name: &str, value: &impl Serialize) -> io::Result<()> {
    let mut json = serde_json::to_vec_pretty(value).map_err(io::Error::from)?;
    json.push(b'\n');
    write(folder, name, &json)
}

/// Writes a file of ours in one step.
pub(crate) fn write(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    let temporary = folder.join(format!(".{name}.new"));
    std::fs::write(&temporary, bytes)?;
    std::fs::rename(temporary, folder.join(name))
}
