//! Reading: every member becomes a fact, and the facts are joined.

use alloc::string::String;
use alloc::vec::Vec;

use super::layout::{FORMS, Form, STATE, own};
use super::{SCHEMA, StateError};
use crate::json::{Observer, Span, Text, Trail, Value, scan_object};
use crate::lifecycle::kept::{Kept, Place, Said, from_time, slot};
use crate::lifecycle::state::State;

impl State {
    /// Reads what [`State::to_json`] wrote. Unknown keys, of a later release, are ignored; texts and
    /// attempts beyond what a state keeps are cut as if they had been told.
    ///
    /// # Errors
    ///
    /// [`StateError`], if it is not JSON, a known key holds what this crate cannot read, or a later
    /// release says that this one must not read it. Nothing is guessed: to lose a verdict unseen would be
    /// worse than to fail.
    pub fn from_json(json: &[u8]) -> Result<Self, StateError> {
        let mut state = Self::default();
        state.merge_json(json)?;
        Ok(state)
    }

    /// Joins all that a stored state of the same session knows: [`State::merge`] without a second state.
    /// Returns whether it knew anything new.
    ///
    /// # Errors
    ///
    /// As [`State::from_json`]; then nothing was joined.
    pub fn merge_json(&mut self, json: &[u8]) -> Result<bool, StateError> {
        let mut changed = false;
        for fact in read(json)? {
            changed |= self.keep(fact);
        }
        Ok(changed)
    }
}

fn read(json: &[u8]) -> Result<Vec<Kept>, StateError> {
    let mut slots = [Span::default(); own::COUNT];
    let mut facts = Facts::default();
    let text = scan_object(json, &STATE, &mut slots, &mut facts)?;
    let text = text.ok_or(StateError::Malformed { key: "state" })?;
    let it = Fields {
        text,
        slots: &slots,
    };
    if let Some(at) = facts.read("g", it.get(own::ACCEPTED_AT), signed) {
        facts.say(Place::ACCEPTED, Said::at(Some(at), None));
    }
    let schema = facts.read("z", it.get(own::SCHEMA), unsigned);
    if schema.is_some_and(|it| it > SCHEMA) {
        return Err(StateError::NewerSchema);
    }
    match facts.wrong {
        Some(key) => Err(StateError::Malformed { key }),
        None => Ok(facts.told),
    }
}

/// What was told so far, and the first key that held what cannot be read. The types are checked by the
/// pass, so what is left is missing or out of range.
#[derive(Default)]
struct Facts {
    told: Vec<Kept>,
    /// How many were told before the attempt that is being read.
    before_attempt: usize,
    wrong: Option<&'static str>,
}

impl Facts {
    fn say(&mut self, place: Place, said: Said) {
        self.told.push(Kept::new(None, place, said));
    }

    fn fail(&mut self, key: &'static str) {
        self.wrong = self.wrong.or(Some(key));
    }

    /// A field, if it is there; that it cannot be read is noted.
    fn read<T>(
        &mut self,
        key: &'static str,
        found: Option<Value<'_>>,
        read: impl Fn(Value<'_>) -> Option<T>,
    ) -> Option<T> {
        let value = read(found?);
        if value.is_none() {
            self.fail(key);
        }
        value
    }

    /// What was said at one of a form's places.
    fn said(&mut self, form: &Form, it: &Fields<'_>) {
        let mut said = Said::default();
        for key in form.shape.keys {
            let read = match it.get(key.slot()) {
                Some(value) => put(&mut said, form, key.slot(), value),
                None if form.required.iter().any(|it| *it == key.slot()) => None,
                None => Some(()),
            };
            if read.is_none() {
                self.fail(key.name());
            }
        }
        self.say(form.places.0, said);
    }

    /// The end of an attempt: now all is known of it, its id as well.
    fn attempt(&mut self, it: &Fields<'_>) {
        if let Some(at) = self.read("c", it.get(own::CREATED_AT), signed) {
            self.say(Place::CREATED, Said::at(Some(at), None));
        }
        let progress = self.read("p", it.get(own::PROGRESS), unsigned);
        for (bit, place) in [(1, Place::STARTED), (2, Place::SUBMITTED)] {
            if progress.unwrap_or_default() & bit != 0 {
                self.say(place, Said::default());
            }
        }
        let id = it.get(own::ATTEMPT_ID).and_then(text);
        let id = id.unwrap_or_default();
        // What is about the session may stand before the attempts.
        let new = self.told.iter_mut().skip(self.before_attempt);
        for told in new.filter(|told| told.place.is_of_attempt()) {
            told.attempt = id.clone();
        }
        self.before_attempt = self.told.len();
    }
}

impl Observer for Facts {
    fn object(&mut self, at: &Trail<'_>, text: &str, slots: &[Span]) {
        let fields = Fields { text, slots };
        match FORMS.iter().find(|form| form.key == at.name()) {
            Some(form) => self.said(form, &fields),
            None => self.attempt(&fields),
        }
    }

    fn unexpected(&mut self, at: &Trail<'_>) {
        self.fail(at.name());
    }

    fn unknown(&mut self, _: Option<&Trail<'_>>, _: Text<'_>) {}
}

/// The fields of an object.
struct Fields<'a> {
    text: &'a str,
    slots: &'a [Span],
}

impl<'a> Fields<'a> {
    fn get(&self, slot: u8) -> Option<Value<'a>> {
        let span = self.slots.get(usize::from(slot))?;
        span.of(self.text)
    }
}

/// Reads one field of what was said. `None` if it is out of range.
fn put(said: &mut Said, form: &Form, slot: u8, value: Value<'_>) -> Option<()> {
    if let Some(place) = slot.checked_sub(slot::WORD)
        && let Some(to) = said.texts.get_mut(usize::from(place))
    {
        *to = Some(text(value)?);
        return Some(());
    }
    let number = match slot {
        slot::AT | slot::BEFORE => from_time(signed(value)?),
        slot::STATUS => status(form, value)?,
        _ => unsigned(value).filter(|it| *it <= form.most)?,
    };
    let place = if slot == own::SEEN { slot::AT } else { slot };
    *said.numbers.get_mut(usize::from(place))? = Some(number);
    Some(())
}

fn status(form: &Form, value: Value<'_>) -> Option<u64> {
    let letter = value.as_text()?.to_str();
    let place = form
        .letters
        .bytes()
        .position(|it| letter.as_bytes() == [it]);
    place.map(|place| place as u64)
}

fn signed(value: Value<'_>) -> Option<i64> {
    value.as_number()?.as_i64()
}

fn unsigned(value: Value<'_>) -> Option<u64> {
    value.as_number()?.as_u64()
}

fn text(value: Value<'_>) -> Option<String> {
    Some(value.as_text()?.to_str().into_owned())
}
