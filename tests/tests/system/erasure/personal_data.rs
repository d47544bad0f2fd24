//! After an erasure, no item holds anything of the person.

use super::{T1, T2, erased, found, kinds, planted_person, table, tombstone};
use crate::new_id;
use serde_json::json;
use system_tests::deliveries::{decision, signed, watchlist};
use system_tests::{World, id_of};

/// A person who went through everything: verified, on a list, and with two messages in quarantine.
async fn a_whole_verification(world: &World, end_user_id: &str) -> String {
    let id = id_of(&world.create(planted_person(end_user_id)).await);
    world.run_through(&id, "approved", None).await;
    let attempt = new_id();
    for body in [
        decision(&id, &attempt, "approved", T1),
        watchlist(Some(&id), &attempt, T2),
    ] {
        assert_eq!(world.deliver(&body).await, 200);
    }
    let mut unreadable = decision(&id, &attempt, "approved", T1);
    unreadable["verification"]["status"] = json!(9001);
    let unknown = json!({ "eventType": "moon-phase", "sessionId": id, "name": "Odalys" });
    for body in [unreadable, unknown] {
        assert_eq!(world.deliver(&body).await, 200);
    }
    id
}

#[tokio::test]
async fn no_item_keeps_a_name_a_document_a_birth_date_or_an_id_of_the_platform() {
    let world = World::new().await;
    let person = new_id();
    let id = a_whole_verification(&world, &person).await;
    let before = table(&world).await;
    // The rest was Veriff's alone.
    let of_them = [
        "PLANTAGENIA",
        "QUIRINDALE",
        "ODALYS",
        "Odalys",
        "QUIRIN",
        "1984-02-29",
        "QX9910417",
        "38402290017",
        "planted-vendor-data",
        "203.0.113.9",
        "/v/ey",
        &person,
    ];
    assert_eq!(found(&before, &[&person]), of_them);
    let there = kinds(&before);
    for (kind, count) in [
        ("ATTEMPT ATTEMPT", 2),
        ("PERSON CURRENT", 2),
        ("QUARANTINE", 2),
        ("SESSION QUARANTINE", 2),
        ("SESSION SESSION", 1),
    ] {
        let found: usize = there
            .iter()
            .filter(|(name, _)| name.starts_with(kind))
            .map(|(_, count)| count)
            .sum();
        assert_eq!(found, count, "{kind} in {there:?}");
    }
    assert!(there["SESSION PAYLOAD"] >= 5, "{there:?}");

    assert_eq!(erased(&world, &id).await, "off");
    let after = table(&world).await;
    assert_eq!(found(&after, &[&person]), [""; 0]);
    // The attempts' items hold ids alone, and lead late messages to the tombstone.
    let left = [("ATTEMPT ATTEMPT", 2), ("SESSION SESSION", 1)];
    assert_eq!(kinds(&after), left.map(|(kind, n)| (kind.into(), n)).into());

    // An hour later, not even the pointers' hashes.
    world.advance("61m").await;
    assert_eq!(world.sweep().await.erased, 1);
    let after = table(&world).await;
    let item = after.iter().find(|item| item["sk"] == "SESSION");
    let names: Vec<_> = item.expect("the tombstone").keys().collect();
    assert_eq!(
        names,
        [
            "atVeriff",
            "erasedAt",
            "integration",
            "pk",
            "schema",
            "sk",
            "step",
            "swallowed",
            "tries"
        ]
    );
    assert_eq!(world.sweep().await.looked, 0, "and nothing is due any more");
}

#[tokio::test]
async fn a_recorded_webhook_changes_nothing_and_is_counted() {
    let world = World::new().await;
    let id = a_whole_verification(&world, &new_id()).await;
    let store = &world.sandbox.app.store;
    let recorded = store.payloads(&id).await.expect("the payloads");
    let recorded: Vec<_> = recorded.into_iter().filter_map(|it| it.body).collect();
    assert!(recorded.len() >= 5);
    erased(&world, &id).await;
    let mut expected = tombstone(&world, &id).await;
    let before = kinds(&table(&world).await);
    for body in &recorded {
        let headers = signed(&world.sandbox.api_key, &world.sandbox.secret, body);
        assert_eq!(world.deliver_raw(&headers, body).await, 200);
    }
    expected.swallowed = recorded.len() as u64;
    assert_eq!(tombstone(&world, &id).await, expected);
    let after = table(&world).await;
    assert_eq!(kinds(&after), before);
    assert_eq!(found(&after, &[]), [""; 0]);
    assert_eq!(world.get(&format!("/sessions/{id}")).await.status, 404);
}

#[tokio::test]
async fn a_message_that_names_only_the_attempt_is_swallowed_too() {
    let world = World::new().await;
    let id = id_of(&world.create(planted_person(&new_id())).await);
    let (known, new) = (new_id(), new_id());
    let approval = decision(&id, &known, "approved", T1);
    assert_eq!(world.deliver(&approval).await, 200);
    erased(&world, &id).await;
    // The second attempt is first heard of when the session is erased already.
    let late = decision(&id, &new, "declined", T2);
    let known = watchlist(None, &known, T2);
    let new = watchlist(None, &new, T2);
    for body in [late, known, new] {
        assert_eq!(world.deliver(&body).await, 200);
    }
    assert_eq!(tombstone(&world, &id).await.swallowed, 3);
    let after = table(&world).await;
    assert_eq!(found(&after, &[]), [""; 0]);
    assert!(!kinds(&after).contains_key("QUARANTINE"), "{after:?}");
}

#[tokio::test]
async fn other_sessions_of_the_person_stay() {
    let world = World::new().await;
    let first = world.session_for("a").await;
    world.run_through(&first, "declined", Some(105)).await;
    let second = id_of(&world.verify_again("a").await);
    world.run_through(&second, "approved", None).await;
    erased(&world, &first).await;
    let person = world.get("/sessions?vendorData=a").await.json();
    assert_eq!(person["current"]["sessionId"], json!(second));
    assert_eq!(person["sessions"].as_array().map(Vec::len), Some(1));
    // The current one: then there is none.
    erased(&world, &second).await;
    let person = world.get("/sessions?vendorData=a").await.json();
    assert_eq!(person["current"], json!(null));
    assert_eq!(person["sessions"], json!([]));
    assert_eq!(person["nextStep"], "new-session");
    assert!(!kinds(&table(&world).await).contains_key("PERSON CURRENT"));
    let third = world.create(json!({ "vendorData": "a" })).await;
    assert_eq!(third.status, 201);
    assert!(![first, second].contains(&id_of(&third)));
}
