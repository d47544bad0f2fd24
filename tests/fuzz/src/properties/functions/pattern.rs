//! Event patterns of the local event bus.

use serde_json::Value;
use veriff_sandbox::outcomes::pattern::Pattern;

/// Two documents, a line each: a pattern and an event. What is taken matches or does not, as plain equality
/// says where the pattern has nothing else.
pub fn pattern(data: &[u8]) {
    let mut lines = data.splitn(2, |byte| *byte == b'\n');
    let mut line = || serde_json::from_slice::<Value>(lines.next()?).ok();
    let (Some(text), Some(event)) = (line(), line()) else {
        return;
    };
    let Ok(pattern) = Pattern::parse(&text) else {
        return;
    };
    let matched = pattern.matches(&event);
    if let Some(expected) = plainly(&text, Some(&event)) {
        assert_eq!(matched, expected);
    }
}

/// The rule of equality: each field has one of the values listed. None if the pattern holds more than that.
fn plainly(pattern: &Value, event: Option<&Value>) -> Option<bool> {
    let mut all = true;
    for (name, wanted) in pattern.as_object()? {
        if name.starts_with('$') {
            return None;
        }
        let found = event.and_then(|it| it.get(name));
        all &= match wanted {
            Value::Array(any) if any.iter().any(|it| it.is_object()) => return None,
            Value::Array(any) => match found {
                None => false,
                Some(Value::Array(found)) => found.iter().any(|it| any.contains(it)),
                Some(found) => any.contains(found),
            },
            inner => plainly(inner, found)?,
        };
    }
    Some(all)
}
