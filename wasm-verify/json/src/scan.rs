//! The scanner: checks JSON and moves on, without keeping or building anything.

use crate::{JsonError, MAX_DEPTH};

/// What the scanner stands at is not JSON, or nested too deep: [`Scanner::error`] says which.
///
/// It is as small as can be, since it is on every path that succeeds too.
pub(crate) struct Stop;

/// A position in a text that is known to be UTF-8, and the nesting there.
///
/// UTF-8 is checked once, up front, by the core library's fast path; from then on bytes above 0x7F are
/// of interest only outside strings, where they are errors.
#[derive(Clone)]
pub(crate) struct Scanner<'a> {
    text: &'a str,
    position: usize,
    depth: u32,
}

impl<'a> Scanner<'a> {
    /// A scanner at the start of `body`, which must be UTF-8.
    pub(crate) fn new(body: &'a [u8]) -> Result<Self, JsonError> {
        match core::str::from_utf8(body) {
            Ok(text) => Ok(Self::of_text(text)),
            Err(error) => Err(JsonError::Syntax {
                offset: error.valid_up_to(),
            }),
        }
    }

    /// A scanner at the start of `text`.
    pub(crate) fn of_text(text: &'a str) -> Self {
        Self {
            text,
            position: 0,
            depth: 0,
        }
    }

    /// The byte the scanner stands at, counted from 0.
    pub(crate) fn position(&self) -> usize {
        self.position
    }

    /// The byte the scanner stands at; 0, which no token starts with, at the end.
    #[inline(always)]
    pub(crate) fn peek(&self) -> u8 {
        self.text
            .as_bytes()
            .get(self.position)
            .copied()
            .unwrap_or(0)
    }

    /// Moves over one byte.
    #[inline(always)]
    pub(crate) fn advance(&mut self) {
        self.position += 1;
    }

    /// The whole text.
    pub(crate) fn text(&self) -> &'a str {
        self.text
    }

    /// The text from `start` to here. Both are the borders of tokens, hence of characters.
    pub(crate) fn slice(&self, start: usize) -> &'a str {
        self.text.get(start..self.position).unwrap_or("")
    }

    /// Why it stopped: the text is not JSON from here on, or nested too deep.
    #[cold]
    pub(crate) fn error(&self) -> JsonError {
        let offset = self.position.min(self.text.len());
        match self.depth > MAX_DEPTH {
            true => JsonError::TooDeep { offset },
            false => JsonError::Syntax { offset },
        }
    }

    /// Moves over white space.
    #[inline(always)]
    pub(crate) fn whitespace(&mut self) {
        // Nearly always there is none, which one comparison tells.
        while self.peek() <= b' ' && matches!(self.peek(), b' ' | b'\n' | b'\r' | b'\t') {
            self.advance();
        }
    }

    /// Moves over `byte`, or fails.
    #[inline(always)]
    pub(crate) fn expect(&mut self, byte: u8) -> Result<(), Stop> {
        if self.peek() != byte {
            return Err(Stop);
        }
        self.advance();
        Ok(())
    }

    /// Only white space may be left.
    pub(crate) fn finish(&mut self) -> Result<(), Stop> {
        self.whitespace();
        if self.position == self.text.len() {
            Ok(())
        } else {
            Err(Stop)
        }
    }

    /// Moves over the opening byte of an object or array and the white space behind it.
    #[inline(always)]
    pub(crate) fn enter(&mut self) -> Result<(), Stop> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(Stop);
        }
        self.advance();
        self.whitespace();
        Ok(())
    }

    /// Moves over the closing byte of an object or array.
    #[inline(always)]
    pub(crate) fn leave(&mut self) {
        self.depth -= 1;
        self.advance();
    }

    /// Moves over a member's name, the colon and the white space around them; gives back the name as
    /// it is written, between its quotes.
    #[inline(always)]
    pub(crate) fn name(&mut self) -> Result<&'a str, Stop> {
        self.expect(b'"')?;
        let start = self.position;
        self.string_rest()?;
        let name = self.text.get(start..self.position - 1).unwrap_or("");
        self.whitespace();
        self.expect(b':')?;
        self.whitespace();
        Ok(name)
    }

    /// Moves over a member's name as [`name`](Self::name) does, if it is this one, without escapes.
    ///
    /// One comparison, where it is known which name comes next; what is not passed stays to be read.
    #[inline(always)]
    pub(crate) fn this_name(&mut self, name: &str) -> bool {
        let rest = self.text.as_bytes().get(self.position..).unwrap_or(&[]);
        let Some((found, after)) = rest
            .strip_prefix(b"\"")
            .and_then(|rest| rest.split_at_checked(name.len()))
        else {
            return false;
        };
        if !after.starts_with(b"\":") || !is_same(found, name.as_bytes()) {
            return false;
        }
        self.position += name.len() + 3;
        self.whitespace();
        true
    }

    /// Moves over a string.
    #[inline(always)]
    pub(crate) fn string(&mut self) -> Result<(), Stop> {
        self.advance();
        self.string_rest()
    }

    /// Moves over the comma between members or elements, and says so by `false`; or over the closing
    /// byte.
    #[inline(always)]
    pub(crate) fn ends(&mut self, close: u8) -> Result<bool, Stop> {
        self.whitespace();
        let byte = self.peek();
        if byte == b',' {
            self.advance();
            self.whitespace();
            return Ok(false);
        }
        if byte != close {
            return Err(Stop);
        }
        self.leave();
        Ok(true)
    }

    /// Moves over a number, `true`, `false` or `null`.
    pub(crate) fn scalar(&mut self) -> Result<(), Stop> {
        match self.peek() {
            b'-' | b'0'..=b'9' => self.number(),
            b't' => self.word(b"true"),
            b'f' => self.word(b"false"),
            b'n' => self.word(b"null"),
            _ => Err(Stop),
        }
    }

    #[inline]
    fn word(&mut self, word: &[u8]) -> Result<(), Stop> {
        let rest = self.text.as_bytes().get(self.position..).unwrap_or(&[]);
        if !rest.starts_with(word) {
            return Err(Stop);
        }
        self.position += word.len();
        Ok(())
    }

    /// Moves over the rest of a string whose opening quote has been passed, closing quote included.
    ///
    /// It is on every path, so in WebAssembly, where size counts, it stands there once.
    #[cfg_attr(target_arch = "wasm32", inline(never))]
    #[cfg_attr(not(target_arch = "wasm32"), inline(always))]
    fn string_rest(&mut self) -> Result<(), Stop> {
        loop {
            self.position = find_special(self.text.as_bytes(), self.position);
            match self.peek() {
                b'"' => {
                    self.advance();
                    return Ok(());
                }
                b'\\' => self.escape()?,
                _ => return Err(Stop),
            }
        }
    }

    /// Moves over one escape, from its backslash on. Surrogates must come in pairs.
    #[cold]
    fn escape(&mut self) -> Result<(), Stop> {
        self.advance();
        match self.peek() {
            b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => {
                self.advance();
                Ok(())
            }
            b'u' => {
                self.advance();
                match self.four_hex()? {
                    0xDC00..=0xDFFF => Err(Stop),
                    0xD800..=0xDBFF => {
                        self.expect(b'\\')?;
                        self.expect(b'u')?;
                        match self.four_hex()? {
                            0xDC00..=0xDFFF => Ok(()),
                            _ => Err(Stop),
                        }
                    }
                    _ => Ok(()),
                }
            }
            _ => Err(Stop),
        }
    }

    fn four_hex(&mut self) -> Result<u32, Stop> {
        let mut unit = 0;
        for _ in 0..4 {
            let Some(digit) = char::from(self.peek()).to_digit(16) else {
                return Err(Stop);
            };
            unit = unit << 4 | digit;
            self.advance();
        }
        Ok(unit)
    }
}

/// The place of the next quote, backslash or control character, from `start` on, many bytes at a step; the
/// end if there is none.
#[inline(always)]
pub(crate) fn find_special(bytes: &[u8], start: usize) -> usize {
    let mut position = start;
    while let Some(chunk) = bytes.get(position..).and_then(|rest| rest.first_chunk()) {
        if let Some(place) = first_special(chunk) {
            return position + place;
        }
        position += chunk.len();
    }
    let rest = bytes.get(position..).unwrap_or(&[]);
    position + rest.iter().position(is_special).unwrap_or(rest.len())
}

/// Whether there is a quote, backslash or control character anywhere: in what stands between the quotes of a
/// valid string, a backslash.
pub(crate) fn has_special(bytes: &[u8]) -> bool {
    let (chunks, rest) = bytes.as_chunks();
    // The last bytes are looked at together with some before them, where there are as many.
    match bytes.last_chunk() {
        Some(last) => chunks
            .iter()
            .chain([last])
            .any(|it| first_special(it).is_some()),
        None => rest.iter().any(is_special),
    }
}

fn is_special(byte: &u8) -> bool {
    matches!(byte, 0..0x20 | b'"' | b'\\')
}

/// Whether two texts of one length are the same. Names are so short that calling the core library's
/// comparison would take longer than comparing: most are their first and last eight bytes.
#[inline(always)]
fn is_same(one: &[u8], other: &[u8]) -> bool {
    if let (Some(start), Some(end)) = (one.first_chunk::<8>(), one.last_chunk::<8>()) {
        let ends = other.first_chunk() == Some(start) && other.last_chunk() == Some(end);
        return ends && (one.len() <= 16 || one == other);
    }
    let Some((start, end)) = one.first_chunk::<4>().zip(one.last_chunk::<4>()) else {
        return one.iter().zip(other).all(|(a, b)| a == b);
    };
    other.first_chunk() == Some(start) && other.last_chunk() == Some(end)
}

/// The place of the first quote, backslash or control character.
///
/// The marks of the subtractions are the high bits of bytes. One may be wrong only above a right one, so
/// the lowest is always right.
#[cfg(not(target_arch = "wasm32"))]
#[inline(always)]
fn first_special(chunk: &[u8; 8]) -> Option<usize> {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH_BITS: u64 = 0x8080_8080_8080_8080;
    let x = u64::from_le_bytes(*chunk);
    let quote = (x ^ (ONES * b'"' as u64)).wrapping_sub(ONES);
    let backslash = (x ^ (ONES * b'\\' as u64)).wrapping_sub(ONES);
    let control = x.wrapping_sub(ONES * 0x20);
    let marks = (quote | backslash | control) & !x & HIGH_BITS;
    (marks != 0).then_some((marks.trailing_zeros() / 8) as usize)
}

/// The same with WebAssembly's vectors.
#[cfg(target_arch = "wasm32")]
#[inline(always)]
fn first_special(chunk: &[u8; 16]) -> Option<usize> {
    use core::arch::wasm32::{u8x16_bitmask, u8x16_eq, u8x16_lt, u8x16_splat, u64x2, v128_or};
    let halves = u128::from_le_bytes(*chunk);
    let x = u64x2(halves as u64, (halves >> 64) as u64);
    let quote = u8x16_eq(x, u8x16_splat(b'"'));
    let backslash = u8x16_eq(x, u8x16_splat(b'\\'));
    let control = u8x16_lt(x, u8x16_splat(0x20));
    let marks = u8x16_bitmask(v128_or(v128_or(quote, backslash), control));
    (marks != 0).then_some(marks.trailing_zeros() as usize)
}
