//! Writing: the shortest form, by hand.

use alloc::string::String;

use super::{STATUS_LETTERS, registry_letter};
use crate::json::push_integer;
use crate::lifecycle::State;
use crate::lifecycle::verdict::Verdicts;

impl State {
    /// The state as JSON, in the shortest form: equal states give equal text. A session with one attempt,
    /// started, submitted and approved, takes about 150 bytes.
    pub fn to_json(&self) -> String {
        let mut out = Writer(String::new());
        out.open(None, '{');
        out.number("g", self.accepted_at);
        if !self.attempts.is_empty() {
            out.open(Some("a"), '[');
            for attempt in &self.attempts {
                out.open(None, '{');
                if !attempt.is_anonymous() {
                    out.text("i", &attempt.id);
                }
                out.number("c", attempt.created_at);
                let progress = u8::from(attempt.started) + 2 * u8::from(attempt.submitted);
                out.number("p", Some(progress).filter(|progress| *progress > 0));
                out.verdicts("d", &attempt.decision);
                out.verdicts("f", &attempt.full_auto);
                out.close('}');
            }
            out.close(']');
        }
        if let Some(lapse) = self.lapse {
            out.open(Some("l"), '{');
            out.number("t", Some(lapse.at));
            out.number("n", Some(lapse.resubmissions).filter(|n| *n > 0));
            out.close('}');
        }
        if let Some(watchlist) = &self.watchlist {
            out.open(Some("w"), '{');
            out.text("m", &watchlist.match_status);
            out.number("h", watchlist.total_hits);
            out.text("c", &watchlist.check_type);
            out.number("t", watchlist.at);
            out.close('}');
        }
        if let Some(status) = &self.user_status {
            out.open(Some("u"), '{');
            out.text("c", &status.code);
            out.number("t", status.at);
            out.close('}');
        }
        if !self.registries.is_empty() {
            out.open(Some("r"), '[');
            for registry in &self.registries {
                out.open(None, '{');
                out.text("k", registry_letter(registry.kind));
                out.text("s", &registry.status);
                out.number("t", registry.at);
                out.close('}');
            }
            out.close(']');
        }
        out.close('}');
        out.0
    }
}

/// Writes JSON; a comma goes before whatever does not stand first.
struct Writer(String);

impl Writer {
    fn open(&mut self, key: Option<&str>, bracket: char) {
        self.separate();
        if let Some(key) = key {
            self.key(key);
        }
        self.0.push(bracket);
    }

    fn close(&mut self, bracket: char) {
        self.0.push(bracket);
    }

    fn number(&mut self, key: &str, number: Option<impl Into<i128>>) {
        if let Some(number) = number {
            self.separate();
            self.key(key);
            push_integer(&mut self.0, number.into());
        }
    }

    fn text(&mut self, key: &str, text: &str) {
        self.separate();
        self.key(key);
        self.0.push('"');
        for c in text.chars() {
            match c {
                '"' | '\\' => self.0.extend(['\\', c]),
                '\0'..='\x1f' => {
                    self.0.push_str("\\u00");
                    for digit in [c as u32 >> 4, c as u32 & 15] {
                        self.0.extend(char::from_digit(digit, 16));
                    }
                }
                _ => self.0.push(c),
            }
        }
        self.0.push('"');
    }

    fn verdicts(&mut self, key: &str, verdicts: &Verdicts) {
        if verdicts.top().is_none() {
            return;
        }
        self.open(Some(key), '[');
        for verdict in verdicts.iter() {
            self.open(None, '{');
            let letter = STATUS_LETTERS
                .iter()
                .find(|(status, _)| *status == verdict.status);
            self.text("s", letter.map(|(_, letter)| *letter).unwrap_or_default());
            self.number("t", verdict.decided_at);
            self.number("b", verdict.submitted_at);
            self.number("r", verdict.reason_code);
            if let Some(reason) = &verdict.reason {
                self.text("x", reason);
            }
            self.number("c", verdict.code);
            self.close('}');
        }
        self.close(']');
    }

    fn key(&mut self, key: &str) {
        self.0.push('"');
        self.0.push_str(key);
        self.0.push_str("\":");
    }

    fn separate(&mut self) {
        if !matches!(self.0.bytes().last(), None | Some(b'{' | b'[')) {
            self.0.push(',');
        }
    }
}
