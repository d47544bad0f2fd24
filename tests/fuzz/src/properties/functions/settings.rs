//! The functions' settings: any text.

use std::collections::BTreeSet;

use serde_json::Value;
use verification::settings::{DEVELOPMENT_API_KEY, Settings};

/// What is taken keeps the promises that the rest is built on; and neither an error nor `Debug` shows a
/// secret.
pub fn settings(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let secrets = secrets(text);
    let shown = match Settings::parse(text) {
        Ok(settings) => {
            promises(&settings);
            format!("{settings:?}")
        }
        Err(error) => error.to_string(),
    };
    for secret in secrets {
        assert!(!shown.contains(&secret), "{shown}");
    }
}

fn promises(settings: &Settings) {
    let all = settings.integrations();
    let ids: BTreeSet<_> = all.iter().map(|it| &it.id).collect();
    let keys: BTreeSet<_> = all.iter().map(|it| &it.api_key).collect();
    assert_eq!((ids.len(), keys.len()), (all.len(), all.len()));
    let mut seen = BTreeSet::new();
    for it in all {
        let own = BTreeSet::from_iter(&it.secret_fingerprints);
        assert!(seen.is_disjoint(&own), "a secret of two integrations");
        seen.extend(own);
    }
    for it in all {
        let host = it.base_url.host_str().unwrap_or_default();
        let is_here = host == "localhost"
            || host.ends_with(".localhost")
            || host.starts_with("127.")
            || host == "[::1]";
        assert!(it.base_url.scheme() == "https" || is_here, "{host}");
        assert!(is_here || !it.api_key.starts_with(DEVELOPMENT_API_KEY));
        let shouted = it.api_key.to_uppercase();
        let found = settings.integration_by_api_key(&shouted);
        assert_eq!(found.map(|it| &it.id), Some(&it.id));
    }
    let callers = &settings.callers;
    let somebody = [
        callers.end_user_claim.is_some(),
        callers.server_scope.is_some(),
    ];
    assert!(callers.server_iam || somebody.contains(&true));
    assert!(settings.index_shards > 0 && settings.creates_per_person_and_day > 0);
}

/// The secrets in the document that nothing else in it holds, long enough not to stand there by chance.
fn secrets(text: &str) -> Vec<String> {
    let Ok(document) = serde_json::from_str::<Value>(text) else {
        return Vec::new();
    };
    let integrations = document["integrations"].as_array().into_iter().flatten();
    let secrets = integrations.filter_map(|it| it["sharedSecrets"].as_array());
    let texts = secrets.flatten().filter_map(Value::as_str);
    texts
        .filter(|it| it.len() >= 12 && text.matches(*it).count() == 1)
        .map(str::to_owned)
        .collect()
}
