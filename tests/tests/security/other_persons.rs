//! One person reaching for another's session: to everybody else it is a 404 that says nothing, whatever
//! stands in the path, the body, a header, or the name.

use super::{assert_untouched, new_id};
use http::Method;
use serde_json::{Value, json};
use system_tests::by_hand::ByHand;
use system_tests::contents::everything;
use system_tests::{World, id_of};
use veriff_sandbox::development::TEST;

/// Somebody with a session, and what nobody else may hear of it.
struct Victim {
    person: String,
    id: String,
    told: Vec<String>,
}

impl Victim {
    async fn of(world: &World) -> Self {
        let person = new_id();
        let names = json!({ "person": { "firstName": "Plantagenia", "lastName": "Quirindale" } });
        let answer = world.create_as(&person, names).await;
        let id = id_of(&answer);
        let url = answer.json()["url"].as_str().expect("a link").to_owned();
        world
            .run_through(&id, "resubmission_requested", Some(204))
            .await;
        let told = vec![url, id.clone(), "Plantagenia".into(), "SAMPLE".into()];
        Self { person, id, told }
    }

    /// Checks that an answer tells nothing of the person. `sent` may come back: it is known already.
    fn is_not_in(&self, answer: &str, sent: &str) {
        for told in &self.told {
            let known = sent.contains(told.as_str());
            assert!(
                known || !answer.contains(told),
                "{told} in {answer} to {sent}"
            );
        }
    }
}

/// An id, as somebody would write it who hopes that a part of this reads it otherwise.
fn written(id: &str, own: &str) -> Vec<String> {
    let upper = id.to_uppercase();
    let encoded: String = id.bytes().map(|byte| format!("%{byte:02x}")).collect();
    vec![
        id.to_owned(),
        upper,
        encoded,
        format!("{own}%2f..%2f{id}"),
        format!("..%2fsessions%2f{id}"),
        format!("%2e%2e%2fsessions%2f{id}"),
        format!("..%5c{id}"),
        format!("{id}%2fhistory"),
        format!("{id}%2flegal-hold"),
        format!("{id}%00"),
        format!("{id}%20"),
        format!("%20{id}"),
        format!("{id}%23"),
        format!("{id}%3fendUserId={own}"),
        format!("{id};a=b"),
        format!("{id}%0a"),
        format!("{{{id}}}").replace('{', "%7b").replace('}', "%7d"),
        format!("urn:uuid:{id}"),
        id.replace('-', ""),
        format!("SESSION%23{id}"),
        format!("{id}*"),
        format!("{own},{id}"),
        format!("{}%ef%bd%81", &id[..35]),
    ]
}

#[tokio::test]
async fn whatever_stands_in_the_path_a_session_of_another_is_not_found() {
    let world = World::new().await;
    let victim = Victim::of(&world).await;
    let thief = new_id();
    let own = id_of(&world.create_as(&thief, json!({})).await);
    let before = everything(&world).await;
    for id in written(&victim.id, &own) {
        let hold = json!({ "reason": "case 17" }).to_string();
        for (method, path, body) in [
            (Method::GET, format!("/sessions/{id}"), ""),
            (Method::GET, format!("/sessions/{id}/history"), ""),
            (Method::DELETE, format!("/sessions/{id}"), ""),
            (Method::PUT, format!("/sessions/{id}/legal-hold"), &*hold),
            (Method::DELETE, format!("/sessions/{id}/legal-hold"), ""),
        ] {
            let what = format!("{method} {path}");
            let answer = world.call(Some(&thief), method, &path, body).await;
            assert_eq!(answer.status, 404, "{what}");
            victim.is_not_in(&answer.json().to_string(), &path);
        }
    }
    assert_untouched(&world, &before, "a path").await;
}

#[tokio::test]
async fn what_is_the_back_ends_alone_is_not_even_for_the_person_it_is_about() {
    let world = World::new().await;
    let victim = Victim::of(&world).await;
    let before = everything(&world).await;
    let (person, id) = (&victim.person, &victim.id);
    let hold = json!({ "reason": "case 17" }).to_string();
    for (method, path, body, status) in [
        (Method::GET, format!("/sessions/{id}/history"), "", 404),
        (Method::DELETE, format!("/sessions/{id}"), "", 404),
        (
            Method::PUT,
            format!("/sessions/{id}/legal-hold"),
            &*hold,
            404,
        ),
        (
            Method::DELETE,
            format!("/sessions/{id}/legal-hold"),
            "",
            404,
        ),
        (
            Method::POST,
            "/sessions".into(),
            r#"{"verification":{},"verifyAgain":true}"#,
            403,
        ),
        (
            Method::POST,
            "/sessions".into(),
            r#"{"verification":{},"integration":"local-live"}"#,
            403,
        ),
        (
            Method::GET,
            "/sessions?integration=local-live".into(),
            "",
            404,
        ),
        (Method::GET, "/sessions?vendorData=a".into(), "", 404),
    ] {
        let what = format!("{method} {path}");
        let answer = world.call(Some(person), method, &path, body).await;
        assert_eq!(answer.status, status, "{what}: {}", answer.json());
    }
    assert_untouched(&world, &before, "a person").await;
    // The same by the back end, to show that there is something to be refused.
    let path = format!("/sessions/{id}/legal-hold");
    assert_eq!(
        world.call(None, Method::PUT, &path, &hold).await.status,
        200
    );
}

#[tokio::test]
async fn a_body_names_nobody_else() {
    let world = World::new().await;
    let victim = Victim::of(&world).await;
    let (theirs, thief) = (&victim.person, new_id());
    let bodies = [
        format!(r#"{{"verification":{{"endUserId":"{theirs}"}}}}"#),
        format!(
            r#"{{"verification":{{"endUserId":"{}"}}}}"#,
            theirs.to_uppercase()
        ),
        format!(r#"{{"verification":{{"endUserId":"{thief}","endUserId":"{theirs}"}}}}"#),
        format!(r#"{{"verification":{{"endUserId":"{theirs}","endUserId":"{thief}"}}}}"#),
        format!(r#"{{"verification":{{"\u0065ndUserId":"{theirs}"}}}}"#),
        format!(r#"{{"verification":{{"vendorData":"{theirs}"}}}}"#),
        format!(r#"{{"verification":{{"enduserid":"{theirs}"}}}}"#),
        format!(r#"{{"verification":{{}},"endUserId":"{theirs}"}}"#),
        format!(r#"{{"verification":{{}},"sessionId":"{}"}}"#, victim.id),
        format!(
            r#"{{"verification":{{"id":"{}","status":"approved"}}}}"#,
            victim.id
        ),
        format!(
            r#"{{"verification":{{}},"requestContext":{{"authorizer":{{"jwt":{{"claims":{{"sub":"{theirs}"}}}}}}}}}}"#
        ),
    ];
    let before = world.stored(&victim.id).await;
    for body in &bodies {
        let answer = world
            .call(Some(&thief), Method::POST, "/sessions", body)
            .await;
        victim.is_not_in(&answer.json().to_string(), body);
        match answer.status {
            400 => assert!(answer.json()["field"].is_string(), "{body}"),
            200 | 201 => {
                // What was not understood was let pass: the session is the thief's own.
                let at_veriff = world.at_veriff(&id_of(&answer)).await;
                assert_eq!(at_veriff["endUserId"], json!(thief), "{body}");
            }
            status => panic!("{status} for {body}"),
        }
    }
    assert_eq!(world.stored(&victim.id).await, before);
    let found = world.get_as(theirs, "/sessions").await.json();
    assert_eq!(found["current"]["sessionId"], json!(victim.id));
    assert_eq!(found["sessions"].as_array().map(Vec::len), Some(1));
}

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
