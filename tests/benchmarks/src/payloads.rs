//! Decision webhooks of a given size.

use rand::rngs::SmallRng;
use rand::{Rng as _, SeedableRng as _};
use serde_json::{Value, json};
use system_tests::deliveries::decision;

/// A decision webhook of about so many bytes. What fills it up is as varied as what Veriff sends, so
/// that it compresses as theirs do: ids, scores and names.
pub fn decision_of(bytes: usize, session: &str, attempt: &str, status: &str) -> Value {
    let mut random = SmallRng::seed_from_u64(bytes as u64);
    let mut body = decision(session, attempt, status, "2026-03-02T09:19:31.077000Z");
    let mut insights = Vec::new();
    loop {
        body["verification"]["insights"] = json!(insights);
        let left = bytes.saturating_sub(body.to_string().len());
        if left < 60 {
            return body;
        }
        insights.push(json!({
            "label": LABELS[random.random_range(0..LABELS.len())],
            "result": if random.random() { "yes" } else { "no" },
            "category": CATEGORIES[random.random_range(0..CATEGORIES.len())],
            "score": f64::from(random.random_range(0..10_000)) / 10_000.0,
        }));
    }
}

const LABELS: [&str; 8] = [
    "documentAccepted",
    "documentImageQualityAcceptable",
    "documentNotExpired",
    "documentRecognised",
    "faceImageAvailable",
    "faceLiveness",
    "faceSimilarToPortrait",
    "validDocumentAppearance",
];

const CATEGORIES: [&str; 4] = ["document", "biometric", "fraud", "data"];
