//! The small values of a description: texts that may be secret, and a backend's own words.

use std::fmt;

use serde::Deserialize;

use crate::veriff::Status;

/// A text, or the environment variable that holds it: `{ env = "NAME" }`.
#[derive(Clone, Deserialize)]
#[serde(untagged)]
pub enum Text {
    /// As it is.
    Plain(String),
    /// In the environment.
    Env {
        /// The variable's name.
        env: String,
    },
}

/// A value as it may stand in a backend's answer.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum Word {
    /// True or false.
    Flag(bool),
    /// A number.
    Number(i64),
    /// A text.
    Text(String),
}

/// A backend's own words for Veriff's statuses; by default Veriff's own.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[expect(missing_docs, reason = "Veriff's own names")]
pub struct Words {
    pub created: Option<Vec<Word>>,
    pub started: Option<Vec<Word>>,
    pub submitted: Option<Vec<Word>>,
    pub review: Option<Vec<Word>>,
    pub approved: Option<Vec<Word>>,
    pub declined: Option<Vec<Word>>,
    pub resubmission_requested: Option<Vec<Word>>,
    pub expired: Option<Vec<Word>>,
    pub abandoned: Option<Vec<Word>>,
}

impl Words {
    /// Whether a word says that status.
    pub(crate) fn say(&self, status: Status, word: &str) -> bool {
        match self.of(status) {
            None => word == status.as_str(),
            Some(words) => words.iter().any(|one| one.is(word)),
        }
    }

    /// Whether the two statuses are shown alike.
    pub(crate) fn alike(&self, one: Status, other: Status) -> bool {
        let words = |status| match self.of(status) {
            None => vec![status.as_str().to_owned()],
            Some(words) => words.iter().map(ToString::to_string).collect(),
        };
        let others = words(other);
        words(one).iter().any(|word| others.contains(word))
    }

    fn of(&self, status: Status) -> Option<&Vec<Word>> {
        let words = match status {
            Status::Created => &self.created,
            Status::Started => &self.started,
            Status::Submitted => &self.submitted,
            Status::Review => &self.review,
            Status::Approved => &self.approved,
            Status::Declined => &self.declined,
            Status::ResubmissionRequested => &self.resubmission_requested,
            Status::Expired => &self.expired,
            Status::Abandoned => &self.abandoned,
        };
        words.as_ref()
    }
}

impl Word {
    /// Whether an answer's value is this word.
    pub(crate) fn is(&self, shown: &str) -> bool {
        self.to_string() == shown
    }
}

impl fmt::Display for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag(flag) => flag.fmt(f),
            Self::Number(number) => number.fmt(f),
            Self::Text(text) => text.fmt(f),
        }
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Plain(_) => f.write_str("[redacted]"),
            Self::Env { env } => write!(f, "${env}"),
        }
    }
}
