//! Asks the person at the terminal, where a backend has nothing that could be requested.

use std::io::{self, BufRead as _, Write as _};
use std::sync::{Arc, Mutex, PoisonError};

use super::{Offer, Shown};
use crate::check::person::Person;

/// Puts questions to a person and takes one line for each; nothing at the end of the input.
pub trait Questions: Send {
    /// Asks one question.
    ///
    /// # Errors
    /// The terminal cannot be read or written.
    fn ask(&mut self, question: &str) -> io::Result<Option<String>>;
}

/// The terminal: questions on standard error, answers from standard input.
#[derive(Clone, Copy, Debug, Default)]
pub struct Terminal;

impl Questions for Terminal {
    fn ask(&mut self, question: &str) -> io::Result<Option<String>> {
        let mut out = io::stderr();
        write!(out, "{question} ")?;
        out.flush()?;
        let mut line = String::new();
        let read = io::stdin().lock().read_line(&mut line)?;
        Ok((read > 0).then(|| line.trim().to_owned()))
    }
}

/// Asks for everything.
#[derive(Clone)]
pub(crate) struct AskProbe {
    questions: Arc<Mutex<dyn Questions>>,
}

impl AskProbe {
    pub(crate) fn new(questions: impl Questions + 'static) -> Self {
        Self {
            questions: Arc::new(Mutex::new(questions)),
        }
    }

    /// Lets the person start a verification. Nothing if they pass over it.
    pub(crate) async fn create(&self, person: &Person, again: bool) -> Option<Offer> {
        let again = if again { " once more" } else { "" };
        let question = format!(
            "\n  In your application, start a verification{again} for the user known here as {}\n  \
             (name {} {}). Then paste the session URL it leads to (Enter if it offers none, \
             s to skip this check):",
            person.vendor_data, person.first_name, person.last_name
        );
        let url = self.question(question).await?;
        Some(Offer {
            session_id: None,
            url: (!url.is_empty()).then_some(url),
        })
    }

    /// Lets the person say what the application shows. Nothing if they pass over it.
    pub(crate) async fn read(&self, person: &Person) -> Option<Shown> {
        let question = format!(
            "\n  What does your application show for {}? One of created, started, submitted, review,\n  \
             approved, declined, resubmission_requested, expired, abandoned; add + if the user has \
             access\n  (such as approved+; Enter for nothing, s to skip this check):",
            person.vendor_data
        );
        let told = self.question(question).await?;
        let word = told.trim_end_matches('+').trim();
        Some(Shown {
            word: (!word.is_empty()).then(|| word.replace('-', "_")),
            access: told.ends_with('+'),
            ..Shown::default()
        })
    }

    async fn question(&self, question: String) -> Option<String> {
        let questions = Arc::clone(&self.questions);
        let asked = tokio::task::spawn_blocking(move || {
            let mut questions = questions.lock().unwrap_or_else(PoisonError::into_inner);
            questions.ask(&question)
        });
        match asked.await {
            Ok(Ok(Some(line))) if !line.eq_ignore_ascii_case("s") => Some(line),
            _ => None,
        }
    }
}
