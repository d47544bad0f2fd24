//! However far an erasure came before its function died, the next one finishes it.

use super::{erased, found, kinds, planted_person, table};
use crate::new_id;
use serde_json::Value;
use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;
use system_tests::deliveries::decision;
use system_tests::{World, id_of};
use veriff_sandbox::events;
use veriff_sandbox::gateway::invoke::invoke;
use veriff_sandbox::gateway::routes::Function;
use verification::store::Stored;

/// The sample event, for another session.
fn event(id: &str) -> Value {
    let samples = events::samples().expect("the samples");
    let sample: Value = serde_json::from_str(&samples["erase-session/erase.json"]).expect("JSON");
    let of = sample["pathParameters"]["id"].as_str().expect("an id");
    serde_json::from_str(&sample.to_string().replace(of, id)).expect("JSON")
}

/// Runs an erasure until it has waited so often, then kills it; returns whether it came to its end.
async fn killed_after(world: &World, id: &str, waits: usize) -> bool {
    let event = event(id);
    let time = Duration::from_secs(10);
    let mut erasure = pin!(invoke(
        Function::EraseSession,
        &world.sandbox.app,
        &event,
        time
    ));
    let mut left = waits;
    poll_fn(|context| {
        if left == 0 {
            return Poll::Ready(false);
        }
        left -= 1;
        match erasure.as_mut().poll(context) {
            Poll::Ready(answer) => {
                assert!(answer.expect("an answer").status().is_success());
                Poll::Ready(true)
            }
            Poll::Pending => Poll::Pending,
        }
    })
    .await
}

#[tokio::test]
async fn the_next_request_or_the_sweep_goes_on_where_it_stopped() {
    let world = World::with_settings(super::allow_deletion).await;
    let (mut untouched, mut broken_off, mut ended) = (0, 0, 0);
    let mut waits = 1;
    while ended < 2 {
        let person = new_id();
        let id = id_of(&world.create(planted_person(&person)).await);
        for time in [super::T1, super::T2] {
            let body = decision(&id, &new_id(), "approved", time);
            assert_eq!(world.deliver(&body).await, 200);
        }
        let came_to_its_end = killed_after(&world, &id, waits).await;
        // What was sent may still arrive.
        tokio::time::sleep(Duration::from_millis(20)).await;
        match world.stored(&id).await {
            Some(Stored::Session(..)) => {
                assert!(!came_to_its_end);
                untouched += 1;
                erased(&world, &id).await;
            }
            _ if came_to_its_end => ended += 1,
            _ => {
                broken_off += 1;
                assert_eq!(world.get(&format!("/sessions/{id}")).await.status, 404);
                if broken_off % 2 == 0 {
                    erased(&world, &id).await;
                } else {
                    world.advance("61m").await;
                    world.sweep().await;
                }
            }
        }
        let items = table(&world).await;
        assert_eq!(found(&items, &[&person]), [""; 0], "killed after {waits}");
        assert!(!kinds(&items).contains_key("PERSON CURRENT"));
        waits += 1;
    }
    println!("{untouched} untouched, {broken_off} broken off, {ended} ended");
    assert!(untouched >= 1 && broken_off >= 4);
    // In the end Veriff has deleted them all.
    for _ in 0..(24 * broken_off) {
        world.advance("1h").await;
        world.sweep().await;
    }
    assert_eq!(world.sessions_at_veriff().await, 0);
    assert_eq!(world.sweep().await.looked, 0);
}
