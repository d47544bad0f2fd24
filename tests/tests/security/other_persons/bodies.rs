//! What stands in the body.

use super::Victim;
use crate::new_id;
use http::Method;
use serde_json::json;
use system_tests::{World, id_of};

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
