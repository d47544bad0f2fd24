//! Times as Veriff writes them: ISO 8601 date-times with a zone.

use alloc::string::String;

use crate::lifecycle::Millis;

const DAY: i64 = 86_400_000;

/// Reads an ISO 8601 date-time: `2026-03-02T09:14:03.512000Z`, with a zone of `Z` or `±hh:mm` and up to
/// nine digits of fraction, of which those beyond milliseconds are cut off (never rounded up, so that a
/// time never moves into the future).
///
/// `None` for anything else, a date that the calendar does not have and a leap second included.
///
/// ```
/// use veriff_verify::time::{format_timestamp, parse_timestamp};
///
/// let at = parse_timestamp("2026-03-02T11:14:03.5129+02:00");
/// assert_eq!(at.map(format_timestamp).as_deref(), Some("2026-03-02T09:14:03.512Z"));
/// ```
pub fn parse_timestamp(text: &str) -> Option<Millis> {
    let mut digits = Reader(text.as_bytes());
    let year = digits.number(4)?;
    digits.byte(b'-')?;
    let month = digits.number(2)?;
    digits.byte(b'-')?;
    let day = digits.number(2)?;
    if digits.next()? | 0x20 != b't' {
        return None;
    }
    let hour = digits.number(2)?;
    digits.byte(b':')?;
    let minute = digits.number(2)?;
    digits.byte(b':')?;
    let second = digits.number(2)?;
    let millis = match digits.byte(b'.') {
        Some(_) => digits.fraction()?,
        None => 0,
    };
    let offset = match digits.next()? {
        sign @ (b'+' | b'-') => {
            let hours = digits.number(2)?;
            digits.byte(b':')?;
            let minutes = digits.number(2)?;
            if hours > 23 || minutes > 59 {
                return None;
            }
            let offset = (hours * 60 + minutes) * 60_000;
            if sign == b'-' { -offset } else { offset }
        }
        b'Z' | b'z' => 0,
        _ => return None,
    };
    let in_calendar = (1..=12).contains(&month) && (1..=days_in_month(year, month)).contains(&day);
    if !in_calendar || hour > 23 || minute > 59 || second > 59 || !digits.0.is_empty() {
        return None;
    }
    let of_day = ((hour * 60 + minute) * 60 + second) * 1000 + millis;
    Some(days_since_epoch(year, month, day) * DAY + of_day - offset)
}

/// Writes a time as `2026-03-02T09:14:03.512Z`. Years before 0 or after 9999 get a sign.
pub fn format_timestamp(at: Millis) -> String {
    let (year, month, day) = civil_date(at.div_euclid(DAY));
    let of_day = at.rem_euclid(DAY);
    let mut out = String::with_capacity(24);
    if !(0..=9999).contains(&year) {
        out.push(if year < 0 { '-' } else { '+' });
    }
    push_padded(&mut out, year.unsigned_abs(), 4);
    for (before, number, width) in [
        ('-', month, 2),
        ('-', day, 2),
        ('T', of_day / 3_600_000, 2),
        (':', of_day / 60_000 % 60, 2),
        (':', of_day / 1000 % 60, 2),
        ('.', of_day % 1000, 3),
    ] {
        out.push(before);
        push_padded(&mut out, number.unsigned_abs(), width);
    }
    out.push('Z');
    out
}

fn push_padded(out: &mut String, number: u64, width: u32) {
    let mut unit = 10u64.pow(width.saturating_sub(1));
    while number / unit >= 10 {
        unit *= 10;
    }
    while unit > 0 {
        out.push(char::from(b'0' + (number / unit % 10) as u8));
        unit /= 10;
    }
}

struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn next(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    fn byte(&mut self, wanted: u8) -> Option<()> {
        self.0 = self.0.strip_prefix(&[wanted])?;
        Some(())
    }

    #[inline(always)]
    fn digit(&mut self) -> Option<i64> {
        let (first, rest) = self.0.split_first()?;
        let digit = first.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        self.0 = rest;
        Some(i64::from(digit))
    }

    fn number(&mut self, width: u32) -> Option<i64> {
        let mut number = 0;
        for _ in 0..width {
            number = number * 10 + self.digit()?;
        }
        Some(number)
    }

    /// One to nine digits after the point, as milliseconds.
    fn fraction(&mut self) -> Option<i64> {
        let (mut millis, mut unit) = (0, 100);
        for place in 0..9 {
            match self.digit() {
                Some(digit) => millis += digit * unit,
                None if place == 0 => return None,
                None => break,
            }
            unit /= 10;
        }
        Some(millis)
    }
}

fn days_in_month(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days from 1970-01-01 to a date of the proleptic Gregorian calendar. Years are counted from March,
/// so that the leap day is the last of its year, in eras of 400 years, which all have 146,097 days.
fn days_since_epoch(year: i64, month: i64, day: i64) -> i64 {
    let year = if month > 2 { year } else { year - 1 };
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + day_of_year - 719_468
}

/// The reverse: year, month and day.
fn civil_date(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let day_of_year = of_era - (365 * year + year / 4 - year / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let month = (shifted + 2) % 12 + 1;
    let year = era * 400 + year + i64::from(month <= 2);
    (year, month, day_of_year - (153 * shifted + 2) / 5 + 1)
}
