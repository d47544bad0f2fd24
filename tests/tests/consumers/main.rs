//! The example consumers: which events their rules let through, and what their templates promise.

#![expect(clippy::expect_used, reason = "what fails here fails a test")]

mod rules;
mod schema;
mod templates;

use publish_outcome::Publisher;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use system_tests::World;
use veriff_sandbox::outcomes::client;

/// The repository's folder.
fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().expect("a folder above").to_owned()
}

/// Every sample event of `publish-outcome` through the function: the sample's name, and what came to the
/// bus of it. With `all_live`, under settings that call both integrations live, of sessions made so.
async fn published(all_live: bool) -> BTreeMap<String, Vec<Value>> {
    fn live(settings: &mut Value) {
        for integration in settings["integrations"].as_array_mut().expect("a list") {
            integration["type"] = "live".into();
        }
    }
    let world = World::with_settings(if all_live { live } else { |_| {} }).await;
    let publisher = Publisher {
        app: world.sandbox.app.clone(),
        bus: client(&world.sandbox.event_bridge()),
    };
    let samples = veriff_sandbox::events::samples().expect("they are made");
    let mut published = BTreeMap::new();
    let mut last = 0;
    for (path, text) in samples {
        let Some(name) = path.strip_prefix("publish-outcome/") else {
            continue;
        };
        let mut event: Value = serde_json::from_str(&text).expect("JSON");
        if all_live {
            for record in event["Records"].as_array_mut().into_iter().flatten() {
                make_live(record);
            }
        }
        // Some samples are wrong on purpose; what matters is what got to the bus.
        let _ = publish_outcome::handle(&publisher, &event).await;
        let heard = world.sandbox.bus.published(None, last);
        last = heard.last().map_or(last, |one| one.number);
        let events = heard.into_iter().map(|one| one.event).collect();
        published.insert(name.trim_end_matches(".json").to_owned(), events);
    }
    published
}

fn make_live(record: &mut Value) {
    for image in ["OldImage", "NewImage"] {
        let image = record.pointer_mut(&format!("/dynamodb/{image}"));
        if let Some(Value::Object(image)) = image {
            image.insert("live".into(), json!({ "BOOL": true }));
        }
    }
}
