//! Times as Veriff writes them: ISO 8601 date-times with a zone.

use alloc::string::String;

use crate::lifecycle::Millis;

const DAY: i64 = 86_400_000;

/// Reads an ISO 8601 date-time: `2026-03-02T09:14:03.512000Z`, with a zone of `Z`, `±hh:mm`, `±hhmm` or `±hh`
/// and up to nine digits of fraction, of which those beyond milliseconds are cut off (never rounded up, so
/// that a time never moves into the future). A blank may stand for the `T` (RFC 3339, section 5.6).
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
    let (date_time, mut rest) = text.as_bytes().split_first_chunk::<19>()?;
    #[rustfmt::skip]
    let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2, t, h1, h2, b':', n1, n2, b':', s1, s2] = date_time else {
        return None;
    };
    let (year, month, day) = (
        pair(y1, y2) * 100 + pair(y3, y4),
        pair(m1, m2),
        pair(d1, d2),
    );
    let (hour, minute, second) = (pair(h1, h2), pair(n1, n2), pair(s1, s2));
    let mut millis = 0;
    if let Some((b'.', fraction)) = rest.split_first() {
        rest = fraction;
        let mut unit = 100;
        while let Some((digit @ b'0'..=b'9', after)) = rest.split_first() {
            millis += i32::from(digit - b'0') * unit;
            unit /= 10;
            rest = after;
        }
        if !(1..=9).contains(&(fraction.len() - rest.len())) {
            return None;
        }
    }
    let (hours, minutes) = match *rest {
        [b'Z' | b'z'] => (0, 0),
        [b'+' | b'-', a, b] => (pair(a, b), 0),
        [b'+' | b'-', a, b, c, d] | [b'+' | b'-', a, b, b':', c, d] => (pair(a, b), pair(c, d)),
        _ => return None,
    };
    let in_calendar = year < NO_NUMBER
        && (1..=12).contains(&month)
        && (1..=days_in_month(year, month)).contains(&day);
    let in_day = hour < 24 && minute < 60 && second < 60 && hours < 24 && minutes < 60;
    if !in_calendar || !in_day || !matches!(t, b'T' | b't' | b' ') {
        return None;
    }
    let offset = match rest.first() {
        Some(b'-') => -(hours * 60 + minutes),
        _ => hours * 60 + minutes,
    };
    let of_day = (((hour * 60 + minute - offset) * 60) + second) * 1000 + millis;
    Some(days_since_epoch(year, month, day) * DAY + i64::from(of_day))
}

/// Greater than any year, month or part of a day.
const NO_NUMBER: i32 = 10_000;

/// The number that two digits write, or [`NO_NUMBER`].
fn pair(tens: u8, ones: u8) -> i32 {
    let (tens, ones) = (tens.wrapping_sub(b'0'), ones.wrapping_sub(b'0'));
    match tens <= 9 && ones <= 9 {
        true => i32::from(tens * 10 + ones),
        false => NO_NUMBER,
    }
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

fn days_in_month(year: i32, month: i32) -> i32 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days from 1970-01-01 to a date of the proleptic Gregorian calendar, from year 0 on. Years are counted
/// from March, so that the leap day is the last of its year.
fn days_since_epoch(year: i32, month: i32, day: i32) -> i64 {
    // Years are taken 400 later, which is 146,097 days, so that none is negative.
    let year = year + 400 - i32::from(month <= 2);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    i64::from(year * 365 + year / 4 - year / 100 + year / 400 + day_of_year - 146_097 - 719_468)
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
