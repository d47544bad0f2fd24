//! Where a person is sent after Veriff's flow: only where the settings say, however the address is written.
//!
//! Each is tried for a new session and for one that is resumed, since the address is in both requests.

use super::many_creates;
use serde_json::{Value, json};
use system_tests::World;

/// The settings allow `https://shop.example/account/verified` and what is below it.
fn allow_one_folder(settings: &mut Value) {
    many_creates(settings);
    settings["integrations"][0]["callbackAllowList"] =
        json!(["https://shop.example/account/verified"]);
}

const ELSEWHERE: [&str; 53] = [
    // Another host, with the allowed one somewhere beside it.
    "https://evil.example/account/verified",
    "https://shop.example.evil.example/account/verified",
    "https://evil.example/shop.example/account/verified",
    "https://evil.example?https://shop.example/account/verified",
    "https://evil.example#https://shop.example/account/verified",
    "https://evilshop.example/account/verified",
    "https://www.shop.example/account/verified",
    "https://shop.example./account/verified",
    // A user, so that what looks like the host is none.
    "https://shop.example@evil.example/account/verified",
    "https://shop.example:pass@evil.example/account/verified",
    "https://shop.example:443@evil.example/account/verified",
    "https://user@shop.example/account/verified",
    "https://user:pass@shop.example/account/verified",
    "https://@shop.example/account/verified",
    "https://:@shop.example/account/verified",
    // Slashes that some turn.
    "https://shop.example\\@evil.example/account/verified",
    "https:\\\\evil.example\\account\\verified",
    "https:/\\evil.example/account/verified",
    "https://shop.example\\.evil.example/account/verified",
    // Without what makes it absolute to every program.
    "https:shop.example/account/verified",
    "https:/shop.example/account/verified",
    "https:///shop.example/account/verified",
    "//shop.example/account/verified",
    "///evil.example",
    "/account/verified",
    "shop.example/account/verified",
    "",
    // Ports.
    "https://shop.example:8443/account/verified",
    "https://shop.example:80/account/verified",
    "https://shop.example:/account/verified",
    "https://shop.example:0443/account/verified",
    // Hosts in other letters, or encoded.
    "https://ѕhop.example/account/verified",
    "https://ｓｈｏｐ.example/account/verified",
    "https://shop。example/account/verified",
    "https://sh\u{ad}op.example/account/verified",
    "https://sh\u{200b}op.example/account/verified",
    "https://xn--hop-tbd.example/account/verified",
    "https://shop%2eexample/account/verified",
    "https://shop.example%2eevil.example/account/verified",
    "https://shop.example%00.evil.example/account/verified",
    "https://shop.example\u{9}.evil.example/account/verified",
    // Another scheme.
    "http://shop.example/account/verified",
    "javascript:alert(1)//https://shop.example/account/verified",
    "JaVaScRiPt://shop.example/account/verified%0aalert(1)",
    "data:text/html,https://shop.example/account/verified",
    "blob:https://shop.example/account/verified",
    "ftp://shop.example/account/verified",
    "view-source:https://shop.example/account/verified",
    // Control characters, which a parser drops and a header keeps.
    "https://shop.example/account/verified\r\nLocation: https://evil.example",
    "\nhttps://shop.example/account/verified",
    "https://shop.example/account/verified ",
    "https://shop.example/account/verified\0",
    // This machine.
    "http://localhost/account/verified",
];

const ANOTHER_PATH: [&str; 19] = [
    "https://shop.example/",
    "https://shop.example/account",
    "https://shop.example/account/verifiedevil",
    "https://shop.example/account/verified-by-evil",
    "https://shop.example/Account/Verified",
    "https://shop.example//account/verified/..",
    "https://shop.example/account/verified/../evil",
    "https://shop.example/account/verified/../../evil",
    "https://shop.example/account/verified/%2e%2E/evil",
    "https://shop.example/account/verified/.%2e/evil",
    "https://shop.example/account/verified/..%2fevil",
    "https://shop.example/account/verified/..%5Cevil",
    "https://shop.example/account/verified/%252e%252e/evil",
    "https://shop.example/account/verified/%25252e%25252e/evil",
    "https://shop.example/account/verified/..%252fevil",
    "https://shop.example/account/verified/..;/evil",
    "https://shop.example/account/verified/..;a=b/evil",
    "https://shop.example/evil/..;/account/verified",
    "https://shop.example/account/verified%2f..%2fevil",
];

const ALLOWED: [&str; 7] = [
    "https://shop.example/account/verified",
    "https://shop.example/account/verified/",
    "https://shop.example/account/verified/done?order=1#top",
    "HTTPS://Shop.Example:443/account/verified",
    "https://shop.example/evil/../account/verified",
    "https://shop.example/account/verified?next=https://evil.example",
    "https://shop.example/account/verified/50%25",
];

/// Asks for a session that leads there; returns the status and the field that is wrong.
async fn asked(world: &World, person: &str, callback: &str) -> (u16, Value) {
    let body = json!({ "vendorData": person, "callback": callback });
    let answer = world.create(body).await;
    (answer.status, answer.json()["field"].clone())
}

#[tokio::test]
async fn an_address_that_is_not_allowed_is_refused_for_a_new_session_and_a_resumed_one() {
    let world = World::with_settings(allow_one_folder).await;
    world.session_for("resuming").await;
    let mut long = format!("https://evil.example/{}", "a".repeat(100_000));
    long.push_str("/https://shop.example/account/verified");
    let tricks = ELSEWHERE.iter().chain(&ANOTHER_PATH);
    for callback in tricks.copied().chain([&*long]) {
        for person in ["new", "resuming"] {
            let refused = asked(&world, person, callback).await;
            let expected = (400, json!("verification.callback"));
            assert_eq!(refused, expected, "{person}: {callback:.100}");
        }
    }
    assert_eq!(world.sessions_at_veriff().await, 1, "one was made");
}

#[tokio::test]
async fn a_signed_in_person_is_not_let_choose_either() {
    let world = World::with_settings(allow_one_folder).await;
    for callback in [ELSEWHERE[0], ANOTHER_PATH[0]] {
        let answer = world.create_as("noor", json!({ "callback": callback }));
        assert_eq!(answer.await.status, 400, "{callback}");
    }
    let allowed = json!({ "callback": ALLOWED[0] });
    assert_eq!(world.create_as("noor", allowed).await.status, 201);
}

#[tokio::test]
async fn what_is_allowed_is_passed_on_as_it_was_written() {
    let world = World::with_settings(allow_one_folder).await;
    for callback in ALLOWED {
        let (status, field) = asked(&world, callback, callback).await;
        assert_eq!((status, field), (201, Value::Null), "{callback}");
        assert_eq!(asked(&world, callback, callback).await.0, 200, "{callback}");
    }
}
