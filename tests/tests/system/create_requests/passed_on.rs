//! What goes to Veriff as it came.

use crate::made_by_hand::HastyVeriff;
use crate::new_id;
use serde_json::{Value, json};
use system_tests::World;

/// What Veriff was sent for this `verification` object.
async fn sent(world: &World, verification: &Value) -> String {
    let veriff = HastyVeriff::start(world, &new_id(), Vec::new()).await;
    let body = json!({ "verification": verification }).to_string();
    let answer = veriff.create(&body).await;
    assert_eq!(answer.status, 201, "{}", answer.json());
    let posted = veriff.posted();
    assert_eq!(posted.len(), 1);
    String::from_utf8(posted[0].to_vec()).expect("UTF-8")
}

#[tokio::test]
async fn names_in_any_script_arrive_unmodified() {
    let world = World::new().await;
    let (long, longer) = ("é".repeat(500), "王".repeat(500));
    for (number, (first, last)) in [
        ("Zoë", "Müller-Åström"),
        ("Đặng", "Nguyễn"),
        ("小明", "王"),
        ("さくら", "𠮷田"),
        ("يوسف", "الخطيب"),
        ("נועה", "לוי"),
        ("Ольга", "Щукина"),
        ("🦊", "👩\u{200d}🔬"),
        // Decomposed stays decomposed, and blanks stay where they are.
        ("e\u{301}", "  de  la O'Neill "),
        ("\u{202e}abc", "a\u{0}b\tc"),
        ("A", "B"),
        ("\"\\", "<script>&amp;"),
        (long.as_str(), longer.as_str()),
    ]
    .into_iter()
    .enumerate()
    {
        let person = json!({ "firstName": first, "lastName": last });
        let verification = json!({ "vendorData": format!("n{number}"), "person": person });
        let sent = sent(&world, &verification).await;
        let parsed: Value = serde_json::from_str(&sent).expect("JSON");
        assert_eq!(parsed, json!({ "verification": verification }));
        // As UTF-8, not as escapes.
        if first.chars().all(char::is_alphabetic) {
            assert!(sent.contains(&format!("\"{first}\"")), "{sent}");
        }
    }
}

#[tokio::test]
async fn unknown_fields_and_values_are_passed_on() {
    let world = World::new().await;
    let verification = json!({
        "vendorData": "a",
        "lang": "et",
        "features": ["selfid"],
        "timestamp": world.sandbox.clock.now().to_string(),
        "person": {
            "dateOfBirth": "1984-02-29", "maritalStatus": "SINGLE", "isDeceased": false,
            "gender": "F", "favouriteColour": "green",
        },
        "document": { "type": "MOON_PASS", "country": "ee", "number": "AB123456", "more": [1] },
        "address": { "fullAddress": "7 Liiva tn, 10999 Näidise" },
        "proofOfAddress": { "acceptableTypes": [{ "name": "UTILITY_BILL" }] },
        "consents": [{ "type": "ine", "approved": true }, { "type": "new", "approved": false }],
        "brandNew": { "deep": [{ "er": null, "n": 9_007_199_254_740_993_i64, "f": 0.1 }] },
    });
    let sent: Value = serde_json::from_str(&sent(&world, &verification).await).expect("JSON");
    assert_eq!(sent, json!({ "verification": verification }));
}

#[tokio::test]
async fn what_is_ours_does_not_go_to_veriff() {
    let world = World::new().await;
    let veriff = HastyVeriff::start(&world, &new_id(), Vec::new()).await;
    let body = json!({
        "verification": { "vendorData": "a" },
        "integration": "local-test",
        "verifyAgain": true,
    });
    assert_eq!(veriff.create(&body.to_string()).await.status, 201);
    let sent: Value = serde_json::from_slice(&veriff.posted()[0]).expect("JSON");
    assert_eq!(sent, json!({ "verification": { "vendorData": "a" } }));
}

#[tokio::test]
async fn vendor_data_of_a_thousand_characters_is_kept() {
    let world = World::new().await;
    for vendor_data in [
        "x".repeat(1000),
        // Four bytes and two UTF-16 units each; Veriff counts characters.
        "🦊".repeat(1000),
    ] {
        let answer = world.create(json!({ "vendorData": vendor_data })).await;
        assert_eq!(answer.status, 201);
        assert_eq!(answer.json()["vendorData"], json!(vendor_data));
        // A second time it is the same person.
        let again = world.create(json!({ "vendorData": vendor_data })).await;
        assert_eq!(again.status, 200);
    }
    assert_eq!(world.sessions_at_veriff().await, 2);
}

#[tokio::test]
async fn vendor_data_with_an_at_sign_that_is_no_address_is_kept() {
    let world = World::new().await;
    for vendor_data in [
        "order 17 @ shop.example",
        "@17",
        "17@",
        "17@shop",
        "a@b@c.example",
    ] {
        let answer = world.create(json!({ "vendorData": vendor_data })).await;
        assert_eq!(answer.status, 201, "{vendor_data}");
    }
}

#[tokio::test]
async fn people_are_told_apart_by_every_character_of_their_name() {
    let world = World::new().await;
    let names = ["a", "A", " a", "a ", "é", "e\u{301}", "endUserId", "a\u{0}"];
    for name in names {
        world.session_for(name).await;
    }
    // The same text as a vendorData and as an endUserId is not the same person either.
    let id = new_id();
    world.session_for(&id).await;
    let answer = world.create(json!({ "endUserId": id })).await;
    assert_eq!(answer.status, 201);
    assert_eq!(world.sessions_at_veriff().await, names.len() + 2);
}

#[tokio::test]
async fn a_callback_to_this_machine_is_for_development_alone() {
    let world = World::new().await;
    let here = format!("{}/done", world.sandbox.platform);
    let answer = world
        .create(json!({ "vendorData": "a", "callback": here }))
        .await;
    assert_eq!(answer.status, 201, "{}", answer.json());
    let there = "http://127.0.0.1:1/done";
    let answer = world
        .create(json!({ "vendorData": "b", "callback": there }))
        .await;
    assert_eq!(answer.status, 400, "another port is not on the list");
}
