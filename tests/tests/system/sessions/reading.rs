//! Reading sessions: two views, look-ups by person, and nobody else's session.

use crate::{assert_for_a_person, new_id};
use http::Method;
use serde_json::{Value, json};
use system_tests::{World, id_of};

#[tokio::test]
async fn the_back_end_sees_what_veriff_verified() {
    let world = World::new().await;
    let answer = world.create_as("noor", json!({})).await;
    let id = id_of(&answer);
    world.run_through(&id, "approved", None).await;
    let view = world.session(&id).await;
    assert_eq!(view["person"]["lastName"], "SAMPLE");
    assert_eq!(view["document"]["type"], "PASSPORT");
    assert!(view["riskLabels"].is_array());

    // The person sees neither.
    let own = world.get_as("noor", &format!("/sessions/{id}")).await;
    assert_eq!(own.status, 200);
    assert_for_a_person(&own.json());
    let own = world.get_as("noor", "/sessions").await.json();
    assert_for_a_person(&own["current"]);
    assert!(!own.to_string().contains("SAMPLE"));
    assert_eq!(own["current"]["grants"], "test");
    let names = own["sessions"][0].as_object().expect("a session").keys();
    assert_eq!(
        names.collect::<Vec<_>>(),
        ["createdAt", "sessionId", "status"]
    );
}

/// Veriff names the person of the create call in these decisions too; nobody was verified.
#[tokio::test]
async fn of_a_session_that_nobody_finished_nobody_is_shown() {
    let world = World::new().await;
    for status in ["expired", "abandoned"] {
        let person = json!({ "verification": { "person": { "firstName": "Odalys" } } });
        let id = id_of(&world.create_as(&new_id(), person).await);
        world.run_through(&id, status, None).await;
        let view = world.session(&id).await;
        assert_eq!(view["decision"]["status"], status);
        assert_eq!(view["person"], Value::Null, "{status}");
    }
}

#[tokio::test]
async fn another_persons_session_is_not_found() {
    let world = World::new().await;
    let noor = new_id();
    let id = id_of(&world.create_as(&noor, json!({})).await);
    let servers = world.session_for("made-by-the-back-end").await;
    for path in [
        format!("/sessions/{id}"),
        format!("/sessions/{id}/history"),
        format!("/sessions/{servers}"),
        format!("/sessions?endUserId={noor}"),
        "/sessions?vendorData=made-by-the-back-end".to_owned(),
        "/sessions?integration=local-live".to_owned(),
    ] {
        let answer = world.get_as("jules", &path).await;
        assert_eq!(answer.status, 404, "{path}");
        assert!(!answer.json().to_string().contains(&id));
    }
    // It looks no different from a session that does not exist.
    let other = world.get_as("jules", &format!("/sessions/{id}")).await;
    let none = world
        .get_as("jules", &format!("/sessions/{}", new_id()))
        .await;
    assert_eq!(other.json(), none.json());
    insta::assert_json_snapshot!(none.json());
    // The history is not even for the person that it is about.
    let own = world
        .get_as(&noor, &format!("/sessions/{id}/history"))
        .await;
    assert_eq!(own.status, 404);
    let own = world
        .get_as(&noor, &format!("/sessions?endUserId={noor}"))
        .await;
    assert_eq!(own.json()["current"]["sessionId"], json!(id));
    assert_eq!(
        world.get_as("jules", "/sessions").await.json()["current"],
        Value::Null
    );
}

#[tokio::test]
async fn a_session_is_found_by_either_name_of_the_person() {
    let world = World::new().await;
    let end_user_id = new_id();
    let body = json!({ "endUserId": end_user_id, "vendorData": "customer 17/ü" });
    let id = id_of(&world.create(body).await);
    world.run_through(&id, "approved", None).await;
    for query in [
        format!("endUserId={end_user_id}"),
        format!("endUserId={}", end_user_id.to_uppercase()),
        "vendorData=customer%2017%2F%C3%BC".to_owned(),
        "vendorData=customer+17/%C3%BC".to_owned(),
    ] {
        let found = world.get(&format!("/sessions?{query}")).await;
        assert_eq!(found.status, 200, "{query}");
        let found = found.json();
        assert_eq!(found["current"]["sessionId"], json!(id), "{query}");
        assert_eq!(found["nextStep"], "none", "{query}");
        assert_eq!(found["sessions"][0]["sessionId"], json!(id), "{query}");
    }
}

#[tokio::test]
async fn former_sessions_are_listed_the_newest_first() {
    let world = World::new().await;
    let first = world.session_for("a").await;
    world.run_through(&first, "declined", Some(105)).await;
    let second = id_of(&world.verify_again("a").await);
    let found = world.get("/sessions?vendorData=a").await.json();
    assert_eq!(found["nextStep"], "start");
    assert_eq!(found["current"]["sessionId"], json!(second));
    let listed: Vec<_> = found["sessions"]
        .as_array()
        .expect("sessions")
        .iter()
        .map(|session| (session["sessionId"].clone(), session["status"].clone()))
        .collect();
    assert_eq!(
        listed,
        [
            (json!(second), json!("created")),
            (json!(first), json!("declined")),
        ]
    );
}

#[tokio::test]
async fn a_person_without_a_session_is_told_to_get_one() {
    let world = World::new().await;
    for answer in [
        world.get("/sessions?vendorData=nobody").await,
        world.get_as("nobody", "/sessions").await,
    ] {
        assert_eq!(answer.status, 200);
        insta::allow_duplicates! {
            insta::assert_json_snapshot!(answer.json(), @r#"
            {
              "current": null,
              "nextStep": "new-session",
              "sessions": []
            }
            "#);
        }
    }
}

#[tokio::test]
async fn questions_that_make_no_sense_are_refused() {
    let world = World::new().await;
    let mut problems = serde_json::Map::new();
    for query in [
        "",
        "?endUserId=noor",
        "?endUserId=",
        "?vendorData=",
        "?vendorData=a&endUserId=6f1c9f4e-0a53-4d2c-9d1f-3f4f5c0a1b2d",
        "?vendorData=a&integration=local-moon",
    ] {
        let answer = world.get(&format!("/sessions{query}")).await;
        assert_eq!(answer.headers["content-type"], "application/problem+json");
        problems.insert(query.to_owned(), answer.json());
    }
    insta::assert_json_snapshot!(problems);
    for path in ["/sessions/x/y", "/sessions/x/history/y"] {
        assert_eq!(world.get(path).await.status, 404, "{path}");
    }
    // Whatever stands in an id's place is an id, and nobody's.
    let long = "x".repeat(5000);
    let odd = [
        "x",
        "%00",
        "%2F",
        "..%2F..",
        "a%20b",
        "'%20OR%201",
        "%ff",
        "%3F",
        &long,
    ];
    for id in odd {
        for person in [None, Some("noor")] {
            let path = format!("/sessions/{id}");
            let answer = world.call(person, Method::GET, &path, "").await;
            assert_eq!(answer.status, 404, "{id}: {}", answer.json());
        }
    }
    let answer = world.call(None, Method::PUT, "/sessions", "{}").await;
    assert_eq!(answer.status, 404);
}
