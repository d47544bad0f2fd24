//! Where a person may be sent after Veriff's flow: no text leads elsewhere.

use std::sync::LazyLock;

use serde_json::json;
use verification::settings::Settings;

/// One place at a live integration: `https://shop.example:8443/verified`.
static SETTINGS: LazyLock<Settings> = LazyLock::new(|| {
    let document = json!({ "integrations": [{
        "id": "shop", "type": "live", "baseUrl": "https://veriff.example",
        "apiKey": "5f6a3a52-94a3-4b6f-8a5e-3f5d2a9c0001", "sharedSecrets": ["a-shared-secret"],
        "callbackAllowList": ["https://shop.example:8443/verified"],
    }]});
    Settings::parse(&document.to_string()).expect("settings")
});

/// What is allowed has that host in the eyes of two other parsers as well, that of the `http` crate and one
/// that just cuts, as a browser of any make or a proxy might.
pub fn callback(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    if SETTINGS.default_integration().check_callback(text).is_err() {
        return;
    }
    let cut = text.split_once("://").and_then(|(scheme, rest)| {
        assert!(scheme.eq_ignore_ascii_case("https"), "{text:?}");
        rest.split(['/', '?', '#', '\\']).next()
    });
    let authority = cut.expect("a scheme and a host");
    // A full-width or escaped host is the same host after what the standard does to it.
    let parsed = url::Url::parse(text).expect("a URL");
    assert_eq!(parsed.host_str(), Some("shop.example"), "{text:?}");
    assert_eq!(parsed.port(), Some(8443));
    assert!(!authority.contains('@'), "{text:?}");
    let path = parsed.path();
    assert!(
        path == "/verified" || path.starts_with("/verified/") || path.starts_with("//"),
        "{text:?}"
    );
    assert!(!path.split('/').any(|it| it == ".."), "{text:?}");
    if let Ok(uri) = text.parse::<http::Uri>() {
        assert_eq!(
            uri.host().map(str::to_lowercase).as_deref(),
            Some("shop.example")
        );
    }
}
