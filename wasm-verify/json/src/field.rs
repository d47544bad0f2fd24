//! A member of an object that may be there, and may be what it should be.

use crate::{Array, Kind, Number, Object, Text, Value};

/// What was found where a value of type `T` is expected.
///
/// Veriff's fields are absent, null, or of another type than documented, depending on configuration
/// and age; none of that is an error.
#[derive(Clone, Copy, Debug)]
pub enum Field<'a, T> {
    /// There is no such member.
    Absent,
    /// It is null.
    Null,
    /// It is there, and of the expected type.
    Value(T),
    /// It is there, of another type: here it is as it was found.
    Unexpected(Value<'a>),
}

impl<'a, T: FromValue<'a>> Field<'a, T> {
    /// Reads what [`Object::get`] gave.
    pub fn read(found: Option<Value<'a>>) -> Self {
        match found {
            None => Self::Absent,
            Some(value) if value.kind() == Kind::Null => Self::Null,
            Some(value) => T::from_value(value).map_or(Self::Unexpected(value), Self::Value),
        }
    }
}

impl<T> Field<'_, T> {
    /// The value, if it is there and of the expected type.
    pub fn value(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            _ => None,
        }
    }
}

/// A type that a JSON value can be read as.
pub trait FromValue<'a>: Sized {
    /// The value as this type; `None` if it is of another.
    fn from_value(value: Value<'a>) -> Option<Self>;
}

impl<'a> FromValue<'a> for Value<'a> {
    fn from_value(value: Value<'a>) -> Option<Self> {
        Some(value)
    }
}

impl<'a> FromValue<'a> for Text<'a> {
    fn from_value(value: Value<'a>) -> Option<Self> {
        value.as_text()
    }
}

impl<'a> FromValue<'a> for Number<'a> {
    fn from_value(value: Value<'a>) -> Option<Self> {
        value.as_number()
    }
}

impl<'a> FromValue<'a> for bool {
    fn from_value(value: Value<'a>) -> Option<Self> {
        value.as_bool()
    }
}

impl<'a> FromValue<'a> for Object<'a> {
    fn from_value(value: Value<'a>) -> Option<Self> {
        value.as_object()
    }
}

impl<'a> FromValue<'a> for Array<'a> {
    fn from_value(value: Value<'a>) -> Option<Self> {
        value.as_array()
    }
}
