//! Why the state is what it is, in plain sentences: for the history of a session.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::attempt::Attempt;
use super::derivation::Cause;
use super::fact::Millis;
use super::kept::Said;
use super::state::State;
use super::status::Status;
use super::verdict::Source;
use crate::time::format_timestamp;

impl State {
    /// Why the status is what it is, one sentence each, the deciding one first. They name attempts,
    /// statuses, codes and times; no personal data, and no text that came from outside except ids.
    pub fn explain(&self) -> Vec<String> {
        let cause = self.cause();
        let why = match cause {
            Cause::Verdict {
                attempt,
                source,
                verdict,
            } => describe(attempt, source, verdict),
            Cause::Lapse(lapse) => {
                let at = format_timestamp(lapse.at);
                let how_far = if self.opened() { "finished" } else { "opened" };
                [
                    "our sweep closed it at ",
                    &at,
                    ", and nobody is known to have ",
                    how_far,
                    " it",
                ]
                .concat()
            }
            Cause::Progress {
                attempt,
                status: Status::Started,
            } => name(attempt) + " was begun, and no end of it is known",
            Cause::Progress { attempt, .. } => {
                name(attempt) + " was submitted, and no end of it is known"
            }
            Cause::Untold { attempt } => {
                name(attempt)
                    + " was submitted and a later one exists, so it ended in a request to resubmit \
                                 that was never told"
            }
            Cause::Nothing => "nothing is known but that it was created".to_string(),
        };
        let mut said = Vec::new();
        let mut say = |parts: &[&str]| said.push(parts.concat());
        say(&["The status is ", self.status().as_str(), ": ", &why, "."]);
        if let Some(lapse) = self.lapse().filter(|_| !matches!(cause, Cause::Lapse(_))) {
            let at = format_timestamp(lapse.at);
            say(&[
                "Our sweep had closed it at ",
                &at,
                ", which yields to what was told since.",
            ]);
        }
        if self.is_decided_twice() {
            say(&[
                "It was conclusively decided more than once, in different ways; the decision dated last counts:",
            ]);
            for attempt in self.attempts() {
                let counts = attempt.verdict().map(|(source, _)| source);
                for (source, it) in attempt.judged() {
                    if Some(source) == counts && it.status().is_conclusive() {
                        say(&["- ", &describe(attempt, source, it), "."]);
                    }
                }
            }
        }
        for attempt in self.attempts().filter(|it| it.disagrees()) {
            say(&[
                "Full auto and the decision webhook disagree on ",
                &name(attempt),
                "; the decision webhook counts.",
            ]);
        }
        for attempt in self.superseded() {
            say(&[
                "A later attempt exists than ",
                &name(attempt),
                ", whose end was never told.",
            ]);
        }
        if self.ambiguous() {
            say(&[
                "Several attempts might be the current one; their creation times would tell (GET attempts).",
            ]);
        }
        let resubmissions = self.resubmissions().to_string();
        if resubmissions != "0" {
            say(&[
                "At least ",
                &resubmissions,
                " of its attempts ended in a request to resubmit.",
            ]);
        }
        said
    }
}

fn describe(attempt: Attempt<'_>, source: Source, said: &Said) -> String {
    let verdict = said.as_verdict();
    let mut text = name(attempt);
    text.push_str(" is ");
    text.push_str(verdict.status.as_str());
    text.push_str(match source {
        Source::Decision => " by decision",
        Source::FullAuto => " by full auto",
    });
    let mut number = |what: &str, number: Option<u32>| {
        if let Some(number) = number {
            text.push_str(what);
            text.push_str(&number.to_string());
        }
    };
    number(", code ", verdict.code);
    number(", reason code ", verdict.reason_code);
    let mut time = |what: &str, at: Option<Millis>| {
        if let Some(at) = at {
            text.push_str(what);
            text.push_str(&format_timestamp(at));
        }
    };
    time(", submitted at ", verdict.submitted_at);
    time(", decided at ", verdict.decided_at);
    text
}

fn name(attempt: Attempt<'_>) -> String {
    match attempt.id() {
        Some(id) => ["attempt ", id].concat(),
        None => "an attempt that was not named".to_string(),
    }
}
