//! What became of a data set's sessions: a table for people, and the same as JSON.

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;

use super::Done;

/// The results: `dataset-results.json`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Results {
    target: String,
    /// Sessions by what became of them.
    counts: BTreeMap<String, usize>,
    sessions: Vec<Row>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Row {
    name: String,
    session: Option<String>,
    pictures: usize,
    /// A decision's status, `undecided` or `failed`.
    result: String,
    error: Option<String>,
    seconds: f64,
    /// Decided in an earlier run.
    earlier: bool,
}

impl Results {
    /// The file's name.
    pub(crate) const FILE: &'static str = "dataset-results.json";

    /// The results of a run.
    pub(crate) fn of(target: &str, done: &[Done]) -> Self {
        let mut results = Self {
            target: target.to_owned(),
            counts: BTreeMap::new(),
            sessions: Vec::new(),
        };
        for one in done {
            let (result, error) = match &one.outcome {
                Ok(Some(status)) => (status.clone(), None),
                Ok(None) => ("undecided".to_owned(), None),
                Err(error) => ("failed".to_owned(), Some(error.to_string())),
            };
            *results.counts.entry(result.clone()).or_default() += 1;
            results.sessions.push(Row {
                name: one.name.clone(),
                session: one.session.clone(),
                pictures: one.pictures,
                result,
                error,
                seconds: one.took.as_millis() as f64 / 1000.0,
                earlier: one.earlier,
            });
        }
        results
    }

    /// How many failed.
    pub(crate) fn failed(&self) -> usize {
        self.counts.get("failed").copied().unwrap_or_default()
    }

    /// How many wait for a decision.
    pub(crate) fn undecided(&self) -> usize {
        self.counts.get("undecided").copied().unwrap_or_default()
    }
}

impl fmt::Display for Results {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let widest = self.sessions.iter().map(|row| row.name.chars().count());
        let wide = widest.max().unwrap_or_default().max(7);
        writeln!(
            f,
            "{:<wide$}  pictures  result                  seconds  session id",
            "session"
        )?;
        for row in &self.sessions {
            let (name, pictures, result) = (&row.name, row.pictures, &row.result);
            let seconds = match row.earlier {
                true => "earlier".to_owned(),
                false => format!("{:.1}", row.seconds),
            };
            let id = row.session.as_deref().unwrap_or("-");
            writeln!(
                f,
                "{name:<wide$}  {pictures:>8}  {result:<22}  {seconds:>7}  {id}"
            )?;
            if let Some(error) = &row.error {
                writeln!(f, "{:<wide$}  {error}", "")?;
            }
        }
        let counts: Vec<_> = self
            .counts
            .iter()
            .map(|(result, count)| format!("{count} {result}"))
            .collect();
        writeln!(f, "{} sessions: {}", self.sessions.len(), counts.join(", "))
    }
}
