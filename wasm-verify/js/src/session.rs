//! A session's state: joined, and written out as what it means.

use alloc::string::String;

use veriff_verify::json::push_integer;
use veriff_verify::lifecycle::{State, Verdict};
use veriff_verify::webhook::Summary;

use crate::answer::Answer;

/// Joins states and a webhook; the answer gets the state to store and its meaning. `None` if a state, or
/// the webhook, cannot be read.
pub(crate) fn join(
    answer: &mut Answer,
    state: &[u8],
    webhook: &[u8],
    other: &[u8],
) -> Option<bool> {
    let read = |json: &[u8]| match json {
        [] => Some(State::default()),
        _ => State::from_json(json).ok(),
    };
    let mut state = read(state)?;
    let mut changed = state.merge(&read(other)?);
    if !webhook.is_empty() {
        for fact in Summary::of(webhook).ok()?.facts() {
            changed |= state.apply(&fact);
        }
    }
    answer.push_text(&state.to_json());
    answer.push_text(meaning(&state).as_str());
    Some(changed)
}

fn meaning(state: &State) -> Json {
    let mut json = Json::default();
    json.open(None, '{');
    json.text("status", Some(state.status().as_str()));
    json.text("currentAttemptId", state.current_attempt());
    json.number("acceptanceTime", state.accepted_at());
    json.number("resubmissions", Some(i64::from(state.resubmissions())));
    json.number("disagreements", Some(i64::from(state.disagreements())));
    json.flag("opened", state.opened());
    json.flag("revised", state.revised());
    json.flag("ambiguous", state.ambiguous());
    match state.outcome() {
        Some(outcome) => {
            json.open(Some("outcome"), '{');
            json.text("status", Some(outcome.status.as_str()));
            json.text("attemptId", outcome.attempt);
            json.text("source", Some(outcome.source.as_str()));
            verdict(&mut json, outcome.verdict);
            json.close('}');
        }
        None => json.text("outcome", None),
    }
    match state.watchlist() {
        Some(it) => {
            json.open(Some("watchlist"), '{');
            json.text("matchStatus", Some(&it.match_status));
            json.text("checkType", Some(&it.check_type));
            let hits = it.total_hits.and_then(|hits| i64::try_from(hits).ok());
            json.number("totalHits", hits);
            json.number("createdAt", it.at);
            json.close('}');
        }
        None => json.text("watchlist", None),
    }
    match state.user_status() {
        Some(it) => {
            json.open(Some("userStatus"), '{');
            json.text("statusCode", Some(&it.code));
            json.number("time", it.at);
            json.close('}');
        }
        None => json.text("userStatus", None),
    }
    json.open(Some("registries"), '[');
    for it in state.registries() {
        json.open(None, '{');
        json.text("registry", Some(it.kind.as_str()));
        json.text("registryStatus", Some(&it.status));
        json.number("time", it.at);
        json.close('}');
    }
    json.close(']');
    json.close('}');
    json
}

fn verdict(json: &mut Json, verdict: &Verdict) {
    json.number("code", verdict.code.map(i64::from));
    json.text("reason", verdict.reason.as_deref());
    json.number("reasonCode", verdict.reason_code.map(i64::from));
    json.number("decisionTime", verdict.decided_at);
    json.number("submissionTime", verdict.submitted_at);
}

/// Writes JSON; a comma goes before whatever does not stand first.
#[derive(Default)]
pub(crate) struct Json(String);

impl Json {
    pub(crate) fn open(&mut self, key: Option<&str>, bracket: char) {
        self.start(key);
        self.0.push(bracket);
    }

    pub(crate) fn close(&mut self, bracket: char) {
        self.0.push(bracket);
    }

    pub(crate) fn element(&mut self, text: &str) {
        self.start(None);
        self.quoted(text);
    }

    pub(crate) fn number(&mut self, key: &str, number: Option<i64>) {
        self.start(Some(key));
        match number {
            Some(number) => push_integer(&mut self.0, number.into()),
            None => self.0.push_str("null"),
        }
    }

    fn flag(&mut self, key: &str, flag: bool) {
        self.start(Some(key));
        self.0.push_str(if flag { "true" } else { "false" });
    }

    fn text(&mut self, key: &str, text: Option<&str>) {
        self.start(Some(key));
        match text {
            Some(text) => self.quoted(text),
            None => self.0.push_str("null"),
        }
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    fn start(&mut self, key: Option<&str>) {
        if !matches!(self.0.bytes().last(), None | Some(b'{' | b'[')) {
            self.0.push(',');
        }
        if let Some(key) = key {
            self.quoted(key);
            self.0.push(':');
        }
    }

    fn quoted(&mut self, text: &str) {
        self.0.push('"');
        for c in text.chars() {
            if c < ' ' || c == '"' || c == '\\' {
                // Any character may be written so, and these are rare.
                self.0.push_str("\\u00");
                for digit in [c as u32 >> 4, c as u32 & 15] {
                    self.0.push(char::from_digit(digit, 16).unwrap_or('0'));
                }
            } else {
                self.0.push(c);
            }
        }
        self.0.push('"');
    }
}
