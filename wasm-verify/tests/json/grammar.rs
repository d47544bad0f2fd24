//! How deep, and where it breaks. What is JSON at all is in `cases.txt`.

use super::agree;
use veriff_verify::json::{JsonError, validate};

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
