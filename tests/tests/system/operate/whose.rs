//! Whose an imported session is: the company's word, until Veriff names somebody else.

use super::order;
use super::platform::Platform;
use crate::new_id;
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use system_tests::World;
use system_tests::deliveries::decision;

const T1: &str = "2026-03-02T09:19:31Z";

/// Made at Veriff for this person, by the platform that was there before; returns its id.
async fn made_before(world: &World, person: &Value) -> String {
    system_tests::id_of(&world.create(person.clone()).await)
}

/// Imports a session that nobody has decided yet.
async fn import(platform: &Platform, id: &str, person: &Value) {
    let mut entry = person.clone();
    entry["sessionId"] = json!(id);
    let import = json!({ "integration": "local-test", "sessions": [entry] });
    let report = order(&platform.app, json!({ "import": import })).await;
    assert_eq!(report["imported"][0]["result"], "imported", "{report}");
}

/// An approval that names the person.
fn approval(id: &str, person: &Value) -> Value {
    let mut body = decision(id, &new_id(), "approved", T1);
    for (name, value) in person.as_object().expect("names") {
        body["verification"][name] = value.clone();
    }
    body
}

/// Whether an approval in Veriff's name counts, of a session that was imported in ours.
async fn counts(ours: &Value, veriffs: &Value) -> bool {
    let world = World::new().await;
    let platform = Platform::beside(&world).await;
    let id = made_before(&world, veriffs).await;
    import(&platform, &id, ours).await;
    let approved = approval(&id, veriffs);
    assert_eq!(platform.deliver(&world, &approved).await, 200);
    let view = platform.get(&format!("/sessions/{id}")).await;
    assert_eq!(view["status"], "approved");
    assert_eq!(view["claimed"], json!(view["grants"] == "test"), "{view}");
    view["claimed"] == true
}

#[tokio::test]
async fn an_undecided_session_counts_for_nobody_once_veriff_names_another_person() {
    let world = World::new().await;
    for by_webhook in [true, false] {
        let platform = Platform::beside(&world).await;
        let right = json!({ "endUserId": new_id() });
        let id = made_before(&world, &right).await;
        // Veriff does not say whose it is before it has decided.
        let person = json!({ "endUserId": new_id() });
        import(&platform, &id, &person).await;
        assert!(platform.is_claimed(&id).await);
        if by_webhook {
            let approved = approval(&id, &right);
            assert_eq!(platform.deliver(&world, &approved).await, 200);
        } else {
            world.run_through(&id, "approved", None).await;
            world.advance("171h").await;
            let soon = Instant::now() + Duration::from_secs(60);
            let swept = sweep_expired::handle(&platform.app, soon).await;
            assert!(swept.expect("the sweep runs").repaired > 0);
        }
        let view = platform.get(&format!("/sessions/{id}")).await;
        assert_eq!(view["status"], "approved", "{view}");
        assert_eq!(
            (&view["claimed"], &view["grants"]),
            (&json!(false), &json!("nothing"))
        );
        assert_eq!(platform.create(&person).await.status, 201, "begins anew");
    }
}

#[tokio::test]
async fn a_uuid_is_the_same_in_every_form_and_vendor_data_in_one() {
    let id = new_id();
    for form in [
        id.clone(),
        id.to_uppercase(),
        id.replace('-', ""),
        format!("{{{id}}}"),
    ] {
        let (ours, veriffs) = (json!({ "endUserId": form }), json!({ "endUserId": id }));
        assert!(counts(&ours, &veriffs).await, "{form}");
    }
    for (name, is_theirs) in [("Kx7a", true), ("kX7A", false)] {
        let (ours, veriffs) = (
            json!({ "vendorData": name }),
            json!({ "vendorData": "Kx7a" }),
        );
        assert_eq!(counts(&ours, &veriffs).await, is_theirs, "{name}");
    }
}

#[tokio::test]
async fn one_that_counts_for_nobody_hides_no_late_approval() {
    let world = World::new().await;
    let platform = Platform::beside(&world).await;
    world.stop_the_clock();
    let (person, other) = (
        json!({ "endUserId": new_id() }),
        json!({ "endUserId": new_id() }),
    );
    let old = system_tests::id_of(&platform.create(&person).await);
    world.act(&old, "open").await;
    world.advance("6d23h30m").await;
    assert_eq!(platform.create(&person).await.status, 201);
    world.advance("1m").await;
    let not_theirs = made_before(&world, &other).await;
    world.advance("1m").await;
    import(&platform, &not_theirs, &person).await;
    for body in [approval(&old, &person), approval(&not_theirs, &other)] {
        assert_eq!(platform.deliver(&world, &body).await, 200);
    }
    let id = person["endUserId"].as_str().expect("a name");
    let found = platform.get(&format!("/sessions?endUserId={id}")).await;
    assert_eq!(found["current"]["sessionId"], json!(old), "{found}");
    assert_eq!(found["nextStep"], "none");
    assert_eq!(platform.create(&person).await.status, 200);
}

#[tokio::test]
async fn nobody_sees_a_session_that_turned_out_to_be_another_persons() {
    let world = World::new().await;
    let platform = Platform::beside(&world).await;
    let (who, other) = (new_id(), json!({ "endUserId": new_id() }));
    let id = system_tests::id_of(&platform.create(&other).await);
    // Into the world's own table, whose gateway takes tokens of persons.
    let entry = json!({ "sessionId": id, "endUserId": who });
    let import = json!({ "integration": "local-test", "sessions": [entry] });
    let report = order(&world.sandbox.app, json!({ "import": import })).await;
    assert_eq!(report["imported"][0]["result"], "imported");
    assert_eq!(world.deliver(&approval(&id, &other)).await, 200);
    let by_id = world.get_as(&who, &format!("/sessions/{id}")).await;
    assert_eq!(by_id.status, 404);
    let seen = world.get_as(&who, "/sessions").await.json();
    assert_eq!(
        seen,
        json!({ "nextStep": "new-session", "current": null, "sessions": [] })
    );
    let by_back_end = world.get(&format!("/sessions?endUserId={who}")).await;
    assert!(by_back_end.json().to_string().contains(&id));
}
