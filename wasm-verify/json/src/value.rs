//! Views of validated JSON: values, objects and arrays, walked anew each time they are asked.

use core::fmt;

use crate::scan::Scanner;
use crate::{Field, FromValue, Number, Text};

/// The kinds of JSON value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `null`
    Null,
    /// `true` or `false`
    Bool,
    /// A number
    Number,
    /// A string
    Text,
    /// An array
    Array,
    /// An object
    Object,
}

/// A JSON value that has been validated, as the text it was written in.
///
/// Its `Debug` shows kind and length alone, since it may be about a person.
#[derive(Clone, Copy)]
pub struct Value<'a>(&'a str);

impl<'a> Value<'a> {
    /// From the text of one valid value, without white space around it.
    pub fn of_valid(text: &'a str) -> Self {
        Self(text)
    }

    /// The JSON text of the value, as it was written.
    pub fn as_json(&self) -> &'a str {
        self.0
    }

    /// Which kind of value it is.
    pub fn kind(&self) -> Kind {
        kind_of(self.0.as_bytes().first().copied().unwrap_or(b'n'))
    }

    /// The string, if it is one.
    pub fn as_text(&self) -> Option<Text<'a>> {
        let inner = self.0.strip_prefix('"')?.strip_suffix('"')?;
        Some(Text::of_valid(inner))
    }

    /// The number, if it is one.
    pub fn as_number(&self) -> Option<Number<'a>> {
        (self.kind() == Kind::Number).then(|| Number::of_valid(self.0))
    }

    /// The truth value, if it is one.
    pub fn as_bool(&self) -> Option<bool> {
        match self.0 {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        }
    }

    /// The object, if it is one.
    pub fn as_object(&self) -> Option<Object<'a>> {
        (self.kind() == Kind::Object).then_some(Object(self.0))
    }

    /// The array, if it is one.
    pub fn as_array(&self) -> Option<Array<'a>> {
        (self.kind() == Kind::Array).then_some(Array(self.0))
    }
}

impl fmt::Debug for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}({} bytes)", self.kind(), self.0.len())
    }
}

/// The kind of the value that starts with this byte.
#[inline]
pub(crate) fn kind_of(first: u8) -> Kind {
    match first {
        b'"' => Kind::Text,
        b'{' => Kind::Object,
        b'[' => Kind::Array,
        b'n' => Kind::Null,
        b't' | b'f' => Kind::Bool,
        _ => Kind::Number,
    }
}

/// A validated JSON object.
#[derive(Clone, Copy)]
pub struct Object<'a>(&'a str);

impl<'a> Object<'a> {
    /// The member of that name, the last if there are several.
    pub fn get(&self, name: &str) -> Option<Value<'a>> {
        self.members()
            .filter(|(key, _)| key.is(name))
            .last()
            .map(|(_, value)| value)
    }

    /// All members, in the order they were written.
    pub fn members(&self) -> Members<'a> {
        Members(Walk::new(self.0))
    }

    /// The JSON text of the object.
    pub fn as_json(&self) -> &'a str {
        self.0
    }

    /// Whether it has no members.
    pub fn is_empty(&self) -> bool {
        self.members().next().is_none()
    }
}

impl fmt::Debug for Object<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Value(self.0).fmt(f)
    }
}

/// A validated JSON array.
#[derive(Clone, Copy)]
pub struct Array<'a>(&'a str);

impl<'a> Array<'a> {
    /// Its elements, in order.
    pub fn elements(&self) -> Elements<'a> {
        Elements(Walk::new(self.0))
    }

    /// Its elements, each read as a `T`.
    pub fn read<T: FromValue<'a>>(&self) -> impl Iterator<Item = Field<'a, T>> + use<'a, T> {
        self.elements().map(|element| Field::read(Some(element)))
    }

    /// The JSON text of the array.
    pub fn as_json(&self) -> &'a str {
        self.0
    }

    /// Whether it has no elements.
    pub fn is_empty(&self) -> bool {
        self.elements().next().is_none()
    }
}

impl fmt::Debug for Array<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Value(self.0).fmt(f)
    }
}

/// The members of an [`Object`], name and value.
#[derive(Clone)]
pub struct Members<'a>(Walk<'a>);

impl<'a> Iterator for Members<'a> {
    type Item = (Text<'a>, Value<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        self.0.step()?;
        let name = self.0.scanner.name().ok()?;
        Some((Text::of_valid(name), self.0.value()?))
    }
}

/// The elements of an [`Array`].
#[derive(Clone)]
pub struct Elements<'a>(Walk<'a>);

impl<'a> Iterator for Elements<'a> {
    type Item = Value<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.step()?;
        self.0.value()
    }
}

/// A walk over the inside of an object or array. The text is valid, so that no step can fail.
#[derive(Clone)]
struct Walk<'a> {
    scanner: Scanner<'a>,
}

impl<'a> Walk<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            scanner: Scanner::of_text(text),
        }
    }

    /// Moves over the opening bracket or the comma, to where the next member or element begins.
    fn step(&mut self) -> Option<()> {
        self.scanner.whitespace();
        let first = self.scanner.position() == 0;
        if !first && self.scanner.peek() != b',' {
            return None;
        }
        self.scanner.advance();
        self.scanner.whitespace();
        (!matches!(self.scanner.peek(), b'}' | b']')).then_some(())
    }

    fn value(&mut self) -> Option<Value<'a>> {
        let start = self.scanner.position();
        self.scanner.value().ok()?;
        Some(Value(self.scanner.slice(start)))
    }
}
