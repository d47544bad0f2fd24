//! Who calls: a signed-in person named by a claim, the platform's own back end, or nobody.

use crate::made_by_hand::create_with_authorizer;
use crate::{assert_for_a_person, new_id};
use http::Method;
use serde_json::{Value, json};
use system_tests::{World, id_of};

#[tokio::test]
async fn a_claim_that_is_a_uuid_becomes_the_end_user_id() {
    let world = World::new().await;
    let person = new_id();
    let answer = world.create_as(&person, json!({})).await;
    assert_eq!(answer.status, 201);
    let at_veriff = world.at_veriff(&id_of(&answer)).await;
    assert_eq!(at_veriff["endUserId"], json!(person));
    assert_eq!(at_veriff["vendorData"], Value::Null);
    // However the token writes it, it is the same person.
    let again = world.create_as(&person.to_uppercase(), json!({})).await;
    assert_eq!((again.status, id_of(&again)), (200, id_of(&answer)));
}

#[tokio::test]
async fn another_claim_becomes_a_uuid_v5_for_ever() {
    let world = World::new().await;
    let answer = world.create_as("noor", json!({})).await;
    let at_veriff = world.at_veriff(&id_of(&answer)).await;
    // Were it ever another one, every person would become another one.
    assert_eq!(
        at_veriff["endUserId"],
        "338be14c-a9e0-5e93-bf9e-fb9a22ea0e2b"
    );
    let other = world.create_as("Noor", json!({})).await;
    assert_eq!(other.status, 201);
    assert_ne!(id_of(&other), id_of(&answer));
}

#[tokio::test]
async fn a_person_sees_a_persons_view() {
    let world = World::new().await;
    let answer = world.create_as("noor", json!({})).await;
    assert_eq!(answer.status, 201);
    assert_for_a_person(&answer.json());
    insta::assert_json_snapshot!(answer.json(), {
        ".sessionId" => "[id]",
        ".url" => "[url]",
        ".createdAt" => "[time]",
        ".expiresAt" => "[time]",
    });
}

#[tokio::test]
async fn a_person_is_named_by_the_token_alone() {
    let world = World::new().await;
    for verification in [
        json!({ "endUserId": new_id() }),
        json!({ "vendorData": "somebody-else" }),
    ] {
        let answer = world.create_as("noor", verification).await;
        assert_eq!(answer.status, 400);
        assert!(answer.json()["field"].is_string());
    }
    let body = json!({ "verification": {}, "integration": "local-live" }).to_string();
    let answer = world
        .call(Some("noor"), Method::POST, "/sessions", &body)
        .await;
    assert_eq!(answer.status, 403);
    assert_eq!(world.sessions_at_veriff().await, 0);
    // Their own id may be there.
    let person = new_id();
    let own = json!({ "endUserId": person });
    assert_eq!(world.create_as(&person, own).await.status, 201);
}

#[tokio::test]
async fn without_claims_nobody_is_let_in() {
    let world = World::new().await;
    let jwt = |claims: Value| Some(json!({ "jwt": { "claims": claims, "scopes": null } }));
    for authorizer in [
        None,
        Some(json!({})),
        Some(json!({ "lambda": { "sub": "noor" } })),
        jwt(json!({})),
        jwt(json!({ "username": "noor" })),
        jwt(json!({ "sub": "" })),
        jwt(json!({ "sub": "  " })),
        jwt(json!({ "scope": "verification/serverless verification" })),
    ] {
        let status = create_with_authorizer(&world, authorizer.clone()).await;
        assert_eq!(status, 401, "{authorizer:?}");
    }
    assert_eq!(world.sessions_at_veriff().await, 0);
    let noor = jwt(json!({ "sub": "noor" }));
    assert_eq!(create_with_authorizer(&world, noor).await, 201);
    // A server is let in, and has to name the person.
    for server in [
        jwt(json!({ "client_id": "shop", "scope": "openid verification/server" })),
        Some(json!({ "jwt": { "claims": {}, "scopes": ["verification/server"] } })),
    ] {
        assert_eq!(create_with_authorizer(&world, server).await, 400);
    }
}

#[tokio::test]
async fn settings_say_who_may_call() {
    let world = World::with_settings(|settings| {
        settings["callers"] = json!({ "endUserClaim": "custom:user_id" });
    })
    .await;
    let jwt = |claims: Value| Some(json!({ "jwt": { "claims": claims, "scopes": null } }));
    let sub = jwt(json!({ "sub": "noor" }));
    assert_eq!(create_with_authorizer(&world, sub).await, 401);
    let custom = jwt(json!({ "sub": "noor", "custom:user_id": "17" }));
    assert_eq!(create_with_authorizer(&world, custom).await, 201);
    // Neither IAM nor the scope is a server here.
    let answer = world.create(json!({ "vendorData": "a" })).await;
    assert_eq!(answer.status, 401);
    insta::assert_json_snapshot!(answer.json());
    let scope = jwt(json!({ "client_id": "shop", "scope": "verification/server" }));
    assert_eq!(create_with_authorizer(&world, scope).await, 401);
}

#[tokio::test]
async fn each_integration_has_its_own_current_session() {
    let world = World::new().await;
    let create_at = async |integration: &str| {
        let body = json!({
            "verification": { "vendorData": "a" },
            "integration": integration,
        });
        world
            .call(None, Method::POST, "/sessions", &body.to_string())
            .await
    };
    let test = world.session_for("a").await;
    let live = create_at("local-live").await;
    assert_eq!(live.status, 201);
    assert_eq!(live.json()["integration"]["id"], "local-live");
    let live = id_of(&live);
    assert_ne!(live, test);
    assert_eq!(world.at_veriff(&live).await["integration"], "local-live");
    assert_eq!(id_of(&create_at("local-live").await), live);
    assert_eq!(id_of(&create_at("local-test").await), test);
    assert_eq!(world.sessions_at_veriff().await, 2);
    // An approval at the one is none at the other.
    world.run_through(&test, "approved", None).await;
    let found = world
        .get("/sessions?vendorData=a&integration=local-live")
        .await
        .json();
    assert_eq!(found["current"]["sessionId"], json!(live));
    assert_eq!(found["current"]["grants"], "nothing");
    let unknown = create_at("local-moon").await;
    assert_eq!(unknown.status, 400);
    assert_eq!(unknown.json()["field"], "integration");
}
