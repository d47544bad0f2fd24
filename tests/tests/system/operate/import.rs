//! Sessions that exist at Veriff and were made by another system: here, by a first platform whose table
//! the second one does not know.

use super::platform::Platform;
use super::{in_time, order};
use crate::new_id;
use serde_json::{Value, json};
use std::time::Instant;
use system_tests::World;
use veriff_sandbox::development::LIVE;
use verification::record::SessionRecord;
use verification::store::Stored;

/// Made at Veriff for this person, by the platform that was there before; returns its id.
async fn made_before(world: &World, person: &Value) -> String {
    let answer = world.create(person.clone()).await;
    assert_eq!(answer.status, 201, "{}", answer.json());
    system_tests::id_of(&answer)
}

/// Orders one session's import; returns its result.
async fn import(platform: &Platform, id: &str, person: &Value) -> Value {
    let mut entry = person.clone();
    entry["sessionId"] = json!(id);
    let import = json!({ "integration": "local-test", "sessions": [entry] });
    let report = order(&platform.app, json!({ "import": import })).await;
    assert_eq!(report["remaining"], Value::Null);
    report["imported"][0].clone()
}

#[tokio::test]
async fn a_decided_session_is_the_persons_as_if_it_had_been_made_here() {
    let world = World::new().await;
    let platform = Platform::beside(&world).await;
    let (end_user, vendor_data) = (new_id(), "customer-17");
    let person = json!({ "endUserId": end_user, "vendorData": vendor_data });
    let id = made_before(&world, &person).await;
    world.run_through(&id, "approved", None).await;
    let imported = import(&platform, &id, &person).await;
    assert_eq!(
        imported,
        json!({ "sessionId": id, "result": "imported", "status": "approved", "leftOut": ["url"] })
    );
    let view = platform.get(&format!("/sessions/{id}")).await;
    for (field, value) in [
        ("status", json!("approved")),
        ("claimed", json!(true)),
        ("grants", json!("test")),
        ("endUserId", json!(end_user)),
        ("vendorData", json!(vendor_data)),
    ] {
        assert_eq!(view[field], value, "{field} of {view}");
    }
    assert!(view["person"]["lastName"].is_string(), "{view}");
    assert_eq!(view["expiresAt"], world.session(&id).await["expiresAt"]);
    for query in [
        format!("endUserId={end_user}"),
        format!("vendorData={vendor_data}"),
    ] {
        let answer = platform.get(&format!("/sessions?{query}")).await;
        assert!(answer.to_string().contains(&id), "{query}: {answer}");
    }
    // Who is verified is not asked to do it again.
    let again = platform.create(&person).await;
    assert_eq!(again.status, 200);
    assert_eq!(again.json()["sessionId"], json!(id));
}

#[tokio::test]
async fn once_more_changes_nothing_and_asks_nobody() {
    let world = World::new().await;
    let platform = Platform::beside(&world).await;
    let person = json!({ "endUserId": new_id() });
    let id = made_before(&world, &person).await;
    world.run_through(&id, "declined", Some(105)).await;
    assert_eq!(import(&platform, &id, &person).await["result"], "imported");
    let stored = platform.stored(&id).await;
    let pointer = platform.pointer(&person).await;
    platform.lose_veriff();
    let again = import(&platform, &id, &person).await;
    assert_eq!(
        again,
        json!({ "sessionId": id, "result": "known", "status": "declined" })
    );
    assert_eq!(platform.stored(&id).await, stored);
    assert_eq!(platform.pointer(&person).await, pointer);
}

#[tokio::test]
async fn an_open_session_is_known_and_not_offered() {
    let world = World::new().await;
    let platform = Platform::beside(&world).await;
    let person = json!({ "endUserId": new_id() });
    let id = made_before(&world, &person).await;
    world.act(&id, "open").await;
    let imported = import(&platform, &id, &person).await;
    assert_eq!(imported["status"], "started", "{imported}");
    assert_eq!(imported["leftOut"], json!(["url", "decision"]));
    let who = person["endUserId"].as_str().expect("a name");
    let found = platform.get(&format!("/sessions?endUserId={who}")).await;
    assert_eq!(
        found["nextStep"], "new-session",
        "there is no link: {found}"
    );
    let created = platform.create(&person).await;
    assert_eq!(created.status, 201, "its link is not known: a new session");
    assert_ne!(created.json()["sessionId"], json!(id));
    // Should the person finish the old one, it counts: the webhook finds a session of ours.
    assert!(platform.is_claimed(&id).await);
}

#[tokio::test]
async fn what_cannot_be_taken_over_is_left_as_it_is_and_says_why() {
    let world = World::new().await;
    let platform = Platform::beside(&world).await;
    let person = json!({ "endUserId": new_id() });
    let id = made_before(&world, &person).await;
    world.run_through(&id, "approved", None).await;
    let other = json!({ "endUserId": new_id() });
    assert_eq!(
        import(&platform, &id, &other).await,
        json!({ "sessionId": id, "result": "another-person" })
    );
    assert_eq!(platform.stored(&id).await, None);
    let nowhere = new_id();
    assert_eq!(
        import(&platform, &nowhere, &person).await,
        json!({ "sessionId": nowhere, "result": "not-at-veriff" })
    );
    // Another integration's, by a webhook of its own.
    let theirs = new_id();
    let now = world.sandbox.clock.now();
    let record = SessionRecord::new(&theirs, LIVE.id, LIVE.kind, now);
    let store = &platform.app.store;
    let written = store.change_session(None, &record, 4, |_| true).await;
    written.expect("the store answers");
    assert_eq!(
        import(&platform, &theirs, &person).await,
        json!({ "sessionId": theirs, "result": "another-integration" })
    );
    // Erased here.
    assert_eq!(import(&platform, &id, &person).await["result"], "imported");
    platform.erase(&id).await;
    assert_eq!(
        import(&platform, &id, &person).await,
        json!({ "sessionId": id, "result": "erased" })
    );
    // Veriff is down.
    let later = made_before(&world, &json!({ "endUserId": new_id() })).await;
    platform.lose_veriff();
    let failed = import(&platform, &later, &person).await;
    assert_eq!(failed["result"], "veriff-failed");
    assert_eq!(platform.stored(&later).await, None);
}

#[tokio::test]
async fn what_is_wrong_in_the_order_is_said_by_entry() {
    let world = World::new().await;
    let platform = Platform::beside(&world).await;
    let (id, person) = (new_id(), new_id());
    let sessions = json!([
        { "sessionId": "PLANTED", "endUserId": person },
        { "sessionId": id },
        { "sessionId": id, "endUserId": "PLANTED" },
        { "sessionId": id, "vendorData": "planted@example.com" },
        { "sessionId": id, "vendorData": "x".repeat(1001) },
        { "sessionId": id, "vendorData": "" },
    ]);
    let import = json!({ "integration": "local-test", "sessions": sessions });
    let report = order(&platform.app, json!({ "import": import })).await;
    let text = report.to_string().to_lowercase();
    assert!(!text.contains("planted"), "{text}");
    let entries = report["imported"].as_array().expect("entries");
    assert_eq!(entries.len(), 6);
    for entry in entries {
        assert_eq!(entry["result"], "invalid", "{entry}");
        assert!(
            entry["problem"]
                .as_str()
                .is_some_and(|text| text.starts_with('`'))
        );
    }
}

#[tokio::test]
async fn of_several_the_one_that_counts_becomes_current_in_whatever_order() {
    for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0]] {
        let world = World::new().await;
        let platform = Platform::beside(&world).await;
        let person = json!({ "vendorData": "customer" });
        let refused = made_before(&world, &person).await;
        world.run_through(&refused, "declined", Some(105)).await;
        world.advance("1h").await;
        let approved = system_tests::id_of(&world.verify_again("customer").await);
        world.run_through(&approved, "approved", None).await;
        world.advance("1h").await;
        let unused = system_tests::id_of(&world.verify_again("customer").await);
        let sessions = [refused, approved.clone(), unused];
        for place in order {
            let result = import(&platform, &sessions[place], &person).await;
            assert_eq!(result["result"], "imported", "{result}");
        }
        let answer = platform.get("/sessions?vendorData=customer").await;
        assert_eq!(answer["current"]["sessionId"], json!(approved), "{order:?}");
    }
}

#[tokio::test]
async fn when_time_is_over_the_rest_is_handed_back() {
    let world = World::new().await;
    let platform = Platform::beside(&world).await;
    let mut sessions = Vec::new();
    for place in 0..3 {
        let person = json!({ "vendorData": format!("customer-{place}") });
        let id = made_before(&world, &person).await;
        sessions.push(json!({ "sessionId": id, "vendorData": person["vendorData"] }));
    }
    let import = json!({ "import": { "integration": "local-test", "sessions": sessions } });
    let none = operate::handle(&platform.app, import.clone(), Instant::now()).await;
    let none = none.expect("it is carried out");
    assert_eq!(none, json!({ "imported": [], "remaining": import }));
    let all = operate::handle(&platform.app, none["remaining"].clone(), in_time()).await;
    let all = all.expect("it is carried out");
    assert_eq!(all["imported"].as_array().map(Vec::len), Some(3));
    assert_eq!(all["remaining"], Value::Null);
}

#[tokio::test]
async fn a_session_first_heard_of_by_webhook_is_claimed_with_what_was_known() {
    let world = World::new().await;
    let platform = Platform::beside(&world).await;
    let person = json!({ "endUserId": new_id() });
    let id = made_before(&world, &person).await;
    world.act(&id, "open").await;
    let started = system_tests::deliveries::event(&id, &new_id(), "started");
    assert_eq!(platform.deliver(&world, &started).await, 200);
    assert!(!platform.is_claimed(&id).await);
    assert_eq!(import(&platform, &id, &person).await["result"], "imported");
    assert!(platform.is_claimed(&id).await);
    let Some(Stored::Session(record, _)) = platform.stored(&id).await else {
        panic!("the session is gone");
    };
    assert_eq!(record.end_user_id.as_deref(), person["endUserId"].as_str());
}

#[tokio::test]
async fn an_order_whose_report_would_not_fit_is_done_in_parts_or_refused() {
    let world = World::new().await;
    let app = &world.sandbox.app;
    let wrong = |length: usize| json!({ "sessionId": "x".repeat(length) });
    let order_of = |entries: Vec<Value>| json!({ "import": { "integration": "local-test", "sessions": entries } });
    let mut remaining = order_of(vec![wrong(1); 60_000]);
    let (mut reports, mut said) = (0, 0);
    while remaining != Value::Null {
        let mut report = order(app, remaining).await;
        assert!(report.to_string().len() < 6_000_000);
        said += report["imported"].as_array().expect("entries").len();
        reports += 1;
        remaining = report["remaining"].take();
    }
    assert_eq!(said, 60_000);
    assert!(reports > 1);
    let large = operate::handle(app, order_of(vec![wrong(1_000); 3_000]), in_time()).await;
    assert_eq!(large, Err(operate::OperateError::TooLarge));
}
