//! The body of a webhook, of any type.

use veriff_verify::webhook::parse;

use crate::fields;

/// The body is read as `serde_json` reads it, field by field, or refused for a reason that it sees as well.
pub fn webhook(data: &[u8]) {
    fields::check(data);
    let Ok(webhook) = parse(data) else { return };
    let drift = webhook.drift();
    assert!(drift.paths.len() <= 16);
    let longest = drift.paths.iter().map(|path| path.chars().count()).max();
    assert!(longest.is_none_or(|longest| longest <= 200), "{longest:?}");
    // What a log may show of it holds no text but ids, status and action.
    let shown = format!("{webhook:?}");
    for secret in [webhook.vendor_data(), webhook.end_user_id()] {
        let ids = [webhook.session_id(), webhook.attempt_id()];
        let is_shown = |text: &str| ids.iter().flatten().any(|id| id.contains(text));
        if let Some(text) = secret.filter(|it| it.len() > 20 && !is_shown(it)) {
            assert!(shown.len() > 600 || !shown.contains(text), "{shown}");
        }
    }
}
