//! What is wrong with a data set, for people and for machines.

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;

use super::Survey;

/// The report: `dataset-report.txt` and `dataset-report.json`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Report {
    sessions: usize,
    /// Sessions that can be sent.
    ready: usize,
    pictures: usize,
    bytes: usize,
    /// Pictures by context.
    contexts: BTreeMap<String, usize>,
    /// Pictures by type.
    formats: BTreeMap<String, usize>,
    /// What is to be mended.
    pub(crate) errors: usize,
    /// What is only told.
    notes: usize,
    flaws: Vec<Line>,
}

#[derive(Debug, Serialize)]
struct Line {
    session: Option<String>,
    file: Option<String>,
    code: &'static str,
    error: bool,
    text: String,
}

impl Report {
    /// The files' names.
    pub(crate) const TEXT: &'static str = "dataset-report.txt";
    pub(crate) const JSON: &'static str = "dataset-report.json";

    /// The report on a data set.
    pub(crate) fn of(survey: &Survey) -> Self {
        let mut flaws: Vec<Line> = survey
            .flaws()
            .map(|(session, file, flaw)| Line {
                session: session.map(str::to_owned),
                file: file.map(str::to_owned),
                code: flaw.code(),
                error: flaw.is_error(),
                text: flaw.to_string(),
            })
            .collect();
        flaws.sort_by_key(|line| !line.error);
        let mut report = Self {
            sessions: survey.sessions.len(),
            ready: survey.sessions.iter().filter(|one| one.is_ready()).count(),
            pictures: 0,
            bytes: 0,
            contexts: BTreeMap::new(),
            formats: BTreeMap::new(),
            errors: flaws.iter().filter(|line| line.error).count(),
            notes: flaws.iter().filter(|line| !line.error).count(),
            flaws,
        };
        let sessions = survey.sessions.iter();
        for found in sessions.flat_map(|session| &session.folder.pictures) {
            let format = found.picture.mimetype.unwrap_or("unknown");
            report.pictures += 1;
            report.bytes += found.picture.size;
            *report.contexts.entry(found.context.clone()).or_default() += 1;
            *report.formats.entry(format.to_owned()).or_default() += 1;
        }
        report
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (ready, sessions) = (self.ready, self.sessions);
        writeln!(f, "sessions  {sessions}, of which {ready} can be sent")?;
        writeln!(f, "pictures  {}, {} bytes", self.pictures, self.bytes)?;
        for (name, counts) in [("contexts", &self.contexts), ("formats ", &self.formats)] {
            let counts: Vec<_> = counts
                .iter()
                .map(|(what, count)| format!("{what} {count}"))
                .collect();
            writeln!(f, "{name}  {}", counts.join(", "))?;
        }
        writeln!(f, "errors    {}", self.errors)?;
        writeln!(f, "notes     {}", self.notes)?;
        for line in &self.flaws {
            let place = [&line.session, &line.file];
            let place: Vec<_> = place.into_iter().flatten().map(String::as_str).collect();
            let place = match place.is_empty() {
                true => String::new(),
                false => format!("{}: ", place.join("/")),
            };
            let what = if line.error { "error:" } else { "note: " };
            writeln!(f, "{what} {place}{}", line.text)?;
        }
        Ok(())
    }
}
