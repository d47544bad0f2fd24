//! Numbers: integers, and where a double ends. Their grammar is in `cases.txt`.

use super::agree;
use proptest::prelude::*;
use veriff_verify::json::validate;

/// Within a rounding of the largest double it is the order of the operations that decides: ours is that
/// of `serde_json`, which takes another one if any crate of the build switches its feature
/// `float_roundtrip` on. So these are not compared but written down.
#[test]
fn what_rounds_to_the_largest_double_or_beyond_it() {
    for (text, is_accepted) in [
        ("1.7976931348623157e308", true),
        ("1.7976931348623158e308", false),
        ("1.7976931348623159e308", false),
        ("1.797693134862316e308", false),
        ("17976931348623157e292", true),
        ("17976931348623159e292", false),
        ("179769313486231570e291", true),
        ("179769313486231580e291", true),
        ("179769313486231590e291", true),
    ] {
        assert_eq!(validate(text.as_bytes()).is_ok(), is_accepted, "{text}");
    }
}

#[test]
fn the_largest_double_is_the_limit() {
    for text in [
        "18446744073709551615e288",
        "18446744073709551615e289",
        "18446744073709551615e290",
        "1e308",
        "2e308",
        "1e309",
        "1e310",
        "0e999",
        "0.0e99999999999",
        "0e-99999999999",
        "1e99999999999",
        "1e-99999999999",
        "1e2147483647",
        "1e2147483648",
        "1e-2147483648",
        "1e-2147483649",
        "0.1e309",
        "0.1e310",
        "0.00001e313",
        "0.00001e314",
        "123456789012345678901e288",
        "184467440737095516150e288",
        "1844674407370955161.9e290",
        "18446744073709551619.1e289",
        "18446744073709551610.00000000000000000005e288",
        "18446744073709551616",
        "-18446744073709551616",
        "99999999999999999999.5",
    ] {
        agree(text.as_bytes());
        agree(format!("-{text}").as_bytes());
    }
    for zeros in [280, 287, 288, 289, 290, 300, 307, 308, 309, 400] {
        for digits in [
            "1",
            "9",
            "17976931348623157",
            "18446744073709551615",
            "18446744073709551616",
        ] {
            agree(format!("{digits}{}", "0".repeat(zeros)).as_bytes());
            agree(format!("{digits}{}.0", "0".repeat(zeros)).as_bytes());
            agree(format!("{digits}{}e-5", "0".repeat(zeros)).as_bytes());
            agree(format!("0.{}{digits}e{zeros}", "0".repeat(zeros)).as_bytes());
        }
    }
}

#[test]
fn integers_are_read_as_serde_json_reads_them() {
    for text in [
        "0",
        "-0",
        "1",
        "-1",
        "9223372036854775807",
        "9223372036854775808",
        "-9223372036854775808",
        "-9223372036854775809",
        "18446744073709551615",
        "18446744073709551616",
        "1.0",
        "1e3",
        "000",
    ] {
        let Some(reference) = agree(text.as_bytes()) else {
            continue;
        };
        let number = validate(text.as_bytes())
            .ok()
            .and_then(|v| v.as_number())
            .expect("a number");
        assert_eq!(number.as_u64(), reference.as_u64(), "{text}");
        if text != "-0" {
            assert_eq!(number.as_i64(), reference.as_i64(), "{text}");
        }
        assert_eq!(number.as_str(), text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn any_digits_any_point_any_exponent(
        sign in "-?",
        whole in "0|[1-9][0-9]{0,30}|[1-9][0-9]{285,315}",
        fraction in "(\\.[0-9]{1,30})?",
        exponent in "([eE][+-]?(2[5-9][0-9]|30[0-9]|3[12][0-9]|[0-9]{1,12}))?",
    ) {
        agree(format!("{sign}{whole}{fraction}{exponent}").as_bytes());
    }

    #[test]
    fn any_soup_of_number_characters(text in "[-+0-9.eE]{1,12}") {
        agree(text.as_bytes());
    }
}
