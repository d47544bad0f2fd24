//! What a pass over an object notes and tells: where fields lie, and what in them is unexpected.

use alloc::string::String;

use crate::{Text, Value};

/// Where a value lies in the body: first byte, and one past the last. Both 0 when there is none.
#[derive(Clone, Copy, Default)]
pub struct Span {
    pub(crate) start: usize,
    pub(crate) end: usize,
}

impl Span {
    /// The value in the text it was found in.
    pub fn of<'a>(self, text: &'a str) -> Option<Value<'a>> {
        (self.end != 0).then(|| Value::of_valid(text.get(self.start..self.end).unwrap_or("null")))
    }

    /// The string in the text it was found in, if it is one: what [`Value::as_text`] says of the value.
    pub fn text_of<'a>(self, text: &'a str) -> Option<Text<'a>> {
        let inner = text.get(self.start + 1..self.end.checked_sub(1)?)?;
        let is_text = text.as_bytes().get(self.start) == Some(&b'"');
        is_text.then(|| Text::of_valid(inner))
    }
}

/// Is told of what nobody expected, and of the objects inside.
pub trait Observer {
    /// An object that is a member or an element has been read, and a shape is known for it: its fields are
    /// noted in `slots`, until the next one takes their place.
    fn object(&mut self, at: &Trail<'_>, text: &str, slots: &[Span]) {
        let _ = (at, text, slots);
    }
    /// A value is of a kind that its key does not list.
    fn unexpected(&mut self, at: &Trail<'_>);
    /// A closed shape does not list this member.
    fn unknown(&mut self, within: Option<&Trail<'_>>, name: Text<'_>);
}

/// The way to a value, for messages: `verification.person.addresses[].fullAddress`.
pub struct Trail<'t> {
    pub(crate) parent: Option<&'t Trail<'t>>,
    pub(crate) name: &'static str,
    pub(crate) element: bool,
}

impl Trail<'_> {
    /// The name of the value, or of the array it is an element of.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Appends the way to `out`.
    pub fn write_to(&self, out: &mut String) {
        if let Some(parent) = self.parent {
            parent.write_to(out);
            out.push('.');
        }
        out.push_str(self.name);
        out.push_str(if self.element { "[]" } else { "" });
    }
}
