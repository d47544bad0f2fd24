//! Integrations: active or not, with one webhook address per type, from a settings file; and strict.

use http::Method;
use serde_json::{Value, json};
use veriff_sandbox::clock::SandboxClock;
use veriff_sandbox::veriff::{LocalVeriff, VeriffConfig, VeriffSettings};

use crate::harness::{Receiver, Sandbox, TEST};

const KEY: &str = "0f6f3a52-94a3-4b6f-8a5e-3f5d2a9c0009";
const SECRET: &str = "5b0c2f7e-58d1-4b0e-9d1c-7e6a4f3b0009";

#[tokio::test]
async fn an_inactive_integration_is_refused() {
    let receiver = Receiver::start().await;
    let sandbox = Sandbox::configured(receiver, None, |config| {
        config.integrations[0].active = false;
    })
    .await;
    let answer = sandbox.create_as(TEST, json!({})).await;
    assert_eq!(answer.error(), (401, "1804".to_owned()));
    let id = "3d0c9a14-7b52-4e0f-9a6b-2f1c5d8e7a41";
    let path = format!("/sessions/{id}/attempts");
    let answer = sandbox.signed(TEST, Method::GET, &path, id).await;
    assert_eq!(answer.error(), (401, "1804".to_owned()));
}

#[tokio::test]
async fn each_type_of_webhook_goes_to_its_own_address() {
    let receiver = Receiver::start().await;
    let sandbox = Sandbox::configured(receiver, None, |config| {
        let integration = &mut config.integrations[0];
        let default = integration.webhook_url.take().unwrap();
        let own = |name: &str| Some(format!("{default}/{name}"));
        let urls = &mut integration.webhook_urls;
        urls.decisions = own("decisions");
        urls.events = own("events");
        urls.watchlist = own("watchlist");
        urls.curp = own("curp");
        urls.ine_curp = own("ine-curp");
        urls.user_status = own("user-status");
        urls.full_auto = own("fullauto");
        urls.default = Some(default);
    })
    .await;
    let id = sandbox.session().await;
    sandbox.submit(&id).await;
    sandbox.decide(&id, "approved").await;
    let path = format!("/sessions/{id}/webhook");
    for kind in [
        "watchlist",
        "curp",
        "ine",
        "ine-curp",
        "user-status",
        "fullauto",
    ] {
        sandbox.steer(&path, json!({"type": kind})).await;
    }
    let deliveries = sandbox.look("/deliveries").await;
    let went: Vec<(&str, &str)> = deliveries["deliveries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            let url = one["url"].as_str().unwrap();
            let own = url.strip_prefix(&sandbox.receiver.url).unwrap();
            (one["type"].as_str().unwrap(), own)
        })
        .collect();
    for expected in [
        ("event", "/events"),
        ("decision", "/decisions"),
        ("watchlist", "/watchlist"),
        ("curp", "/curp"),
        ("ine", ""),
        ("ine-curp", "/ine-curp"),
        ("user-status", "/user-status"),
        ("fullauto", "/fullauto"),
    ] {
        assert!(went.contains(&expected), "{expected:?}: {went:?}");
    }
    assert_eq!(sandbox.receiver.received().len(), went.len());
    assert_eq!(went.len(), 9);
    // The receiver saw the paths that were told, not only the list.
    assert_eq!(sandbox.receiver.path_of_last(), "/hook/fullauto");
}

fn file(more: Value) -> Vec<u8> {
    let mut integration = json!({
        "id": "shop", "type": "live", "apiKey": KEY, "sharedSecrets": [SECRET],
    });
    let fields = integration.as_object_mut().unwrap();
    fields.extend(more.as_object().unwrap().clone());
    json!({"integrations": [integration]}).to_string().into()
}

fn start(settings: VeriffSettings) -> std::io::Result<()> {
    let config = VeriffConfig {
        integrations: settings.integrations,
        data: None,
        public_url: "http://127.0.0.1:8081".to_owned(),
        strict: settings.strict,
    };
    LocalVeriff::start(config, SandboxClock::new()).map(|_| ())
}

#[tokio::test]
async fn a_settings_file_describes_integrations() {
    for (more, ok) in [
        (json!({}), true),
        (
            json!({"plan": "essential", "active": false, "deleteEnabled": false}),
            true,
        ),
        (json!({"webhookUrl": "http://127.0.0.1:3000/"}), true),
        (
            json!({"webhookUrls": {"default": "http://127.0.0.1:3000/", "fullAuto": "http://[::1]/"}}),
            true,
        ),
        (
            json!({"webhookUrls": {"events": "http://hooks.example/"}}),
            false,
        ),
        (
            json!({"webhookUrls": {"events": "https://hooks.example/"}}),
            false,
        ),
        (json!({"decideAfter": "5m"}), true),
        (
            json!({"decideAfter": "5m", "decideAs": "declined:102"}),
            true,
        ),
        (json!({"decideAfter": "0s", "decideAs": "review"}), true),
        (
            json!({"decideAfter": "5m", "decideAs": "review", "plan": "essential"}),
            false,
        ),
        (json!({"decideAfter": "5m", "type": "test"}), false),
        (json!({"decideAfter": "soon"}), false),
        (json!({"decideAfter": "-5m"}), false),
        (json!({"decideAfter": "5m", "decideAs": "denied"}), false),
        (
            json!({"decideAfter": "5m", "decideAs": "declined:102 "}),
            false,
        ),
        (json!({"decideAs": "approved"}), false),
    ] {
        let settings = VeriffSettings::from_json(&file(more.clone()), false).unwrap();
        let started = start(settings);
        assert_eq!(started.is_ok(), ok, "{more}: {started:?}");
        if let Err(error) = started {
            assert!(error.to_string().contains("\"shop\""), "{error}");
        }
    }
}

#[test]
fn what_is_wrong_with_a_settings_file_is_told_without_its_secrets() {
    for (json, text) in [
        ("{", "no JSON"),
        ("[]", "a value is to be"),
        ("{}", "missing field `integrations`"),
        (
            "{\"integrations\": [], \"stern\": true}",
            "unknown field `stern`",
        ),
        (
            "{\"integrations\": [{\"id\": \"a\", \"webhook\": 1}]}",
            "`webhook`",
        ),
        (
            "{\"integrations\": [{\"id\": \"a\", \"sharedSecrets\": \"hush\"}]}",
            "`sharedSecrets` is to be a sequence",
        ),
        (
            "{\"integrations\": [{\"id\": \"a\", \"sharedSecrets\": [7]}]}",
            "`sharedSecrets` is to be a string",
        ),
        (
            "{\"integrations\": [{\"webhookUrl\": \"http://[::1]:3/\", \"plan\": \"hush\"}]}",
            "`plan` is to be one of `essential`, `plus`, `premium`, `enterprise`",
        ),
        (
            "{\"integrations\": [{\"active\": \"http://hush\"}]}",
            "`active` is to be a boolean",
        ),
    ] {
        let error = VeriffSettings::from_json(json.as_bytes(), false).unwrap_err();
        let error = error.to_string();
        assert!(error.contains(text), "{json}: {error}");
        assert!(error.contains("line 1"), "{error}");
        assert!(!error.contains("hush"), "{error}");
    }
}

#[tokio::test]
async fn strict_refuses_webhook_addresses_as_veriff_does() {
    for (url, ok) in [
        ("https://hooks.example/veriff", true),
        ("https://hooks.example:443/veriff", true),
        ("https://hooks.example:8443/veriff", false),
        ("http://127.0.0.1:3000/veriff", false),
        ("http://hooks.example/veriff", false),
        ("https://user@hooks.example/veriff", false),
    ] {
        for more in [
            json!({"webhookUrl": url}),
            json!({"webhookUrls": {"ine": url}}),
        ] {
            let settings = VeriffSettings::from_json(&file(more), true);
            assert_eq!(settings.is_ok(), ok, "{url}");
            if let Ok(settings) = settings {
                assert!(settings.strict);
                start(settings).unwrap();
            }
        }
    }
    // The setting in the file has the same effect.
    let mut json: Value =
        serde_json::from_slice(&file(json!({"webhookUrl": "http://[::1]/"}))).unwrap();
    json["strict"] = json!(true);
    assert!(VeriffSettings::from_json(json.to_string().as_bytes(), false).is_err());
}

#[tokio::test]
async fn strict_refuses_http_callbacks_and_sends_to_no_other_machine() {
    let receiver = Receiver::start().await;
    let sandbox = Sandbox::configured(receiver, None, |config| {
        config.strict = true;
        config.integrations[0].webhook_url = Some("https://hooks.example/veriff".to_owned());
    })
    .await;
    for callback in ["http://127.0.0.1:8080/back", "http://localhost/"] {
        let answer = sandbox.create_as(TEST, json!({"callback": callback})).await;
        assert_eq!(answer.error(), (400, "1302".to_owned()), "{callback}");
    }
    let callback = json!({"callback": "https://shop.example/back"});
    let (id, _) = sandbox.session_as(TEST, callback).await;
    sandbox.open(&id).await;
    let deliveries = sandbox.look("/deliveries").await;
    let delivery = &deliveries["deliveries"][0];
    assert_eq!(delivery["url"], "https://hooks.example/veriff");
    assert_eq!(delivery["state"], "waiting");
    let id = delivery["id"].as_u64().unwrap();
    let shown = sandbox.look(&format!("/deliveries/{id}")).await;
    assert!(shown.to_string().contains("this machine only"), "{shown}");
}
