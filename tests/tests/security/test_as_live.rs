//! A test integration's approval, and a session that somebody else made with the public API key: neither
//! is ever worth what a live one of ours is, wherever one asks.

use super::{T1, assert_untouched, new_id};
use http::Method;
use publish_outcome::Publisher;
use serde_json::{Value, json};
use serde_norway::Value as Yaml;
use std::time::{Duration, Instant};
use system_tests::contents::everything;
use system_tests::deliveries::{decision, signed};
use system_tests::tools::repository;
use system_tests::{World, id_of};
use veriff_sandbox::development::{Integration, LIVE, TEST};
use veriff_sandbox::http_client::Answer;
use veriff_sandbox::outcomes;
use veriff_sandbox::outcomes::pattern::Pattern;
use verification::settings::Settings;

/// Delivers a body with an integration's own key and secret.
async fn deliver_as(world: &World, integration: &Integration, body: &Value) -> u16 {
    let body = body.to_string();
    let headers = signed(integration.api_key, integration.secret, body.as_bytes());
    world.deliver_raw(&headers, body.as_bytes()).await
}

/// Asks as the back end for a person's session at this integration.
async fn created_at(world: &World, integration: &Integration, person: &str) -> Answer {
    let body = json!({ "verification": { "endUserId": person }, "integration": integration.id });
    let body = body.to_string();
    world.call(None, Method::POST, "/sessions", &body).await
}

/// A person's session at this integration, approved.
async fn approved_at(world: &World, integration: &Integration, person: &str) -> String {
    let id = id_of(&created_at(world, integration, person).await);
    let body = decision(&id, &new_id(), "approved", T1);
    assert_eq!(deliver_as(world, integration, &body).await, 200);
    id
}

/// What an example consumer that opens doors would hear of a session's events, published again.
async fn opens_a_door(world: &World, id: &str) -> (String, bool) {
    let publisher = Publisher {
        app: world.sandbox.app.clone(),
        bus: outcomes::client(&world.sandbox.event_bridge()),
    };
    let order = json!({ "republish": id });
    publish_outcome::handle(&publisher, &order)
        .await
        .expect("it is published");
    let template = repository().join("infra/consumers/grant-access.yaml");
    let template = std::fs::read_to_string(template).expect("it is there");
    let template: Yaml = serde_norway::from_str(&template).expect("YAML");
    let rule = &template["Resources"]["Decisions"]["Properties"]["EventPattern"];
    let rule = serde_json::to_value(rule).expect("a pattern");
    let rule = Pattern::parse(&rule).expect("a pattern");
    let heard = world.sandbox.bus.published(Some(id), 0);
    let last = &heard.last().expect("an event").event;
    let source = last["source"].as_str().expect("a source").to_owned();
    (source, heard.iter().any(|one| rule.matches(&one.event)))
}

/// Whether this says `live` anywhere that is about a grant.
fn grants_live(view: &Value) -> bool {
    match view {
        Value::Object(fields) => fields
            .iter()
            .any(|(name, value)| name == "grants" && value == "live" || grants_live(value)),
        Value::Array(items) => items.iter().any(grants_live),
        _ => false,
    }
}

/// Every way to ask where a person stands.
async fn every_view(world: &World, person: &str, id: &str) -> Vec<Value> {
    let mut views = Vec::new();
    for integration in ["", "&integration=local-test", "&integration=local-live"] {
        let path = format!("/sessions?endUserId={person}{integration}");
        views.push(world.get(&path).await.json());
    }
    for path in [format!("/sessions/{id}"), format!("/sessions/{id}/history")] {
        views.push(world.get(&path).await.json());
    }
    for path in ["/sessions".to_owned(), format!("/sessions/{id}")] {
        views.push(world.get_as(person, &path).await.json());
    }
    let again = json!({ "endUserId": person });
    views.push(world.create(again).await.json());
    views
}

#[tokio::test]
async fn a_live_approval_of_ours_shows_that_these_tests_would_see_one() {
    let world = World::new().await;
    let person = new_id();
    let id = approved_at(&world, &LIVE, &person).await;
    let views = every_view(&world, &person, &id).await;
    assert!(views.iter().filter(|view| grants_live(view)).count() >= 3);
    assert_eq!(
        opens_a_door(&world, &id).await,
        ("verification".into(), true)
    );
}

#[tokio::test]
async fn a_tests_approval_is_a_tests_wherever_one_asks() {
    let world = World::new().await;
    let person = new_id();
    let id = approved_at(&world, &TEST, &person).await;
    for view in every_view(&world, &person, &id).await {
        assert!(!grants_live(&view), "{view}");
    }
    assert_eq!(world.session(&id).await["grants"], "test");
    let heard = opens_a_door(&world, &id).await;
    assert_eq!(heard, ("verification.test".into(), false));
    // At the live integration the person is nobody yet.
    let live = created_at(&world, &LIVE, &person).await;
    assert_eq!(
        (live.status, live.json()["nextStep"].clone()),
        (201, json!("start"))
    );
}

#[tokio::test]
async fn nothing_moves_a_tests_session_to_the_live_integration() {
    let world = World::new().await;
    let person = new_id();
    let id = approved_at(&world, &TEST, &person).await;
    let before = everything(&world).await;
    let body = decision(&id, &new_id(), "approved", "2026-04-01T00:00:00Z");
    assert_eq!(deliver_as(&world, &LIVE, &body).await, 401);
    let sessions = json!([{ "sessionId": id, "endUserId": person }]);
    let import = json!({ "import": { "integration": LIVE.id, "sessions": sessions } });
    let ends = Instant::now() + Duration::from_secs(300);
    let report = operate::handle(&world.sandbox.app, import, ends).await;
    let report = report.expect("it is carried out");
    let result = report["imported"][0]["result"].as_str().expect("a result");
    assert!(!["imported", "known"].contains(&result), "{report}");
    assert_untouched(&world, &before, "a move").await;
}

#[tokio::test]
async fn an_id_that_becomes_a_live_integrations_takes_no_approval_along() {
    let world = World::new().await;
    let person = new_id();
    let id = approved_at(&world, &TEST, &person).await;
    let mut settings = world.sandbox.settings.clone();
    settings["integrations"][0]["type"] = json!("live");
    let settings = Settings::parse(&settings.to_string()).expect("good settings");
    world.sandbox.app.settings.replace(settings);

    assert_eq!(world.session(&id).await["grants"], "test");
    let heard = opens_a_door(&world, &id).await;
    assert_eq!(heard, ("verification.test".into(), false));
    // What is told of it now is another integration's word.
    let before = everything(&world).await;
    let body = decision(&id, &new_id(), "declined", "2026-04-01T00:00:00Z");
    assert_eq!(deliver_as(&world, &TEST, &body).await, 401);
    assert_untouched(&world, &before, "another kind of integration").await;
    // The person begins anew, and only that counts.
    let anew = created_at(&world, &TEST, &person).await;
    assert_eq!(anew.status, 201);
    for view in every_view(&world, &person, &id).await {
        assert!(!grants_live(&view), "{view}");
    }
    let body = decision(&id_of(&anew), &new_id(), "approved", T1);
    assert_eq!(deliver_as(&world, &TEST, &body).await, 200);
    assert_eq!(world.session(&id_of(&anew)).await["grants"], "live");
}

#[tokio::test]
async fn a_session_that_we_did_not_make_is_worth_nothing_wherever_one_asks() {
    let world = World::new().await;
    let (id, person) = (new_id(), new_id());
    // Whoever knows the public key can have one made in anybody's name, and pass it.
    let mut body = decision(&id, &new_id(), "approved", T1);
    body["verification"]["endUserId"] = json!(person);
    body["verification"]["vendorData"] = json!("somebody");
    assert_eq!(deliver_as(&world, &LIVE, &body).await, 200);
    for view in every_view(&world, &person, &id).await {
        assert!(!grants_live(&view), "{view}");
    }
    let path = format!("/sessions?endUserId={person}&integration=local-live");
    let found = world.get(&path).await.json();
    assert_eq!(found["current"], Value::Null);
    let heard = opens_a_door(&world, &id).await;
    assert_eq!(heard, ("verification.unclaimed".into(), false));
}
