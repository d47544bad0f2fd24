//! The orders themselves, and the sample events of the repository.

use super::{in_time, order};
use operate::OperateError;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use system_tests::World;

#[tokio::test]
async fn what_is_no_order_is_refused_and_says_what_is() {
    let world = World::new().await;
    let import = json!({ "integration": "local-test", "sessions": [] });
    for nonsense in [
        json!(null),
        json!({}),
        json!([]),
        json!({ "quarantine": "burn" }),
        json!({ "replay": true }),
        json!({ "replay": "all", "quarantine": "list" }),
        json!({ "import": import, "from": 3 }),
        json!({ "import": { "integration": "local-test" } }),
        json!({ "import": { "integration": "local-test", "sessions": [{ "id": "PLANTED" }] } }),
        json!({ "replay": "all", "from": 256 }),
    ] {
        let answer = operate::handle(&world.sandbox.app, nonsense.clone(), in_time()).await;
        assert_eq!(answer, Err(OperateError::NotUnderstood), "{nonsense}");
    }
    let text = OperateError::NotUnderstood.to_string();
    assert!(text.contains(r#"{"replay": "all"}"#), "{text}");
    let unknown = json!({ "import": { "integration": "PLANTED", "sessions": [] } });
    let answer = operate::handle(&world.sandbox.app, unknown, in_time()).await;
    let error = answer.expect_err("there is none").to_string();
    assert_eq!(error, "that integration is not in the settings");
}

#[tokio::test]
async fn every_sample_event_does_what_its_name_says() {
    let world = World::new().await;
    let samples = veriff_sandbox::events::samples().expect("they are made");
    let mut reports = BTreeMap::new();
    for (path, text) in samples {
        if let Some(case) = path.strip_prefix("operate/") {
            let event: Value = serde_json::from_str(&text).expect("JSON");
            let answer = operate::handle(&world.sandbox.app, event, in_time()).await;
            let report = answer.unwrap_or_else(|error| json!({ "error": error.to_string() }));
            reports.insert(case.to_owned(), report);
        }
    }
    insta::assert_json_snapshot!(reports);
}

#[tokio::test]
async fn an_empty_quarantine_is_listed_and_replayed_as_such() {
    let world = World::new().await;
    let app = &world.sandbox.app;
    assert_eq!(
        order(app, json!({ "quarantine": "list" })).await,
        json!({ "quarantine": [], "remaining": null })
    );
    assert_eq!(
        order(app, json!({ "replay": "all" })).await,
        json!({ "replayed": [], "remaining": null })
    );
}
