//! Test against live, and sessions that somebody else created.

use super::{Stage, T1, T2};
use crate::new_id;
use http::Method;
use serde_json::json;
use std::sync::Arc;
use system_tests::deliveries::{decision, signed};
use system_tests::{World, id_of};
use veriff_sandbox::development::LIVE;
use verification::settings::{SettingsCache, SettingsSource};

#[tokio::test]
async fn only_what_counts_comes_from_the_live_source() {
    let mut stage = Stage::new().await;
    let test = stage.world.session_for("a").await;
    stage
        .world
        .deliver(&decision(&test, &new_id(), "approved", T1))
        .await;
    let body = json!({ "verification": { "vendorData": "a" }, "integration": "local-live" });
    let live = stage
        .world
        .call(None, Method::POST, "/sessions", &body.to_string())
        .await;
    let live = id_of(&live);
    deliver_live(&stage.world, &live).await;
    let unclaimed = new_id();
    deliver_live(&stage.world, &unclaimed).await;

    let heard = stage.publish().await;
    let told: Vec<_> = heard
        .iter()
        .map(|it| {
            let detail = &it.detail;
            (
                it.source.as_str(),
                detail["integration"]["type"].as_str().expect("a type"),
                detail["grants"].as_str().expect("grants"),
                detail["claimed"].as_bool().expect("claimed"),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("verification.test", "test", "test", true),
            ("verification", "live", "live", true),
            ("verification.unclaimed", "live", "nothing", false),
        ]
    );

    // Erased, it is under the source of its integration.
    for id in [&test, &live] {
        assert_eq!(stage.world.erase(id).await.status, 200);
    }
    let heard = stage.publish().await;
    let sources: Vec<_> = heard.iter().map(|it| it.source.as_str()).collect();
    assert_eq!(sources, ["verification.test", "verification"]);
}

#[tokio::test]
async fn an_unclaimed_session_names_no_person_and_grants_nothing() {
    let mut stage = Stage::new().await;
    let id = new_id();
    // Whoever knows the public API key can create a session in anybody's name.
    let mut body = decision(&id, &new_id(), "approved", T1);
    body["verification"]["endUserId"] = json!(new_id());
    body["verification"]["vendorData"] = json!("somebody-else");
    stage.world.deliver(&body).await;
    let heard = stage.publish().await;
    assert_eq!(heard.len(), 1);
    let detail = &heard[0].detail;
    assert_eq!(detail["claimed"], false);
    assert_eq!(detail["grants"], "nothing");
    assert_eq!(detail["nextStep"], "new-session");
    assert_eq!(detail.get("endUserId"), None);
    assert_eq!(detail.get("vendorData"), None);
}

#[tokio::test]
async fn an_integration_that_is_gone_from_the_settings_has_its_records_kept() {
    let mut stage = Stage::new().await;
    let (id, attempt) = (stage.world.session_for("a").await, new_id());
    stage
        .world
        .deliver(&decision(&id, &attempt, "approved", T2))
        .await;
    let mut records = stage.new_records().await;
    let record = records.last_mut().expect("a record");
    record["dynamodb"]["NewImage"]["integration"]["S"] = json!("long-gone");
    let numbers = [super::number(record).to_owned()];
    // Whether it is a test nobody can say, so it goes out under neither source.
    let answer = stage.hand_on(&records).await;
    assert_eq!(answer, super::failed(&[&numbers[0]]));
    assert_eq!(stage.heard(), []);
}

#[tokio::test]
async fn an_integration_that_was_just_added_to_the_settings_is_found() {
    let mut stage = Stage::new().await;
    let id = stage.world.session_for("a").await;
    let body = decision(&id, &new_id(), "approved", T1);
    stage.world.deliver(&body).await;
    let all = &stage.world.sandbox.settings;
    let mut without = all.clone();
    let integrations = without["integrations"].as_array_mut().expect("a list");
    integrations.retain(|it| it["id"] != "local-test");
    let file = tempfile::NamedTempFile::new().expect("a file");
    let write = |settings: &serde_json::Value| {
        std::fs::write(file.path(), settings.to_string()).expect("it is written");
    };
    write(&without);
    let source = SettingsSource::File(file.path().to_owned());
    let settings = SettingsCache::load(source).await.expect("they are good");
    stage.publisher.app.settings = Arc::new(settings);
    write(all);
    assert_eq!(stage.publish().await.len(), 1);
}

async fn deliver_live(world: &World, id: &str) {
    let body = decision(id, &new_id(), "approved", T1).to_string();
    let headers = signed(LIVE.api_key, LIVE.secret, body.as_bytes());
    assert_eq!(world.deliver_raw(&headers, body.as_bytes()).await, 200);
}
