//! What stands in the path.

use super::Victim;
use crate::{assert_untouched, new_id};
use http::Method;
use serde_json::json;
use system_tests::contents::everything;
use system_tests::{World, id_of};

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

/// A back end that passes a person's text on as an id must not be led to another operation by it.
#[tokio::test]
async fn an_encoded_slash_in_an_id_leads_to_no_other_operation() {
    let world = World::new().await;
    let id = world.session_for("held").await;
    let hold = json!({ "reason": "case 17" }).to_string();
    let path = format!("/sessions/{id}/legal-hold");
    assert!(world.call(None, Method::PUT, &path, &hold).await.status < 300);
    let before = everything(&world).await;
    for (method, what) in [
        (Method::DELETE, "%2Flegal-hold"),
        (Method::DELETE, "%2flegal-hold"),
        (Method::GET, "%2Fhistory"),
        (Method::GET, "%2F"),
    ] {
        let answer = world
            .call(None, method, &format!("/sessions/{id}{what}"), "")
            .await;
        assert_eq!(answer.status, 404, "{what}");
    }
    assert_untouched(&world, &before, "an encoded slash").await;
}
