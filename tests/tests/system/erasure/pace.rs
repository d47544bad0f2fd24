//! Five deletions an hour and ten a day at Veriff, however many erasures there are.

use super::{deleting_world, deletions, erased, tombstone};
use system_tests::World;
use verification::store::AtVeriff;

const HOUR: i64 = 3_600_000;

/// Checks that no hour and no day had more than Veriff takes, and that it refused none.
async fn assert_paced(world: &World) -> usize {
    let asked = deletions(world).await;
    for (limit, window) in [(5, HOUR), (10, 24 * HOUR)] {
        for (first, _) in &asked {
            let inside = asked
                .iter()
                .filter(|(at, _)| (*first..first + window).contains(at));
            let count = inside.count();
            assert!(
                count <= limit,
                "{count} in {window} ms from {first}: {asked:?}"
            );
        }
    }
    let refused = asked.iter().filter(|(_, status)| *status == 429).count();
    assert_eq!(refused, 0, "{asked:?}");
    asked.len()
}

/// Sessions of as many persons.
async fn sessions(world: &World, count: usize) -> Vec<String> {
    let mut ids = Vec::new();
    for person in 0..count {
        ids.push(world.session_for(&format!("person-{person}")).await);
    }
    ids
}

#[tokio::test]
async fn a_batch_of_thirty_ends_done_and_never_above_the_limits() {
    let world = deleting_world().await;
    let ids = sessions(&world, 30).await;
    let mut done = 0;
    for id in &ids {
        done += usize::from(erased(&world, id).await == "done");
    }
    assert_eq!(done, 5, "as many as an hour has, at once");
    // A sweep every ten minutes, for two days and a bit more than two hours.
    for _ in 0..(50 * 6 + 2) {
        world.advance("10m").await;
        let report = world.sweep().await;
        assert_eq!(report.failed, 0);
    }
    for id in &ids {
        assert_eq!(erased(&world, id).await, "done");
        assert_eq!(tombstone(&world, id).await.due(), None);
    }
    assert_eq!(assert_paced(&world).await, 30);
    assert_eq!(world.sessions_at_veriff().await, 0);
    assert_eq!(world.sweep().await.looked, 0);
}

#[tokio::test]
async fn thirty_at_once_keep_to_it_too() {
    let world = std::sync::Arc::new(deleting_world().await);
    let ids = sessions(&world, 30).await;
    let mut requests = tokio::task::JoinSet::new();
    for id in ids.clone() {
        let world = world.clone();
        requests.spawn(async move { world.erase(&id).await.json()["atVeriff"].clone() });
    }
    let answers = requests.join_all().await;
    let done = answers.iter().filter(|it| **it == "done").count();
    assert_eq!(done, 5, "{answers:?}");
    assert_eq!(assert_paced(&world).await, 5);
    // And sweeps that run at the same time.
    world.advance("72m").await;
    tokio::join!(world.sweep(), world.sweep(), world.sweep());
    assert_eq!(assert_paced(&world).await, 10);
    let mut pending = 0;
    for id in &ids {
        let tombstone = tombstone(&world, id).await;
        pending += usize::from(tombstone.at_veriff == AtVeriff::Pending);
    }
    assert_eq!(pending, 20);
}

#[tokio::test]
async fn who_has_waited_longer_has_the_turn() {
    let world = deleting_world().await;
    let ids = sessions(&world, 15).await;
    for id in &ids[..10] {
        erased(&world, id).await;
    }
    // Just before the next turns.
    world.advance("58m").await;
    for id in &ids[10..] {
        assert_eq!(erased(&world, id).await, "pending");
    }
    for _ in 0..30 {
        world.advance("30s").await;
        world.sweep().await;
    }
    for (place, id) in ids.iter().enumerate() {
        let done = tombstone(&world, id).await.at_veriff == AtVeriff::Done;
        assert_eq!(done, place < 10, "{place}");
    }
}

#[tokio::test]
async fn of_several_that_come_at_once_one_asks() {
    let world = std::sync::Arc::new(deleting_world().await);
    let id = world.session_for("a").await;
    world.act(&id, "submit").await;
    assert_eq!(erased(&world, &id).await, "pending");
    // Veriff answers 1306 each time, so that nothing but a claim holds the others back.
    for asked in 1..=4 {
        world.advance("9h").await;
        let mut requests = tokio::task::JoinSet::new();
        for _ in 0..8 {
            let (world, id) = (world.clone(), id.clone());
            requests.spawn(async move { world.erase(&id).await.status });
        }
        assert_eq!(requests.join_all().await, [202; 8]);
        assert_eq!(deletions(&world).await.len(), asked);
    }
}

#[tokio::test]
async fn who_is_refused_does_not_keep_others_from_their_turn() {
    let world = deleting_world().await;
    let ids = sessions(&world, 12).await;
    for id in &ids[..4] {
        world.act(id, "submit").await;
    }
    for id in &ids {
        erased(&world, id).await;
    }
    for _ in 0..(3 * 24 * 2) {
        world.advance("30m").await;
        world.sweep().await;
    }
    assert_paced(&world).await;
    for id in &ids[..4] {
        assert_eq!(tombstone(&world, id).await.at_veriff, AtVeriff::Pending);
    }
    for id in &ids[4..] {
        assert_eq!(tombstone(&world, id).await.at_veriff, AtVeriff::Done);
    }
}

#[tokio::test]
async fn integrations_have_a_pace_each() {
    let world = deleting_world().await;
    let ids = sessions(&world, 6).await;
    for id in &ids[..5] {
        assert_eq!(erased(&world, id).await, "done");
    }
    assert_eq!(erased(&world, &ids[5]).await, "pending");
    let live = serde_json::json!({
        "integration": "local-live",
        "verification": { "vendorData": "live" },
    });
    let made = world
        .call(None, http::Method::POST, "/sessions", &live.to_string())
        .await;
    assert_eq!(erased(&world, &system_tests::id_of(&made)).await, "done");
}
