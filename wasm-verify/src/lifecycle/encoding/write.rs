//! Writing: the shortest form.

use alloc::string::String;

use super::layout::{FORMS, Form, own};
use crate::json::Writer;
use crate::lifecycle::State;
use crate::lifecycle::attempt::Attempt;
use crate::lifecycle::kept::{Kept, Said, slot};

impl State {
    /// The state as JSON, in the shortest form: equal states give equal text. A session with one attempt,
    /// started, submitted and approved, takes about 150 bytes.
    pub fn to_json(&self) -> String {
        let mut out = Writer::default();
        out.open(None, "{");
        signed(&mut out, "g", self.accepted_at());
        let mut attempts = self.attempts().peekable();
        if attempts.peek().is_some() {
            out.open(Some("a"), "[");
            attempts.for_each(|it| attempt(&mut out, it));
            out.close("]");
        }
        all_said(&mut out, false, &self.kept);
        out.close("}");
        out.into_string()
    }
}

fn attempt(out: &mut Writer, it: Attempt<'_>) {
    out.open(None, "{");
    text(out, "i", it.id());
    signed(out, "c", it.created_at());
    let progress = i64::from(it.started()) + 2 * i64::from(it.submitted());
    signed(out, "p", Some(progress).filter(|it| *it > 0));
    all_said(out, true, it.0);
    out.close("}");
}

/// What was said of an attempt, or of the session.
fn all_said(out: &mut Writer, of_attempt: bool, kept: &[Kept]) {
    for form in FORMS
        .iter()
        .filter(|it| it.places.0.is_of_attempt() == of_attempt)
    {
        let mut here = kept.iter().filter(|it| form.holds(it.place)).peekable();
        if here.peek().is_none() {
            continue;
        }
        if form.is_list() {
            out.open(Some(form.key), "[");
        }
        for it in here {
            out.open(Some(form.key).filter(|_| !form.is_list()), "{");
            said(out, form, &it.said);
            out.close("}");
        }
        if form.is_list() {
            out.close("]");
        }
    }
}

fn said(out: &mut Writer, form: &Form, said: &Said) {
    for key in form.shape.keys {
        let (name, slot) = (key.name(), key.slot());
        match slot {
            slot::AT | slot::BEFORE => signed(out, name, said.time(slot)),
            slot::STATUS => {
                let letter = said.number(slot).unwrap_or_default() as usize;
                text(out, name, form.letters.get(letter..=letter));
            }
            slot::WORD | slot::SECOND => text(out, name, said.text(slot)),
            own::SEEN => unsigned(out, name, said.number(slot::AT)),
            _ => unsigned(out, name, said.number(slot)),
        }
    }
}

fn text(out: &mut Writer, key: &str, text: Option<&str>) {
    if let Some(text) = text {
        out.text(Some(key), text);
    }
}

fn signed(out: &mut Writer, key: &str, number: Option<i64>) {
    if let Some(number) = number {
        out.signed(key, number);
    }
}

fn unsigned(out: &mut Writer, key: &str, number: Option<u64>) {
    if let Some(number) = number {
        out.unsigned(key, number);
    }
}
