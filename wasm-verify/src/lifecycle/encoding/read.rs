//! Reading: every member becomes a fact, and the facts are joined.

use alloc::string::String;

use super::{SCHEMA, STATUS_LETTERS, StateError, registry_letter};
use crate::json::{self, Object, Value};
use crate::lifecycle::fact::{Fact, FactKind, RegistryKind};
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
        let whole = object(json::validate(json)?, "state")?;
        if number::<u64>(whole, "z")?.is_some_and(|schema| schema > SCHEMA) {
            return Err(StateError::NewerSchema);
        }
        let mut state = Self::default();
        if let Some(at) = number(whole, "g")? {
            state.apply(&Fact {
                attempt: None,
                kind: FactKind::Accepted { at },
            });
        }
        for_each(whole, "a", |attempt| read_attempt(&mut state, attempt))?;
        if let Some(lapse) = member(whole, "l")? {
            let at = number(lapse, "t")?.ok_or(StateError::Malformed { key: "t" })?;
            let resubmissions = number(lapse, "n")?.unwrap_or(0);
            state.apply(&Fact {
                attempt: None,
                kind: FactKind::Lapsed { at, resubmissions },
            });
        }
        if let Some(it) = member(whole, "w")? {
            let (match_status, check_type) = (required(it, "m")?, required(it, "c")?);
            let (total_hits, at) = (number(it, "h")?, number(it, "t")?);
            let kind = FactKind::Watchlist {
                match_status,
                total_hits,
                check_type,
                at,
            };
            state.apply(&Fact {
                attempt: None,
                kind,
            });
        }
        if let Some(it) = member(whole, "u")? {
            let kind = FactKind::UserStatus {
                code: required(it, "c")?,
                at: number(it, "t")?,
            };
            state.apply(&Fact {
                attempt: None,
                kind,
            });
        }
        for_each(whole, "r", |it| {
            let letter = required(it, "k")?;
            let kind = [RegistryKind::Ine, RegistryKind::Curp, RegistryKind::IneCurp]
                .into_iter()
                .find(|kind| registry_letter(*kind) == letter)
                .ok_or(StateError::Malformed { key: "k" })?;
            let kind = FactKind::Registry {
                kind,
                status: required(it, "s")?,
                at: number(it, "t")?,
            };
            state.apply(&Fact {
                attempt: None,
                kind,
            });
            Ok(())
        })?;
        Ok(state)
    }
}

fn read_attempt(state: &mut State, it: Object<'_>) -> Result<(), StateError> {
    let id = text(it, "i")?;
    let mut say = |kind| {
        state.apply(&Fact {
            attempt: id.clone(),
            kind,
        })
    };
    if let Some(at) = number(it, "c")? {
        say(FactKind::AttemptCreated { at });
    }
    let progress: u32 = number(it, "p")?.unwrap_or(0);
    if progress & 1 != 0 {
        say(FactKind::Started);
    }
    if progress & 2 != 0 {
        say(FactKind::Submitted);
    }
    for (key, kind) in [
        ("d", FactKind::Decision as fn(Verdict) -> FactKind),
        ("f", FactKind::FullAuto),
    ] {
        for_each(it, key, |verdict| {
            say(kind(read_verdict(verdict)?));
            Ok(())
        })?;
    }
    Ok(())
}

fn read_verdict(it: Object<'_>) -> Result<Verdict, StateError> {
    let letter = required(it, "s")?;
    let status = STATUS_LETTERS.iter().find(|(_, known)| *known == letter);
    let (status, _) = status.ok_or(StateError::Malformed { key: "s" })?;
    Ok(Verdict {
        decided_at: number(it, "t")?,
        submitted_at: number(it, "b")?,
        status: *status,
        reason_code: number(it, "r")?,
        reason: text(it, "x")?,
        code: number(it, "c")?,
    })
}

fn object<'a>(value: Value<'a>, key: &'static str) -> Result<Object<'a>, StateError> {
    value.as_object().ok_or(StateError::Malformed { key })
}

fn member<'a>(of: Object<'a>, key: &'static str) -> Result<Option<Object<'a>>, StateError> {
    of.get(key).map(|value| object(value, key)).transpose()
}

fn for_each(
    of: Object<'_>,
    key: &'static str,
    mut read: impl FnMut(Object<'_>) -> Result<(), StateError>,
) -> Result<(), StateError> {
    let Some(value) = of.get(key) else {
        return Ok(());
    };
    let array = value.as_array().ok_or(StateError::Malformed { key })?;
    array
        .elements()
        .try_for_each(|element| read(object(element, key)?))
}

fn number<T: TryFrom<i128>>(of: Object<'_>, key: &'static str) -> Result<Option<T>, StateError> {
    let Some(value) = of.get(key) else {
        return Ok(None);
    };
    let number = value.as_number().and_then(|n| {
        let whole = n
            .as_i64()
            .map(i128::from)
            .or_else(|| n.as_u64().map(i128::from))?;
        T::try_from(whole).ok()
    });
    number.map(Some).ok_or(StateError::Malformed { key })
}

fn text(of: Object<'_>, key: &'static str) -> Result<Option<String>, StateError> {
    let Some(value) = of.get(key) else {
        return Ok(None);
    };
    let text = value.as_text().ok_or(StateError::Malformed { key })?;
    Ok(Some(text.to_str().into_owned()))
}

fn required(of: Object<'_>, key: &'static str) -> Result<String, StateError> {
    text(of, key)?.ok_or(StateError::Malformed { key })
}
