//! Reading: every member becomes a fact, and the facts are joined.

use alloc::string::String;
use alloc::vec::Vec;

use super::layout::{ATTEMPTS, FULL_AUTO, REGISTRIES, STATE, Slot};
use super::{REGISTRY_LETTERS, SCHEMA, STATUS_LETTERS, StateError};
use crate::json::{Observer, Span, Text, Trail, Value, scan_object};
use crate::lifecycle::fact::{Fact, FactKind};
use crate::lifecycle::state::State;
use crate::lifecycle::verdict::Verdict;

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
            changed |= self.absorb(fact);
        }
        Ok(changed)
    }
}

fn read(json: &[u8]) -> Result<Vec<Fact>, StateError> {
    let mut slots = [Span::default(); Slot::COUNT];
    let mut facts = Facts::default();
    let text = scan_object(json, &STATE, &mut slots, &mut facts)?;
    let text = text.ok_or(StateError::Malformed { key: "state" })?;
    let mut fields = Fields::of(text, &slots);
    if fields.unsigned(Slot::Schema).is_some_and(|it| it > SCHEMA) {
        return Err(StateError::NewerSchema);
    }
    facts.of_the_whole(&mut fields);
    facts.fail(fields.wrong);
    match facts.wrong {
        Some(key) => Err(StateError::Malformed { key }),
        None => Ok(facts.told),
    }
}

/// The facts told so far, and the first key that held what cannot be read.
#[derive(Default)]
struct Facts {
    told: Vec<Fact>,
    /// How many were told before the attempt that is being read.
    before_attempt: usize,
    wrong: Option<&'static str>,
}

impl Facts {
    fn say(&mut self, kind: FactKind) {
        self.told.push(Fact {
            attempt: None,
            kind,
        });
    }

    fn fail(&mut self, wrong: Option<&'static str>) {
        self.wrong = self.wrong.or(wrong);
    }

    fn of_the_whole(&mut self, it: &mut Fields<'_>) {
        if let Some(at) = it.signed(Slot::AcceptedAt) {
            self.say(FactKind::Accepted { at });
        }
        if it.value(Slot::Lapse).is_some() {
            let at = it.signed(Slot::LapseAt);
            it.fail(Slot::LapseAt, at.is_none());
            self.say(FactKind::Lapsed {
                at: at.unwrap_or_default(),
                resubmissions: it.small(Slot::LapseResubmissions).unwrap_or_default(),
            });
        }
        if it.value(Slot::Watchlist).is_some() {
            self.say(FactKind::Watchlist {
                match_status: it.required(Slot::MatchStatus),
                total_hits: it.unsigned(Slot::TotalHits),
                check_type: it.required(Slot::CheckType),
                at: it.signed(Slot::WatchlistAt),
            });
        }
        if it.value(Slot::UserStatus).is_some() {
            self.say(FactKind::UserStatus {
                code: it.required(Slot::UserStatusCode),
                at: it.signed(Slot::UserStatusAt),
            });
        }
    }

    fn registry(&mut self, it: &mut Fields<'_>) {
        let letter = it.required(Slot::RegistryKind);
        let kind = REGISTRY_LETTERS.iter().find(|(_, known)| *known == letter);
        it.fail(Slot::RegistryKind, kind.is_none());
        let (status, at) = (
            it.required(Slot::RegistryStatus),
            it.signed(Slot::RegistryAt),
        );
        if let Some(&(kind, _)) = kind {
            self.say(FactKind::Registry { kind, status, at });
        }
        self.before_attempt = self.told.len();
    }

    fn verdict(&mut self, it: &mut Fields<'_>, is_full_auto: bool) {
        let letter = it.required(Slot::Status);
        let status = STATUS_LETTERS.iter().find(|(_, known)| *known == letter);
        it.fail(Slot::Status, status.is_none());
        if let Some(&(status, _)) = status {
            let verdict = Verdict {
                decided_at: it.signed(Slot::DecidedAt),
                submitted_at: it.signed(Slot::SubmittedAt),
                status,
                reason_code: it.small(Slot::ReasonCode),
                reason: it.text(Slot::Reason),
                code: it.small(Slot::Code),
            };
            self.say(match is_full_auto {
                true => FactKind::FullAuto(verdict),
                false => FactKind::Decision(verdict),
            });
        }
    }

    /// The end of an attempt: now all is known of it, its id as well.
    fn attempt(&mut self, it: &mut Fields<'_>) {
        if let Some(at) = it.signed(Slot::CreatedAt) {
            self.say(FactKind::AttemptCreated { at });
        }
        let progress = it.small(Slot::Progress).unwrap_or_default();
        if progress & 1 != 0 {
            self.say(FactKind::Started);
        }
        if progress & 2 != 0 {
            self.say(FactKind::Submitted);
        }
        let id = it.text(Slot::AttemptId);
        for fact in self.told.iter_mut().skip(self.before_attempt) {
            fact.attempt.clone_from(&id);
        }
        self.before_attempt = self.told.len();
    }
}

impl Observer for Facts {
    fn element(&mut self, at: &Trail<'_>, text: &str, slots: &[Span]) {
        let mut fields = Fields::of(text, slots);
        match at.name() {
            ATTEMPTS => self.attempt(&mut fields),
            REGISTRIES => self.registry(&mut fields),
            list => self.verdict(&mut fields, list == FULL_AUTO),
        }
        self.fail(fields.wrong);
    }

    fn unexpected(&mut self, at: &Trail<'_>) {
        self.fail(Some(at.name()));
    }

    fn unknown(&mut self, _: Option<&Trail<'_>>, _: Text<'_>) {}
}

/// The fields of an object, and the first that cannot be read. The types are checked already, so what is
/// left is missing or out of range.
struct Fields<'a> {
    text: &'a str,
    slots: &'a [Span],
    wrong: Option<&'static str>,
}

impl<'a> Fields<'a> {
    fn of(text: &'a str, slots: &'a [Span]) -> Self {
        Self {
            text,
            slots,
            wrong: None,
        }
    }

    fn value(&self, slot: Slot) -> Option<Value<'a>> {
        self.slots
            .get(slot as usize)
            .and_then(|span| span.of(self.text))
    }

    fn fail(&mut self, slot: Slot, is_wrong: bool) {
        if is_wrong {
            self.wrong = self.wrong.or(Some(slot.key()));
        }
    }

    fn signed(&mut self, slot: Slot) -> Option<i64> {
        let value = self.value(slot)?;
        let number = value.as_number().and_then(|number| number.as_i64());
        self.fail(slot, number.is_none());
        number
    }

    fn unsigned(&mut self, slot: Slot) -> Option<u64> {
        let value = self.value(slot)?;
        let number = value.as_number().and_then(|number| number.as_u64());
        self.fail(slot, number.is_none());
        number
    }

    fn small(&mut self, slot: Slot) -> Option<u32> {
        let number = u32::try_from(self.unsigned(slot)?).ok();
        self.fail(slot, number.is_none());
        number
    }

    fn text(&self, slot: Slot) -> Option<String> {
        let text = self.value(slot)?.as_text()?;
        Some(text.to_str().into_owned())
    }

    fn required(&mut self, slot: Slot) -> String {
        let text = self.text(slot);
        self.fail(slot, text.is_none());
        text.unwrap_or_default()
    }
}
