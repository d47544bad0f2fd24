//! One pass over an object of a known shape: where its fields lie, and what in it is unexpected.
//!
//! A [`Shape`] is a static table of the members that may come, in the order they usually do; the scan
//! is one function over such tables, whatever the webhook, which keeps the WebAssembly small.

use crate::scan::{Scanner, Stop};
use crate::text::{has_escape, says};
use crate::value::kind_of;
use crate::{JsonError, Kind, Observer, Span, Text, Trail};

/// The members an object may have.
pub struct Shape {
    /// The members. The one after the last found is tried first, so they best stand in the order in
    /// which they are sent.
    pub keys: &'static [Key],
    /// Whether a member that is not listed is reported.
    pub closed: bool,
    /// The slots of this object's members, and of those inside them: first, and one past the last.
    pub slots: (u8, u8),
}

/// A member: its name, where to note it, what it may be.
pub struct Key {
    name: &'static str,
    slot: u8,
    expected: Mask,
    /// Looks inside the object, or the objects of the array.
    inside: Option<&'static Shape>,
    /// It is an array of objects that is looked into.
    is_array: bool,
}

const NO_SLOT: u8 = u8::MAX;
/// Any object.
static ANYTHING: Shape = Shape {
    keys: &[],
    closed: false,
    slots: (0, 0),
};

impl Key {
    /// A member of no interest but for its type.
    pub const fn new(name: &'static str, expected: Mask) -> Self {
        Self {
            name,
            slot: NO_SLOT,
            expected,
            inside: None,
            is_array: false,
        }
    }

    /// Its name.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Where it is noted.
    pub const fn slot(&self) -> u8 {
        self.slot
    }

    fn trail<'t>(&self, parent: Option<&'t Trail<'t>>) -> Trail<'t> {
        Trail {
            parent,
            name: self.name,
            element: false,
        }
    }

    /// Notes in `slot` where the value lies.
    pub const fn at(mut self, slot: u8) -> Self {
        self.slot = slot;
        self
    }

    /// Looks inside, if the value is an object.
    pub const fn object(mut self, shape: &'static Shape) -> Self {
        self.inside = Some(shape);
        self
    }

    /// Looks inside, if the value is an array: each element is to be an object of that shape.
    pub const fn elements(mut self, shape: &'static Shape) -> Self {
        self.is_array = true;
        self.inside = Some(shape);
        self
    }
}

/// A set of kinds of value.
#[derive(Clone, Copy)]
pub struct Mask(u8);

impl Mask {
    /// Whatever it is.
    pub const ANY: Self = Self(0x3F);
    /// `null`
    pub const NULL: Self = Self(1 << Kind::Null as u8);
    /// `true` or `false`
    pub const BOOL: Self = Self(1 << Kind::Bool as u8);
    /// A number
    pub const NUMBER: Self = Self(1 << Kind::Number as u8);
    /// A string
    pub const TEXT: Self = Self(1 << Kind::Text as u8);
    /// An array
    pub const ARRAY: Self = Self(1 << Kind::Array as u8);
    /// An object
    pub const OBJECT: Self = Self(1 << Kind::Object as u8);
    /// The text `null` is not expected, where a text is.
    pub const NOT_THE_WORD_NULL: Self = Self(0x80);

    /// Either kind.
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    #[inline]
    fn expects(self, first: u8) -> bool {
        self.0 & 1 << kind_of(first) as u8 != 0
    }

    #[inline]
    fn has(self, kind: Self) -> bool {
        self.0 & kind.0 != 0
    }
}

/// Validates a whole document and, if it is an object, notes its fields in `slots`.
///
/// Gives back the document as text, or `None` if it is JSON but not an object.
pub fn scan_object<'a>(
    body: &'a [u8],
    shape: &'static Shape,
    slots: &mut [Span],
    observer: &mut dyn Observer,
) -> Result<Option<&'a str>, JsonError> {
    let mut scanner = Scanner::new(body)?;
    scanner.whitespace();
    let is_object = scanner.peek() == b'{';
    let mut pass = Pass {
        scanner,
        slots,
        observer,
    };
    let passed = pass.value(false, Some(shape), None);
    let mut scanner = pass.scanner;
    match passed.and_then(|()| scanner.finish()) {
        Ok(()) => Ok(is_object.then(|| scanner.slice(0))),
        Err(Stop) => Err(scanner.error()),
    }
}

impl Scanner<'_> {
    /// Moves over one value of any kind.
    pub(crate) fn value(&mut self) -> Result<(), Stop> {
        let mut pass = Pass {
            scanner: self.clone(),
            slots: &mut [],
            observer: &mut Nobody,
        };
        let passed = pass.value(false, None, None);
        *self = pass.scanner;
        passed
    }
}

struct Nobody;

impl Observer for Nobody {
    fn unexpected(&mut self, _: &Trail<'_>) {}
    fn unknown(&mut self, _: Option<&Trail<'_>>, _: Text<'_>) {}
}

struct Pass<'a, 'p> {
    scanner: Scanner<'a>,
    slots: &'p mut [Span],
    observer: &'p mut dyn Observer,
}

impl Pass<'_, '_> {
    /// A value of any kind: an object of that shape, or an array of such, or whatever it is.
    fn value(
        &mut self,
        is_array: bool,
        inside: Option<&'static Shape>,
        trail: Option<&Trail<'_>>,
    ) -> Result<(), Stop> {
        match self.scanner.peek() {
            b'"' => self.scanner.string(),
            b'{' => {
                let shape = inside.filter(|_| !is_array);
                self.object(shape.unwrap_or(&ANYTHING), trail)
            }
            b'[' => match (inside, trail) {
                (Some(shape), Some(trail)) if is_array => {
                    let each = Trail {
                        element: true,
                        ..*trail
                    };
                    self.elements(shape, Some(&each))
                }
                _ => self.elements(&ANYTHING, None),
            },
            _ => self.scanner.scalar(),
        }
    }

    fn object(&mut self, shape: &'static Shape, trail: Option<&Trail<'_>>) -> Result<(), Stop> {
        self.scanner.enter()?;
        if self.scanner.peek() == b'}' {
            self.scanner.leave();
            return Ok(());
        }
        let mut next = 0;
        loop {
            match shape.keys.get(next) {
                Some(key) if self.scanner.this_name(key.name) => {
                    next += 1;
                    self.member(key, trail)?;
                }
                _ => self.other_member(shape, &mut next, trail)?,
            }
            if self.scanner.ends(b'}')? {
                return Ok(());
            }
        }
    }

    /// A member that is not the next in the table.
    fn other_member(
        &mut self,
        shape: &'static Shape,
        next: &mut usize,
        trail: Option<&Trail<'_>>,
    ) -> Result<(), Stop> {
        let name = self.scanner.name()?;
        let Some(index) = find(shape.keys, name) else {
            self.value(false, None, None)?;
            if shape.closed {
                self.observer.unknown(trail, Text::of_valid(name));
            }
            return Ok(());
        };
        *next = index + 1;
        match shape.keys.get(index) {
            Some(key) => self.member(key, trail),
            None => Ok(()),
        }
    }

    fn member(&mut self, key: &'static Key, parent: Option<&Trail<'_>>) -> Result<(), Stop> {
        let start = self.scanner.position();
        let first = self.scanner.peek();
        if let Some(shape) = key.inside {
            self.forget(shape);
        }
        let is_expected = match first {
            // Nearly all are texts.
            b'"' => {
                self.scanner.string()?;
                key.expected.has(Mask::TEXT)
                    && !(key.expected.has(Mask::NOT_THE_WORD_NULL)
                        && self.scanner.position() - start == "\"null\"".len()
                        && self.scanner.slice(start) == "\"null\"")
            }
            _ => {
                self.value(key.is_array, key.inside, Some(&key.trail(parent)))?;
                key.expected.expects(first)
            }
        };
        if let Some(slot) = self.slots.get_mut(usize::from(key.slot)) {
            *slot = Span {
                start,
                end: self.scanner.position(),
            };
        }
        if !is_expected {
            self.observer.unexpected(&key.trail(parent));
        }
        if first == b'{' && key.inside.is_some() && !key.is_array {
            self.observer
                .object(&key.trail(parent), self.scanner.text(), self.slots);
        }
        Ok(())
    }

    fn elements(&mut self, shape: &'static Shape, trail: Option<&Trail<'_>>) -> Result<(), Stop> {
        self.scanner.enter()?;
        if self.scanner.peek() == b']' {
            self.scanner.leave();
            return Ok(());
        }
        loop {
            let first = self.scanner.peek();
            self.forget(shape);
            self.value(false, Some(shape), trail)?;
            if let Some(trail) = trail {
                match first {
                    b'{' => self.observer.object(trail, self.scanner.text(), self.slots),
                    _ => self.observer.unexpected(trail),
                }
            }
            if self.scanner.ends(b']')? {
                return Ok(());
            }
        }
    }

    /// Of two members with one name the last counts, so what the first held is forgotten.
    #[inline]
    fn forget(&mut self, shape: &Shape) {
        let (first, end) = (usize::from(shape.slots.0), usize::from(shape.slots.1));
        if let Some(slots) = self.slots.get_mut(first..end) {
            slots.fill(Span::default());
        }
    }
}

/// The index of the key of that name, which may be written with escapes.
fn find(keys: &[Key], name: &str) -> Option<usize> {
    let found = keys.iter().position(|key| key.name == name);
    found.or_else(|| match !keys.is_empty() && has_escape(name) {
        true => keys.iter().position(|key| says(name, key.name)),
        false => None,
    })
}
