use super::*;
use serde_json::{Value, json};

fn document() -> Value {
    json!({
        "schema": 1,
        "integrations": [{
            "id": "shop-live",
            "type": "live",
            "apiKey": "5e0c5b3a-59f4-4f5e-9d0e-6a3f0f6f2b11",
            "sharedSecrets": ["b8a4f6de-1111-4f5e-9d0e-6a3f0f6f2b11"],
            "baseUrl": "https://stationapi.veriff.com",
            "callbackAllowList": ["https://shop.example/verified"],
        }],
        "callers": { "endUserClaim": "sub" },
    })
}

fn refused(change: impl FnOnce(&mut Value)) -> String {
    let mut document = document();
    change(&mut document);
    let error = Settings::parse(&document.to_string()).expect_err("must be refused");
    let text = error.to_string();
    assert!(
        !text.contains("b8a4f6de"),
        "a secret is in the error: {text}"
    );
    text
}

#[test]
fn a_whole_document_is_read() {
    let settings = Settings::parse(&document().to_string()).expect("good settings");
    let integration = settings
        .integration_by_api_key("5E0C5B3A-59F4-4F5E-9D0E-6A3F0F6F2B11")
        .expect("found without regard to case");
    assert_eq!(integration.id, "shop-live");
    assert_eq!(settings.payload_retention_days, 90);
    assert!(!format!("{settings:?}").contains("b8a4f6de"));
}

#[test]
fn what_is_wrong_is_named_without_its_value() {
    let cases = [
        (
            refused(|d| {
                drop(
                    d["integrations"][0]
                        .as_object_mut()
                        .unwrap()
                        .remove("apiKey"),
                )
            }),
            "settings: `integrations[0].apiKey` is missing",
        ),
        (
            refused(|d| d["integrations"][0]["sharedSecrets"] = json!(["b8a4f6de-with newline\n"])),
            "settings: `integrations[0].sharedSecrets` must hold secrets without blanks or line ends",
        ),
        (
            refused(|d| d["integrations"][0]["sharedSecret"] = json!("b8a4f6de")),
            "settings: `integrations[0].sharedSecret` is not a field that is known here",
        ),
        (
            refused(|d| d["integrations"][0]["type"] = json!("b8a4f6de")),
            "settings: `integrations[0].type` must be \"test\" or \"live\"",
        ),
        (
            refused(|d| d["integrations"][0]["baseUrl"] = json!("http://stationapi.veriff.com")),
            "settings: `integrations[0].baseUrl` must be https (http only to loopback), without user, query or fragment",
        ),
        (
            refused(|d| d["callers"] = json!({})),
            "settings: `callers` must let somebody call: endUserClaim, serverScope or serverIam",
        ),
        (
            refused(|d| d["indexShards"] = json!(0)),
            "settings: `indexShards` must be from 1 to 1024",
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(text, expected);
    }
}

#[test]
fn a_document_that_is_not_json_is_refused_by_position() {
    let error = Settings::parse("{\"secret\": b8a4f6de").expect_err("not JSON");
    assert_eq!(
        error.to_string(),
        "the settings are not JSON: line 1, column 12"
    );
}

#[test]
fn six_secrets_are_one_too_many() {
    let text =
        refused(|d| d["integrations"][0]["sharedSecrets"] = json!(["a", "b", "c", "d", "e", "f"]));
    assert!(text.contains("sharedSecrets"));
}

#[test]
fn flexible_keys_and_shared_secrets_are_refused() {
    let second = |d: &mut Value| {
        let mut second = d["integrations"][0].clone();
        second["id"] = json!("shop-other");
        d["integrations"].as_array_mut().unwrap().push(second);
    };
    assert!(refused(second).contains("flexible API keys"));
    let text = refused(|d| {
        second(d);
        d["integrations"][1]["apiKey"] = json!("0f0c5b3a-59f4-4f5e-9d0e-6a3f0f6f2b11");
    });
    assert!(text.contains("integrations[1].sharedSecrets"), "{text}");
}

#[test]
fn the_development_key_is_for_loopback_alone() {
    let key = json!("00000000-0000-4000-8000-00000000d0e5");
    let text = refused(|d| d["integrations"][0]["apiKey"] = key.clone());
    assert!(text.contains("loopback"), "{text}");
    let mut local = document();
    local["integrations"][0]["apiKey"] = key;
    local["integrations"][0]["baseUrl"] = json!("http://127.0.0.1:8081/v1");
    let settings = Settings::parse(&local.to_string()).expect("loopback is fine");
    assert_eq!(settings.default_integration().base_url.path(), "/");
}

#[test]
fn callbacks_are_matched_by_parsed_url() {
    let settings = Settings::parse(&document().to_string()).expect("good settings");
    let check = |url| settings.default_integration().check_callback(url);
    for good in [
        "https://shop.example/verified",
        "https://shop.example:443/verified/",
        "https://SHOP.example/verified/back?order=17#top",
    ] {
        assert_eq!(check(good), Ok(()), "{good}");
    }
    for (bad, why) in [
        ("https://shop.example/verifiedX", CallbackError::NotAllowed),
        (
            "https://shop.example/verified/../admin",
            CallbackError::NotAllowed,
        ),
        (
            "https://shop.example/verified/%2e%2e/admin",
            CallbackError::NotAllowed,
        ),
        (
            "https://shop.example/verified%2fx",
            CallbackError::NotAllowed,
        ),
        (
            "https://shop.example.evil.example/verified",
            CallbackError::NotAllowed,
        ),
        (
            "https://shop.example:8443/verified",
            CallbackError::NotAllowed,
        ),
        (
            "https://shop.example@evil.example/verified",
            CallbackError::UserInfo,
        ),
        (
            "https://evil.example\\@shop.example/verified",
            CallbackError::NotAUrl,
        ),
        ("https://shop.example/veri\tfied", CallbackError::NotAUrl),
        ("http://shop.example/verified", CallbackError::NotHttps),
        ("http://127.0.0.1/verified", CallbackError::NotHttps),
        ("javascript:alert(1)", CallbackError::NotAUrl),
        ("/verified", CallbackError::NotAUrl),
        ("", CallbackError::NotAUrl),
    ] {
        assert_eq!(check(bad), Err(why), "{bad}");
    }
}
