//! Numbers: their grammar, and what is out of range. They stay text.

use crate::scan::{Scanner, Stop};

/// A JSON number as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Number<'a>(&'a str);

impl<'a> Number<'a> {
    pub(crate) fn of_valid(text: &'a str) -> Self {
        Self(text)
    }

    /// The digits as they were written.
    pub fn as_str(&self) -> &'a str {
        self.0
    }

    /// The number, if it is written as an integer (no sign, point or exponent) that fits.
    pub fn as_u64(&self) -> Option<u64> {
        digits(self.0)
    }

    /// The number, if it is written as an integer (no point or exponent) that fits.
    pub fn as_i64(&self) -> Option<i64> {
        match self.0.strip_prefix('-') {
            Some(rest) => 0i64.checked_sub_unsigned(digits(rest)?),
            None => digits(self.0).and_then(|n| i64::try_from(n).ok()),
        }
    }

    /// The nearest double.
    pub fn as_f64(&self) -> Option<f64> {
        self.0.parse().ok()
    }
}

/// The number that decimal digits write, and nothing but digits. Not more than 20 of them.
pub fn digits(text: &str) -> Option<u64> {
    if text.is_empty() || text.len() > 20 {
        return None;
    }
    let mut number: u64 = 0;
    for byte in text.bytes() {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        number = appended(number, digit)?;
    }
    Some(number)
}

/// A number with one more digit behind it, if 64 bits can hold that. The core library's checked
/// multiplication would make one of 128 bits of it.
fn appended(number: u64, digit: u8) -> Option<u64> {
    const MOST: u64 = u64::MAX / 10;
    let digit = u64::from(digit);
    let fits = number < MOST || (number == MOST && digit <= u64::MAX % 10);
    fits.then(|| number * 10 + digit)
}

impl Scanner<'_> {
    /// Moves over a number, or to where it breaks the grammar or turns out to be beyond a double.
    ///
    /// Range follows `serde_json` digit by digit: up to 64 bits of the digits are kept, the rest only
    /// shifts the exponent, and the product is out of range when it is infinite.
    pub(crate) fn number(&mut self) -> Result<(), Stop> {
        self.passes(b"-");
        let mut kept = Kept {
            significand: 0,
            exponent: 0,
            full: false,
        };
        if !self.passes(b"0") {
            self.digits(|digit| {
                if !kept.push(digit) {
                    kept.exponent = kept.exponent.saturating_add(1);
                }
            })?;
        }
        if self.peek().is_ascii_digit() {
            return Err(Stop);
        }
        if self.passes(b".") {
            self.digits(|digit| {
                if kept.push(digit) {
                    kept.exponent = kept.exponent.saturating_sub(1);
                }
            })?;
        }
        if self.passes(b"eE") {
            let negative = self.peek() == b'-';
            self.passes(b"+-");
            let mut exponent: i32 = 0;
            self.digits(|digit| {
                exponent = exponent.saturating_mul(10).saturating_add(i32::from(digit));
            })?;
            kept.exponent = match negative {
                true => kept.exponent.saturating_sub(exponent),
                false => kept.exponent.saturating_add(exponent),
            };
        }
        match kept.out_of_range() {
            true => Err(Stop),
            false => Ok(()),
        }
    }

    /// Moves over one of these bytes, if one is there.
    fn passes(&mut self, any: &[u8]) -> bool {
        let is_there = any.contains(&self.peek());
        if is_there {
            self.advance();
        }
        is_there
    }

    /// Moves over one digit or more, and tells each.
    #[inline(always)]
    fn digits(&mut self, mut tell: impl FnMut(u8)) -> Result<(), Stop> {
        let start = self.position();
        while let digit @ b'0'..=b'9' = self.peek() {
            tell(digit - b'0');
            self.advance();
        }
        match self.position() == start {
            true => Err(Stop),
            false => Ok(()),
        }
    }
}

/// As much of a number as decides whether it is in range.
struct Kept {
    significand: u64,
    exponent: i32,
    full: bool,
}

impl Kept {
    /// Takes a digit, unless 64 bits cannot hold it: from then on none.
    fn push(&mut self, digit: u8) -> bool {
        let more = appended(self.significand, digit).filter(|_| !self.full);
        self.full |= more.is_none();
        self.significand = more.unwrap_or(self.significand);
        more.is_some()
    }

    /// Whether the value is infinite as a double.
    fn out_of_range(&self) -> bool {
        if self.significand == 0 || self.exponent < FIRST_POWER {
            return false; // below 1.9e19 times 1e288
        }
        match POWERS.get((self.exponent - FIRST_POWER) as usize) {
            Some(power) => (self.significand as f64 * power).is_infinite(),
            None => true,
        }
    }
}

const FIRST_POWER: i32 = 289;
const POWERS: [f64; 20] = [
    1e289, 1e290, 1e291, 1e292, 1e293, 1e294, 1e295, 1e296, 1e297, 1e298, 1e299, 1e300, 1e301,
    1e302, 1e303, 1e304, 1e305, 1e306, 1e307, 1e308,
];
