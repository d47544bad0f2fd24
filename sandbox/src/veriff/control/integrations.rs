//! `GET /control/integrations`: what the local Veriff was told at its start, without the secrets.

use axum::Json;
use axum::extract::State;
use serde_json::{Map, Value, json};

use crate::veriff::config::Integration;
use crate::veriff::outbox::Kind;
use crate::veriff::{Inner, LocalVeriff};

/// All integrations, in the order of the settings.
pub(crate) async fn list(State(veriff): State<LocalVeriff>) -> Json<Value> {
    let inner = &veriff.inner;
    let shown: Vec<Value> = inner
        .integrations
        .iter()
        .map(|integration| view(integration, inner))
        .collect();
    Json(json!({"integrations": shown, "publicUrl": inner.public_url, "strict": inner.strict}))
}

fn view(integration: &Integration, inner: &Inner) -> Value {
    let webhooks: Map<String, Value> = Kind::ALL
        .iter()
        .filter_map(|kind| {
            let url = integration.webhook_url(*kind)?;
            Some((kind.as_str().to_owned(), url.to_string().into()))
        })
        .collect();
    let decides = integration.decides.as_ref().map(|(after, decision)| {
        json!({
            "afterSeconds": after.as_secs(),
            "status": crate::veriff::Status::from(decision.status).as_str(),
            "reasonCode": decision.reason_code,
        })
    });
    let id = &integration.id;
    let sessions = inner.read(|store| {
        let own = store.sessions.values();
        own.filter(|session| session.integration == *id).count()
    });
    json!({
        "id": id,
        "type": integration.kind,
        "plan": integration.plan,
        "apiKey": integration.api_key,
        "active": integration.active,
        "sharedSecrets": integration.secret_texts.len(),
        "deleteEnabled": integration.delete_enabled,
        "fullAutoOnly": integration.full_auto_only(),
        "decides": decides,
        "webhooks": webhooks,
        "sessions": sessions,
    })
}
