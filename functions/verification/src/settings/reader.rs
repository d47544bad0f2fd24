//! Reads JSON field by field, so that an error can name the path without the value.

use super::SettingsError;
use serde_json::{Map, Value};

/// An object of the document, and where it stands.
pub(super) struct Reader<'a> {
    path: String,
    fields: &'a Map<String, Value>,
}

impl<'a> Reader<'a> {
    pub(super) fn root(value: &'a Value) -> Result<Self, SettingsError> {
        Self::at(String::new(), value)
    }

    fn at(path: String, value: &'a Value) -> Result<Self, SettingsError> {
        match value {
            Value::Object(fields) => Ok(Self { path, fields }),
            _ if path.is_empty() => Err(SettingsError::Invalid {
                path: "$".into(),
                rule: "must be an object",
            }),
            _ => Err(SettingsError::Invalid {
                path,
                rule: "must be an object",
            }),
        }
    }

    pub(super) fn path(&self, field: &str) -> String {
        if self.path.is_empty() {
            field.to_owned()
        } else {
            format!("{}.{field}", self.path)
        }
    }

    pub(super) fn invalid(&self, field: &str, rule: &'static str) -> SettingsError {
        SettingsError::Invalid {
            path: self.path(field),
            rule,
        }
    }

    /// Refuses a field that is not named here: a misspelt setting must not be a silent default.
    pub(super) fn only(&self, known: &[&str]) -> Result<(), SettingsError> {
        match self
            .fields
            .keys()
            .find(|key| !known.contains(&key.as_str()))
        {
            // The name itself is shown only if it looks like one: a value pasted in the wrong
            // place must not reach a log.
            Some(key) if key.len() <= 40 && key.bytes().all(|b| b.is_ascii_alphabetic()) => {
                Err(SettingsError::Unknown {
                    path: self.path(key),
                })
            }
            Some(_) => Err(SettingsError::Unknown {
                path: self.path("…"),
            }),
            None => Ok(()),
        }
    }

    fn get(&self, field: &str) -> Option<&'a Value> {
        self.fields.get(field).filter(|value| !value.is_null())
    }

    pub(super) fn text(&self, field: &str) -> Result<&'a str, SettingsError> {
        match self.get(field) {
            Some(Value::String(text)) if !text.is_empty() => Ok(text),
            Some(_) => Err(self.invalid(field, "must be a string that is not empty")),
            None => Err(SettingsError::Missing {
                path: self.path(field),
            }),
        }
    }

    pub(super) fn optional_text(&self, field: &str) -> Result<Option<String>, SettingsError> {
        match self.get(field) {
            None => Ok(None),
            Some(_) => self.text(field).map(|text| Some(text.to_owned())),
        }
    }

    pub(super) fn flag(&self, field: &str, default: bool) -> Result<bool, SettingsError> {
        match self.get(field) {
            None => Ok(default),
            Some(Value::Bool(flag)) => Ok(*flag),
            Some(_) => Err(self.invalid(field, "must be true or false")),
        }
    }

    pub(super) fn number(&self, field: &str, default: u32) -> Result<u32, SettingsError> {
        match self.get(field) {
            None => Ok(default),
            Some(value) => value
                .as_u64()
                .and_then(|number| u32::try_from(number).ok())
                .ok_or_else(|| self.invalid(field, "must be a whole number")),
        }
    }

    pub(super) fn object(&self, field: &str) -> Result<Option<Reader<'a>>, SettingsError> {
        self.get(field)
            .map(|value| Reader::at(self.path(field), value))
            .transpose()
    }

    pub(super) fn objects(&self, field: &str) -> Result<Vec<Reader<'a>>, SettingsError> {
        self.list(field)?
            .ok_or_else(|| SettingsError::Missing {
                path: self.path(field),
            })?
            .iter()
            .enumerate()
            .map(|(index, value)| Reader::at(format!("{}[{index}]", self.path(field)), value))
            .collect()
    }

    pub(super) fn texts(&self, field: &str) -> Result<Vec<&'a str>, SettingsError> {
        self.list(field)?
            .unwrap_or_default()
            .iter()
            .map(|value| match value {
                Value::String(text) => Ok(text.as_str()),
                _ => Err(self.invalid(field, "must be a list of strings")),
            })
            .collect()
    }

    fn list(&self, field: &str) -> Result<Option<&'a [Value]>, SettingsError> {
        match self.get(field) {
            None => Ok(None),
            Some(Value::Array(list)) => Ok(Some(list)),
            Some(_) => Err(self.invalid(field, "must be a list")),
        }
    }
}
