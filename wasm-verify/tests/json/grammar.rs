//! Every rule of the grammar, taken and broken.

use super::{agree, rebuild};
use veriff_verify::json::{JsonError, validate};

#[test]
fn documents_that_are_taken() {
    for text in [
        "{}",
        "[]",
        "null",
        "true",
        "false",
        "0",
        "\"\"",
        " \t\r\n{ \"a\" : [ 1 , 2 ] } \n",
        "[[],[[]],{}]",
        r#"{"a":{"b":{"c":[{"d":null}]}}}"#,
        r#"{"":0}"#,
        r#"{"a":1,"a":2}"#,
        r#""\"\\\/\b\f\n\r\t\u00e9""#,
        r#""\ud83d\ude00""#,
        r#""\uD83D\uDE00""#,
        "\"\u{7f}\u{80}\u{10FFFF}\u{FEFF}\"",
        r#""\u0000""#,
        "\"\u{1F600}\u{E9}12345678\u{E9}\"",
        "[\"01234567\",\"0123456\",\"012345678\"]",
    ] {
        let value = agree(text.as_bytes()).unwrap_or_else(|| panic!("{text:?} is refused"));
        assert_eq!(
            rebuild(validate(text.as_bytes()).expect("valid")),
            value,
            "{text:?}"
        );
    }
}

#[test]
fn documents_that_are_refused() {
    for text in [
        "",
        " ",
        "{",
        "}",
        "[",
        "]",
        "{]",
        "[}",
        "[1}",
        "{\"a\":1]",
        "{\"a\":[1}]",
        "[{\"a\":1]}",
        "{}{}",
        "{} x",
        "[1,]",
        "[,1]",
        "[1 2]",
        "{,}",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{\"a\" 1}",
        "{a:1}",
        "{'a':1}",
        "{1:1}",
        "{\"a\":1 \"b\":2}",
        "nul",
        "nulL",
        "True",
        "tru",
        "truee",
        "NaN",
        "Infinity",
        "-Infinity",
        "undefined",
        "// x\n1",
        "1 // x",
        "\"",
        "\"a",
        "\"\\",
        "\"\\\"",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\u123g\"",
        "\"\\u+123\"",
        "\"\\U0041\"",
        "\"a\nb\"",
        "\"a\tb\"",
        "\"a\u{0}b\"",
        "\"aaaaaaaa\u{1f}\"",
        "\u{FEFF}{}",
        "{}\u{0}",
        "\u{A0}1",
        "\u{0b}1",
        r#""\ud800""#,
        r#""\udc00""#,
        r#""\udc00\ud800""#,
        r#""\ud800x""#,
        r#""\ud800\n""#,
        r#""\ud800\ud800""#,
        r#""\ud800\u0041""#,
        r#""\ud83d\u""#,
        r#"{"\ud800":1}"#,
    ] {
        assert_eq!(agree(text.as_bytes()), None, "{text:?} is taken");
    }
}

#[test]
fn invalid_utf8_is_refused_wherever_it_stands() {
    for bytes in [
        &b"\"\xff\""[..],
        b"\"\xc3\"",
        b"\"\xc3\x28\"",
        b"\"\xe2\x82\"",
        b"\"\xed\xa0\x80\"",
        b"\"\xc0\xaf\"",
        b"\"\xf0\x9f\x98\"",
        b"\"\xf4\x90\x80\x80\"",
        b"\"\xf8\x88\x80\x80\x80\"",
        b"{\"\xff\":1}",
        b"\xff",
        b"{}\xff",
        b"\"\xc3\\u00a9\"",
    ] {
        assert_eq!(agree(bytes), None, "{bytes:?} is taken");
    }
}

#[test]
fn nesting_is_taken_to_127_levels() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}"), ("[{\"a\":", "}]")] {
        let levels = open.matches(['[', '{']).count();
        for depth in (120..=260).filter(|depth| depth % levels == 0) {
            let text = format!(
                "{}1{}",
                open.repeat(depth / levels),
                close.repeat(depth / levels)
            );
            assert_eq!(
                agree(text.as_bytes()).is_some(),
                depth <= 127,
                "{depth} levels"
            );
        }
    }
    let text = "[".repeat(128);
    assert_eq!(
        validate(text.as_bytes()).unwrap_err(),
        JsonError::TooDeep { offset: 127 }
    );
    assert!(agree("[".repeat(100_000).as_bytes()).is_none());
    let wide = format!("[{}[]]", "[],".repeat(1000));
    assert!(
        agree(wide.as_bytes()).is_some(),
        "levels that were left do not count"
    );
}

#[test]
fn errors_say_where() {
    for (text, offset) in [
        ("{\"a\":1,}", 7),
        ("[1 2]", 3),
        ("\"a\nb\"", 2),
        ("1e", 2),
        ("\"abc", 4),
        ("{} x", 3),
    ] {
        assert_eq!(
            validate(text.as_bytes()).unwrap_err(),
            JsonError::Syntax { offset },
            "{text:?}"
        );
    }
}
