//! What a data set holds, for machines.

use serde::Serialize;

use super::{SessionFolder, Survey};
use crate::uploads::Found;

/// The manifest: `dataset-manifest.json`.
#[derive(Debug, Serialize)]
pub(crate) struct Manifest<'a> {
    schema: u32,
    sessions: Vec<Session<'a>>,
}

#[derive(Debug, Serialize)]
struct Session<'a> {
    name: &'a str,
    /// Whether it can be sent.
    ready: bool,
    pictures: Vec<Picture<'a>>,
}

#[derive(Debug, Serialize)]
struct Picture<'a> {
    file: &'a str,
    context: &'a str,
    mimetype: Option<&'a str>,
    bytes: usize,
    width: Option<usize>,
    height: Option<usize>,
    sha256: &'a str,
}

impl Manifest<'_> {
    /// The file's name.
    pub(crate) const FILE: &'static str = "dataset-manifest.json";
}

impl<'a> Manifest<'a> {
    /// The manifest of a data set.
    pub(crate) fn of(survey: &'a Survey) -> Self {
        Self {
            schema: 1,
            sessions: survey.sessions.iter().map(Session::of).collect(),
        }
    }
}

impl<'a> Session<'a> {
    fn of(session: &'a SessionFolder) -> Self {
        Self {
            name: &session.name,
            ready: session.is_ready(),
            pictures: session.folder.pictures.iter().map(Picture::of).collect(),
        }
    }
}

impl<'a> Picture<'a> {
    fn of(found: &'a Found) -> Self {
        let dimensions = found.picture.dimensions;
        Self {
            file: &found.name,
            context: &found.context,
            mimetype: found.picture.mimetype,
            bytes: found.picture.size,
            width: dimensions.map(|(width, _)| width),
            height: dimensions.map(|(_, height)| height),
            sha256: &found.digest,
        }
    }
}
