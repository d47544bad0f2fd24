//! The sweep: lost webhooks are repaired, dead sessions are closed, and nothing starves.

use aws_sdk_dynamodb::types::AttributeValue;
use serde_json::json;
use system_tests::deliveries::{decision, event};
use system_tests::{World, id_of};
use uuid::Uuid;

/// A world in which Veriff's webhooks lead nowhere, so that each of them is lost.
pub(crate) async fn deaf_world() -> World {
    World::with(
        |_| {},
        |veriff| {
            for integration in &mut veriff.integrations {
                integration.webhook_url = None;
            }
        },
    )
    .await
}

/// A world whose first integration is the live one, deaf as well.
pub(crate) async fn deaf_live_world() -> World {
    World::with(
        |settings| {
            let integrations = settings["integrations"].as_array_mut().expect("a list");
            integrations.reverse();
        },
        |veriff| {
            for integration in &mut veriff.integrations {
                integration.webhook_url = None;
            }
        },
    )
    .await
}

#[tokio::test]
async fn nothing_is_due_before_its_time() {
    let world = deaf_world().await;
    world.session_for("early").await;
    assert_eq!(world.sweep().await.looked, 0);
    world.advance("169h").await;
    assert_eq!(
        world.sweep().await.looked,
        0,
        "Veriff's own expiry comes first"
    );
}

#[tokio::test]
async fn a_decision_whose_webhook_was_lost_is_found_before_anything_expires() {
    let world = deaf_world().await;
    let id = world.session_for("lost").await;
    world.run_through(&id, "approved", None).await;
    assert_eq!(world.status(&id).await, "created");
    world.advance("171h").await;
    let report = world.sweep().await;
    assert_eq!((report.looked, report.repaired, report.expired), (1, 1, 0));
    let view = world.session(&id).await;
    assert_eq!(view["status"], "approved");
    assert!(
        view["person"]["firstName"].is_string(),
        "the answer is kept like a webhook"
    );
    assert_eq!(
        world.sweep().await.looked,
        0,
        "a decided session needs no look"
    );
}

#[tokio::test]
async fn veriffs_own_expiry_is_told_apart_from_abandonment() {
    let world = deaf_world().await;
    let never_opened = world.session_for("never-opened").await;
    let opened = world.session_for("opened").await;
    world.act(&opened, "open").await;
    world.advance("171h").await;
    let report = world.sweep().await;
    assert_eq!((report.looked, report.repaired), (2, 2));
    assert_eq!(world.status(&never_opened).await, "expired");
    assert_eq!(world.status(&opened).await, "abandoned");
}

#[tokio::test]
async fn a_session_that_veriff_does_not_know_is_closed_by_us() {
    let world = deaf_world().await;
    // Known here from an event alone; the local Veriff never had it.
    let (never_decided, attempt) = (Uuid::new_v4().to_string(), Uuid::new_v4().to_string());
    assert_eq!(
        world
            .deliver(&event(&never_decided, &attempt, "started"))
            .await,
        200
    );
    world.advance("171h").await;
    let report = world.sweep().await;
    assert_eq!((report.looked, report.abandoned), (1, 1));
    assert_eq!(world.status(&never_decided).await, "abandoned");
    // Our own closing yields to proof that the person finished.
    assert_eq!(
        world
            .deliver(&event(&never_decided, &attempt, "submitted"))
            .await,
        200
    );
    assert_eq!(world.status(&never_decided).await, "submitted");
    let late = decision(&never_decided, &attempt, "approved", "2026-03-02T09:19:31Z");
    assert_eq!(world.deliver(&late).await, 200);
    assert_eq!(world.status(&never_decided).await, "approved");
}

#[tokio::test]
async fn a_session_that_was_submitted_without_a_word_is_not_closed() {
    let world = deaf_live_world().await;
    let id = world.session_for("no-events").await;
    world.advance("167h").await;
    world.act(&id, "open").await;
    world.act(&id, "submit").await;
    world.advance("4h").await;
    let report = world.sweep().await;
    assert_eq!((report.looked, report.repaired, report.expired), (1, 1, 0));
    assert_eq!(world.status(&id).await, "submitted");
    world.decide(&id, "approved", None).await;
    world.advance("3h").await;
    assert_eq!(world.sweep().await.repaired, 1);
    assert_eq!(world.session(&id).await["grants"], "live");
}

#[tokio::test]
async fn a_session_that_was_submitted_without_a_word_is_not_replaced() {
    let world = deaf_live_world().await;
    let id = world.session_for("last-hour").await;
    world.advance("167h").await;
    world.act(&id, "open").await;
    world.act(&id, "submit").await;
    world.advance("20m").await;
    let answer = world.create(json!({ "vendorData": "last-hour" })).await;
    assert_eq!((answer.status, id_of(&answer)), (200, id));
    assert_eq!(answer.json()["nextStep"], "wait");
}

#[tokio::test]
async fn a_submitted_session_that_veriff_does_not_know_is_asked_about_again() {
    let world = deaf_world().await;
    let (id, attempt) = (Uuid::new_v4().to_string(), Uuid::new_v4().to_string());
    assert_eq!(world.deliver(&event(&id, &attempt, "submitted")).await, 200);
    for pause in ["61m", "49h", "97h"] {
        world.advance(pause).await;
        let report = world.sweep().await;
        assert_eq!((report.looked, report.waiting), (1, 1), "after {pause}");
    }
    assert_eq!(world.status(&id).await, "submitted");
}

#[tokio::test]
async fn a_submitted_session_is_asked_about_after_an_hour() {
    let world = deaf_live_world().await;
    let id = world.session_for("submitted").await;
    let attempt = Uuid::new_v4().to_string();
    world.act(&id, "open").await;
    world.act(&id, "submit").await;
    let body = event(&id, &attempt, "submitted").to_string().into_bytes();
    let live = veriff_sandbox::development::LIVE;
    let headers = system_tests::deliveries::signed(live.api_key, live.secret, &body);
    assert_eq!(world.deliver_raw(&headers, &body).await, 200);
    assert_eq!(world.sweep().await.looked, 0);
    world.advance("61m").await;
    let report = world.sweep().await;
    assert_eq!((report.looked, report.waiting), (1, 1), "no decision yet");
    assert_eq!(world.sweep().await.looked, 0, "the look moved it on");
    world.decide(&id, "declined", Some(102)).await;
    world.advance("3h").await;
    assert_eq!(world.sweep().await.repaired, 1);
    assert_eq!(world.session(&id).await["decision"]["reasonCode"], 102);
}

#[tokio::test]
async fn a_test_integration_is_asked_seldom() {
    let world = deaf_world().await;
    let id = world.session_for("seldom").await;
    world.act(&id, "open").await;
    world.act(&id, "submit").await;
    let attempt = Uuid::new_v4().to_string();
    assert_eq!(world.deliver(&event(&id, &attempt, "submitted")).await, 200);
    world.advance("61m").await;
    assert_eq!(world.sweep().await.waiting, 1);
    world.advance("24h").await;
    assert_eq!(
        world.sweep().await.looked,
        0,
        "a test integration decides nothing by itself"
    );
    world.advance("25h").await;
    assert_eq!(world.sweep().await.looked, 1);
}

#[tokio::test]
async fn a_full_auto_decision_is_asked_for_where_the_plain_one_is_null() {
    let world = World::with(
        |settings| {
            let integrations = settings["integrations"].as_array_mut().expect("a list");
            integrations.reverse();
            integrations[0]["fullAuto"] = json!(true);
        },
        |veriff| {
            for integration in &mut veriff.integrations {
                integration.webhook_url = None;
                integration.plan = veriff_sandbox::veriff::Plan::Essential;
            }
        },
    )
    .await;
    let id = world.session_for("full-auto").await;
    world.run_through(&id, "approved", None).await;
    world.advance("171h").await;
    assert_eq!(world.sweep().await.repaired, 1);
    let view = world.session(&id).await;
    assert_eq!(view["status"], "approved");
    assert_eq!(view["grants"], "live");
}

#[tokio::test]
async fn a_failing_veriff_moves_the_session_on_and_closes_nothing() {
    let world = deaf_world().await;
    let id = world.session_for("veriff-down").await;
    world.advance("171h").await;
    // Credentials that Veriff refuses: it cannot tell, so nothing may be closed.
    let mut settings = world.sandbox.settings.clone();
    settings["integrations"][0]["sharedSecrets"] = json!(["not-the-secret-that-veriff-has"]);
    let broken = verification::settings::Settings::parse(&settings.to_string()).expect("settings");
    let good = world.sandbox.app.settings.current();
    world.sandbox.app.settings.replace(broken);
    let report = world.sweep().await;
    assert_eq!((report.looked, report.failed, report.expired), (1, 1, 0));
    assert_eq!(world.status(&id).await, "created");
    assert_eq!(
        world.sweep().await.looked,
        0,
        "tried again later, not at once"
    );
    world.sandbox.app.settings.replace((*good).clone());
    world.advance("1h").await;
    assert_eq!(world.sweep().await.repaired, 1);
    assert_eq!(world.status(&id).await, "expired");
}

#[tokio::test]
async fn many_due_sessions_are_swept_in_pages_and_none_starves() {
    let world = World::with(
        |settings| settings["indexShards"] = json!(2),
        |veriff| {
            for integration in &mut veriff.integrations {
                integration.webhook_url = None;
            }
        },
    )
    .await;
    for person in 0..90 {
        world.session_for(&format!("person-{person}")).await;
    }
    world.advance("171h").await;
    let report = world.sweep().await;
    assert_eq!((report.looked, report.repaired, report.failed), (90, 90, 0));
    assert!(!report.unfinished);
    assert_eq!(world.sweep().await.looked, 0);
}

#[tokio::test]
async fn a_sweep_without_time_stops_and_goes_on_the_next_time() {
    let world = deaf_world().await;
    world.session_for("no-time").await;
    world.advance("171h").await;
    let soon = std::time::Instant::now() + std::time::Duration::from_secs(2);
    let report = sweep_expired::handle(&world.sandbox.app, soon)
        .await
        .expect("the sweep runs");
    assert_eq!(report.looked, 0);
    assert!(report.unfinished);
    assert_eq!(world.sweep().await.looked, 1);
}

#[tokio::test]
async fn an_item_that_cannot_be_read_is_put_off_and_keeps_nobody_waiting() {
    let world = deaf_world().await;
    let broken = world.session_for("broken").await;
    let sound = world.session_for("sound").await;
    let client = veriff_sandbox::dynamodb::client(&world.sandbox.dynamodb);
    client
        .update_item()
        .table_name(world.sandbox.table)
        .key("pk", AttributeValue::S(format!("SESSION#{broken}")))
        .key("sk", AttributeValue::S("SESSION".into()))
        .update_expression("SET #state = :state")
        .expression_attribute_names("#state", "state")
        .expression_attribute_values(":state", AttributeValue::S("{ broken".into()))
        .send()
        .await
        .expect("the store answers");
    world.advance("171h").await;
    let report = world.sweep().await;
    assert_eq!((report.looked, report.repaired, report.failed), (2, 1, 1));
    assert_eq!(world.status(&sound).await, "expired");
    assert_eq!(world.sweep().await.looked, 0);
    world.advance("7h").await;
    assert_eq!(world.sweep().await.failed, 1);
}
