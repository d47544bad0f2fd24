//! Many requests at once, and many on one day.

use http::Method;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use system_tests::{World, id_of};
use tokio::task::JoinSet;

/// Creates a session for each of these people at once; returns person, status and view.
async fn create_at_once(
    world: &Arc<World>,
    people: impl IntoIterator<Item = String>,
) -> Vec<(String, u16, Value)> {
    let mut requests = JoinSet::new();
    for person in people {
        let world = world.clone();
        requests.spawn(async move {
            let answer = world.create(json!({ "vendorData": person })).await;
            (person, answer.status, answer.json())
        });
    }
    requests.join_all().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_requests_at_once_make_one_session() {
    for _ in 0..10 {
        one_session_of(2).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fifty_requests_at_once_make_one_session() {
    one_session_of(50).await;
}

async fn one_session_of(requests: usize) {
    let world = Arc::new(World::new().await);
    let answers = create_at_once(&world, vec!["a".to_owned(); requests]).await;
    assert_eq!(world.sessions_at_veriff().await, 1);
    let created = answers.iter().filter(|(_, status, _)| *status == 201);
    assert_eq!(created.count(), 1);
    assert!(
        answers
            .iter()
            .all(|(_, status, _)| matches!(status, 200 | 201))
    );
    let urls: BTreeSet<_> = answers
        .iter()
        .map(|(_, _, view)| view["url"].to_string())
        .collect();
    assert_eq!(urls.len(), 1, "everybody is sent to the same place");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn different_people_do_not_disturb_each_other() {
    let world = Arc::new(World::new().await);
    let people = (0..60).map(|number| format!("person-{}", number % 20));
    let answers = create_at_once(&world, people).await;
    assert_eq!(world.sessions_at_veriff().await, 20);
    let mut of: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (person, status, view) in answers {
        assert!(matches!(status, 200 | 201), "{person}: {status}");
        assert_eq!(view["vendorData"], json!(person));
        of.entry(person)
            .or_default()
            .insert(view["sessionId"].to_string());
    }
    assert_eq!(of.len(), 20);
    assert!(of.values().all(|sessions| sessions.len() == 1));
    let all: BTreeSet<_> = of.values().flatten().collect();
    assert_eq!(all.len(), 20);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dead_session_is_replaced_once() {
    let world = Arc::new(World::new().await);
    let id = world.session_for("a").await;
    world.advance("7d1m").await;
    let answers = create_at_once(&world, vec!["a".to_owned(); 20]).await;
    assert_eq!(world.sessions_at_veriff().await, 2);
    for (_, status, view) in answers {
        assert!(matches!(status, 200 | 201), "{status}");
        assert_ne!(view["sessionId"], json!(id));
    }
}

#[tokio::test]
async fn creates_per_person_and_day_are_capped() {
    let world =
        World::with_settings(|settings| settings["createsPerPersonAndDay"] = json!(2)).await;
    world.stop_the_clock();
    let mut id = world.session_for("a").await;
    for _ in 0..1 {
        world.run_through(&id, "declined", Some(105)).await;
        let again = world.verify_again("a").await;
        assert_eq!(again.status, 201);
        id = id_of(&again);
    }
    world.run_through(&id, "declined", Some(105)).await;
    let refused = world.verify_again("a").await;
    assert_eq!(refused.status, 429);
    assert!(refused.headers.contains_key("retry-after"));
    insta::assert_json_snapshot!(refused.json());
    assert_eq!(world.sessions_at_veriff().await, 2);
    // What is there may still be asked for, and other people are not concerned.
    let found = world.create(json!({ "vendorData": "a" })).await;
    assert_eq!((found.status, id_of(&found)), (200, id));
    world.session_for("b").await;
    // The next day counts anew.
    world.advance("24h").await;
    assert_eq!(world.verify_again("a").await.status, 201);
}

#[tokio::test]
async fn the_cap_holds_when_requests_come_at_once() {
    let world =
        World::with_settings(|settings| settings["createsPerPersonAndDay"] = json!(1)).await;
    let world = Arc::new(world);
    let id = world.session_for("a").await;
    world.run_through(&id, "declined", Some(105)).await;
    let mut requests = JoinSet::new();
    for _ in 0..10 {
        let world = world.clone();
        requests.spawn(async move { world.verify_again("a").await.status });
    }
    assert_eq!(requests.join_all().await, vec![429; 10]);
    let path = "/sessions?vendorData=a";
    let found = world.call(None, Method::GET, path, "").await;
    assert_eq!(found.json()["current"]["sessionId"], json!(id));
}
