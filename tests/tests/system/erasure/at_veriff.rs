//! The deletion at Veriff: off unless switched on, and tried again until it is done.

use super::{T1, allow_deletion, deleting_world, deletions, erased, tombstone};
use crate::new_id;
use http::Method;
use serde_json::json;
use system_tests::World;
use system_tests::deliveries::{decision, event, signature};
use verification::settings::Settings;
use verification::store::AtVeriff;

#[tokio::test]
async fn it_is_off_unless_the_settings_say_that_veriff_allows_it() {
    let world = World::new().await;
    let id = world.session_for("a").await;
    assert_eq!(erased(&world, &id).await, "off");
    world.advance("2h").await;
    world.sweep().await;
    assert_eq!(deletions(&world).await, []);
    assert_eq!(world.sessions_at_veriff().await, 1);
}

#[tokio::test]
async fn the_webhook_that_a_deletion_causes_is_swallowed() {
    for opened in [false, true] {
        let world = deleting_world().await;
        let id = world.session_for("a").await;
        if opened {
            world.act(&id, "open").await;
        }
        assert_eq!(erased(&world, &id).await, "done");
        assert_eq!(world.sessions_at_veriff().await, 0);
        world.settle().await;
        let tombstone = tombstone(&world, &id).await;
        assert_eq!(tombstone.swallowed, 1, "expired or abandoned");
        assert_eq!(tombstone.at_veriff, AtVeriff::Done);
        assert_eq!(world.get(&format!("/sessions/{id}")).await.status, 404);
        world.advance("61m").await;
        assert_eq!(world.sweep().await.erased, 1);
        assert_eq!(world.sweep().await.looked, 0);
    }
}

#[tokio::test]
async fn what_veriff_does_not_have_is_done() {
    let world = deleting_world().await;
    let id = new_id();
    let body = decision(&id, &new_id(), "approved", T1);
    assert_eq!(world.deliver(&body).await, 200);
    assert_eq!(erased(&world, &id).await, "done");
    let answers: Vec<_> = deletions(&world).await.iter().map(|it| it.1).collect();
    assert_eq!(answers, [404]);
}

#[tokio::test]
async fn a_session_that_is_being_judged_is_tried_with_growing_pauses() {
    for (in_review, decided) in [(false, "approved"), (true, "declined")] {
        let world = deleting_world().await;
        let id = world.session_for("a").await;
        world.act(&id, "open").await;
        world.act(&id, "submit").await;
        if in_review {
            world.decide(&id, "review", None).await;
        }
        assert_eq!(erased(&world, &id).await, "pending");
        assert_eq!(deletions(&world).await, [], "it would be refused");
        // After an hour, and then one, two, four, eight hours later.
        for hours in [1, 1, 2, 4, 8] {
            world.advance(&format!("{}m", hours * 60 - 1)).await;
            assert_eq!(world.sweep().await.looked, 0);
            world.advance("2m").await;
            assert_eq!(world.sweep().await.erasures_pending, 1);
            assert_eq!(erased(&world, &id).await, "pending");
        }
        let answers: Vec<_> = deletions(&world).await.iter().map(|it| it.1).collect();
        assert_eq!(answers, [400; 5]);
        assert_eq!(tombstone(&world, &id).await.tries, 5);
        world.decide(&id, decided, Some(105)).await;
        world.advance("16h1m").await;
        assert_eq!(world.sweep().await.erased, 1);
        assert_eq!(erased(&world, &id).await, "done");
        assert_eq!(world.sessions_at_veriff().await, 0);
    }
}

#[tokio::test]
async fn the_longest_pause_is_a_day() {
    let world = deleting_world().await;
    let id = world.session_for("a").await;
    world.act(&id, "submit").await;
    erased(&world, &id).await;
    for _ in 0..20 {
        world.advance("24h1m").await;
        assert_eq!(world.sweep().await.erasures_pending, 1);
    }
    assert_eq!(tombstone(&world, &id).await.tries, 20);
}

#[tokio::test]
async fn when_others_have_used_the_limits_up_nobody_asks_for_an_hour() {
    let world = deleting_world().await;
    // Somebody deletes in the portal.
    for round in 0..5 {
        let id = world.session_for(&format!("others-{round}")).await;
        delete_directly(&world, &id).await;
    }
    let (first, second) = (world.session_for("a").await, world.session_for("b").await);
    assert_eq!(erased(&world, &first).await, "pending");
    assert_eq!(erased(&world, &second).await, "pending");
    let asked = deletions(&world).await;
    assert_eq!(asked.last().expect("asked").1, 429);
    assert_eq!(asked.len(), 6, "the second was not tried");
    world.advance("72m").await;
    let report = world.sweep().await;
    assert_eq!((report.erased, report.erasures_pending), (2, 0));
    assert_eq!(erased(&world, &first).await, "done");
}

/// `DELETE /v1/sessions/{id}` with the integration's own key, as another system would.
async fn delete_directly(world: &World, id: &str) {
    let url = format!("{}/sessions/{id}", world.sandbox.veriff);
    let signature = signature(&world.sandbox.secret, id.as_bytes());
    let headers = [
        ("x-auth-client", &*world.sandbox.api_key),
        ("x-hmac-signature", &*signature),
    ];
    let sent = world
        .sandbox
        .http
        .send(Method::DELETE, &url, &headers, "")
        .await;
    assert_eq!(sent.expect("it answers").status, 200);
}

#[tokio::test]
async fn while_veriff_refuses_our_credentials_it_is_tried_again_later() {
    let world = deleting_world().await;
    let id = world.session_for("a").await;
    let good = world.sandbox.app.settings.current();
    let mut settings = world.sandbox.settings.clone();
    settings["integrations"][0]["sharedSecrets"] = json!(["not-the-secret-that-veriff-has"]);
    let broken = Settings::parse(&settings.to_string()).expect("settings");
    world.sandbox.app.settings.replace(broken);
    assert_eq!(erased(&world, &id).await, "pending");
    assert_eq!(world.get(&format!("/sessions/{id}")).await.status, 404);
    world.sandbox.app.settings.replace((*good).clone());
    assert_eq!(erased(&world, &id).await, "pending", "not at once");
    world.advance("61m").await;
    assert_eq!(world.sweep().await.erased, 1);
    assert_eq!(erased(&world, &id).await, "done");
}

#[tokio::test]
async fn veriff_may_not_have_switched_it_on_after_all() {
    let world = World::with(allow_deletion, |veriff| {
        veriff.integrations[0].delete_enabled = false;
    })
    .await;
    let id = world.session_for("a").await;
    assert_eq!(erased(&world, &id).await, "pending");
    let answers: Vec<_> = deletions(&world).await.iter().map(|it| it.1).collect();
    assert_eq!(answers, [403]);
}

#[tokio::test]
async fn what_is_pending_waits_while_the_settings_have_it_switched_off() {
    let world = deleting_world().await;
    let id = world.session_for("a").await;
    world.act(&id, "submit").await;
    assert_eq!(erased(&world, &id).await, "pending");
    world.decide(&id, "approved", None).await;
    let good = world.sandbox.app.settings.current();
    let mut settings = world.sandbox.settings.clone();
    settings["integrations"][0]["deletionEnabled"] = json!(false);
    let off = Settings::parse(&settings.to_string()).expect("settings");
    world.sandbox.app.settings.replace(off);
    world.advance("61m").await;
    assert_eq!(world.sweep().await.erasures_pending, 1);
    assert_eq!(deletions(&world).await, []);
    world.sandbox.app.settings.replace((*good).clone());
    world.advance("24h").await;
    assert_eq!(world.sweep().await.erased, 1);
    assert_eq!(erased(&world, &id).await, "done");
}

#[tokio::test]
async fn the_tombstone_is_there_before_veriff_is_asked() {
    let world = deleting_world().await;
    let id = world.session_for("a").await;
    let attempt = new_id();
    assert_eq!(world.deliver(&event(&id, &attempt, "started")).await, 200);
    let at = world.sandbox.clock.now();
    assert_eq!(erased(&world, &id).await, "done");
    let (asked, _) = deletions(&world).await[0];
    let erased_at = tombstone(&world, &id).await.erased_at;
    assert!(at.as_millisecond() <= erased_at.as_millisecond());
    assert!(erased_at.as_millisecond() <= asked);
}
