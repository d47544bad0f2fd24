//! Who seems to call.

use super::Victim;
use crate::assert_untouched;
use http::Method;
use serde_json::{Value, json};
use system_tests::World;
use system_tests::by_hand::ByHand;
use system_tests::contents::everything;

#[tokio::test]
async fn only_the_gateway_says_who_calls() {
    let world = World::new().await;
    let victim = Victim::of(&world).await;
    let before = everything(&world).await;
    let path = format!("/sessions/{}", victim.id);
    let headers = [
        ("x-end-user-id", victim.person.as_str()),
        (
            "x-amzn-request-context",
            r#"{"authorizer":{"iam":{"userId":"x"}}}"#,
        ),
        ("x-forwarded-user", &victim.person),
        ("x-http-method-override", "GET"),
        ("x-original-url", &path),
    ];
    let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let jwt = |claims: Value| json!({ "jwt": { "claims": claims, "scopes": null } });
    let thief = jwt(json!({ "sub": "thief" }));
    for (who, status) in [
        (None, 401),
        (Some(json!({})), 401),
        (Some(jwt(json!({ "username": victim.person }))), 401),
        (Some(jwt(json!({ "sub": "" }))), 401),
        (Some(json!({ "lambda": { "sub": victim.person } })), 401),
        (Some(thief.clone()), 404),
        // A name that looks like a right.
        (Some(jwt(json!({ "sub": "verification/server" }))), 404),
        (
            Some(jwt(
                json!({ "sub": "thief", "scope": "verification/serverx" }),
            )),
            404,
        ),
        (
            Some(jwt(
                json!({ "sub": "thief", "scope": "VERIFICATION/SERVER" }),
            )),
            404,
        ),
        (
            Some(jwt(
                json!({ "sub": "thief", "scopes": "verification/server" }),
            )),
            404,
        ),
    ] {
        for method in [Method::GET, Method::DELETE] {
            let mut call = ByHand::new(&world, &method, &path, &headers.to_vec(), b"");
            if let Some(who) = &who {
                call = call.authorized(who.clone());
            }
            let answer = call.answer(&world).await.expect("an answer");
            assert_eq!(answer.status(), status, "{method} as {who:?}");
            victim.is_not_in(&String::from_utf8_lossy(answer.body()), "");
        }
    }
    // Another path in the event than the one that led here.
    let mut call = ByHand::new(&world, &Method::GET, "/sessions/x", &vec![], b"").authorized(thief);
    call.event["pathParameters"]["id"] = json!(victim.id);
    assert_eq!(call.status(&world).await, 404);
    assert_untouched(&world, &before, "a caller").await;
}
