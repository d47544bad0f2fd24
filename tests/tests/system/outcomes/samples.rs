//! The sample events of the repository, through the function: what each of them publishes.

use super::Stage;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

#[tokio::test]
async fn every_sample_event_publishes_what_its_name_says() {
    let stage = Stage::new().await;
    let samples = veriff_sandbox::events::samples().expect("they are made");
    let mut published = BTreeMap::new();
    for (path, text) in samples {
        let Some(case) = path.strip_prefix("publish-outcome/") else {
            continue;
        };
        let event = serde_json::from_str(&text).expect("JSON");
        let answer = match stage.call(event).await {
            Ok(answer) => answer,
            Err(error) => json!({ "error": error.to_string() }),
        };
        let events: Vec<_> = stage
            .heard()
            .into_iter()
            .map(|it| json!({ "source": it.source, "detail-type": it.detail_type, "detail": it.detail }))
            .collect();
        let mut told = Map::from_iter([("answer".to_owned(), answer)]);
        told.insert("events".to_owned(), Value::Array(events));
        published.insert(case.to_owned(), told);
    }
    insta::assert_json_snapshot!(published);
}
