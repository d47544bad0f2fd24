//! What stands in the query.

use super::Victim;
use crate::{assert_untouched, new_id};
use serde_json::Value;
use system_tests::World;
use system_tests::contents::everything;

#[tokio::test]
async fn a_query_names_nobody_else() {
    let world = World::new().await;
    let victim = Victim::of(&world).await;
    let (theirs, thief) = (&victim.person, new_id());
    let (upper, bare) = (theirs.to_uppercase(), theirs.replace('-', ""));
    let before = everything(&world).await;
    // Refused, or not understood and let pass: then it is the thief's own, who has none.
    for (query, refused) in [
        (format!("endUserId={theirs}"), true),
        (format!("endUserId={upper}"), true),
        (format!("endUserId={bare}"), true),
        (format!("%65ndUserId={theirs}"), true),
        (format!("endUserId={theirs}&endUserId={thief}"), true),
        (format!("endUserId={thief}&endUserId={theirs}"), false),
        (format!("endUserId={thief},{theirs}"), true),
        (format!("endUserId=&endUserId={theirs}"), true),
        (format!("vendorData={theirs}"), true),
        (format!("endUserId={thief}&vendorData={theirs}"), true),
        (format!("endUserId={thief}&integration=local-test"), true),
        (format!("enduserid={theirs}"), false),
        (format!("endUserId%5B%5D={theirs}"), false),
        (format!("sessionId={}", victim.id), false),
        (format!("sub={theirs}"), false),
    ] {
        let path = format!("/sessions?{query}");
        let answer = world.get_as(&thief, &path).await;
        victim.is_not_in(&answer.json().to_string(), &path);
        assert_eq!(answer.status, if refused { 404 } else { 200 }, "{path}");
        if !refused {
            assert_eq!(answer.json()["current"], Value::Null, "{path}");
        }
    }
    assert_untouched(&world, &before, "a query").await;
}
