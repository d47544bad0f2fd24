//! Malformed create requests: each is a problem document that names the field, and nothing is
//! created at Veriff.

use http::Method;
use serde_json::{Map, Value, json};
use system_tests::World;

/// Sends each body; returns the problems by name. Nothing reaches Veriff.
async fn problems(bodies: impl IntoIterator<Item = (String, String)>) -> Map<String, Value> {
    let world = World::new().await;
    let mut problems = Map::new();
    for (name, body) in bodies {
        let answer = world.call(None, Method::POST, "/sessions", &body).await;
        let kind = &answer.headers["content-type"];
        assert_eq!(
            kind,
            "application/problem+json",
            "{name}: {}",
            answer.json()
        );
        assert_eq!(answer.json()["status"], answer.status, "{name}");
        assert!(answer.status >= 400, "{name}");
        problems.insert(name, answer.json());
    }
    assert_eq!(world.sessions_at_veriff().await, 0);
    problems
}

/// As [`problems`], with the field named of each, and the person named beside it.
async fn fields(path: &[&str], values: &[Value]) -> Map<String, Value> {
    let bodies = values.iter().map(|value| {
        let mut verification = json!({ "vendorData": "a" });
        let mut place = &mut verification;
        for name in path {
            place = &mut place[name];
        }
        *place = value.clone();
        let name = format!("{} = {value}", path.join("."));
        (name, json!({ "verification": verification }).to_string())
    });
    let problems = problems(bodies).await;
    for (name, problem) in &problems {
        let field = format!("verification.{}", path.join("."));
        assert_eq!(problem["field"], json!(field), "{name}");
        assert_eq!(problem["status"], 400, "{name}");
    }
    problems
}

#[tokio::test]
async fn a_body_that_is_no_json_object() {
    let named = |name: &str, body: &str| (name.to_owned(), body.to_owned());
    let deep = format!("{{\"verification\":{}", "[".repeat(100_000));
    let long = json!({ "verification": { "vendorData": "a", "more": "x".repeat(256 * 1024) } });
    let problems = problems([
        named("empty", ""),
        named("cut off", "{\"verification\": {"),
        named("no JSON", "verification=1"),
        named("a list", "[{\"verification\": {}}]"),
        named("a string", "\"verification\""),
        named("null", "null"),
        named(
            "half a surrogate pair",
            "{\"verification\": {\"vendorData\": \"\\ud800\"}}",
        ),
        named("too deep", &deep),
        named("over 256 kB", &long.to_string()),
    ])
    .await;
    insta::assert_json_snapshot!(problems);
}

#[tokio::test]
async fn a_body_without_the_right_fields_beside_each_other() {
    let named = |body: Value| (body.to_string(), body.to_string());
    let problems = problems([
        named(json!({})),
        named(json!({ "verification": null })),
        named(json!({ "verification": [] })),
        named(json!({ "verification": "a" })),
        named(json!({ "vendorData": "a" })),
        named(json!({ "verification": {} })),
        named(json!({ "verification": { "vendorData": "" } })),
        named(json!({ "verification": { "vendorData": null, "endUserId": null } })),
        named(json!({ "verification": { "vendorData": "a" }, "integration": "local-moon" })),
        named(json!({ "verification": { "vendorData": "a" }, "integration": 1 })),
        named(json!({ "verification": { "vendorData": "a" }, "verifyAgain": "yes" })),
    ])
    .await;
    insta::assert_json_snapshot!(problems);
}

#[tokio::test]
async fn vendor_data() {
    let longest = "🦊".repeat(1001);
    let mut problems = fields(
        &["vendorData"],
        &[
            json!(17),
            json!(["a"]),
            json!("odalys@shop.example"),
            json!(" Odalys.Quirin+veriff@mail.shop.example "),
            json!("ödalys@bücher.example"),
            json!("x".repeat(1001)),
            json!(longest),
        ],
    )
    .await;
    // The names of the last two are long.
    problems.retain(|name, _| name.len() < 100);
    assert_eq!(problems.len(), 5);
    insta::assert_json_snapshot!(problems);
}

#[tokio::test]
async fn end_user_id() {
    let uuid = "6f1c9f4e-0a53-4d2c-9d1f-3f4f5c0a1b2d";
    let problems = fields(
        &["endUserId"],
        &[
            json!(17),
            json!("noor"),
            json!(""),
            json!(format!(" {uuid}")),
            json!(format!("{{{uuid}}}")),
            json!(format!("urn:uuid:{uuid}")),
            json!(uuid.replace('-', "")),
        ],
    )
    .await;
    insta::assert_json_snapshot!(problems);
}

#[tokio::test]
async fn callbacks_that_are_not_https_or_not_allowed() {
    let problems = fields(
        &["callback"],
        &[
            json!(17),
            json!(""),
            json!("/verified"),
            json!("//shop.example/verified"),
            json!("shop.example/verified"),
            json!("http://shop.example/verified"),
            json!("ftp://shop.example/verified"),
            json!("javascript:alert(1)//https://shop.example/"),
            json!("data:text/html,https://shop.example/"),
            json!("https://other.example/"),
        ],
    )
    .await;
    insta::assert_json_snapshot!(problems);
}

#[tokio::test]
async fn person() {
    let mut all = Map::new();
    all.extend(fields(&["person"], &[json!("Odalys"), json!([])]).await);
    for name in ["firstName", "lastName", "idNumber", "phoneNumber", "email"] {
        all.extend(fields(&["person", name], &[json!(17)]).await);
    }
    let dates = [
        "29.02.1984",
        "1984-02-30",
        "1984-2-3",
        "19840229",
        "2984-02-29",
        "",
        "today",
    ];
    let mut dates: Vec<_> = dates.iter().map(|date| json!(date)).collect();
    dates.push(json!(1984));
    all.extend(fields(&["person", "dateOfBirth"], &dates).await);
    all.extend(fields(&["person", "isDeceased"], &[json!("no")]).await);
    all.extend(fields(&["person", "gender"], &[json!(1)]).await);
    insta::assert_json_snapshot!(all);
}

#[tokio::test]
async fn document_address_and_consents() {
    let mut all = Map::new();
    all.extend(fields(&["document"], &[json!("PASSPORT")]).await);
    let numbers = [
        json!(17),
        json!(""),
        json!("AB 12"),
        json!("AB-12"),
        json!("ÄB12"),
    ];
    all.extend(fields(&["document", "number"], &numbers).await);
    let countries = [json!("EST"), json!("E"), json!("E1"), json!(372)];
    all.extend(fields(&["document", "country"], &countries).await);
    all.extend(fields(&["document", "type"], &[json!(1)]).await);
    all.extend(fields(&["document", "firstIssue"], &[json!("2020-13-01")]).await);
    all.extend(fields(&["address"], &[json!("7 Liiva tn")]).await);
    all.extend(fields(&["address", "fullAddress"], &[json!(7)]).await);
    all.extend(fields(&["proofOfAddress"], &[json!(true)]).await);
    let types = [json!(null), json!({}), json!([{}]), json!([{ "name": 1 }])];
    all.extend(fields(&["proofOfAddress", "acceptableTypes"], &types).await);
    let consents = [
        json!({}),
        json!(["ine"]),
        json!([{ "type": "ine" }]),
        json!([{ "type": "ine", "approved": "yes" }]),
        json!([{ "type": "ine", "approved": false }]),
    ];
    all.extend(fields(&["consents"], &consents).await);
    let times = [
        json!(1),
        json!("yesterday"),
        json!("2026-03-02T09:00:00"),
        json!("2020-01-01T00:00:00Z"),
    ];
    all.extend(fields(&["timestamp"], &times).await);
    insta::assert_json_snapshot!(all);
}

#[tokio::test]
async fn what_only_veriff_refuses_is_told_with_its_code() {
    let world = World::new().await;
    let answer = world
        .create(json!({ "vendorData": "a", "document": { "type": "LIBRARY_CARD" } }))
        .await;
    assert_eq!(answer.status, 400);
    insta::assert_json_snapshot!(answer.json());
    assert_eq!(world.sessions_at_veriff().await, 0);
    // The person is free to try again at once.
    world.session_for("a").await;
}
