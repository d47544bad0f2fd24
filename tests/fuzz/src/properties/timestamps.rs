//! Times as Veriff writes them, beside jiff.

use jiff::Timestamp;
use veriff_verify::time::{format_timestamp, parse_timestamp};

/// What we read, jiff reads as the same instant; what both would write is the same. Of what jiff reads, we
/// take only the one form, without leap seconds.
pub fn timestamps(data: &[u8]) {
    if let Ok(text) = std::str::from_utf8(data) {
        let ours = parse_timestamp(text);
        let theirs = text.parse::<Timestamp>().ok();
        match (ours, theirs) {
            (Some(ours), Some(theirs)) => {
                let floor = theirs.as_nanosecond().div_euclid(1_000_000);
                assert_eq!(i128::from(ours), floor, "{text}");
            }
            // jiff's times end before the year 9999 does.
            (Some(ours), None) => {
                let is_last = ours >= Timestamp::MAX.as_millisecond();
                assert!(is_last, "only we read {text:?}");
            }
            (None, Some(_)) => assert!(!is_plain(text), "only jiff reads {text:?}"),
            (None, None) => {}
        }
    }
    if let Some(bytes) = data.first_chunk() {
        written(i64::from_le_bytes(*bytes));
    }
}

/// The first and the last millisecond with a year of four digits.
const FIRST: i64 = -62_167_219_200_000;
const LAST: i64 = 253_402_300_799_999;

/// Any number is written without a panic, and one that is a time of four-digit years is read again.
fn written(at: i64) {
    let text = format_timestamp(at);
    let is_ordinary = (FIRST..=LAST).contains(&at);
    assert_eq!(parse_timestamp(&text), is_ordinary.then_some(at), "{text}");
    if let Ok(time) = Timestamp::from_millisecond(at)
        && is_ordinary
    {
        assert_eq!(text.parse::<Timestamp>().ok(), Some(time), "{text}");
    }
}

/// The one form: date, `T`, time, up to nine digits of fraction, `Z` or an offset with a colon.
fn is_plain(text: &str) -> bool {
    let shape: String = text
        .chars()
        .map(|it| {
            if it.is_ascii_digit() {
                '0'
            } else {
                it.to_ascii_uppercase()
            }
        })
        .collect();
    let Some(rest) = shape.strip_prefix("0000-00-00T00:00:00") else {
        return false;
    };
    let zone = match rest.strip_prefix('.') {
        Some(fraction) => {
            let zone = fraction.trim_start_matches('0');
            if !(1..=9).contains(&(fraction.len() - zone.len())) {
                return false;
            }
            zone
        }
        None => rest,
    };
    let leap = text.get(17..19) == Some("60");
    // jiff takes offsets of up to 25 hours; a day has 24.
    let hours = text.get(text.len().saturating_sub(5)..text.len().saturating_sub(3));
    let beyond = zone != "Z" && hours.is_some_and(|hours| hours > "23");
    !leap && !beyond && matches!(zone, "Z" | "+00:00" | "-00:00")
}
