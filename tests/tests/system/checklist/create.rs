//! Sessions are made, recorded, and named after people.

use crate::new_id;
use http::Method;
use serde_json::{Value, json};
use system_tests::deliveries::event;
use system_tests::{World, id_of};
use tokio::sync::broadcast::Receiver;
use veriff_sandbox::veriff::Delivered;
use verification::store::Stored;

#[tokio::test]
async fn new_session_url_generated() {
    let world = World::new().await;
    let answer = world.create(json!({ "vendorData": "customer-17" })).await;
    assert_eq!(answer.status, 201);
    assert_eq!(answer.headers["cache-control"], "no-store");
    insta::assert_json_snapshot!(answer.json(), {
        ".sessionId" => "[id]",
        ".url" => "[url]",
        ".attemptId" => "[id]",
        ".createdAt" => "[time]",
        ".expiresAt" => "[time]",
    });
    // Asked for once more, it is told in the same words.
    let read = world.session(&id_of(&answer)).await;
    assert_eq!(read, answer.json());
    let at_veriff = world.at_veriff(&id_of(&answer)).await;
    assert_eq!(answer.json()["url"], at_veriff["url"]);
    // Whoever opens the page has started.
    let page = world
        .sandbox
        .http
        .get(at_veriff["url"].as_str().expect("a URL"));
    assert_eq!(page.await.expect("a page").status, 200);
    assert_eq!(world.sessions_at_veriff().await, 1);
}

#[tokio::test]
async fn session_data_saved_with_your_record() {
    let world = World::new().await;
    let answer = world.create(json!({ "vendorData": "customer-17" })).await;
    let id = id_of(&answer);
    let Some(Stored::Session(record, _)) = world.stored(&id).await else {
        panic!("the session is not in the store");
    };
    assert_eq!(record.url.as_deref(), answer.json()["url"].as_str());
    assert_eq!(record.vendor_data.as_deref(), Some("customer-17"));
    assert!(record.claimed);
    // A webhook finds the record by the session's id, and the platform by the person.
    assert_eq!(world.deliver(&event(&id, &new_id(), "started")).await, 200);
    let found = world.get("/sessions?vendorData=customer-17").await.json();
    assert_eq!(found["current"]["sessionId"], json!(id));
    assert_eq!(found["current"]["status"], "started");
    assert_eq!(found["current"]["claimed"], true);
}

#[tokio::test]
async fn odd_names_start() {
    let world = World::new().await;
    let long = "Ö".repeat(500);
    let names = [
        ("Zoë", "Müller-Åström"),
        ("Siobhán", "O'Neill-d’Arcy"),
        ("小明", "王"),
        ("يوسف", "الخطيب"),
        ("נועה", "לוי"),
        ("🦊", "👩\u{200d}🔬"),
        ("A", "B"),
        ("e\u{301}", "q\"\\/<&>"),
        (&long, &long),
    ];
    for (number, (first, last)) in names.into_iter().enumerate() {
        let answer = world
            .create(json!({
                "vendorData": format!("odd-{number}"),
                "person": { "firstName": first, "lastName": last },
            }))
            .await;
        assert_eq!(answer.status, 201, "{first} {last}");
        let id = id_of(&answer);
        world.run_through(&id, "approved", None).await;
        let view = world.session(&id).await;
        assert_eq!(view["status"], "approved");
        // The local Veriff's documents are in capitals.
        assert_eq!(view["person"]["firstName"], first.to_uppercase());
        assert_eq!(view["person"]["lastName"], last.to_uppercase());
    }
}

#[tokio::test]
async fn actions_with_vendor_data() {
    let world = World::new().await;
    let vendor_data = "  order #17 / ünïcode 🦊 \"quoted\" ";
    let mut deliveries = world.sandbox.local_veriff.observe();
    let answer = world.create(json!({ "vendorData": vendor_data })).await;
    let id = id_of(&answer);
    assert_eq!(answer.json()["vendorData"], vendor_data);
    assert_eq!(world.at_veriff(&id).await["vendorData"], vendor_data);
    world.run_through(&id, "approved", None).await;
    let told = told(&mut deliveries, "vendorData");
    assert_eq!(
        told,
        vec![json!(vendor_data); 3],
        "two events, one decision"
    );
    assert_eq!(world.session(&id).await["vendorData"], vendor_data);

    // Left out, it is null.
    let answer = world.create(json!({ "endUserId": new_id() })).await;
    let id = id_of(&answer);
    assert_eq!(answer.json()["vendorData"], Value::Null);
    world.run_through(&id, "approved", None).await;
    assert_eq!(
        self::told(&mut deliveries, "vendorData"),
        vec![Value::Null; 3]
    );
    assert_eq!(world.session(&id).await["vendorData"], Value::Null);
}

#[tokio::test]
async fn actions_with_end_user_id() {
    let world = World::new().await;
    let end_user_id = new_id();
    let mut deliveries = world.sandbox.local_veriff.observe();
    let answer = world.create(json!({ "endUserId": end_user_id })).await;
    let id = id_of(&answer);
    assert_eq!(answer.json()["endUserId"], json!(end_user_id));
    assert_eq!(world.at_veriff(&id).await["endUserId"], json!(end_user_id));
    world.run_through(&id, "declined", Some(105)).await;
    assert_eq!(
        told(&mut deliveries, "endUserId"),
        vec![json!(end_user_id); 3]
    );
    let found = world
        .get(&format!("/sessions?endUserId={end_user_id}"))
        .await;
    assert_eq!(found.json()["current"]["sessionId"], json!(id));

    let answer = world.create(json!({ "vendorData": "nobody" })).await;
    assert_eq!(answer.json()["endUserId"], Value::Null);
}

#[tokio::test]
async fn callback_lands_in_the_right_place() {
    let world = World::new().await;
    let callback = "https://shop.example/verified?order=17";
    let answer = world
        .create(json!({ "vendorData": "a", "callback": callback }))
        .await;
    assert_eq!(answer.status, 201);
    let id = id_of(&answer);
    assert_eq!(world.at_veriff(&id).await["callback"], callback);
    // The person submits in the browser and is sent there, without any result.
    let url = answer.json()["url"].as_str().expect("a URL").to_owned();
    let http = &world.sandbox.http;
    assert_eq!(http.get(&url).await.expect("a page").status, 200);
    let submit = http
        .send(Method::POST, &format!("{url}/submit"), &[], "")
        .await
        .expect("an answer");
    assert_eq!(submit.status, 303);
    assert_eq!(submit.headers["location"], callback);
    // The page that they land on finds them, and shows that it is pending.
    world.settle().await;
    let found = world.get("/sessions?vendorData=a").await.json();
    assert_eq!(found["nextStep"], "wait");
    assert_eq!(found["current"]["sessionId"], json!(id));

    let refused = world
        .create(json!({ "vendorData": "b", "callback": "http://shop.example/verified" }))
        .await;
    assert_eq!(refused.status, 400);
    assert_eq!(refused.json()["field"], "verification.callback");
    assert!(refused.json()["detail"].to_string().contains("1302"));
}

/// A field of every webhook that was sent since it was last asked.
fn told(deliveries: &mut Receiver<Delivered>, field: &str) -> Vec<Value> {
    let mut told = Vec::new();
    while let Ok(delivered) = deliveries.try_recv() {
        let body: Value = serde_json::from_str(&delivered.body).expect("JSON");
        let body = body.get("verification").unwrap_or(&body);
        told.push(body[field].clone());
    }
    told
}
