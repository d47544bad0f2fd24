//! Times: what is read, what is not, and that writing and reading are inverse.

use proptest::prelude::*;
use veriff_verify::time::{format_timestamp, parse_timestamp};

#[test]
fn reads_what_veriff_writes() {
    for (text, millis) in [
        ("1970-01-01T00:00:00Z", 0),
        ("2000-02-29T12:00:00.000Z", 951_825_600_000),
        ("2026-03-02T09:14:03.512000Z", 1_772_442_843_512),
        ("2026-03-02T09:14:03.5Z", 1_772_442_843_500),
        ("2026-03-02T09:14:03.512999999Z", 1_772_442_843_512),
        ("2026-03-02T11:14:03.512+02:00", 1_772_442_843_512),
        ("2026-03-02T03:44:03.512-05:30", 1_772_442_843_512),
        ("1969-12-31T23:59:59.999Z", -1),
        ("9999-12-31T23:59:59.999Z", 253_402_300_799_999),
        ("0000-01-01T00:00:00Z", -62_167_219_200_000),
        ("2026-03-02t09:14:03.512z", 1_772_442_843_512),
        ("2026-03-02T11:14:03.512+0200", 1_772_442_843_512),
        ("2026-03-02T03:44:03.512-0530", 1_772_442_843_512),
        ("2026-03-02T11:14:03.512+02", 1_772_442_843_512),
        ("2026-03-02 09:14:03.512Z", 1_772_442_843_512),
    ] {
        assert_eq!(parse_timestamp(text), Some(millis), "{text}");
    }
}

#[test]
fn reads_nothing_else() {
    for text in [
        "",
        "2026-03-02",
        "2026-03-02T09:14:03",
        "2026-3-02T09:14:03Z",
        "2026-03-02T09:14Z",
        "2026-03-02T09:14:03.Z",
        "2026-03-02T09:14:03.1234567890Z",
        "2026-13-02T09:14:03Z",
        "2026-00-02T09:14:03Z",
        "2026-02-29T09:14:03Z",
        "1900-02-29T00:00:00Z",
        "2026-04-31T00:00:00Z",
        "2026-03-00T09:14:03Z",
        "2026-03-02T24:00:00Z",
        "2026-03-02T09:60:03Z",
        "2026-03-02T09:14:60Z",
        "2026-03-02T09:14:03+24:00",
        "2026-03-02T09:14:03+01:60",
        "2026-03-02T09:14:03+1",
        "2026-03-02T09:14:03+010",
        "2026-03-02T09:14:03+2400",
        "2026-03-02T09:14:03+0160",
        "2026-03-02T09:14:03+01000",
        "2026-03-02T09:14:03 ",
        "2026-03-02  09:14:03Z",
        "2026-03-02T09:14:03Z ",
        " 2026-03-02T09:14:03Z",
        "+2026-03-02T09:14:03Z",
        "2026-03-02T09:14:03.512,Z",
        "２026-03-02T09:14:03Z",
    ] {
        assert_eq!(parse_timestamp(text), None, "{text}");
    }
}

#[test]
fn writes_years_beyond_four_digits_with_a_sign() {
    assert_eq!(
        format_timestamp(253_402_300_800_000),
        "+10000-01-01T00:00:00.000Z"
    );
    assert_eq!(
        format_timestamp(-62_167_219_200_001),
        "-0001-12-31T23:59:59.999Z"
    );
    for extreme in [i64::MIN, i64::MAX] {
        assert!(format_timestamp(extreme).ends_with('Z'));
    }
}

/// A day at a time through four centuries, against a calendar counted by hand.
#[test]
fn knows_the_calendar() {
    let (mut year, mut month, mut day) = (1896, 1, 1);
    let mut at = parse_timestamp("1896-01-01T00:00:00Z").expect("a time");
    while year < 2305 {
        assert_eq!(
            format_timestamp(at),
            format!("{year:04}-{month:02}-{day:02}T00:00:00.000Z")
        );
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let length = [
            31,
            if leap { 29 } else { 28 },
            31,
            30,
            31,
            30,
            31,
            31,
            30,
            31,
            30,
            31,
        ][month - 1];
        day += 1;
        if day > length {
            (month, day) = (month + 1, 1);
        }
        if month > 12 {
            (year, month) = (year + 1, 1);
        }
        at += 86_400_000;
    }
}

proptest! {
    #[test]
    fn reads_what_it_writes(at in -62_167_219_200_000i64..253_402_300_800_000) {
        prop_assert_eq!(parse_timestamp(&format_timestamp(at)), Some(at));
    }

    #[test]
    fn never_panics(text in "\\PC*", at: i64) {
        let _ = parse_timestamp(&text);
        format_timestamp(at);
    }
}
