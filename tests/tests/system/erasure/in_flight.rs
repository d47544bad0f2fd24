//! What was on its way while the session was erased is found an hour later.

use super::{T1, erased, found, kinds, planted_person, table, tombstone};
use crate::new_id;
use serde_json::json;
use system_tests::deliveries::decision;
use system_tests::{World, id_of};
use verification::store::{Source, Stored, WhyQuarantined};

#[tokio::test]
async fn a_payload_that_was_kept_just_afterwards_goes_an_hour_later() {
    let world = World::new().await;
    let id = id_of(&world.create(planted_person(&new_id())).await);
    erased(&world, &id).await;
    // A webhook and one for the quarantine, both of which had read the session before.
    let store = &world.sandbox.app.store;
    let now = world.sandbox.clock.now();
    let body = decision(&id, &new_id(), "approved", T1).to_string();
    store
        .keep_payload(&id, "decision", Source::Webhook, body.as_bytes(), now, 90)
        .await
        .expect("it is kept");
    let why = WhyQuarantined::Unreadable;
    store
        .quarantine("local-test", why, body.as_bytes(), Some(&id), now)
        .await
        .expect("it is put aside");
    assert!(!found(&table(&world).await, &[]).is_empty());
    world.advance("59m").await;
    assert_eq!(world.sweep().await.looked, 0);
    world.advance("2m").await;
    let report = world.sweep().await;
    assert_eq!((report.looked, report.erased), (1, 1));
    let after = table(&world).await;
    assert_eq!(found(&after, &[]), [""; 0]);
    assert_eq!(kinds(&after), [("SESSION SESSION".into(), 1)].into());
    assert_eq!(tombstone(&world, &id).await.due(), None);
}

#[tokio::test]
async fn a_repeated_request_clears_up_at_once() {
    let world = World::new().await;
    let id = world.session_for("a").await;
    erased(&world, &id).await;
    let store = &world.sandbox.app.store;
    let now = world.sandbox.clock.now();
    store
        .keep_payload(&id, "decision", Source::Webhook, b"ODALYS", now, 90)
        .await
        .expect("it is kept");
    erased(&world, &id).await;
    assert_eq!(found(&table(&world).await, &[]), [""; 0]);
}

#[tokio::test]
async fn a_pointer_that_was_set_just_afterwards_goes_an_hour_later() {
    let world = World::new().await;
    let (id, person) = (world.session_for("a").await, "a");
    let store = &world.sandbox.app.store;
    let key = verification::person::PersonRef::VendorData(person.into());
    let key = key.pointer_key("local-test");
    // A request that makes the person's session has written it, and is about to point to it.
    let seen = store.read_pointer(&key).await.expect("a pointer");
    let now = world.sandbox.clock.now();
    let lease = store
        .take_lease(&key, &seen, now)
        .await
        .expect("it answers");
    erased(&world, &id).await;
    let lease = lease.expect("the lease");
    let set = store.point_to(&lease, &seen, &id, None, now).await;
    assert_eq!(set, Ok(true));
    // Until then the person is not kept from a new session by it, nor told of it.
    let told = world.get("/sessions?vendorData=a").await.json();
    assert_eq!(
        (&told["current"], &told["sessions"]),
        (&json!(null), &json!([]))
    );
    world.advance("61m").await;
    assert_eq!(world.sweep().await.erased, 1);
    assert!(!kinds(&table(&world).await).contains_key("PERSON CURRENT"));
    assert_eq!(
        world.create(json!({ "vendorData": person })).await.status,
        201
    );
}

#[tokio::test]
async fn webhooks_and_an_erasure_at_once_leave_nothing() {
    let world = World::new().await;
    for round in 0..10 {
        let id = world.session_for(&format!("person-{round}")).await;
        let bodies: Vec<_> = (0..8)
            .map(|_| decision(&id, &new_id(), "approved", T1))
            .collect();
        let (a, b, c, d, answer) = tokio::join!(
            world.deliver(&bodies[0]),
            world.deliver(&bodies[1]),
            world.deliver(&bodies[2]),
            world.deliver(&bodies[3]),
            world.erase(&id),
        );
        assert_eq!([a, b, c, d, answer.status], [200; 5]);
        for body in &bodies[4..] {
            assert_eq!(world.deliver(body).await, 200);
        }
        assert!(matches!(
            world.stored(&id).await,
            Some(Stored::Tombstone(_))
        ));
    }
    world.advance("61m").await;
    assert_eq!(world.sweep().await.erased, 10);
    assert_eq!(found(&table(&world).await, &[]), [""; 0]);
}
