//! What a person is called.

use super::Victim;
use http::Method;
use serde_json::{Value, json};
use system_tests::by_hand::ByHand;
use system_tests::{World, id_of};
use veriff_sandbox::development::TEST;

#[tokio::test]
async fn names_that_only_look_alike_are_other_persons() {
    let world = World::new().await;
    let created = world.create_as("noor", json!({})).await;
    let noor = id_of(&created);
    let jwt = |sub: &str| json!({ "jwt": { "claims": { "sub": sub }, "scopes": null } });
    let path = format!("/sessions/{noor}");
    for name in [
        "Noor",
        "NOOR",
        "nооr",
        "noor ",
        " noor",
        "noor\u{200b}",
        "ｎｏｏｒ",
        "noor\0",
        "noorr",
        "nоor",
        "user:noor",
        "noor,noor",
        "[noor]",
    ] {
        let call = |path: &str| ByHand::new(&world, &Method::GET, path, &vec![], b"");
        let seen = call(&path).authorized(jwt(name)).status(&world).await;
        assert_eq!(seen, 404, "{name:?}");
        let own = call("/sessions").authorized(jwt(name)).answer(&world).await;
        let own = own.expect("an answer");
        let own: Value = serde_json::from_slice(own.body()).expect("JSON");
        assert_eq!(own["current"], Value::Null, "{name:?}");
    }
    assert_eq!(world.get_as("noor", &path).await.status, 200);

    // The same for the name that a back end gives.
    let names = [
        "customer-é",
        "customer-e\u{301}",
        "Customer-é",
        "customer-é ",
        "customer-é\u{200d}",
    ];
    let mut ids = Vec::new();
    for name in names {
        let answer = world.create(json!({ "vendorData": name })).await;
        assert_eq!(answer.status, 201, "{name:?} is somebody else");
        ids.push(id_of(&answer));
    }
    ids.dedup();
    assert_eq!(ids.len(), names.len());
}

#[tokio::test]
async fn the_one_name_of_a_person_is_not_taken_for_the_other() {
    let world = World::new().await;
    let victim = Victim::of(&world).await;
    // A person's endUserId as somebody's vendorData, and at another integration.
    let found = world
        .get(&format!("/sessions?vendorData={}", victim.person))
        .await;
    assert_eq!(found.json()["current"], Value::Null);
    let created = world.create(json!({ "vendorData": victim.person })).await;
    assert_eq!(created.status, 201);
    assert_ne!(id_of(&created), victim.id);
    let found = world
        .get(&format!(
            "/sessions?endUserId={}&integration=local-live",
            victim.person
        ))
        .await;
    assert_eq!(found.json()["current"], Value::Null);
    // What the parts of a pointer's key are is not to be moved from one to the next.
    let key = |integration: &str, name: &str| {
        verification::person::PersonRef::VendorData(name.to_owned()).pointer_key(integration)
    };
    assert_ne!(key(TEST.id, "x"), key("local-testx", ""));
    assert_ne!(
        key(TEST.id, "vendorDatax"),
        key("local-testvendorData", "x")
    );
    let found = world.get_as(&victim.person, "/sessions").await.json();
    assert_eq!(found["current"]["sessionId"], json!(victim.id));
}
